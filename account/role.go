package account

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// roles is what the AWS CLI prints of roles: get-role, list-roles and
// get-account-authorization-details.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
type roles struct {
	Role                  *detail
	Roles, RoleDetailList []detail
}

func (r roles) all() []detail {
	all := slices.Concat(r.Roles, r.RoleDetailList)
	if r.Role != nil {
		all = append(all, *r.Role)
	}
	return all
}

// HasRoles reports whether a text is what the AWS CLI prints of roles, and not a
// policy.
func HasRoles(data []byte) bool {
	all, err := readRoles(data)
	return err == nil && len(all) > 0
}

func readRoles(data []byte) ([]detail, error) {
	var r roles
	err := json.Unmarshal(bytes.TrimPrefix(data, []byte(byteOrderMark)), &r)
	return r.all(), err
}

// RoleTrust returns the trust policy of a role, by its name or ARN, from what
// the AWS CLI prints of roles: get-role, list-roles or
// get-account-authorization-details. The role may be left out where there is
// only one. The error is a fault.List with the options "Account" and "Role", or
// the one of policy.Parse.
func RoleTrust(data []byte, role string) (policy.Document, error) {
	const remedy = `give what "aws iam get-account-authorization-details", "list-roles" or "get-role" prints`
	var faults fault.List
	all, err := readRoles(data)
	if err != nil || len(all) == 0 {
		problem := "has no roles"
		if err != nil {
			problem = "is not what the AWS CLI prints of roles (" + describe(err) + ")"
		}
		faults.Add("Account", "", problem, remedy)
		return policy.Document{}, faults.Err()
	}
	var names []string
	for _, r := range all {
		names = append(names, r.RoleName)
	}
	slices.Sort(names)
	found := slices.DeleteFunc(all, func(r detail) bool { return role != "" && r.RoleName != role && r.Arn != role })
	switch {
	case len(found) == 1 && len(found[0].AssumeRolePolicyDocument) == 0:
		faults.Add("Account", found[0].RoleName, "is a role without its trust policy", remedy)
	case len(found) == 1:
		read := document("", found[0].AssumeRolePolicyDocument)
		return read.Policy, read.Err
	case role == "":
		faults.Add("Role", "", "is missing", "name one of "+fault.Enumerate(names))
	default:
		faults.Add("Role", role, "is not the name of one of the roles", "name one of "+fault.Enumerate(names))
	}
	return policy.Document{}, faults.Err()
}
