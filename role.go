package cipublisher

import (
	"maps"
	"slices"
	"strings"

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

type ciRole struct {
	constructs.Construct
	role     awsiam.Role
	policies []awsiam.ManagedPolicy
	provider awsiam.IOidcProvider

	instanceProfile awsiam.InstanceProfile
	// attached are the roles that AttachTo has given the policy to.
	attached []awsiam.IRole
	// value is what the construct was made of.
	value role.Role
}

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

	// The construct must be made as an override of r: embedding the result of
	// NewConstruct would give r another identity in the kernel than the one it
	// is later passed with.
	r := &ciRole{value: made.Role}
	constructs.NewConstruct_Override(r, scope, id)

	notices := c.notices(home.environment)
	for i, p := range made.Policies {
		if i > 0 && isGenerated(made.Policies[0].Name) { // a number would part the token
			p.Name = made.Policies[0].Name
		}
		notices = append(notices, home.claim(r, aPolicy, p.Name)...)
		r.policies = append(r.policies, awsiam.NewManagedPolicy(r, jsii.String(role.Numbered("Policy", "", i)), &awsiam.ManagedPolicyProps{
			ManagedPolicyName: &p.Name,
			Path:              &made.Role.PolicyPath,
			Document:          awsiam.PolicyDocument_FromJson(p.Document.Map()),
		}))
	}
	if statements := made.Trust.Statements; len(statements) > 0 {
		notices = append(notices, home.claim(r, aRole, made.Role.RoleName)...)
		r.makeRole(home, c, statements)
	}
	if c.outputs {
		r.makeOutputs()
	}
	home.annotate(r, func() string { return pathOf(scope, id) }, notices)
	return r
}

// makeRole makes the role and, where jobs of a CI service assume it, the
// identity provider that vouches for them.
func (r *ciRole) makeRole(home *home, c carried, statements []policy.Statement) {
	if r.value.Trust != nil {
		provider := home.provider(r, c.provider, *r.value.Trust)
		r.provider = provider.IOidcProvider
		for i := range statements {
			statements[i].Principal = &policy.Principal{Federated: []string{provider.arn}}
		}
	}
	principal, more := assumedBy(statements)
	made := &awsiam.RoleProps{
		AssumedBy:           principal,
		RoleName:            &r.value.RoleName,
		Path:                &r.value.RolePath,
		Description:         &r.value.Description,
		ManagedPolicies:     &[]awsiam.IManagedPolicy{},
		PermissionsBoundary: r.boundary(c),
		MaxSessionDuration:  c.session,
	}
	for _, p := range r.policies {
		*made.ManagedPolicies = append(*made.ManagedPolicies, p)
	}
	r.role = awsiam.NewRole(r, jsii.String("Role"), made)
	for _, statement := range more {
		r.role.AssumeRolePolicy().AddStatements(awsiam.PolicyStatement_FromJson(statement.Map()))
	}
	for _, key := range slices.Sorted(maps.Keys(r.value.Tags)) {
		awscdk.Tags_Of(r.role).Add(&key, jsii.String(r.value.Tags[key]), nil)
	}
	if r.value.Service != nil && r.value.Service.EC2 {
		r.instanceProfile = awsiam.NewInstanceProfile(r, jsii.String("InstanceProfile"), &awsiam.InstanceProfileProps{
			Role:                r.role,
			InstanceProfileName: &r.value.RoleName,
			Path:                &r.value.RolePath,
		})
	}
}

// boundary returns the policy that limits the role; nil without one.
func (r *ciRole) boundary(c carried) awsiam.IManagedPolicy {
	if c.boundary != nil || r.value.PermissionsBoundary == "" {
		return c.boundary
	}
	return awsiam.ManagedPolicy_FromManagedPolicyArn(r, jsii.String("PermissionsBoundary"), &r.value.PermissionsBoundary)
}

// assumedBy is a trust policy in the form that a role is made with, and its
// statements that this form can't say: it has no Sids. Both forms of a subject
// are two statements, and so are claims that belong to one repository; as
// principals they take fewer calls than added one by one.
func assumedBy(statements []policy.Statement) (principal awsiam.IPrincipal, more []policy.Statement) {
	principals := []awsiam.IPrincipal{principalOf(statements[0])}
	for _, statement := range statements[1:] {
		if statement.Sid != "" {
			more = append(more, statement)
			continue
		}
		principals = append(principals, principalOf(statement))
	}
	if len(principals) == 1 {
		return principals[0], more
	}
	return awsiam.NewCompositePrincipal(principals...), more
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

func (r *ciRole) makeOutputs() {
	output := func(o role.Output, i int, value *string) {
		awscdk.NewCfnOutput(r, jsii.String(role.Numbered(o.ID, "", i)), &awscdk.CfnOutputProps{Value: value, Description: &o.Description})
	}
	for i, p := range r.policies {
		output(role.PolicyOutput, i, p.ManagedPolicyArn())
	}
	if r.role != nil {
		output(role.RoleOutput, 0, r.role.RoleArn())
	}
	if r.provider != nil {
		output(role.SubjectsOutput, 0, jsii.String(strings.Join(r.value.Trust.Accepted(), " ")))
	}
}

func (r *ciRole) Role() awsiam.Role                { return r.role }
func (r *ciRole) Policy() awsiam.ManagedPolicy     { return r.policies[0] }
func (r *ciRole) Policies() []awsiam.ManagedPolicy { return slices.Clone(r.policies) }
func (r *ciRole) Provider() awsiam.IOidcProvider   { return r.provider }

func (r *ciRole) InstanceProfile() awsiam.InstanceProfile { return r.instanceProfile }

// AttachTo remembers the role for grants on stores.
func (r *ciRole) AttachTo(role awsiam.IRole) {
	if role == nil {
		refuseAt(*r.Node().Path(), fault.List{{Option: "AttachTo", Problem: "got no role: it is nil", Remedy: "pass the role that is to have the permissions"}})
	}
	for _, p := range r.policies {
		role.AddManagedPolicy(p)
	}
	r.attached = append(r.attached, role)
}

// GrantPrincipal is the role where there is one; what is granted without a
// role is part of the policy.
func (r *ciRole) GrantPrincipal() awsiam.IPrincipal {
	if r.role != nil {
		return r.role.GrantPrincipal()
	}
	return r.Policy().GrantPrincipal()
}
