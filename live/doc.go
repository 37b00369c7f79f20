// Package live asks AWS itself, through the AWS SDK for Go v2: [Account] reads
// what an account has, [Assume] tries to assume a role with a job's token.
// Both change nothing. Package verify asks by [Load] with the same settings. Only
// the command line and that package import this one, so that whoever uses the
// constructs or the documents compiles no SDK.
//
// Credentials and region come from where the SDK takes them: environment,
// profiles, single sign-on, the machine's role. So do endpoints
// (AWS_ENDPOINT_URL). A request is tried as often as the SDK does, each try is
// bounded in time, and so is the whole.
package live
