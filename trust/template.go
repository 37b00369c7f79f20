package trust

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/intrinsic"
	"github.com/cipublisher/cipublisher/policy"
)

const roleType = "AWS::IAM::Role"

// FromTemplate returns the trust policy of a role in a CloudFormation template
// in JSON, such as CDK writes to cdk.out, by the role's logical id.
//
// Parameters stand for their defaults, a provider of the same template for its
// ARN, and whatever else only the deployment knows for its name in angle
// brackets. The error is a fault.List with the options "Template" and "Role".
func FromTemplate(data []byte, logicalID string) (policy.Document, error) {
	var faults fault.List
	t, err := intrinsic.Read(data)
	if err != nil {
		faults.Add("Template", "", "is not a CloudFormation template in JSON ("+describe(err)+")",
			`run "cdk synth" and give the file STACK.template.json in cdk.out`)
		return policy.Document{}, faults.Err()
	}
	role, found := t.Resources[logicalID]
	if !found || role.Type != roleType {
		problem := "is not a resource of the template"
		if found {
			problem = "is of the type " + role.Type + " and not a role"
		}
		faults.Add("Role", logicalID, problem, rolesRemedy(t))
		return policy.Document{}, faults.Err()
	}
	resolved := t.Resolve(role.Properties["AssumeRolePolicyDocument"])
	if _, ok := resolved.(map[string]any); !ok {
		faults.Add("Role", logicalID, "has no trust policy in the template", rolesRemedy(t))
		return policy.Document{}, faults.Err()
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(resolved); err != nil {
		return policy.Document{}, err
	}
	return policy.Parse(text.Bytes())
}

func rolesRemedy(t intrinsic.Template) string {
	var roles []string
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		if t.Resources[id].Type == roleType {
			roles = append(roles, id)
		}
	}
	if len(roles) == 0 {
		return "give a template with a role"
	}
	return "name one of its roles: " + strings.Join(roles, ", ")
}
