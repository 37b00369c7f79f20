package job

import (
	_ "embed" // the templates of the jobs
	"strings"
	"sync"
	"text/template"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Service is a CI that jobs are written for.
type Service struct {
	// template is parsed by the first job: other commands need none.
	template func() *template.Template
	// Issuers that sign the tokens of its jobs, by name.
	Issuers []string
	// Remedy is what to write where another issuer signs the tokens.
	Remedy string
}

//go:embed github.yml.tmpl
var githubJob string

//go:embed gitlab.yml.tmpl
var gitlabJob string

var services = map[string]Service{
	"github": {parseJob(githubJob), []string{trust.GitHub().Name(), trust.GitHubEnterpriseServer("h").Name(), trust.GitHubEnterpriseCloud("s").Name()},
		"--issuer github, or --ci gitlab for a project there"},
	"gitlab": {parseJob(gitlabJob), []string{trust.GitLab().Name(), trust.GitLabSelfManaged("https://h").Name()},
		"--issuer gitlab, or --issuer gitlab-self-managed:URL"},
}

// Named returns the CI with a name: "github" or "gitlab".
func Named(name string) (Service, bool) {
	service, ok := services[name]
	return service, ok
}

// Settings are what is known of a role beside its policies.
type Settings struct {
	// Dev is true for a job of dev releases.
	Dev bool
	// RoleARN is the role to assume. Default: the one that the construct makes.
	RoleARN string
	// Region and AccountID of the stores.
	Region, AccountID string
	// WriteOnce is true where objects can't be replaced; ignored with Dev.
	WriteOnce bool
	// KMSKey that objects are encrypted with, and the lifetime of a CodeArtifact
	// token in seconds. Default: none.
	KMSKey, TokenDuration string
}

// Write returns the job that publishes with a role, which has the policy and
// the trust.
func (s Service) Write(document policy.Document, trusted trust.Options, settings Settings) string {
	var b strings.Builder
	if err := s.template().Execute(&b, newJob(document, trusted, settings)); err != nil {
		panic(err) // the templates have a test for every field
	}
	return b.String()
}

func parseJob(text string) func() *template.Template {
	return sync.OnceValue(func() *template.Template {
		return template.Must(template.New("").Delims("[[", "]]").Funcs(template.FuncMap{"quote": quoteYAML, "regexp": gitlabPattern}).Parse(text))
	})
}
