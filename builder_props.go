package cipublisher

import (
	"math"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// CiBuilderProps says what a builder may read, and who may become it. At
// least one of CodeArtifact, Ecr and S3 is required.
//
// Strings may be CDK tokens; what only the deployment knows is not judged.
type CiBuilderProps struct {
	// CodeArtifact is the domain for packages.
	// Default: no access to CodeArtifact.
	CodeArtifact *CodeArtifactReadProps
	// Ecr is the private image registry.
	// Default: no access to ECR.
	Ecr *EcrReadProps
	// S3 is the bucket for arbitrary files.
	// Default: no access to S3.
	S3 *S3ReadProps

	// PolicyName is the name of the managed policy: 1 to 128 letters, digits
	// and _+=,.@-; it is unique in the account, whatever the path.
	// Default: "builder".
	PolicyName *string
	// PolicyPath is the path of the managed policy and of the role: "/", or
	// text between slashes, at most 512 characters.
	// Default: "/ci/".
	PolicyPath *string

	// Trust says which CI jobs may become the builder. At most one of Trust and
	// Service; without both, the construct makes only the policy, to attach to
	// a role of yours.
	// Default: no role.
	Trust *TrustProps
	// Service says which AWS service may become the builder.
	// Default: no role.
	Service *ServiceTrustProps
	// OidcProvider is the account's identity provider for the issuer of the
	// tokens. Needs Trust.
	// Default: one is created in the stack, shared by its roles, and kept when
	// the stack is deleted.
	OidcProvider *OidcProviderProps
	// Role customizes the role. Needs Trust or Service.
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

// CodeArtifactReadProps is the CodeArtifact domain that packages are read
// from.
type CodeArtifactReadProps struct {
	// DomainName is the name of the domain. Required.
	DomainName *string
	// RepositoryNames are the only repositories that packages come from. A name
	// may end with "*".
	// Default: every repository of the domain.
	RepositoryNames *[]*string
	// Describe adds describing repositories and listing what is in them, which
	// package managers do without.
	// Default: false.
	Describe *bool
	// FixedEndpoint set to true leaves out asking for a repository's endpoint,
	// for clients whose configuration has it.
	// Default: false.
	FixedEndpoint *bool
	// TokenDuration is the longest lifetime of an authorization token: 15
	// minutes to 12 hours. Below 12 hours it refuses clients that name no
	// duration.
	// Default: no limit but CodeArtifact's own, 12 hours.
	TokenDuration awscdk.Duration
	// TokenExact makes TokenDuration the only lifetime.
	// Default: false.
	TokenExact *bool
}

// EcrReadProps says which images may be pulled.
type EcrReadProps struct {
	// RepositoryNames are the names of repositories. One "*" is allowed, at
	// the end of a name.
	// Default: every repository of the account in the region, unless
	// Repositories is set.
	RepositoryNames *[]*string
	// Repositories are repositories as constructs, made or imported.
	// Default: none.
	Repositories *[]awsecr.IRepository
}

// S3ReadProps is the bucket that files are read from. One of BucketName and
// Bucket is required.
type S3ReadProps struct {
	// BucketName is the name of the bucket.
	// Default: the name of Bucket.
	BucketName *string
	// Bucket is the bucket as a construct, made or imported.
	// Default: the bucket called BucketName.
	Bucket awss3.IBucket
	// Prefix is what the keys begin with, such as "release/"; at most 1,024
	// bytes, without wildcards.
	// Default: "", the whole bucket.
	Prefix *string
	// List adds listing the keys that begin with Prefix.
	// Default: false.
	List *bool
	// KmsKey is the key that the objects are encrypted with.
	// Default: the key of Bucket, where that is a construct that knows it.
	KmsKey awskms.IKey
	// KmsKeyArn is the ARN of the key; not of an alias.
	// Default: that of KmsKey.
	KmsKeyArn *string
}

// Validate returns every fault of the props as one error, a fault.List, or
// nil. What the stack would fill in counts as present.
func (p *CiBuilderProps) Validate() error {
	var faults fault.List
	carried := p.role(&faults).carried(&faults)
	_, err := carried.documents(unknownEnvironment, faults)
	return err
}

// role returns the props of the role that a builder is.
func (p *CiBuilderProps) role(faults *fault.List) *CiRoleProps {
	if p == nil {
		p = &CiBuilderProps{}
	}
	builder := role.Builder(permission.Builder{
		CodeArtifact: p.CodeArtifact.store(faults),
		ECR:          p.Ecr.store(),
		S3:           p.S3.store(faults),
	})
	return &CiRoleProps{
		Sets:         &builder.Sets,
		PolicyName:   or(p.PolicyName, builder.PolicyName),
		PolicyPath:   p.PolicyPath,
		Trust:        p.Trust,
		Service:      p.Service,
		OidcProvider: p.OidcProvider,
		Role:         p.Role,
		Outputs:      p.Outputs,
		AccountId:    p.AccountId,
		Region:       p.Region,
		Partition:    p.Partition,
	}
}

func (p *CodeArtifactReadProps) store(faults *fault.List) *permission.CodeArtifactRead {
	if p == nil {
		return nil
	}
	return &permission.CodeArtifactRead{
		DomainName:      value(p.DomainName, ""),
		RepositoryNames: texts(p.RepositoryNames),
		Describe:        value(p.Describe, false),
		FixedEndpoint:   value(p.FixedEndpoint, false),
		TokenDuration:   tokenSeconds(faults, "CodeArtifact.TokenDuration", p.TokenDuration),
		TokenExact:      value(p.TokenExact, false),
	}
}

// tokenSeconds returns the lifetime of a token in seconds. 0 stands for no
// limit, so a limit that is not above it is refused here.
func tokenSeconds(faults *fault.List, option string, duration awscdk.Duration) int {
	if duration == nil {
		return 0
	}
	if *duration.IsUnresolved() {
		faults.Add(option, "", "is a token, which only the deployment knows", "write the duration itself")
		return 0
	}
	seconds := *duration.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)})
	if seconds < 1 || seconds != math.Trunc(seconds) {
		faults.Add(option, strconv.FormatFloat(seconds, 'f', -1, 64)+" seconds", "is not a lifetime that CodeArtifact gives a token", "choose 15 minutes to 12 hours, in whole seconds")
		return 0
	}
	return int(seconds)
}

func (p *EcrReadProps) store() *permission.ECRRead {
	if p == nil {
		return nil
	}
	return &permission.ECRRead{RepositoryNames: repositoryNames(p.RepositoryNames, p.Repositories)}
}

func (p *S3ReadProps) store(faults *fault.List) *permission.S3Read {
	if p == nil {
		return nil
	}
	bucket := &S3Props{BucketName: p.BucketName, Bucket: p.Bucket, KmsKey: p.KmsKey, KmsKeyArn: p.KmsKeyArn}
	return &permission.S3Read{
		BucketName: bucketName(faults, "S3.BucketName", "S3.Bucket", p.BucketName, p.Bucket),
		Prefix:     value(p.Prefix, ""),
		List:       value(p.List, false),
		KMSKeyARN:  bucket.keyARN(false, faults),
	}
}
