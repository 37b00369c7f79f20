package cipublisher

import (
	"slices"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/prop"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// CiPublisherProps says what a publisher may publish to, and who may assume
// its role. One set of props serves both modes: what a mode ignores is checked, but
// grants nothing.
//
// Strings may be CDK tokens; what only the deployment knows is not checked.
type CiPublisherProps struct {
	// Preset is the name of what fills the props that are unset, here and in the
	// stores: "terraform-aws-ci-publisher" for what the Terraform module of that
	// name grants, every ECR repository among it; "agilecustoms-release" for what
	// that GitHub Action does. What is set stays as it is.
	// Default: none.
	Preset *string

	// S3 is the bucket for arbitrary files.
	// Default: no access to S3.
	S3 *S3Props
	// Ecr is the private image registry. In dev mode it grants nothing unless it
	// names repositories for dev releases.
	// Default: no access to ECR, unless Preset gives it.
	Ecr *EcrProps
	// EcrPublic is the public image registry. Ignored in dev mode.
	// Default: no access to ECR Public.
	EcrPublic *EcrPublicProps
	// CodeArtifact is the domain for packages. Ignored in dev mode, unless it
	// names repositories for dev releases.
	// Default: no access to CodeArtifact.
	CodeArtifact *CodeArtifactProps
	// AllowDelete lets the publisher delete ECR images and S3 objects, to
	// replace floating versions such as latest, 1 and 1.2. Each store may say
	// otherwise. Ignored in dev mode.
	// Default: the Preset's, else false.
	AllowDelete *bool
	// Dev limits the publisher to dev releases: temporary versions published
	// from feature branches.
	// Default: false.
	Dev *bool

	// PinRegion requires that requests to S3 and for ECR tokens go to Region.
	// What names its region anyway, and what has one region for all, is left
	// as it is.
	// Default: false.
	PinRegion *bool
	// OrganizationId is the AWS Organizations id, such as "o-a1b2c3d4e5", that
	// the account of every bucket, repository, domain and key must belong to.
	// Default: any, and none.
	OrganizationId *string

	// PolicyName is the name of the managed policy: 1 to 128 letters, digits
	// and _+=,.@-; it is unique in the account, whatever the path.
	// Default: "publisher", "publisher-dev" in dev mode.
	PolicyName *string
	// PolicyPath is the path of the managed policy and of the role: "/", or
	// text between slashes, at most 512 characters.
	// Default: "/ci/".
	PolicyPath *string

	// Trust says which CI jobs may assume its role. At most one of Trust
	// and Service; without both, the construct makes only the policy, to attach
	// to a role of yours.
	// Default: no role.
	Trust *TrustProps
	// Service says which AWS service may assume its role, for jobs that
	// AWS itself runs.
	// Default: no role.
	Service *ServiceTrustProps
	// OidcProvider is the account's identity provider for the issuer of the
	// tokens. Needs Trust.
	// Default: one is created in the stack, shared by its publishers, and kept
	// when the stack is deleted.
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

// Validate returns every fault of the props as one error, a fault.List, or
// nil. What the stack would fill in counts as present.
func (p *CiPublisherProps) Validate() error {
	var faults fault.List
	carried := p.role(&faults).carried(&faults)
	_, err := carried.documents(unknownEnvironment, faults)
	return err
}

func (p *CiPublisherProps) role(faults *fault.List) *CiRoleProps {
	if p == nil {
		p = &CiPublisherProps{}
	}
	options, limits := permission.PublisherOptions(), permission.Limited{}
	fill(faults, slices.Concat(options.Table, limits.Options()), p)
	putStores(faults, options.Table, p)
	publisher := role.Publisher(options.Make(faults).(permission.Publisher))
	publisher.Sets[0] = limits.On(publisher.Sets[0])
	return roleProps(p, publisher)
}

// roleProps returns the props of a role that has a permission set and its name,
// and all else from the props of the set.
func roleProps(from any, set role.Role) *CiRoleProps {
	p := &CiRoleProps{}
	prop.Copy(from, p)
	p.Sets, p.PolicyName = &set.Sets, or(p.PolicyName, set.PolicyName)
	return p
}
