package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
)

// CiRoleProps says what a CI job may do, as permission sets, and who may
// assume its role.
type CiRoleProps struct {
	// Sets are what the job may do: permission.Publisher and its like, or your
	// own. Required.
	Sets *[]permission.Set
	// Dev says that the role is for trying things out, so that trust in any ref
	// needs no warning.
	// Default: false.
	Dev *bool

	// PolicyName is the name of the managed policy: 1 to 128 letters, digits
	// and _+=,.@-; it is unique in the account, whatever the path. Required.
	PolicyName *string
	// PolicyPath is the path of the managed policy and of the role: "/", or
	// text between slashes, at most 512 characters.
	// Default: "/ci/".
	PolicyPath *string

	// Trust says which CI jobs may assume the role. At most one of Trust and
	// Service; without both, the construct makes only the policy, to attach to
	// a role of yours.
	// Default: no role.
	Trust *TrustProps
	// Service says which AWS service may assume the role, for jobs that AWS
	// itself runs.
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

	// AccountId is the account of the resources, twelve digits.
	// Default: the stack's.
	AccountId *string
	// Region is the region of the resources.
	// Default: the stack's.
	Region *string
	// Partition is the partition of the resources: "aws", "aws-cn",
	// "aws-us-gov".
	// Default: the partition of Region where that is set, else the stack's.
	Partition *string
}

// RoleProps customizes a role.
type RoleProps struct {
	// Name of the role: 1 to 64 letters, digits and _+=,.@-.
	// Default: the name of the policy.
	Name *string
	// Path of the role.
	// Default: the path of the policy.
	Path *string
	// Description of the role, at most 1,000 characters.
	// Default: "Publishes artifacts from CI" for a publisher, "Publishes dev
	// artifacts from CI" for a dev publisher, "Reads artifacts in CI" for a
	// builder, else "Runs CI jobs".
	Description *string
	// MaxSessionDuration is the longest session, 1 to 12 hours.
	// Default: one hour.
	MaxSessionDuration awscdk.Duration
	// PermissionsBoundary limits what the role may do, whatever its policies.
	// Default: the policy that PermissionsBoundaryArn names.
	PermissionsBoundary awsiam.IManagedPolicy
	// PermissionsBoundaryArn is the same policy by its ARN, or, of a policy of
	// the role's own account, its name with the path before it: "ci/boundary".
	// Default: none.
	PermissionsBoundaryArn *string
}

// Validate returns every fault of the props as one error, a fault.List, or
// nil. What the stack would fill in counts as present.
func (p *CiRoleProps) Validate() error {
	var faults fault.List
	carried := p.carried(&faults)
	_, err := carried.documents(unknownEnvironment, faults)
	return err
}
