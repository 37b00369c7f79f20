package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"

	"github.com/cipublisher/cipublisher/trust"
)

// CiPublisherProps says what a publisher may publish to, and who may become
// it. One set of props serves both modes: what a mode ignores is checked, but
// grants nothing.
//
// Strings may be CDK tokens; what only the deployment knows is not judged.
type CiPublisherProps struct {
	// S3 is the bucket for arbitrary files.
	// Default: no access to S3.
	S3 *S3Props
	// Ecr is the private image registry.
	// Default: every repository of the account in the region.
	Ecr *EcrProps
	// CodeArtifact is the domain for packages. Ignored in dev mode.
	// Default: no access to CodeArtifact.
	CodeArtifact *CodeArtifactProps
	// AllowDelete lets the publisher delete ECR images and S3 objects, to
	// replace floating versions such as latest, 1 and 1.2. Ignored in dev mode.
	// Default: true.
	AllowDelete *bool
	// Dev limits the publisher to dev releases: temporary versions published
	// from feature branches.
	// Default: false.
	Dev *bool

	// PolicyName is the name of the managed policy: 1 to 128 letters, digits
	// and _+=,.@-; it is unique in the account, whatever the path.
	// Default: "publisher", "publisher-dev" in dev mode.
	PolicyName *string
	// PolicyPath is the path of the managed policy and of the role: "/", or
	// text between slashes, at most 512 characters.
	// Default: "/ci/".
	PolicyPath *string

	// Trust says who may become the publisher. With it, the construct makes a
	// role; without it, only the policy, to attach to a role of yours.
	// Default: no role.
	Trust *TrustProps
	// OidcProvider is the account's identity provider for the issuer of the
	// tokens. Needs Trust.
	// Default: one is created in the stack, shared by its publishers, and kept
	// when the stack is deleted.
	OidcProvider *OidcProviderProps
	// Role customizes the role. Needs Trust.
	// Default: named and pathed as the policy, one-hour sessions.
	Role *RoleProps
	// Outputs adds CloudFormation outputs for the ARNs of policy and role, and
	// for the subjects that the role accepts.
	// Default: false.
	Outputs *bool

	// AccountId is the account of the stores, twelve digits.
	// Default: the stack's.
	AccountId *string
	// Region is the region of the stores.
	// Default: the stack's.
	Region *string
	// Partition is the partition of the stores: "aws", "aws-cn", "aws-us-gov".
	// Default: the partition of Region where that is set, else the stack's.
	Partition *string
}

// S3Props is the bucket that releases go to. One of BucketName and Bucket is
// required.
type S3Props struct {
	// BucketName is the name of the bucket.
	// Default: the name of Bucket.
	BucketName *string
	// Bucket is the bucket as a construct, made or imported.
	// Default: the bucket called BucketName.
	Bucket awss3.IBucket
	// Prefix is what the keys of releases begin with, such as "release/"; at
	// most 1,024 bytes, without wildcards. Ignored in dev mode.
	// Default: "", the whole bucket.
	Prefix *string
	// DevPrefix is what the keys of dev releases begin with. "*" stands for any
	// characters, "/" included. Ignored in normal mode.
	// Default: "*/feature/".
	DevPrefix *string
}

// EcrProps narrows access to the private image registry.
type EcrProps struct {
	// Enabled set to false grants nothing in ECR.
	// Default: true.
	Enabled *bool
}

// CodeArtifactProps is the CodeArtifact domain that packages go to.
type CodeArtifactProps struct {
	// DomainName is the name of the domain. Required.
	DomainName *string
}

// TrustProps says who may become the publisher: the jobs that an issuer of
// OpenID Connect tokens vouches for. A token needs to match one subject.
type TrustProps struct {
	// Issuer of the tokens: trust.GitHub(), trust.GitLab() and their like.
	// Default: trust.GitHub().
	Issuer trust.Issuer
	// Subjects are who is accepted. Required.
	Subjects *[]*TrustSubject
	// Audience is the aud claim of the tokens.
	// Default: what the issuer's usual client for AWS asks for in the stack's
	// partition, "sts.amazonaws.com" for GitHub.
	Audience *string
	// Quota is the account's limit on the size of a trust policy, in
	// characters: 2,048 to 8,192. Set it only after AWS has raised it.
	// Default: 2048.
	Quota *float64
}

// TrustSubject is repositories in contexts: the token's job must run in one
// of the repositories, in one of the contexts, and have every claim. What
// other issuers call a repository is said where they are made, in package
// trust.
type TrustSubject struct {
	// Repositories that are accepted. On GitHub: "OWNER/NAME", the immutable
	// form "OWNER@ID/NAME@ID", or every repository of an owner: "OWNER/*",
	// "OWNER@ID/*". Required, unless Raw is set.
	Repositories *[]*string
	// BothForms accepts the plain form too of repositories that are given in
	// their immutable one, held to the same ids, while they migrate.
	// Default: false.
	BothForms *bool
	// Branches, such as "main". One "*" is allowed, at the end: "release/*".
	// Default: none.
	Branches *[]*string
	// Tags, such as "v1.0.0". One "*" is allowed, at the end.
	// Default: none.
	Tags *[]*string
	// Environments, by name. One "*" is allowed, at the end. A protected
	// environment is the recommended subject of a publisher.
	// Default: none.
	Environments *[]*string
	// PullRequests accepts jobs that a pull request started.
	// Default: false.
	PullRequests *bool
	// AnyRef accepts every branch and every tag, but neither pull requests nor
	// environments. Expected of a dev publisher, a warning on a normal one.
	// Default: false.
	AnyRef *bool
	// RunPhases of HCP Terraform: "plan", "apply".
	// Default: none.
	RunPhases *[]*string
	// Raw are whole values of the sub claim, for customized subjects. One "*"
	// is allowed, at the end, after the owner.
	// Default: none.
	Raw *[]*string
	// Claims that the token must have beside its subject: for each, the values
	// of which it must have one. AWS has condition keys for few claims; any
	// other is an error.
	// Default: none.
	Claims *map[trust.Claim]*[]*string
}

// OidcProviderProps says which identity provider the role trusts. An account
// has at most one for an issuer. At most one of Provider, Arn and Existing may
// be set; with none of them the stack creates it.
type OidcProviderProps struct {
	// Provider is a provider made or imported elsewhere in the app.
	Provider awsiam.IOidcProvider
	// Arn imports a provider by its ARN.
	Arn *string
	// Existing set to true uses the provider that the stack's account already
	// has for the issuer; its ARN follows from the account and the issuer.
	// Default: false.
	Existing *bool
	// RemovalPolicy is what happens to a provider that is created here when the
	// stack is deleted. The whole account shares it, so it is kept by default.
	// Default: awscdk.RemovalPolicy_RETAIN.
	RemovalPolicy awscdk.RemovalPolicy
}

// RoleProps customizes the publisher's role.
type RoleProps struct {
	// Name of the role: 1 to 64 letters, digits and _+=,.@-.
	// Default: the name of the policy.
	Name *string
	// Path of the role.
	// Default: the path of the policy.
	Path *string
	// Description of the role, at most 1,000 characters.
	// Default: "Publishes artifacts from CI", "Publishes dev artifacts from CI"
	// in dev mode.
	Description *string
	// MaxSessionDuration is the longest session, 1 to 12 hours.
	// Default: one hour.
	MaxSessionDuration awscdk.Duration
	// PermissionsBoundary limits what the role may do, whatever its policies.
	// Default: none.
	PermissionsBoundary awsiam.IManagedPolicy
}
