package main

import (
	_ "embed" // the templates of the jobs
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/trust"
)

// workflowCommand prints a CI job that uses the role.
var workflowCommand = command{
	name:    "workflow",
	summary: "prints a CI job that publishes with the role",
	about: `The flags are those of "cipublisher policy" and "cipublisher trust" for the role; the job logs in without a stored key and publishes to every store ` +
		`that the policy grants. A role for releases gives a release job; with --dev, a job for dev releases.` +
		"\n\n" +
		`The job builds nothing: it publishes the folder dist and the Dockerfile of the repository. Names that the flags leave open are variables, which the job lists.` +
		"\n\n" +
		`Actions are pinned to their major version. To pin them to commits, as GitHub recommends for actions of others, let Dependabot or a tool of your choice rewrite the file.`,
	examples: []string{
		"cipublisher workflow --account-id 111122223333 --region eu-west-1 \\\n" +
			"    --s3-bucket my-company-dist --repo my-company/app --environment release",
		"cipublisher workflow --ci gitlab --issuer gitlab --account-id 111122223333 \\\n" +
			"    --region eu-west-1 --s3-bucket my-company-dist \\\n    --repo my-group/app --tag 'v*'",
	},
	setup: func(flags *flagSet) action {
		ci := flags.add(flag{
			name: "ci", value: "CI", options: []string{"CI"}, preset: "github",
			about: "github or gitlab",
		})
		roleARN := flags.add(flag{
			name: "role-arn", value: "ARN", options: []string{"RoleARN"},
			about: "role to assume; without it, the one that the construct makes: /ci/publisher, with --dev /ci/publisher-dev",
		})
		grant, options := grantFlags(flags, []set{publisherSet}), trustFlags(flags)
		return func(c *call) {
			grant(c)
			trusted := options(c)
			service, ok := services[ci.text()]
			switch {
			case !ok && !ci.faulty:
				c.faults.Add("--ci", ci.text(), "is not a CI that jobs are written for", "use github or gitlab")
			case ok && !slices.Contains(service.issuers, trusted.Issuer.Name()):
				c.faults.Add("--issuer", flags.textOf("issuer"), "signs no tokens for jobs of "+ci.text(), "write "+service.remedy)
			}
			if region := flags.textOf("region"); region == "" {
				c.addNew(fault.Fault{Option: "Region", Problem: "is missing", Remedy: "write --region REGION"})
			}
			if roleARN.given() && !roleShape.MatchString(roleARN.text()) {
				c.faults.Add("--role-arn", roleARN.text(), "is not the ARN of a role", `write it as "arn:aws:iam::111122223333:role/ci/publisher"`)
			}
			if len(c.faults) > 0 {
				return
			}
			if err := service.template.Execute(&c.out, newJob(c, flags, trusted, roleARN.text())); err != nil {
				panic(err) // the templates have a test for every field
			}
		}
	},
}

var roleShape = regexp.MustCompile(`^arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+$`)

// ciService is a CI that jobs are written for.
type ciService struct {
	template *template.Template
	// issuers that sign the tokens of its jobs, by name.
	issuers []string
	remedy  string
}

//go:embed workflow_github.yml.tmpl
var githubJob string

//go:embed workflow_gitlab.yml.tmpl
var gitlabJob string

var services = map[string]ciService{
	"github": {parseJob(githubJob), []string{trust.GitHub().Name(), trust.GitHubEnterpriseServer("h").Name(), trust.GitHubEnterpriseCloud("s").Name()},
		"--issuer github, or --ci gitlab for a project there"},
	"gitlab": {parseJob(gitlabJob), []string{trust.GitLab().Name(), trust.GitLabSelfManaged("https://h").Name()},
		"--issuer gitlab, or --issuer gitlab-self-managed:URL"},
}

func parseJob(text string) *template.Template {
	return template.Must(template.New("").Delims("[[", "]]").Funcs(template.FuncMap{"quote": quoteYAML, "regexp": gitlabPattern}).Parse(text))
}

// job is what the templates are filled with.
type job struct {
	Dev                      bool
	RoleARN, Region          string
	Repository               string
	Environment              string
	Branches, Tags           []string
	AnyRef, PullRequests     bool
	Audience                 string
	Bucket, KeyPrefix        string
	ECR                      bool
	ECRRepository            string
	Domain, Account          string
	CodeArtifactRepository   string
	CodeArtifactFormat       string
	DefaultAudience, Waiting bool
}

