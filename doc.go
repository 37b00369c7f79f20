// Package cipublisher lets a CI pipeline publish artifacts to AWS with exactly
// the permissions it needs. Its construct, [CiPublisher], composes a managed
// policy for S3, ECR and CodeArtifact, a role that the pipeline assumes
// through OpenID Connect, and the account's OIDC provider, from typed props.
//
// The documents themselves are computed in plain Go by the packages
// permission, trust and policy, which know nothing of CDK; this package only
// carries them into a stack.
package cipublisher
