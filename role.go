package cipublisher

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// CiRole is a managed policy for CI jobs and, where the props say who may
// become it, the role that carries it.
type CiRole interface {
	constructs.Construct
	awsiam.IGrantable
	// Role is the role that the job assumes; nil without trust props.
	Role() awsiam.Role
	// Policy is the managed policy; of several, the first.
	Policy() awsiam.ManagedPolicy
	// Policies are the managed policies: one, or as many as it takes where the
	// permissions are too large for one.
	Policies() []awsiam.ManagedPolicy
	// Provider is the OIDC provider that the role trusts; nil without trust
	// props.
	Provider() awsiam.IOidcProvider
	// AttachTo gives the permissions to a role of yours.
	AttachTo(role awsiam.IRole)
}

type ciRole struct {
	constructs.Construct
	role     awsiam.Role
	policies []awsiam.ManagedPolicy
	provider awsiam.IOidcProvider
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
	r := &ciRole{}
	constructs.NewConstruct_Override(r, scope, id)

	for i, document := range settings.documents {
		r.policies = append(r.policies, awsiam.NewManagedPolicy(r, jsii.String(numbered("Policy", "", i)), &awsiam.ManagedPolicyProps{
			ManagedPolicyName: jsii.String(numbered(settings.policyName, "-", i)),
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
	annotate(r, settings.notices)
	return r
}

// makeRole makes the role and, where the props ask for it, its provider.
func (r *ciRole) makeRole(home *home, props *CiRoleProps, settings roleSettings) {
	provider := home.provider(r, props.OidcProvider, settings.trust)
	r.provider = provider.IOidcProvider
	settings.trust.ProviderARN = provider.arn

	// One statement is the rule; claims that belong to one repository add more.
	statements := settings.trust.Document().Statements
	role := &awsiam.RoleProps{
		AssumedBy:       federated(provider.arn, statements[0]),
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
}

// federated is a trust statement in the form that a role is made with.
func federated(providerARN string, statement policy.Statement) awsiam.IPrincipal {
	conditions, _ := statement.Map()["Condition"].(map[string]any)
	return awsiam.NewFederatedPrincipal(&providerARN, &conditions, &statement.Actions[0])
}

func (r *ciRole) makeOutputs(settings roleSettings) {
	output := func(id, description string, value *string) {
		awscdk.NewCfnOutput(r, &id, &awscdk.CfnOutputProps{Value: value, Description: &description})
	}
	for i, p := range r.policies {
		output(numbered("PolicyArn", "", i), "Managed policy for the CI job", p.ManagedPolicyArn())
	}
	if r.role == nil {
		return
	}
	output("RoleArn", "Role that the CI job assumes", r.role.RoleArn())
	output("Subjects", "Values of the sub claim that the role accepts", jsii.String(strings.Join(settings.trust.Accepted(), " ")))
}

func (r *ciRole) Role() awsiam.Role                { return r.role }
func (r *ciRole) Policy() awsiam.ManagedPolicy     { return r.policies[0] }
func (r *ciRole) Policies() []awsiam.ManagedPolicy { return slices.Clone(r.policies) }
func (r *ciRole) Provider() awsiam.IOidcProvider   { return r.provider }

func (r *ciRole) AttachTo(role awsiam.IRole) {
	for _, p := range r.policies {
		role.AddManagedPolicy(p)
	}
}

// GrantPrincipal is the role where there is one; what is granted without a
// role becomes part of the policy.
func (r *ciRole) GrantPrincipal() awsiam.IPrincipal {
	if r.role != nil {
		return r.role.GrantPrincipal()
	}
	return r.Policy().GrantPrincipal()
}

// numbered returns the name of one of several things: the first has the name
// itself, the next ends with 2.
func numbered(name, separator string, i int) string {
	if i == 0 {
		return name
	}
	return name + separator + strconv.Itoa(i+1)
}