func newJob(c *call, flags *flagSet, trusted trust.Options, roleARN string) job {
	subject := trusted.Subjects[0]
	name := repositoryName(subject)
	j := job{
		Dev: flags.truthOf("dev"), RoleARN: roleARN, Region: flags.textOf("region"), Repository: name,
		Environment: concrete(subject.Environments), Branches: subject.Branches, Tags: subject.Tags,
		AnyRef: subject.AnyRef, PullRequests: subject.PullRequests,
		Audience:      trusted.Audience,
		Bucket:        flags.textOf("s3-bucket"),
		KeyPrefix:     keyPrefix(flags, name),
		ECR:           !flags.truthOf("no-ecr"),
		ECRRepository: strings.ToLower(name),
		Account:       flags.textOf("account-id"),
	}
	if !j.Dev {
		j.Domain = flags.textOf("codeartifact-domain")
	}
	if repository := firstOf(flags, "ecr-repository"); repository != "" {
		j.ECRRepository = strings.Replace(repository, "*", strings.ToLower(name), 1)
	}
	j.CodeArtifactRepository = firstOf(flags, "codeartifact-repository")
	j.CodeArtifactFormat = firstOf(flags, "codeartifact-format")
	partition := trusted.Partition
	if partition == "" {
		partition = permission.PartitionOf(j.Region)
	}
	if j.RoleARN == "" {
		role := map[bool]string{false: "publisher", true: "publisher-dev"}[j.Dev]
		j.RoleARN = "arn:" + partition + ":iam::" + j.Account + ":role/ci/" + role
	}
	if j.Audience == "" {
		j.Audience = trusted.Issuer.Audience(partition)
	}
	j.DefaultAudience = j.Audience == trust.GitHub().Audience("aws")
	// A protected environment decides by itself which refs may publish.
	j.Waiting = len(j.Branches)+len(j.Tags) == 0 && !j.AnyRef && !j.PullRequests
	return j
}

// repositoryName is the name of the first repository, without its owner and
// its id; "app" where every repository of an owner is trusted.
func repositoryName(subject trust.Subject) string {
	name := "app"
	if len(subject.Repositories) > 0 {
		_, last, _ := cutLast(subject.Repositories[0], "/")
		last, _, _ = strings.Cut(last, "@")
		if last != "" && last != "*" {
			name = last
		}
	}
	return name
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return "", text, false
	}
	return text[:i], text[i+len(separator):], true
}

// concrete returns the first name; of a pattern, the part before its "*",
// which the user completes.
func concrete(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return strings.TrimSuffix(names[0], "*")
}

// keyPrefix is where the job puts its files. The parent that "*" of a dev
// prefix stands for is the repository's name.
func keyPrefix(flags *flagSet, name string) string {
	if !flags.truthOf("dev") {
		return flags.textOf("s3-prefix") + name + "/"
	}
	prefix := flags.textOf("s3-dev-prefix")
	if !strings.Contains(prefix, "*") {
		return prefix + name + "/"
	}
	return strings.ReplaceAll(prefix, "*", name)
}

func firstOf(flags *flagSet, name string) string {
	if f := flags.lookup(name); f != nil && len(f.list()) > 0 {
		return f.list()[0]
	}
	return ""
}

// quoteYAML writes a text as YAML and keeps it from being an expression.
func quoteYAML(text string) string {
	quoted, err := json.Marshal(strings.ReplaceAll(text, "${{", "${{ '${{' }}"))
	if err != nil {
		panic(err) // a string is always JSON
	}
	return string(quoted)
}

// gitlabPattern writes a name, which may end in "*", as a regular expression
// of GitLab's rules.
//
// https://docs.gitlab.com/ci/jobs/job_rules/#compare-a-variable-to-a-regular-expression
func gitlabPattern(name string) string {
	literal, wildcard := strings.CutSuffix(name, "*")
	pattern := "/^" + strings.ReplaceAll(regexp.QuoteMeta(literal), "/", `\/`)
	if !wildcard {
		pattern += "$"
	}
	return pattern + "/"
}
