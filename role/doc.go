// Package role has a role for CI jobs as a value: what it may do, who may
// assume it, what it is called and what limits it. Constructs, templates,
// registries and the command line carry that value; what is right about it is
// decided here, once.
//
//	r := role.Publisher(permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}})
//	r.Trust = &trust.Options{Subjects: []trust.Subject{{
//		Repositories: []string{"acme@1234/app@5678"}, Environments: []string{"release"},
//	}}}
//	documents, err := r.Documents(permission.Environment{AccountID: "123456789012", Region: "eu-west-1"})
//
// Strings may be CDK tokens, ${Token[…]}, which pass through.
package role
