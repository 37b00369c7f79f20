// Package verify puts policies to AWS's own checks and compares the answers
// with those of this module: ValidatePolicy, CheckNoNewAccess and
// CheckAccessNotGranted of IAM Access Analyzer, and SimulateCustomPolicy of IAM.
// A difference means that one of the two is wrong.
//
// The calls change nothing and read nothing of the account: the policies are in
// the requests. Only the command line imports the package, because it needs the
// AWS SDK. Credentials, endpoints and retries are those of package live.
package verify
