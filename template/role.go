package template

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// DefaultPath is the path of policies and roles unless another one is set.
const DefaultPath = "/ci/"

// Role is a managed policy for CI jobs and, where Trust is set, the role that
// carries it: what the construct CiRole makes.
type Role struct {
	// ID is the construct's id in the stack; the logical ids derive from it.
	// Required.
	ID string
	// Sets are what the job may do. Required.
	Sets []permission.Set
	// Stores is where the resources are. Default: the stack's environment.
	Stores *permission.Environment

	// PolicyName is the name of the managed policy. Required.
	PolicyName string
	// Path of the policy. Default: DefaultPath.
	Path string

	// Trust says who may become the role. Without a ProviderARN it trusts the
	// provider of the stack where that creates one, else the account's own.
	// Partition and AccountID are the stack's. Default: no role.
	Trust *trust.Options
	// RoleName is the name of the role. Default: PolicyName.
	RoleName string
	// RolePath is the path of the role. Default: Path.
	RolePath string
	// Description of the role. Default: "Runs CI jobs".
	Description string
	// SessionSeconds is the longest session. Default: 0, which is IAM's 3,600.
	SessionSeconds int
	// Outputs adds outputs for the ARNs of policy and role, and for the
	// subjects that the role accepts.
	Outputs bool
}

func (r Role) path() string { return or(r.Path, DefaultPath) }

func (r Role) roleName() string { return or(r.RoleName, r.PolicyName) }

func (r Role) stores(stack permission.Environment) permission.Environment {
	if r.Stores != nil {
		return *r.Stores
	}
	return stack
}

// validate reports every fault of the role in a stack.
func (r Role) validate(s Stack) error {
	var faults fault.List
	env := Environment(s.Environment)
	if len(r.Sets) == 0 {
		faults.Add("Sets", "", "is empty, so the job could do nothing", "set at least one permission set")
	}
	faults.Append("Sets", permission.ValidateAll(r.stores(env), r.Sets...))
	aws.CheckPolicyName(&faults, "PolicyName", r.PolicyName)
	aws.CheckPolicyPath(&faults, "PolicyPath", r.path())
	if r.Trust != nil {
		faults.Append("", s.trust(r).Validate())
		if r.RoleName != "" {
			aws.CheckRoleName(&faults, "Role.Name", r.RoleName)
		} else if n := len(policy.WithoutTokens(r.PolicyName)); n > aws.MaxRoleName && n <= aws.MaxPolicyName {
			faults.Add("PolicyName", r.PolicyName, "has "+strconv.Itoa(n)+" characters, and the role is named like the policy",
				"shorten it to "+strconv.Itoa(aws.MaxRoleName)+" at most, or set {Role.Name}")
		}
		if r.RolePath != "" {
			aws.CheckRolePath(&faults, "Role.Path", r.RolePath)
		}
		aws.CheckDescription(&faults, "Role.Description", r.Description)
		if r.SessionSeconds != 0 {
			aws.CheckSessionSeconds(&faults, "Role.MaxSessionDuration", r.SessionSeconds)
		}
	}
	if len(faults) == 0 {
		_, err := policy.Split(permission.Combine(r.stores(env), r.Sets...))
		faults.Append("", err)
	}
	return faults.Err()
}

// notices returns what is legal but risky in the role.
func (r Role) notices(s Stack) []fault.Notice {
	all := permission.NoticesOfAll(r.stores(Environment(s.Environment)), r.Sets...)
	if r.Trust != nil {
		all = append(all, s.trust(r).Notices()...)
	}
	return all
}

// addTo adds the resources and outputs of the role to a template.
func (r Role) addTo(t *Template, s Stack) error {
	documents, err := policy.Split(permission.Combine(r.stores(Environment(s.Environment)), r.Sets...))
	if err != nil {
		return err
	}
	var policies []any
	for i, document := range documents {
		id := LogicalID(r.ID, Numbered("Policy", "", i), "Resource")
		t.Resources[id] = Resource{
			Type: "AWS::IAM::ManagedPolicy",
			Properties: map[string]any{
				// The CDK writes it, and another description would replace the policy.
				"Description":       "",
				"ManagedPolicyName": Numbered(r.PolicyName, "-", i),
				"Path":              r.path(),
				"PolicyDocument":    document.Map(),
			},
		}
		policies = append(policies, Ref(id))
		if r.Outputs {
			t.output("Managed policy for the CI job", Ref(id), r.ID, Numbered("PolicyArn", "", i))
		}
	}
	if r.Trust == nil {
		return nil
	}
	options := s.trust(r)
	id := LogicalID(r.ID, "Role", "Resource")
	document := options.Document().Map()
	if s.createsProviderFor(r) && s.ProviderParameter {
		chooseProvider(document, providerID(options.Issuer), options.Issuer.ProviderARN(options.Partition, options.AccountID))
	}
	properties := map[string]any{
		"AssumeRolePolicyDocument": document,
		"Description":              or(r.Description, "Runs CI jobs"),
		"ManagedPolicyArns":        policies,
		"Path":                     or(r.RolePath, r.path()),
		"RoleName":                 r.roleName(),
	}
	if r.SessionSeconds != 0 {
		properties["MaxSessionDuration"] = r.SessionSeconds
	}
	t.Resources[id] = Resource{Type: "AWS::IAM::Role", Properties: properties}
	if r.Outputs {
		t.output("Role that the CI job assumes", GetAtt(id, "Arn"), r.ID, "RoleArn")
		t.output("Values of the sub claim that the role accepts", strings.Join(options.Accepted(), " "), r.ID, "Subjects")
	}
	return nil
}

func (t *Template) output(description, value string, path ...string) {
	t.Outputs[LogicalID(path...)] = Output{Description: description, Value: value}
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
