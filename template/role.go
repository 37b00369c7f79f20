package template

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
)

// Role is a role in a stack: what the construct CiRole makes.
type Role struct {
	// ID is the construct's id in the stack; the logical ids derive from it.
	// Required.
	ID string
	// Role is what is made. Its Trust without a ProviderARN trusts the provider
	// of the stack where that creates one, else the account's own.
	role.Role
	// Outputs adds outputs for the ARNs of policy and role, and for the
	// subjects that the role accepts.
	Outputs bool
}

// addTo adds the resources and outputs of a role to a template, its documents in
// the form that is given.
func (r Role) addTo(t *Template, made role.Documents, form func(policy.Document) any) {
	var policies []any
	for i, p := range made.Policies {
		id := LogicalID(r.ID, role.Numbered("Policy", "", i), "Resource")
		t.Resources[id] = Resource{
			Type: "AWS::IAM::ManagedPolicy",
			Properties: map[string]any{
				// The CDK writes it, and another description would replace the policy.
				"Description":       "",
				"ManagedPolicyName": p.Name,
				"Path":              made.Role.PolicyPath,
				"PolicyDocument":    form(p.Document),
			},
		}
		policies = append(policies, Ref(id))
		if r.Outputs {
			t.output(role.PolicyOutput, i, Ref(id), r.ID)
		}
	}
	if len(made.Trust.Statements) > 0 {
		r.addRole(t, made.Role, form(made.Trust), policies)
	}
}

func (r Role) addRole(t *Template, filled role.Role, trusted any, policies []any) {
	id := LogicalID(r.ID, "Role", "Resource")
	properties := map[string]any{
		"AssumeRolePolicyDocument": trusted,
		"Description":              filled.Description,
		"ManagedPolicyArns":        policies,
		"Path":                     filled.RolePath,
		"RoleName":                 filled.RoleName,
	}
	if filled.MaxSessionSeconds != 0 {
		properties["MaxSessionDuration"] = filled.MaxSessionSeconds
	}
	if filled.PermissionsBoundary != "" {
		properties["PermissionsBoundary"] = filled.PermissionsBoundary
	}
	if len(filled.Tags) > 0 {
		properties["Tags"] = tags(filled.Tags)
	}
	t.Resources[id] = Resource{Type: "AWS::IAM::Role", Properties: properties}
	if filled.Service != nil && filled.Service.EC2 {
		t.Resources[LogicalID(r.ID, "InstanceProfile", "Resource")] = Resource{
			Type: "AWS::IAM::InstanceProfile",
			Properties: map[string]any{
				"InstanceProfileName": filled.RoleName,
				"Path":                filled.RolePath,
				"Roles":               []any{Ref(id)},
			},
		}
	}
	if r.Outputs {
		t.output(role.RoleOutput, 0, GetAtt(id, "Arn"), r.ID)
		if filled.Trust != nil {
			t.output(role.SubjectsOutput, 0, strings.Join(filled.Trust.Accepted(), " "), r.ID)
		}
	}
}

// tags returns tags in the order in which the CDK writes them.
func tags(values map[string]string) []any {
	var all []any
	for _, key := range slices.Sorted(maps.Keys(values)) {
		all = append(all, map[string]any{"Key": key, "Value": values[key]})
	}
	return all
}

// output adds the output of a role; of several, the one counted from zero.
func (t *Template) output(o role.Output, i int, value, roleID string) {
	t.Outputs[LogicalID(roleID, role.Numbered(o.ID, "", i))] = Output{Description: o.Description, Value: value}
}
