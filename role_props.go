package cipublisher

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// CiRoleProps says what a CI job may do, as permission sets, and who may
// become its role.
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

	// Trust says which CI jobs may become the role. At most one of Trust and
	// Service; without both, the construct makes only the policy, to attach to
	// a role of yours.
	// Default: no role.
	Trust *TrustProps
	// Service says which AWS service may become the role, for jobs that AWS
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

// unknownEnvironment stands for a stack that nobody has named yet.
var unknownEnvironment = permission.Environment{
	Partition: "${Token[AWS.Partition.0]}",
	Region:    "${Token[AWS.Region.0]}",
	AccountID: "${Token[AWS.AccountId.0]}",
}

// Validate returns every fault of the props as one error, a fault.List, or
// nil. What the stack would fill in counts as present.
func (p *CiRoleProps) Validate() error {
	var faults fault.List
	carried := p.carried(&faults)
	_, err := carried.documents(unknownEnvironment, faults)
	return err
}

// carried is a role with what only constructs say of it.
type carried struct {
	role.Role
	provider *OidcProviderProps
	boundary awsiam.IManagedPolicy
	session  awscdk.Duration
	outputs  bool
	// propOf returns the prop behind an option of the core.
	propOf func(option string) string
}

// documents returns the role and its documents in a stack's environment. The
// error has the faults that are already known, and those found here.
func (c carried) documents(stack permission.Environment, faults fault.List) (role.Documents, error) {
	made, err := c.Role.Documents(stack)
	var list fault.List
	list.Append("", err)
	faults = append(faults, list.Rename(c.propOf)...)
	return made, faults.Err()
}

// notices returns what is legal but risky in the role.
func (c carried) notices(stack permission.Environment) []fault.Notice {
	all := c.Role.Notices(stack)
	for i := range all {
		all[i] = all[i].Rename(c.propOf)
	}
	return all
}

// carried returns the role that the props mean: constructs replaced by what
// identifies them, and no default filled in.
func (p *CiRoleProps) carried(faults *fault.List) carried {
	if p == nil {
		p = &CiRoleProps{}
	}
	c := carried{
		Role: role.Role{
			Sets: value(p.Sets, nil),
			Stores: permission.Environment{
				Partition: value(p.Partition, ""), Region: value(p.Region, ""), AccountID: value(p.AccountId, ""),
			},
			PolicyName: value(p.PolicyName, ""),
			Path:       value(p.PolicyPath, ""),
		},
		provider: p.OidcProvider,
		outputs:  value(p.Outputs, false),
		propOf:   propOf,
	}
	refuseEmpty(faults, "AccountId", p.AccountId)
	refuseEmpty(faults, "Region", p.Region)
	refuseEmpty(faults, "Partition", p.Partition)
	refuseEmpty(faults, "PolicyPath", p.PolicyPath)
	if p.Trust != nil {
		refuseEmpty(faults, "Trust.Audience", p.Trust.Audience)
		options := p.Trust.options(value(p.Dev, false))
		p.OidcProvider.resolve(&options, faults)
		c.Trust = &options
	} else if p.OidcProvider != nil {
		faults.Add("OidcProvider", "", "is set, but without {Trust} there is no role that could use it", "set {Trust}, or leave this unset")
	}
	if p.Service != nil {
		service := p.Service.plain()
		c.Service = &service
	}
	if p.Role != nil {
		p.Role.setOn(&c, faults)
	}
	return c
}

// setOn puts what the props say of a role into its value.
func (p *RoleProps) setOn(c *carried, faults *fault.List) {
	refuseEmpty(faults, "Role.Name", p.Name)
	refuseEmpty(faults, "Role.Path", p.Path)
	refuseEmpty(faults, "Role.Description", p.Description)
	refuseEmpty(faults, "Role.PermissionsBoundaryArn", p.PermissionsBoundaryArn)
	c.RoleName, c.RolePath, c.Description = value(p.Name, ""), value(p.Path, ""), value(p.Description, "")
	c.SessionSeconds, c.session = p.sessionSeconds(faults), p.MaxSessionDuration
	c.Boundary, c.boundary = value(p.PermissionsBoundaryArn, ""), p.PermissionsBoundary
	if p.PermissionsBoundary != nil {
		c.Boundary = *p.PermissionsBoundary.ManagedPolicyArn()
	}
	if p.PermissionsBoundaryArn != nil {
		c.propOf = func(option string) string {
			if option == "Role.PermissionsBoundary" {
				return option + "Arn"
			}
			return propOf(option)
		}
		if p.PermissionsBoundary != nil {
			faults.Add("{Role.PermissionsBoundary} and {Role.PermissionsBoundaryArn}", "", "are both set", "set one of them")
		}
	}
}

// sessionSeconds returns the longest session in seconds, 0 for the default. A
// session that only the deployment knows counts as one that IAM allows.
func (p *RoleProps) sessionSeconds(faults *fault.List) int {
	switch {
	case p.MaxSessionDuration == nil:
		return 0
	case *p.MaxSessionDuration.IsUnresolved():
		return role.MinSessionSeconds
	}
	seconds := *p.MaxSessionDuration.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)})
	if whole := int(seconds); float64(whole) == seconds && whole > 0 {
		return whole
	}
	// The value of a role takes whole seconds, and 0 for none.
	role.ValidateSession(faults, "Role.MaxSessionDuration", seconds)
	return 0
}

// refuseEmpty reports a text that is set to nothing, which the core would take
// for unset.
func refuseEmpty(faults *fault.List, option string, text *string) {
	if text != nil && *text == "" {
		faults.Add(option, "", "is empty", "leave it unset for the default")
	}
}

// props names the props behind options of the core that are called otherwise.
var props = map[string]string{
	"Trust.ProviderArn":        "OidcProvider.Arn",
	"Service.EC2":              "Service.Ec2",
	"Service.PipelineRoleARNs": "Service.PipelineRoleArns",
}

func propOf(option string) string {
	path, index, indexed := strings.Cut(option, "[")
	if prop, ok := props[path]; ok {
		path = prop
	}
	if indexed {
		path += "[" + index
	}
	return path
}
