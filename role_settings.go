package cipublisher

import (
	"strconv"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// roleSettings is what the props of a role mean, as plain values: defaults
// filled in, constructs replaced by what identifies them.
type roleSettings struct {
	// sets and environment are what the document is made of.
	sets        []permission.Set
	environment permission.Environment
	documents   []policy.Document
	notices     []fault.Notice
	policyName  string
	path        string
	// role is false without trust or service props; what follows is then empty.
	role        bool
	trust       trust.Options
	service     trust.Service
	roleName    string
	rolePath    string
	description string
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
	_, err := p.settings(unknownEnvironment, nil)
	return err
}

// settings resolves the props in a stack's environment. The error has the
// faults that are already known, and those found here.
func (p *CiRoleProps) settings(stack permission.Environment, faults fault.List) (roleSettings, error) {
	if p == nil {
		p = &CiRoleProps{}
	}
	environment := p.environment(stack)
	sets := value(p.Sets, nil)
	if len(sets) == 0 {
		faults.Add("Sets", "", "is empty, so the job could do nothing", "set at least one permission set")
	}
	faults.Append("Sets", permission.ValidateAll(environment, sets...))

	s := roleSettings{policyName: value(p.PolicyName, ""), path: value(p.PolicyPath, template.DefaultPath)}
	aws.CheckPolicyName(&faults, "PolicyName", s.policyName)
	aws.CheckPolicyPath(&faults, "PolicyPath", s.path)
	if p.Trust != nil {
		s.trust = p.Trust.options(stack, value(p.Dev, false))
		p.OidcProvider.resolve(&s.trust, &faults)
		validateTrust(&faults, s.trust)
	}
	if p.Service != nil {
		s.service = p.Service.plain(stack)
		validateService(&faults, s.service)
	}
	if p.Trust != nil || p.Service != nil {
		p.roleSettings(&s, &faults)
	}
	p.refuseMismatched(&faults)
	if len(faults) > 0 {
		return roleSettings{}, faults
	}
	s.sets, s.environment = sets, environment
	documents, err := policy.Split(permission.Combine(environment, sets...))
	if err != nil {
		faults.Append("", err)
		return roleSettings{}, faults
	}
	if last := template.Numbered(s.policyName, "-", len(documents)-1); len(documents) > 1 {
		aws.CheckPolicyName(&faults, "PolicyName", last)
	}
	if len(faults) > 0 {
		return roleSettings{}, faults
	}
	s.documents = documents
	s.notices = permission.NoticesOfAll(environment, sets...)
	for _, notice := range s.trust.Notices() {
		s.notices = append(s.notices, notice.Rename(trustOption))
	}
	for _, notice := range s.service.Notices() {
		s.notices = append(s.notices, notice.Rename(serviceOption))
	}
	return s, nil
}

// environment is where the resources are: what the props say, else the
// stack's. A region that is named decides the partition, because the stack may
// stand elsewhere.
func (p *CiRoleProps) environment(stack permission.Environment) permission.Environment {
	e := permission.Environment{
		Partition: stack.Partition,
		Region:    value(p.Region, stack.Region),
		AccountID: value(p.AccountId, stack.AccountID),
	}
	if p.Region != nil && !policy.HasToken(*p.Region) {
		e.Partition = aws.PartitionOf(*p.Region)
	}
	e.Partition = value(p.Partition, e.Partition)
	return e
}

// roleSettings resolves what the props say of the role. It lives in the
// stack's account, whatever the account of the resources.
func (p *CiRoleProps) roleSettings(s *roleSettings, faults *fault.List) {
	s.role = true
	role := p.Role
	if role == nil {
		role = &RoleProps{}
	}
	s.roleName = value(role.Name, s.policyName)
	s.rolePath = value(role.Path, s.path)
	s.description = value(role.Description, "Runs CI jobs")
	if role.Name != nil {
		aws.CheckRoleName(faults, "Role.Name", s.roleName)
	} else if n := len(policy.WithoutTokens(s.roleName)); n > aws.MaxRoleName && n <= aws.MaxPolicyName {
		faults.Add("PolicyName", s.roleName, "has "+strconv.Itoa(n)+" characters, and the role is named like the policy",
			"shorten it to "+strconv.Itoa(aws.MaxRoleName)+" at most, or set {Role.Name}")
	}
	if role.Path != nil {
		aws.CheckRolePath(faults, "Role.Path", s.rolePath)
	}
	aws.CheckDescription(faults, "Role.Description", s.description)
	validateSession(faults, "Role.MaxSessionDuration", role.MaxSessionDuration)
}

// refuseMismatched reports props that exclude each other, and those that would
// be dropped silently.
func (p *CiRoleProps) refuseMismatched(faults *fault.List) {
	if p.Trust != nil && p.Service != nil {
		faults.Add("{Trust} and {Service}", "", "are both set, and a role is for CI jobs or for a service", "make a role for each")
	}
	if p.OidcProvider != nil && p.Trust == nil {
		faults.Add("OidcProvider", "", "is set, but without {Trust} there is no role that could use it", "set {Trust}, or leave this unset")
	}
	if p.Role != nil && p.Trust == nil && p.Service == nil {
		faults.Add("Role", "", "is set, but without {Trust} or {Service} there is no role", "set one of them, or leave this unset")
	}
}
