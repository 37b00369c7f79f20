package trust_test

import "github.com/cipublisher/cipublisher/trust"

// HCP Terraform.
var invalidTerraform = []invalidCase{
	{"Terraform phase", issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"o/p/w"}, RunPhases: []string{"destroy"}})},
	{"Terraform project alone", issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"o/p"}, RunPhases: []string{"apply"}})},
	{"HCP Terraform raw open workspace", issuedBy(trust.Terraform(), trust.Subject{Raw: []string{"organization:acme:project:p:workspace:prod*"}})},
	{"HCP Terraform as a generic issuer", issuedBy(trust.OIDC("https://app.terraform.io", "x"), trust.Subject{Raw: []string{"organization:acme:*"}})},
}

// What the subjects mean, and who must not pass.
var terraformSubjects = []issuerCase{
	{
		"Terraform workspace", trust.Terraform(), trust.Subject{Repositories: []string{"acme/my project/prod"}, RunPhases: []string{"apply"}},
		[]string{"organization:acme:project:my project:workspace:prod:run_phase:apply"},
		[]string{"organization:acme:project:my project:workspace:prod:run_phase:plan", "organization:acme:project:my project:workspace:prod2:run_phase:apply",
			"organization:evil:project:my project:workspace:prod:run_phase:apply"},
	},
	{
		"Terraform project", trust.Terraform(), trust.Subject{Repositories: []string{"acme/infra/*"}, AnyRef: true},
		[]string{"organization:acme:project:infra:workspace:a:run_phase:plan", "organization:acme:project:infra:workspace:b:run_phase:apply"},
		[]string{"organization:acme:project:infra-evil:workspace:a:run_phase:plan", "organization:acme2:project:infra:workspace:a:run_phase:plan"},
	},
	{
		"Terraform organization", trust.Terraform(), trust.Subject{Repositories: []string{"acme/*"}, RunPhases: []string{"plan"}},
		[]string{"organization:acme:project:p:workspace:w:run_phase:plan"},
		[]string{"organization:acme-evil:project:p:workspace:w:run_phase:plan", "organization:acme:project:p:workspace:w:run_phase:apply"},
	},
}
