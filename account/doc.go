// Package account reads an account's roles, policies and identity providers
// from what the AWS CLI prints:
//
//	aws iam get-account-authorization-details > account.json
//	aws iam list-open-id-connect-providers > providers.json
//	aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN >> providers.json
//
// Files are recognized by what they hold, and a file may hold several answers,
// one after the other. Read joins them: pages of the details, the list of the
// providers, and what each of them is.
//
// It fails closed. An answer that is cut off, a role without a name, the same
// role twice or a key that stands twice is a fault. A document that can't be
// read stays with its role as a Document with an error, for the reader to count
// as unknown.
package account
