package cipublisher

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// unknownEnvironment stands for a stack that nobody has named yet.
var unknownEnvironment = permission.Environment{
	Partition: "${Token[AWS.Partition.0]}",
	Region:    "${Token[AWS.Region.0]}",
	AccountID: "${Token[AWS.AccountId.0]}",
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
	return made, shown(faults).Err()
}

func (c carried) notices(stack permission.Environment) []fault.Notice {
	all := c.Role.Notices(stack)
	for i := range all {
		all[i] = all[i].Rename(c.propOf)
		all[i].Text = token.Show(all[i].Text)
	}
	return all
}

// carried returns the role that the props mean: constructs replaced by what
// identifies them, and no default filled in.
func (p *CiRoleProps) carried(faults *fault.List) carried {
	if p == nil {
		p = &CiRoleProps{}
	}
	c := carried{provider: p.OidcProvider, propOf: propOf}
	c.Sets = value(p.Sets, nil)
	var service trust.Service
	services := service.Options()
	fill(faults, slices.Concat(c.Stores.Options(), c.Role.Options(), services, role.OutputsOption(&c.outputs)), p)
	if p.Trust != nil {
		c.Trust = &trust.Options{ProviderARN: unknownProviderARN, Dev: value(p.Dev, false), Quota: policy.TrustPolicyQuota}
		fill(faults, new(trust.Subject).Options(c.Trust).Without("Subjects."), p)
		c.Trust.Subjects = p.Trust.subjects(faults)
		p.OidcProvider.resolve(c.Trust, faults)
	} else if p.OidcProvider != nil {
		faults.Add("OidcProvider", "", "is set, but without {Trust} there is no role that could use it", "set {Trust}, or leave this unset")
	}
	if p.Service != nil {
		p.Service.putRoles(services, faults)
		c.Service = &service
	}
	if p.Role != nil {
		p.Role.setOn(&c, faults)
	}
	return c
}

// setOn puts what the constructs say of a role into its value.
func (p *RoleProps) setOn(c *carried, faults *fault.List) {
	c.MaxSessionSeconds, c.session, c.boundary = p.sessionSeconds(faults), p.MaxSessionDuration, p.PermissionsBoundary
	if p.PermissionsBoundary != nil {
		c.PermissionsBoundary = *p.PermissionsBoundary.ManagedPolicyArn()
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

// propOf returns the prop behind an option of the core.
func propOf(option string) string {
	if option == "Trust.ProviderArn" {
		return "OidcProvider.Arn"
	}
	return option
}
