package cipublisher

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/policy"
)

// CiPublisher is a managed policy that lets a CI pipeline publish artifacts,
// and, where the props say who may become it, the role that carries it.
type CiPublisher interface {
	constructs.Construct
	awsiam.IGrantable
	// Role is the role that the pipeline assumes; nil without trust props.
	Role() awsiam.Role
	// Policy is the managed policy.
	Policy() awsiam.ManagedPolicy
	// Provider is the OIDC provider that the role trusts; nil without trust
	// props.
	Provider() awsiam.IOidcProvider
	// AttachTo gives the permissions to a role of yours.
	AttachTo(role awsiam.IRole)
}

type ciPublisher struct {
	constructs.Construct
	role     awsiam.Role
	policy   awsiam.ManagedPolicy
	provider awsiam.IOidcProvider
}

// NewCiPublisher makes a publisher in a scope. It panics, before anything is
// created, with one error that lists every fault of the props; Validate
// returns the same error.
func NewCiPublisher(scope constructs.Construct, id *string, props *CiPublisherProps) CiPublisher {
	home := homeOf(scope)
	if props == nil {
		props = &CiPublisherProps{}
	}
	settings, err := props.settings(home.environment)
	if err != nil {
		panic(err)
	}

	// The construct must be made as an override of p: embedding the result of
	// NewConstruct would give p another identity in the kernel than the one it
	// is later passed with.
	p := &ciPublisher{}
	constructs.NewConstruct_Override(p, scope, id)

	p.policy = awsiam.NewManagedPolicy(p, jsii.String("Policy"), &awsiam.ManagedPolicyProps{
		ManagedPolicyName: &settings.policyName,
		Path:              &settings.policyPath,
		Document:          awsiam.PolicyDocument_FromJson(settings.document.Map()),
	})
	for _, notice := range settings.publisher.Notices(settings.environment) {
		annotate(p, notice)
	}
	if settings.role != nil {
		p.makeRole(home, props, settings.role)
	}
	if value(props.Outputs, false) {
		p.makeOutputs(settings)
	}
	return p
}

// makeRole makes the role and, where the props ask for it, its provider.
func (p *ciPublisher) makeRole(home *home, props *CiPublisherProps, settings *roleSettings) {
	provider := home.provider(p, props.OidcProvider, settings.trust)
	p.provider = provider.IOidcProvider
	settings.trust.ProviderARN = provider.arn

	role := &awsiam.RoleProps{
		AssumedBy:       nil,
		RoleName:        &settings.name,
		Path:            &settings.path,
		Description:     &settings.description,
		ManagedPolicies: &[]awsiam.IManagedPolicy{p.policy},
	}
	if props.Role != nil {
		role.MaxSessionDuration = props.Role.MaxSessionDuration
		role.PermissionsBoundary = props.Role.PermissionsBoundary
	}
	// One statement is the rule; claims that belong to one repository add more.
	statements := settings.trust.Document().Statements
	role.AssumedBy = federated(provider.arn, statements[0])
	p.role = awsiam.NewRole(p, jsii.String("Role"), role)
	for _, statement := range statements[1:] {
		p.role.AssumeRolePolicy().AddStatements(awsiam.PolicyStatement_FromJson(statement.Map()))
	}
	for _, notice := range settings.trust.Notices() {
		annotate(p, notice.Rename(trustOption))
	}
}

// federated is a trust statement in the form that a role is made with.
func federated(providerARN string, statement policy.Statement) awsiam.IPrincipal {
	conditions, _ := statement.Map()["Condition"].(map[string]any)
	return awsiam.NewFederatedPrincipal(&providerARN, &conditions, &statement.Actions[0])
}

func (p *ciPublisher) makeOutputs(settings settings) {
	output := func(id, description string, value *string) {
		awscdk.NewCfnOutput(p, &id, &awscdk.CfnOutputProps{Value: value, Description: &description})
	}
	output("PolicyArn", "Managed policy of the publisher", p.policy.ManagedPolicyArn())
	if p.role == nil {
		return
	}
	output("RoleArn", "Role that the CI job assumes", p.role.RoleArn())
	output("Subjects", "Values of the sub claim that the role accepts", jsii.String(strings.Join(settings.role.trust.Accepted(), " ")))
}

func (p *ciPublisher) Role() awsiam.Role              { return p.role }
func (p *ciPublisher) Policy() awsiam.ManagedPolicy   { return p.policy }
func (p *ciPublisher) Provider() awsiam.IOidcProvider { return p.provider }
func (p *ciPublisher) AttachTo(role awsiam.IRole)     { role.AddManagedPolicy(p.policy) }

// GrantPrincipal is the role where there is one; what is granted without a
// role becomes part of the policy.
func (p *ciPublisher) GrantPrincipal() awsiam.IPrincipal {
	if p.role != nil {
		return p.role.GrantPrincipal()
	}
	return p.policy.GrantPrincipal()
}
