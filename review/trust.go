package review

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// RoleTrust returns the trust policy of a role in a CloudFormation template,
// in JSON or YAML, by the role's logical id. What only the deployment knows is a
// policy.Unknown: when the policy is evaluated, an Allow statement with one
// admits nobody, and a Deny statement with one refuses.
//
// Parameters have their defaults unless a value is given here. The error is a
// fault.List with the options "Template" and "Role".
func RoleTrust(data []byte, logicalID string, parameters map[string]string) (policy.Document, error) {
	t, err := readTemplate(data, parameters)
	if err != nil {
		return policy.Document{}, err
	}
	var faults fault.List
	role, found := t.Resources[logicalID]
	switch {
	case !found:
		faults.Add("Role", logicalID, "is not a resource of the template", rolesRemedy(t))
	case role.Type != roleType:
		faults.Add("Role", logicalID, "is of the type "+role.Type+" and not a role", rolesRemedy(t))
	case role.Properties["AssumeRolePolicyDocument"] == nil:
		faults.Add("Role", logicalID, "has no trust policy in the template", rolesRemedy(t))
	}
	if len(faults) > 0 {
		return policy.Document{}, faults.Err()
	}
	r := &reader{template: t, holders: map[string]*Holder{}}
	h := &Holder{}
	for _, when := range t.Present(role) {
		h.Trust = append(h.Trust, r.documents(h, "AssumeRolePolicyDocument", role.Properties["AssumeRolePolicyDocument"], when)...)
	}
	if err := t.Err(); err != nil {
		return policy.Document{}, notTemplate(err)
	}
	faults = append(faults, r.faults...)
	for _, n := range h.Named {
		if len(r.faults) > 0 {
			break // said already, and more closely
		}
		faults.Add("Role", logicalID, "has a trust policy of which this is not known: "+n.Text, "give the parameters that it depends on, or check the deployed policy")
	}
	if len(h.Trust) == 0 && len(faults) == 0 {
		faults.Add("Role", logicalID, "is not there with these parameters", "give the parameters with which it is")
	}
	document := policy.Document{}
	for i, d := range h.Trust {
		if i > 0 && d.Version != document.Version {
			faults.Add("Role", logicalID, "has trust policies of two versions", "give the parameters that decide between them")
			break
		}
		document.Version = d.Version
		if err := d.CheckTrust(); err != nil {
			faults.Append("Role", err)
		}
		document.Statements = append(document.Statements, d.Statements...)
	}
	return document, faults.Err()
}

func rolesRemedy(t *cfn.Template) string {
	roles := slices.DeleteFunc(slices.Sorted(maps.Keys(t.Resources)), func(id string) bool { return t.Resources[id].Type != roleType })
	if len(roles) == 0 {
		return "give a template with a role"
	}
	return "name one of its roles: " + strings.Join(roles, ", ")
}
