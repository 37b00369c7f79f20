package role

import (
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

// Options returns the options of a policy and the role that carries it.
func (r *Role) Options() option.Table {
	return option.Table{
		{Path: "PolicyName", Flag: "policy-name", Registry: "roleName", Value: "NAME", Example: "acme-publisher",
			Parameter: &option.Parameter{Name: "Name", About: "Name of the role; those of its policies begin with it", Group: option.How, Default: "publisher", Pattern: `[A-Za-z0-9_+=,.@-]{1,64}`, Constraint: "must be 1 to 64 letters, digits and _+=,.@-"},
			Field:     &r.PolicyName,
			Unset:     "the set's name, with -dev after it for dev releases", About: "name of the managed policy"},
		{Path: "PolicyPath", Registry: "path", Value: "PATH", Default: DefaultPath, Example: "/teams/web/",
			Parameter: &option.Parameter{Name: "Path", Group: option.How, Default: DefaultPath, Pattern: `/([A-Za-z0-9_+=,.@-]{1,100}/){0,4}`, Constraint: "must begin and end with a slash"},
			Field:     &r.PolicyPath,
			About:     "path of the policy and the role"},
		{Path: "Role.Name", Value: "NAME", Example: "acme-publisher", Unset: "that of the policy", NoParameter: "Name is that of the role", Field: &r.RoleName,
			NoRegistry: "roleName is that of the policy and the role", About: "name of the role"},
		{Path: "Role.Path", Value: "PATH", Example: "/teams/web/", Unset: "that of the policy", NoParameter: "Path is that of role and policies", Field: &r.RolePath,
			NoRegistry: "path is that of policies and roles", About: "path of the role"},
		{Path: "Role.Description", Registry: "description", Value: "TEXT", Example: "Publishes the apps of team web", Unset: "what the role may do", NoParameter: "the core checks it", Field: &r.Description,
			About: "description of the role"},
		{Path: "Role.MaxSessionDuration", Flag: "max-session", Registry: "maxSession", Value: "SECONDS", Example: "7200", Unset: "3600", NoParameter: "the core takes a number, which only the deployment would know", Field: &r.MaxSessionSeconds,
			About: "longest session of the role, 3600 to 43200 seconds"},
		{Path: "Role.PermissionsBoundary", Prop: "Role.PermissionsBoundaryArn", Flag: "permissions-boundary", Registry: "permissionsBoundary",
			Value: "POLICY", Example: "ci/boundary", Unset: "none",
			Parameter: &option.Parameter{About: "ARN of the managed policy that limits what the role may do; empty for none", Group: option.How, Pattern: `arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/([A-Za-z0-9_+=,.@-]{1,100}/){0,4}[A-Za-z0-9_+=,.@-]{1,128}`, Constraint: "must be the ARN of a managed policy, or empty"},
			Field:     &r.PermissionsBoundary,
			About:     "managed policy that limits what the role may do, by ARN, or by name with the path before it"},
		{Path: "Role.Tags", Flag: "role-tag", Registry: "roleTags", Value: "KEY=VALUE", Example: "team=web,cost-center=42", Keyed: true, NoParameter: "aws cloudformation deploy --tags tags the stack and what is in it", Field: tags(&r.Tags),
			NoProp: "awscdk.Tags_Of tags the role", NoKey: "cdk deploy --tags tags the stack and what is in it", About: "tag of the role"},
	}
}

func tags(all *map[string]string) *option.Parsed {
	return &option.Parsed{Target: all, Read: func(texts []string) fault.List {
		*all = map[string]string{}
		var faults fault.List
		for _, pair := range texts {
			key, value, found := strings.Cut(pair, "=")
			_, again := (*all)[key]
			switch {
			case !found:
				faults.Add("", pair, "has no value", "write {Role.Tags} KEY=VALUE")
			case again:
				faults.Add("", pair, "has the key of another tag", "leave one of them out")
			default:
				(*all)[key] = value
			}
		}
		return faults
	}}
}

// ProviderOption returns the option of which identity provider a role trusts.
func ProviderOption(existing *bool) option.Table {
	return option.Table{
		{Path: "OidcProvider.Existing", Key: "existingProvider", NoParameter: "CreateProvider says it", Field: existing, NoFlag: "it does so unless --create-provider is given", NoRegistry: "provider says it for all rows",
			About: "trust the provider that the account has for the issuer, and make none"},
	}.Complete()
}

// OutputsOption returns the option of what a stack shows.
func OutputsOption(outputs *bool) option.Table {
	return option.Table{
		{Path: "Outputs", NoParameter: "the stack always has them", Field: outputs, NoFlag: "--outputs is on unless it is turned off", NoRegistry: "the names of the roles follow from the rows",
			About: "add outputs for the ARNs of policy and role, and for the subjects that the role accepts"},
	}.Complete()
}
