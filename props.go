package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
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
