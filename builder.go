package cipublisher

import (
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// CiBuilder is a managed policy that lets a CI pipeline read artifacts that
// others have published, and, where the props say who may assume it, the role
// that carries it.
type CiBuilder interface {
	CiRole
}

// NewCiBuilder makes a builder in a scope. It panics, before anything is
// created, with one error that lists every fault of the props; Validate
// returns the same error.
func NewCiBuilder(scope constructs.Construct, id *string, props *CiBuilderProps) CiBuilder {
	var faults fault.List
	carried := props.role(&faults).carried(&faults)
	return newCiRole(scope, id, carried, faults)
}

// CiBuilderProps says what a builder may read, and who may assume its role. At
// least one of CodeArtifact, Ecr and S3 is required.
//
// Strings may be CDK tokens; what only the deployment knows is not checked.
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

	// Trust says which CI jobs may assume its role. At most one of Trust and
	// Service; without both, the construct makes only the policy, to attach to
	// a role of yours.
	// Default: no role.
	Trust *TrustProps
	// Service says which AWS service may assume its role.
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

// Validate returns every fault of the props as one error, a fault.List, or
// nil. What the stack would fill in counts as present.
func (p *CiBuilderProps) Validate() error {
	var faults fault.List
	carried := p.role(&faults).carried(&faults)
	_, err := carried.documents(unknownEnvironment, faults)
	return err
}

func (p *CiBuilderProps) role(faults *fault.List) *CiRoleProps {
	if p == nil {
		p = &CiBuilderProps{}
	}
	options := permission.BuilderOptions()
	fill(faults, options.Table, p)
	putStores(faults, options.Table, p)
	return roleProps(p, role.Builder(options.Make(faults).(permission.Builder)))
}
