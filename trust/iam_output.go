package trust

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// iamOutput is what the AWS CLI prints of roles: get-role, list-roles and
// get-account-authorization-details.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
type iamOutput struct {
	Role                  *iamRole
	Roles, RoleDetailList []iamRole
}

type iamRole struct {
	RoleName, Arn            string
	AssumeRolePolicyDocument json.RawMessage
}

// IsIAMOutput reports whether a text is what the AWS CLI prints of roles, and
// not a policy.
func IsIAMOutput(data []byte) bool {
	var o iamOutput
	return json.Unmarshal(trimBOM(data), &o) == nil && len(o.all()) > 0
}

func (o iamOutput) all() []iamRole {
	all := append(slices.Clone(o.Roles), o.RoleDetailList...)
	if o.Role != nil {
		all = append(all, *o.Role)
	}
	return all
}

// FromIAM returns the trust policy of a role, by its name or ARN, from what the
// AWS CLI prints of roles: get-role, list-roles or
// get-account-authorization-details. The role may be left out where there is
// only one. The error is a fault.List with the options "Account" and "Role", or
// the one of policy.Parse.
func FromIAM(data []byte, role string) (policy.Document, error) {
	var faults fault.List
	var o iamOutput
	if err := json.Unmarshal(trimBOM(data), &o); err != nil || len(o.all()) == 0 {
		problem := "has no roles"
		if err != nil {
			problem = "is not what the AWS CLI prints of roles (" + describe(err) + ")"
		}
		faults.Add("Account", "", problem, `give what "aws iam get-account-authorization-details", "list-roles" or "get-role" prints`)
		return policy.Document{}, faults.Err()
	}
	found := slices.DeleteFunc(o.all(), func(r iamRole) bool { return role != "" && r.RoleName != role && r.Arn != role })
	if len(found) == 1 {
		return parseDocument(found[0].AssumeRolePolicyDocument)
	}
	problem := "is not the name of one of the roles"
	if role == "" {
		problem = "is missing"
	}
	names := make([]string, len(o.all()))
	for i, r := range o.all() {
		names[i] = r.RoleName
	}
	slices.Sort(names)
	faults.Add("Role", role, problem, "name one of "+enumerate(names))
	return policy.Document{}, faults.Err()
}

// parseDocument reads a policy as the AWS CLI prints it, an object, or as the
// operation returns it, a text with percent signs.
func parseDocument(data json.RawMessage) (policy.Document, error) {
	var text string
	if json.Unmarshal(data, &text) == nil {
		if unescaped, err := url.PathUnescape(text); err == nil && !strings.HasPrefix(text, "{") {
			text = unescaped
		}
		data = json.RawMessage(text)
	}
	return policy.Parse(data)
}
