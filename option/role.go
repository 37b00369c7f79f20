package option

import "github.com/cipublisher/cipublisher/template"

// Role returns the options of a policy and the role that carries it.
func Role(r *template.Role) Table {
	return Table{
		{Path: "PolicyName", Flag: "policy-name", Value: "NAME", Example: "acme-publisher", Unset: "the set's name, with -dev after it for dev releases", Registry: "roleName", Field: &r.PolicyName,
			About: "name of the managed policy"},
		{Path: "PolicyPath", Registry: "path", Value: "PATH", Default: template.DefaultPath, Example: "/ci/", Field: &r.Path,
			About: "path of the policy and the role"},
		{Path: "Role.Name", Value: "NAME", Example: "acme-publisher", Unset: "that of the policy", Field: &r.RoleName, NoRegistry: "roleName is that of the policy and the role",
			About: "name of the role"},
		{Path: "Role.Path", Value: "PATH", Example: "/ci/", Unset: "that of the policy", Field: &r.RolePath, NoRegistry: "path is that of policies and roles",
			About: "path of the role"},
		{Path: "Role.Description", Registry: "description", Value: "TEXT", Example: "Publishes the apps of team web", Unset: "what the set is for", Field: &r.Description,
			About: "description of the role"},
		{Path: "Role.MaxSessionDuration", Flag: "max-session", Registry: "maxSession", Value: "SECONDS", Example: "7200", Unset: "3600", Field: &r.SessionSeconds,
			About: "longest session of the role, 3600 to 43200 seconds"},
	}
}

// Provider returns the option of which identity provider a role trusts.
func Provider(existing *bool) Table {
	return Table{{
		Path: "OidcProvider.Existing", Key: "existingProvider", Default: "false", Example: "true", Field: existing,
		About:      "trust the provider that the account has for the issuer, and make none",
		NoFlag:     "it does so unless --create-provider is given",
		NoRegistry: "provider says it for all rows",
	}}.complete()
}

// Outputs returns the option of what a stack shows.
func Outputs(r *template.Role) Table {
	return Table{{
		Path: "Outputs", Default: "false", Example: "true", Field: &r.Outputs,
		About:      "add outputs for the ARNs of policy and role, and for the subjects that the role accepts",
		NoFlag:     "--outputs is on unless it is turned off",
		NoRegistry: "the names of the roles follow from the rows",
	}}.complete()
}
