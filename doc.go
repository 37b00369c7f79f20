// Package cipublisher lets a CI pipeline publish artifacts to AWS with exactly
// the permissions it needs. Its construct, [CiPublisher], composes a managed
// policy for S3, ECR and CodeArtifact, a role that the pipeline assumes
// through OpenID Connect, and the account's OIDC provider, from typed props.
//
// A role is a value of package role. Its documents are computed in plain Go by
// the packages permission, trust and policy, which know nothing of CDK; this
// package only carries them into a stack.
//
// # Stability
//
// Versions are semantic. From v1.0.0 on, a minor version changes neither what
// exported names of this module's packages mean, nor the flags, output formats
// for machines and exit statuses of the command cipublisher; texts for people
// may become clearer. Packages below internal are not for others.
//
// The same props give the same permissions: within a major version, an
// unchanged program is granted nothing more, unless a client that is
// documented to work could not, and the changelog lists it under Permissions.
// Ids of warnings, logical ids of resources and Sids of statements are kept
// too, so that an update replaces no role.
package cipublisher

//go:generate go run ./internal/docs
