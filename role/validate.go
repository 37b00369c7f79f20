package role

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
)

// Validate returns every fault of the role in its home as one error, a
// fault.List, or nil. What Documents returns needs no Validate before it.
func (r Role) Validate(home permission.Environment) error {
	_, err := r.Documents(home)
	return err
}

// faults returns what is wrong with the options, given those that were filled
// and what is wrong with the trust, before any other document is made.
func (r Role) faults(given Role, untrusted error, home permission.Environment) fault.List {
	var faults fault.List
	if len(r.Sets) == 0 {
		faults.Add("Sets", "", "is empty, so the job could do nothing", "set at least one permission set")
	}
	faults.Append("Sets", permission.ValidateAll(r.Stores, r.Sets...))
	aws.CheckPolicyName(&faults, "PolicyName", r.PolicyName)
	aws.CheckPolicyPath(&faults, "PolicyPath", r.PolicyPath)
	if r.Trust != nil {
		addRenamed(&faults, untrusted, trustOption)
	}
	if r.Service != nil {
		addRenamed(&faults, r.Service.Validate(), serviceOption)
	}
	if !r.assumable() {
		given.refuseWithoutRole(&faults)
		return faults
	}
	if given.RoleName != "" {
		aws.CheckRoleName(&faults, "Role.Name", r.RoleName)
	} else if n := len(token.Without(r.RoleName)); n > aws.MaxRoleName && n <= aws.MaxPolicyName {
		faults.Add("PolicyName", r.RoleName, "has "+strconv.Itoa(n)+" characters, and the role is named like the policy",
			"shorten it to "+strconv.Itoa(aws.MaxRoleName)+" at most, or set {Role.Name}")
	}
	if given.RolePath != "" {
		aws.CheckRolePath(&faults, "Role.Path", r.RolePath)
	}
	aws.CheckDescription(&faults, "Role.Description", r.Description)
	if r.MaxSessionSeconds != 0 {
		aws.CheckSessionSeconds(&faults, "Role.MaxSessionDuration", r.MaxSessionSeconds)
	}
	if given.PermissionsBoundary != "" {
		validateBoundary(&faults, given.PermissionsBoundary, home)
	}
	validateTags(&faults, r.Tags)
	if r.Trust != nil && r.Service != nil {
		faults.Add("{Trust} and {Service}", "", "are both set, and a role is for CI jobs or for a service", "make a role for each")
	}
	return faults
}

// refuseWithoutRole reports options of a role that nobody may assume, which
// would be dropped silently.
func (r Role) refuseWithoutRole(faults *fault.List) {
	if r.RoleName+r.RolePath+r.Description+r.PermissionsBoundary != "" || r.MaxSessionSeconds != 0 || len(r.Tags) > 0 {
		faults.Add("Role", "", "is set, but without {Trust} or {Service} there is no role", "set one of them, or leave this unset")
	}
}

// addRenamed adds faults under the names that their options have in a role. The
// home of the role is checked by everybody who needs it: one fault of it is
// enough.
func addRenamed(faults *fault.List, err error, rename func(string) string) {
	var list fault.List
	list.Append("", err)
	for _, f := range list.Rename(rename) {
		if !slices.ContainsFunc(*faults, func(other fault.Fault) bool {
			return permission.OfEnvironment(f.Option) && other.Option == f.Option && other.Value == f.Value
		}) {
			*faults = append(*faults, f)
		}
	}
}

// trustOption and serviceOption return what a role calls an option of package
// trust.
var trustOption, serviceOption = permission.Below("Trust"), permission.Below("Service")
