package cipublisher

import (
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/template"
)

// CiRole is a managed policy for CI jobs and, where the props say who may
// become it, the role that carries it.
type CiRole interface {
	constructs.Construct
	awsiam.IGrantable
	// Role is the role that the job assumes; nil without trust or service props.
	Role() awsiam.Role
	// Policy is the managed policy; of several, the first.
	Policy() awsiam.ManagedPolicy
	// Policies are the managed policies: one, or as many as it takes where the
	// permissions are too large for one.
	Policies() []awsiam.ManagedPolicy
	// Provider is the OIDC provider that the role trusts; nil without trust
	// props.
	Provider() awsiam.IOidcProvider
	// InstanceProfile is what EC2 instances are given to have the role; nil
	// unless the service props name EC2.
	InstanceProfile() awsiam.InstanceProfile
	// AttachTo gives the permissions to a role of yours.
	AttachTo(role awsiam.IRole)
}

type ciRole struct {
	constructs.Construct
	role     awsiam.Role
	policies []awsiam.ManagedPolicy
	provider awsiam.IOidcProvider

	instanceProfile awsiam.InstanceProfile
	// attached are the roles that AttachTo has given the policy to.
	attached []awsiam.IRole
	// sets and environment are what the policy was made of.
	sets        []permission.Set
	environment permission.Environment
}

// NewCiRole makes a role for CI jobs in a scope. It panics, before anything is
// created, with one error that lists every fault of the props; Validate
// returns the same error.
func NewCiRole(scope constructs.Construct, id *string, props *CiRoleProps) CiRole {
	return newCiRole(scope, id, props, nil)
}

func newCiRole(scope constructs.Construct, id *string, props *CiRoleProps, faults fault.List) *ciRole {
	home := homeOf(scope)
	settings, err := props.settings(home.environment, faults)
	if err != nil {
		panic(err)
	}

	// The construct must be made as an override of r: embedding the result of
	// NewConstruct would give r another identity in the kernel than the one it
	// is later passed with.
	r := &ciRole{sets: settings.sets, environment: settings.environment}
	constructs.NewConstruct_Override(r, scope, id)

	for i, document := range settings.documents {
		r.policies = append(r.policies, awsiam.NewManagedPolicy(r, jsii.String(template.Numbered("Policy", "", i)), &awsiam.ManagedPolicyProps{
			ManagedPolicyName: jsii.String(template.Numbered(settings.policyName, "-", i)),
			Path:              &settings.path,
			Document:          awsiam.PolicyDocument_FromJson(document.Map()),
		}))
	}
	if settings.role {
		r.makeRole(home, props, settings)
	}
	if value(props.Outputs, false) {
		r.makeOutputs(settings)
	}
	home.annotate(r, settings.notices)
	return r
}

// makeRole makes the role and, where jobs of a CI service become it, the
// identity provider that vouches for them.
func (r *ciRole) makeRole(home *home, props *CiRoleProps, settings roleSettings) {
	// One statement is the rule; claims that belong to one repository add more.
	statements := settings.service.Document().Statements
	if props.Trust != nil {
		provider := home.provider(r, props.OidcProvider, settings.trust)
		r.provider = provider.IOidcProvider
		settings.trust.ProviderARN = provider.arn
		statements = settings.trust.Document().Statements
	}
	role := &awsiam.RoleProps{
		AssumedBy:       principalOf(statements[0]),
		RoleName:        &settings.roleName,
		Path:            &settings.rolePath,
		Description:     &settings.description,
		ManagedPolicies: &[]awsiam.IManagedPolicy{},
	}
	for _, p := range r.policies {
		*role.ManagedPolicies = append(*role.ManagedPolicies, p)
	}
	if props.Role != nil {
		role.MaxSessionDuration = props.Role.MaxSessionDuration
		role.PermissionsBoundary = props.Role.PermissionsBoundary
	}
	r.role = awsiam.NewRole(r, jsii.String("Role"), role)
	for _, statement := range statements[1:] {
		r.role.AssumeRolePolicy().AddStatements(awsiam.PolicyStatement_FromJson(statement.Map()))
	}
	if settings.service.EC2 {
		r.instanceProfile = awsiam.NewInstanceProfile(r, jsii.String("InstanceProfile"), &awsiam.InstanceProfileProps{
			Role:                r.role,
			InstanceProfileName: &settings.roleName,
			Path:                &settings.rolePath,
		})
	}
}

// principalOf is a trust statement in the form that a role is made with.
func principalOf(statement policy.Statement) awsiam.IPrincipal {
	conditions, _ := statement.Map()["Condition"].(map[string]any)
	switch p := statement.Principal; {
	case len(p.Federated) > 0:
		return awsiam.NewFederatedPrincipal(&p.Federated[0], &conditions, &statement.Actions[0])
	case len(p.Service) > 0:
		return awsiam.NewServicePrincipal(&p.Service[0], &awsiam.ServicePrincipalOpts{Conditions: &conditions})
	default:
		return awsiam.NewArnPrincipal(&p.AWS[0])
	}
}

func (r *ciRole) makeOutputs(settings roleSettings) {
	output := func(id, description string, value *string) {
		awscdk.NewCfnOutput(r, &id, &awscdk.CfnOutputProps{Value: value, Description: &description})
	}
	for i, p := range r.policies {
		output(template.Numbered("PolicyArn", "", i), "Managed policy for the CI job", p.ManagedPolicyArn())
	}
	if r.role == nil {
		return
	}
	output("RoleArn", "Role that the CI job assumes", r.role.RoleArn())
	if r.provider == nil {
		return
	}
	output("Subjects", "Values of the sub claim that the role accepts", jsii.String(strings.Join(settings.trust.Accepted(), " ")))
}

func (r *ciRole) Role() awsiam.Role                { return r.role }
func (r *ciRole) Policy() awsiam.ManagedPolicy     { return r.policies[0] }
func (r *ciRole) Policies() []awsiam.ManagedPolicy { return slices.Clone(r.policies) }
func (r *ciRole) Provider() awsiam.IOidcProvider   { return r.provider }

func (r *ciRole) InstanceProfile() awsiam.InstanceProfile { return r.instanceProfile }

// AttachTo remembers the role for grants on stores.
func (r *ciRole) AttachTo(role awsiam.IRole) {
	for _, p := range r.policies {
		role.AddManagedPolicy(p)
	}
	r.attached = append(r.attached, role)
}

// GrantPrincipal is the role where there is one; what is granted without a
// role becomes part of the policy.
func (r *ciRole) GrantPrincipal() awsiam.IPrincipal {
	if r.role != nil {
		return r.role.GrantPrincipal()
	}
	return r.Policy().GrantPrincipal()
}
