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
// Versions are semantic. Before v1.0.0 a minor version may change anything, and
// the changelog says what; a patch changes nothing that is listed here. From
// v1.0.0 on a minor version changes none of it either:
//
//   - the exported names of this package and of policy, permission,
//     permission/deploy, trust, resource, role, template, registry, review and
//     fault, as internal/layout/testdata/api lists them;
//   - commands, flags, formats for machines and exit statuses of the command
//     cipublisher; texts for people may become clearer;
//   - keys of a registry, parameters of the ready-made template, inputs of the
//     action;
//   - ids of warnings, logical ids of resources and Sids of statements, so that
//     an update replaces no role.
//
// The other packages serve the command, which is what is promised of them:
// account, adopt, audit, aws, doctor, drift, live, option and verify.
//
// The same props give the same permissions: within a minor version before
// v1.0.0, and within a major one from then on, an unchanged program is granted
// nothing more, unless a client that is documented to work could not, and the
// changelog lists it under Permissions.
package cipublisher

//go:generate go run ./internal/docs
