package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
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
	return p
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
