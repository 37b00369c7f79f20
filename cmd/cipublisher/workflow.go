package main

import (
	_ "embed" // the templates of the jobs
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// workflowCommand prints a CI job that uses the role.
var workflowCommand = command{
	name: "workflow", group: documents,
	summary: "prints a CI job that publishes with the role",
	about: `The flags are those of "cipublisher policy" and "cipublisher trust" for the role; the job logs in without a stored key and publishes to every store ` +
		`that the policy grants. A role for releases gives a release job; with --dev, a job for dev releases.` +
		"\n\n" +
		`The job builds nothing: it publishes the folder dist and the Dockerfile of the repository. Names that the flags leave open are variables, which the job lists.` +
		"\n\n" +
		`Actions are pinned to their major version. To pin them to commits, as GitHub recommends for actions of others, let Dependabot or a tool of your choice rewrite the file.`,
	common: []string{"ci", "role-arn", "account-id", "region", "s3-bucket", "ecr-repository", "codeartifact-domain", "codeartifact-repository", "repo", "environment", "dev"},
	examples: []string{
		"cipublisher workflow --account-id 111122223333 --region eu-west-1 \\\n" +
			"    --s3-bucket my-company-dist --repo my-company/app --environment release",
		"cipublisher workflow --ci gitlab --issuer gitlab --account-id 111122223333 \\\n" +
			"    --region eu-west-1 --s3-bucket my-company-dist \\\n    --repo my-group/app --tag 'v*'",
	},
	setup: func(flags *flagSet) action {
		ci := flags.add(flag{
			name: "ci", value: "CI", options: []string{"CI"}, preset: "github", choices: []string{"github", "gitlab"},
			about: "github or gitlab",
		})
		roleARN := flags.add(flag{
			name: "role-arn", value: "ARN", options: []string{"RoleARN"},
			about: "role to assume; without it, the one that the construct makes: /ci/publisher, with --dev /ci/publisher-dev",
		})
		flags.elsewhere = `"cipublisher policy" and "cipublisher trust"`
		grant, options := grantFlags(flags, option.Sets[:1]), trustFlags(flags)
		return func(c *call) {
			document := grant(c)
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
			if arn, ok := aws.ParseARN(roleARN.text()); roleARN.given() && !(ok && arn.IsRole()) {
				c.faults.Add("--role-arn", roleARN.text(), "is not the ARN of a role", `write it as "arn:aws:iam::111122223333:role/ci/publisher"`)
			}
			if len(c.faults) > 0 {
				return
			}
			if err := service.template.Execute(&c.out, newJob(flags, document, trusted, roleARN.text())); err != nil {
				panic(err) // the templates have a test for every field
			}
		}
	},
}

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

// job is what the templates are filled with. What the policy does not grant is
// empty.
type job struct {
	Dev                    bool
	RoleARN, Region        string
	Account, Repository    string
	Environment            string
	Branches, Tags         []string
	AnyRef, PullRequests   bool
	Audience               string
	Bucket, KeyPrefix      string
	WriteOnce              bool
	KMSKey                 string
	ECRRepository          string
	Domain                 string
	CodeArtifactRepository string
	CodeArtifactFormat     string
	TokenDuration          string
	// DefaultAudience is true for the one that the action asks for by itself.
	DefaultAudience bool
	// Waiting is true where no ref is trusted, but an environment, which
	// decides by itself which refs may publish.
	Waiting bool
}

// newJob reads from the policy what the job may do, so that it does that and
// nothing else.
func newJob(flags *flagSet, document policy.Document, trusted trust.Options, roleARN string) job {
	subject := trusted.Subjects[0]
	name := repositoryName(subject)
	j := job{
		Dev: flags.truthOf("dev"), RoleARN: roleARN, Region: flags.textOf("region"), Account: flags.textOf("account-id"), Repository: name,
		Environment: concrete(subject.Environments), Branches: subject.Branches, Tags: subject.Tags,
		AnyRef: subject.AnyRef, PullRequests: subject.PullRequests,
		Audience:      trusted.Audience,
		WriteOnce:     flags.truthOf("s3-write-once") && !flags.truthOf("dev"),
		KMSKey:        flags.textOf("s3-kms-key"),
		TokenDuration: flags.textOf("token-duration"),
	}
	if object := resourceOf(document, "s3:PutObject"); object != "" {
		var pattern string
		j.Bucket, pattern, _ = strings.Cut(object, "/")
		j.KeyPrefix = keyPrefix(strings.TrimSuffix(pattern, "*"), name)
	}
	if repository := strings.TrimPrefix(resourceOf(document, "ecr:PutImage"), "repository/"); repository != "" {
		j.ECRRepository = strings.Replace(repository, "*", strings.ToLower(name), 1)
	}
	if pkg := resourceOf(document, "codeartifact:PublishPackageVersion"); pkg != "" {
		parts := append(strings.Split(pkg, "/"), "*", "*")
		j.Domain = parts[1]
		j.CodeArtifactRepository = strings.TrimSuffix(parts[2], "*")
		j.CodeArtifactFormat = strings.TrimSuffix(parts[3], "*")
	}
	partition := trusted.Partition
	if partition == "" {
		partition = aws.PartitionOf(j.Region)
	}
	if j.RoleARN == "" {
		home := permission.Environment{Partition: partition, AccountID: j.Account}
		j.RoleARN = role.Publisher(permission.Publisher{Dev: j.Dev}).ARN(home)
	}
	if j.Audience == "" {
		j.Audience = trusted.Issuer.Audience(partition)
	}
	j.DefaultAudience = j.Audience == trust.GitHub().Audience("aws")
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

// keyPrefix is where the job puts its files: below the prefix that is granted,
// in a directory named after the repository. That is also the parent which a
// "*" of a dev prefix stands for.
func keyPrefix(granted, name string) string {
	if strings.Contains(granted, "*") {
		return strings.ReplaceAll(granted, "*", name)
	}
	return granted + name + "/"
}

// resourceOf returns the first resource that an action is allowed on, without
// the parts of the ARN before it.
func resourceOf(document policy.Document, action string) string {
	for _, s := range document.Statements {
		if s.Effect == policy.Allow && slices.Contains(s.Actions, action) && len(s.Resources) > 0 {
			parts := strings.SplitN(s.Resources[0], ":", 6)
			return parts[len(parts)-1]
		}
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
