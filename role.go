package cipublisher

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
)

// CiRole is a managed policy for CI jobs and, where the props say who may
// assume it, the role that carries it.
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
	// AttachTo gives the permissions to a role of yours. It panics for nil.
	AttachTo(role awsiam.IRole)
}

// jsiiProxy_ciRole is a role whose object is made in the CDK's process, by the
// class of package assembly. The beginning of its name tells jsii that the class
// has every method that the CDK may call. Without it jsii would look for methods in
// Go to call back, among all types of the CDK and for each role anew.
type jsiiProxy_ciRole struct {
	constructs.Construct
	// made is true once the object is there.
	made bool
	// provider of the stack or of the user; nil where the role imports one.
	provider awsiam.IOidcProvider
	// attached are the roles that AttachTo has given the policy to.
	attached []awsiam.IRole
	// value is what the construct was made of.
	value role.Role

	// What the object has, once somebody has asked for it.
	role            property[awsiam.Role]
	policies        property[[]awsiam.ManagedPolicy]
	imported        property[awsiam.IOidcProvider]
	instanceProfile property[awsiam.InstanceProfile]
	grantPrincipal  property[awsiam.IPrincipal]
}

type ciRole = jsiiProxy_ciRole

// NewCiRole makes a role for CI jobs in a scope. It panics, before anything is
// created, with one error that lists every fault of the props; Validate
// returns the same error.
func NewCiRole(scope constructs.Construct, id *string, props *CiRoleProps) CiRole {
	var faults fault.List
	carried := props.carried(&faults)
	return newCiRole(scope, id, carried, faults)
}

// NewCiRoleOf makes a role of its value, such as package registry has it. A
// role that CI jobs may assume trusts the provider that its value names, else
// the one that the stack's account has already. It panics as NewCiRole does.
func NewCiRoleOf(scope constructs.Construct, id *string, r role.Role) CiRole {
	c := carried{Role: r, provider: &OidcProviderProps{Existing: jsii.Bool(true)}, propOf: propOf}
	if r.MaxSessionSeconds != 0 {
		c.session = awscdk.Duration_Seconds(jsii.Number(r.MaxSessionSeconds))
	}
	return newCiRole(scope, id, c, nil)
}

func newCiRole(scope constructs.Construct, id *string, c carried, faults fault.List) *ciRole {
	needPlace(&faults, scope, id)
	home := homeOf(scope)
	home.refuseOtherRemoval(&faults, c.provider, c.Trust)
	made, err := c.documents(home.environment, faults)
	if err != nil {
		refuse(scope, id, err)
	}
	path := func() string { return pathOf(scope, id) }
	policies := managedPolicies(made)
	collisions, take := home.claimAll(path, policies, made)
	notices := onePerID(append(c.notices(made), collisions...))

	r, p := &ciRole{value: made.Role}, parts{Policies: policies}
	send := func(validation constructs.IValidation) { r.send(scope, id, p, c, validation) }
	if statements := made.Trust.Statements; len(statements) > 0 {
		if r.value.Trust != nil {
			p.Provider = r.trust(home, c, statements, func() { send(nil); p = parts{} })
		}
		p.Role, p.InstanceProfile = rolePartOf(r.value, c, statements), instanceProfileOf(r.value)
	}
	if c.outputs {
		p.Outputs = outputsOf(r.value, policies)
	}
	p.Notices = noticesOf(home.fresh(notices))
	send(home.gathering(notices))
	take()
	home.tell(r, path, notices)
	return r
}

// trust puts the identity provider that vouches for the jobs into the statements
// about them. It returns what the role is to import.
func (r *ciRole) trust(home *home, c carried, statements []policy.Statement, first func()) *importPart {
	provider := home.provider(c.provider, *r.value.Trust, first)
	for i := range statements {
		statements[i].Principal = &policy.Principal{Federated: []string{provider.arn}}
	}
	if r.provider = provider.IOidcProvider; r.provider != nil {
		return nil
	}
	return &importPart{"OidcProvider", provider.arn}
}

func (r *ciRole) Role() awsiam.Role                { return r.role.of(r, "role") }
func (r *ciRole) Policy() awsiam.ManagedPolicy     { return r.policies.of(r, "policies")[0] }
func (r *ciRole) Policies() []awsiam.ManagedPolicy { return slices.Clone(r.policies.of(r, "policies")) }
func (r *ciRole) InstanceProfile() awsiam.InstanceProfile {
	return r.instanceProfile.of(r, "instanceProfile")
}

func (r *ciRole) Provider() awsiam.IOidcProvider {
	if r.provider != nil {
		return r.provider
	}
	return r.imported.of(r, "provider")
}

// AttachTo remembers the role for grants on stores.
func (r *ciRole) AttachTo(role awsiam.IRole) {
	if role == nil {
		refuseAt(*r.Node().Path(), fault.List{{Option: "AttachTo", Problem: "got no role: it is nil", Remedy: "pass the role that is to have the permissions"}})
	}
	for _, p := range r.Policies() {
		role.AddManagedPolicy(p)
	}
	r.attached = append(r.attached, role)
}

// GrantPrincipal is the role where there is one; what is granted without a
// role is part of the policy.
func (r *ciRole) GrantPrincipal() awsiam.IPrincipal { return r.grantPrincipal.of(r, "grantPrincipal") }
