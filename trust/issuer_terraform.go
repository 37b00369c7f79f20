package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
)

// Terraform returns the issuer of HCP Terraform's dynamic credentials. Its
// subjects:
//
//   - Repositories: workspaces, "ORGANIZATION/PROJECT/WORKSPACE", every one of
//     a project, "ORGANIZATION/PROJECT/*", or of an organization,
//     "ORGANIZATION/*"
//   - RunPhases: "plan", "apply", or AnyRef for both
//
// https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
func Terraform() Issuer {
	return Issuer{
		name: "HCP Terraform", url: "https://app.terraform.io", audience: "aws.workload.identity",
		fields: []field{fieldRepositories, fieldRunPhases, fieldAnyRef}, grammar: terraform{},
		words: words{"workspace", "workspaces"},
	}
}

var terraformKind = kind{name: "terraform", function: "Terraform", new: func([]string) Issuer { return Terraform() }, match: exactly(Terraform()), host: onHost("app.terraform.io")}

// terraform writes organization:O:project:P:workspace:W:run_phase:PHASE, in
// which no name can hold a colon.
type terraform struct{}

func (terraform) compile(b *builder, at place, s Subject) {
	phases := slices.Clone(s.RunPhases)
	for i, phase := range s.RunPhases {
		if phase != "plan" && phase != "apply" {
			b.faults.Add(at.of("RunPhases").nth(i).String(), phase, "is not a phase of a run", `write "plan" or "apply"`)
		}
	}
	if s.AnyRef {
		phases = []string{"plan", "apply"}
	}
	plans := slices.Contains(phases, "plan")
	for i, text := range s.Repositories {
		option := at.of("Repositories").nth(i)
		const remedy = `write "ORGANIZATION/PROJECT/WORKSPACE", "ORGANIZATION/PROJECT/*" or "ORGANIZATION/*"`
		if !b.path(option, text, 2, isTerraformName, remedy) {
			continue
		}
		names := strings.Split(text, "/")
		whole := names[len(names)-1] == "*"
		if whole && len(names) == 2 {
			names = append(names, "*")
		}
		if len(names) != 3 {
			b.faults.Add(option.String(), text, "is not a workspace", remedy)
			continue
		}
		if plans {
			b.risk(riskSpeculativePlan, text)
		}
		if whole {
			b.risk(riskWholeOwner, strings.Join(names[:len(names)-1], "/"))
		}
		for _, phase := range phases {
			b.add(rule{
				subject: "organization:" + names[0] + ":project:" + names[1] + ":workspace:" + names[2] + ":run_phase:" + phase,
				claims:  s.Claims,
			})
		}
	}
}

// isTerraformName reports whether a name could be that of an organization,
// project or workspace. Projects may have spaces inside.
func isTerraformName(name string) bool {
	return token.In(name) || consistsOf(name, letters+digits+"-_ ") && strings.TrimSpace(name) == name
}

func (terraform) raw(subject string) (problem, remedy string) {
	return bound(subject, "organization:", ":", isTerraformName, `begin it with "organization:ORGANIZATION:"`)
}

func (f terraform) of(t Token) []Subject {
	p, ok := f.form().read(t.Subject())
	workspace := strings.Join([]string{p.values["organization"], p.values["project"], p.values["workspace"]}, "/")
	return only(Subject{Repositories: []string{workspace}, RunPhases: []string{p.values["run phase"]}}, ok)
}

func (terraform) form() subjectForm {
	return subjectForm{
		separator: ":",
		keys: []subjectKey{{"organization", "owner", "organization", false}, {"project", "repository", "project", false},
			{"workspace", "repository", "workspace", false}, {"run_phase", "run-phase", "run phase", false}},
		example: "organization:ORGANIZATION:project:PROJECT:workspace:WORKSPACE:run_phase:apply",
	}
}
