package conformance

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// token is what a CI service says of a job: claims by name. Without aud it has
// the audience of the issuer's usual client, with an empty one none at all.
// With iss it comes from another service.
type token map[string]string

// trustCase is a trust policy of ours, the tokens it is for, and those that
// must not be admitted.
type trustCase struct {
	name    string
	options trust.Options
	genuine []token
	hostile []token
	// careless is the policy that people write and that lets the hostile
	// tokens in: it shows that the simulator distinguishes the two.
	careless policy.Conditions
	// same tokens IAM can't tell from genuine ones.
	same []token
}

const gitHubPrefix = "token.actions.githubusercontent.com"

func sub(value string) token { return token{"sub": value} }

func withClaims(value string, more ...string) token {
	t := sub(value)
	for i := 0; i < len(more); i += 2 {
		t[more[i]] = more[i+1]
	}
	return t
}

func gitHub(subjects ...trust.Subject) trust.Options {
	return trust.Options{AccountID: account, Subjects: subjects}
}

func repositoryOn(issuer trust.Issuer, subjects ...trust.Subject) trust.Options {
	return trust.Options{Issuer: issuer, AccountID: account, Subjects: subjects}
}

var audTested = map[string][]string{gitHubPrefix + ":aud": {"sts.amazonaws.com"}}

// careless is a GitHub trust with a pattern on sub, beside a proper audience.
func careless(patterns ...string) policy.Conditions {
	return policy.Conditions{"StringEquals": audTested, "StringLike": {gitHubPrefix + ":sub": patterns}}
}

var trustCases = []trustCase{
	{
		name:     "no test of the subject",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile:  []token{sub("repo:evil/x:ref:refs/heads/main")},
		careless: policy.Conditions{"StringEquals": audTested},
	},
	{
		name:     "repo:*, which AWS accepts",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main"), sub("repo:acme/app:ref:refs/tags/v1")},
		hostile:  []token{sub("repo:evil/x:ref:refs/heads/main")},
		careless: careless("repo:*"),
	},
	{
		name:     "the owner as a prefix",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/*"}, Branches: []string{"main"}}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile:  []token{sub("repo:acme-evil/x:ref:refs/heads/main")},
		careless: careless("repo:acme*"),
	},
	{
		name:     "the repository as a prefix",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile:  []token{sub("repo:acme/app-evil:ref:refs/heads/main")},
		careless: careless("repo:acme/app*"),
	},
	{
		name:     "a sibling repository",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile:  []token{sub("repo:acme/lib:ref:refs/heads/main")},
		careless: careless("repo:acme/*"),
	},
	{
		name:     "pull requests and environments under any ref",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/feature/login"), sub("repo:acme/app:ref:refs/tags/v1.2")},
		hostile:  []token{sub("repo:acme/app:pull_request"), sub("repo:acme/app:environment:anything")},
		careless: careless("repo:acme/app:*"),
	},
	{
		name:     "a branch below which anything is a branch",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"release/*"}}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/release/1.2")},
		hostile:  []token{sub("repo:acme/app:ref:refs/heads/release-evil"), sub("repo:acme/app:ref:refs/tags/release/1.2")},
		careless: careless("repo:acme/app:ref:*release*"),
	},
	{
		name:    "an environment with a colon in its name",
		options: gitHub(trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{"Production:V1"}}),
		genuine: []token{sub("repo:acme/app:environment:Production%3AV1")},
		hostile: []token{sub("repo:acme/app:environment:Production"), sub("repo:acme/app:environment:Production%3AV2"), sub("repo:acme/app:ref:refs/heads/main")},
	},
	{
		name:     "an environment that spells a branch",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile:  []token{sub("repo:acme/app:environment:a%3Aref%3Arefs/heads/main"), sub("repo:acme/app:environment:a:ref:refs/heads/main")},
		careless: careless("repo:acme/app*:ref:refs/heads/main", "repo:acme/app:*main"),
	},
	{
		name:    "a foreign or missing audience",
		options: gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine: []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile: []token{withClaims("repo:acme/app:ref:refs/heads/main", "aud", "sigstore"), withClaims("repo:acme/app:ref:refs/heads/main", "aud", ""),
			withClaims("repo:acme/app:ref:refs/heads/main", "aud", "sts.amazonaws.com.cn")},
		careless: policy.Conditions{"StringEquals": {gitHubPrefix + ":sub": {"repo:acme/app:ref:refs/heads/main"}}},
	},
	{
		name:     "IfExists: a token without the claim",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile:  []token{{}},
		careless: policy.Conditions{"StringEquals": audTested, "StringLikeIfExists": {gitHubPrefix + ":sub": {"repo:acme/app:*"}}},
	},
	{
		name:     "ForAllValues: a token without the claim",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile:  []token{{}},
		careless: policy.Conditions{"StringEquals": audTested, "ForAllValues:StringLike": {gitHubPrefix + ":sub": {"repo:acme/app:*"}}},
	},
	{
		name:     "negative conditions alone",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile:  []token{sub("repo:evil/x:ref:refs/heads/main")},
		careless: policy.Conditions{"StringEquals": audTested, "StringNotLike": {gitHubPrefix + ":sub": {"*:pull_request"}}},
	},
	{
		name:    "the same names with other ids",
		options: gitHub(trust.Subject{Repositories: []string{"acme@1/app@2"}, Branches: []string{"main"}}),
		genuine: []token{withClaims("repo:acme@1/app@2:ref:refs/heads/main", "repository_id", "2", "repository_owner_id", "1", "repository", "acme/app")},
		hostile: []token{
			withClaims("repo:acme@9/app@8:ref:refs/heads/main", "repository_id", "8", "repository_owner_id", "9", "repository", "acme/app"),
			withClaims("repo:acme/app:ref:refs/heads/main", "repository_id", "8", "repository_owner_id", "9", "repository", "acme/app"),
			withClaims("repo:acme@1/app@22:ref:refs/heads/main", "repository_id", "22", "repository_owner_id", "1", "repository", "acme/app"),
		},
		careless: careless("repo:acme*/app*:ref:refs/heads/main"),
	},
	{
		name:    "both forms, while a repository migrates",
		options: gitHub(trust.Subject{Repositories: []string{"acme@1/app@2"}, BothForms: yes(), Branches: []string{"main"}}),
		genuine: []token{
			withClaims("repo:acme@1/app@2:ref:refs/heads/main", "repository_id", "2", "repository_owner_id", "1"),
			withClaims("repo:acme/app:ref:refs/heads/main", "repository_id", "2", "repository_owner_id", "1"),
		},
		hostile: []token{
			withClaims("repo:acme/app:ref:refs/heads/main", "repository_id", "8", "repository_owner_id", "9"),
			sub("repo:acme/app:ref:refs/heads/main"),
		},
		careless: careless("repo:acme@1/app@2:*", "repo:acme/app:*"),
	},
	{
		name:    "an owner with an id, and an owner whose id begins alike",
		options: gitHub(trust.Subject{Repositories: []string{"acme@1/*"}, Branches: []string{"main"}}),
		genuine: []token{withClaims("repo:acme@1/app@2:ref:refs/heads/main", "repository_owner_id", "1")},
		hostile: []token{
			withClaims("repo:acme@11/app@2:ref:refs/heads/main", "repository_owner_id", "11"),
			withClaims("repo:acme-evil@1/app@2:ref:refs/heads/main", "repository_owner_id", "1"),
			withClaims("repo:acme/app:ref:refs/heads/main", "repository_owner_id", "9"),
		},
		careless: careless("repo:acme@1*:ref:refs/heads/main", "repo:acme*"),
	},
	{
		name: "one repository's subject with another's claim",
		options: gitHub(
			trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{trust.ClaimRepositoryID: {"2"}}},
			trust.Subject{Repositories: []string{"acme/lib"}, Branches: []string{"main"}, Claims: trust.Claims{trust.ClaimRepositoryID: {"3"}}},
		),
		genuine: []token{
			withClaims("repo:acme/app:ref:refs/heads/main", "repository_id", "2"),
			withClaims("repo:acme/lib:ref:refs/heads/main", "repository_id", "3"),
		},
		hostile: []token{
			withClaims("repo:acme/app:ref:refs/heads/main", "repository_id", "3"),
			withClaims("repo:acme/lib:ref:refs/heads/main", "repository_id", "2"),
		},
		careless: policy.Conditions{"StringEquals": {
			gitHubPrefix + ":aud":           {"sts.amazonaws.com"},
			gitHubPrefix + ":repository_id": {"2", "3"},
			gitHubPrefix + ":sub":           {"repo:acme/app:ref:refs/heads/main", "repo:acme/lib:ref:refs/heads/main"},
		}},
	},
	{
		name:     "exact subjects and patterns side by side",
		options:  gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main", "release/*"}, Tags: []string{"v*"}, Environments: []string{"release"}}),
		genuine:  []token{sub("repo:acme/app:ref:refs/heads/main"), sub("repo:acme/app:ref:refs/heads/release/1"), sub("repo:acme/app:ref:refs/tags/v1.2.3"), sub("repo:acme/app:environment:release")},
		hostile:  []token{sub("repo:acme/app:ref:refs/heads/mainline"), sub("repo:acme/app:environment:release-evil"), sub("repo:acme/app:ref:refs/tags/x1")},
		careless: careless("repo:acme/app:ref:refs/heads/main*", "repo:acme/app:environment:release*", "repo:acme/app:ref:refs/tags/*"),
	},
	{
		name: "a reusable workflow",
		options: gitHub(trust.Subject{Repositories: []string{"acme/*"}, Environments: []string{"release"},
			Claims: trust.Claims{trust.ClaimJobWorkflowRef: {"acme/ci/.github/workflows/release.yml@refs/heads/main"}}}),
		genuine: []token{withClaims("repo:acme/app:environment:release", "job_workflow_ref", "acme/ci/.github/workflows/release.yml@refs/heads/main")},
		hostile: []token{
			withClaims("repo:acme/app:environment:release", "job_workflow_ref", "acme/app/.github/workflows/release.yml@refs/heads/main"),
			withClaims("repo:acme/app:environment:release", "job_workflow_ref", "acme/ci/.github/workflows/release.yml@refs/heads/evil"),
			sub("repo:acme/app:environment:release"),
		},
		careless: careless("repo:acme/*:environment:release"),
	},
	{
		name:    "what IAM can't distinguish: pull_request_target runs in the name of the default branch",
		options: gitHub(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine: []token{sub("repo:acme/app:ref:refs/heads/main")},
		same:    []token{withClaims("repo:acme/app:ref:refs/heads/main", "workflow", "a workflow on pull_request_target")},
	},

	{
		name:    "GHE.com, and the same subject from github.com",
		options: repositoryOn(trust.GitHubEnterpriseCloud("acme"), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine: []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile: []token{withClaims("repo:acme/app:ref:refs/heads/main", "iss", gitHubPrefix)},
	},
	{
		name:    "an enterprise with its own issuer",
		options: repositoryOn(trust.GitHubEnterprise("acme"), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine: []token{sub("repo:acme/app:ref:refs/heads/main")},
		hostile: []token{sub("repo:evil/app:ref:refs/heads/main")},
	},
	{
		name:    "GitHub Enterprise Server",
		options: repositoryOn(trust.GitHubEnterpriseServer("github.acme.example"), trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{"release"}}),
		genuine: []token{sub("repo:acme/app:environment:release")},
		hostile: []token{sub("repo:acme/app:ref:refs/heads/main"), sub("repo:evil/app:environment:release")},
	},
	{
		name:    "GitLab",
		options: repositoryOn(trust.GitLab(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine: []token{sub("project_path:acme/app:ref_type:branch:ref:main")},
		hostile: []token{sub("project_path:acme/app:ref_type:tag:ref:main"), sub("project_path:acme/app-evil:ref_type:branch:ref:main"), sub("project_path:acme/sub/app:ref_type:branch:ref:main"), withClaims("project_path:acme/app:ref_type:branch:ref:main", "aud", "vault")},
	},
	{
		name:    "GitLab of one's own",
		options: repositoryOn(trust.GitLabSelfManaged("https://gitlab.acme.example"), trust.Subject{Repositories: []string{"acme/*"}, Tags: []string{"v*"}}),
		genuine: []token{sub("project_path:acme/app:ref_type:tag:ref:v1"), sub("project_path:acme/sub/app:ref_type:tag:ref:v1")},
		hostile: []token{sub("project_path:acme-evil/app:ref_type:tag:ref:v1"), sub("project_path:acme/app:ref_type:branch:ref:v1")},
	},
	{
		name: "Bitbucket",
		options: repositoryOn(trust.Bitbucket("acme", "{1a2b3c4d-0000-4000-8000-000000000001}"),
			trust.Subject{Repositories: []string{"{1a2b3c4d-0000-4000-8000-000000000002}"}, AnyRef: true}),
		genuine: []token{sub("{1a2b3c4d-0000-4000-8000-000000000002}:{1a2b3c4d-0000-4000-8000-000000000009}")},
		hostile: []token{sub("{1a2b3c4d-0000-4000-8000-000000000003}:{1a2b3c4d-0000-4000-8000-000000000009}")},
	},
	{
		name: "CircleCI",
		options: repositoryOn(trust.CircleCI("1a2b3c4d-0000-4000-8000-000000000001"),
			trust.Subject{Repositories: []string{"1a2b3c4d-0000-4000-8000-000000000002"}, AnyRef: true}),
		genuine: []token{sub("org/1a2b3c4d-0000-4000-8000-000000000001/project/1a2b3c4d-0000-4000-8000-000000000002/user/1a2b3c4d-0000-4000-8000-000000000009")},
		hostile: []token{sub("org/1a2b3c4d-0000-4000-8000-000000000001/project/1a2b3c4d-0000-4000-8000-000000000003/user/1a2b3c4d-0000-4000-8000-000000000009")},
	},
	{
		name:    "HCP Terraform",
		options: repositoryOn(trust.Terraform(), trust.Subject{Repositories: []string{"acme/web/prod"}, RunPhases: []string{"apply"}}),
		genuine: []token{sub("organization:acme:project:web:workspace:prod:run_phase:apply")},
		hostile: []token{sub("organization:acme:project:web:workspace:prod:run_phase:plan"), sub("organization:acme:project:web:workspace:prod2:run_phase:apply"), sub("organization:evil:project:web:workspace:prod:run_phase:apply")},
	},
	{
		name:    "Buildkite",
		options: repositoryOn(trust.Buildkite(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}),
		genuine: []token{sub("organization:acme:pipeline:app:ref:refs/heads/main:commit:0123456789abcdef0123456789abcdef01234567:step:build")},
		hostile: []token{sub("organization:acme:pipeline:app:ref:refs/heads/mainline:commit:0123456789abcdef0123456789abcdef01234567:step:build"), sub("organization:acme:pipeline:app-evil:ref:refs/heads/main:commit:0123456789abcdef0123456789abcdef01234567:step:build")},
	},
	{
		name:    "any other issuer",
		options: repositoryOn(trust.OIDC("https://ci.acme.example", "aws"), trust.Subject{Raw: []string{"pipeline:acme/app"}}),
		genuine: []token{sub("pipeline:acme/app")},
		hostile: []token{sub("pipeline:acme/app2"), withClaims("pipeline:acme/app", "aud", "gcp")},
	},
}

// assume asks to assume the role with a token.
func assume(o trust.Options, tokens ...token) []question {
	prefix := o.Issuer.Prefix()
	questions := make([]question, len(tokens))
	for i, t := range tokens {
		context := map[string]any{prefix + ":aud": o.Audience}
		if o.Audience == "" {
			context[prefix+":aud"] = o.Issuer.Audience("aws")
		}
		provider := o.Provider()
		for claim, value := range t {
			switch {
			case claim == "iss":
				// The claims go under the keys that the policy tests, which
				// favours the token: really they would go under its issuer's.
				provider = "arn:aws:iam::" + account + ":oidc-provider/" + value
			case value == "":
				delete(context, prefix+":"+claim)
			default:
				context[prefix+":"+claim] = value
			}
		}
		questions[i] = question{Action: "sts:AssumeRoleWithWebIdentity", Resource: "arn:aws:iam::" + account + ":role/ci/publisher",
			Principal: provider, Context: context}
	}
	return questions
}

// admittedBy returns the tokens that a trust policy admits.
func admittedBy(o trust.Options, document policy.Document, tokens []token) ([]token, error) {
	questions := assume(o, tokens...)
	decisions, err := askTrust(questions, o.Issuer.Prefix(), document)
	if err != nil {
		return nil, err
	}
	var admitted []token
	for i, d := range decisions {
		if err := d.fault(); err != nil {
			return nil, err
		}
		if d.allowed() {
			admitted = append(admitted, tokens[i])
		}
	}
	return admitted, nil
}

// Each trust policy admits the tokens it is for and none of the others, and
// the careless one beside it admits the others.
func TestTrust(t *testing.T) {
	requireNode(t)
	check := begin(t, "Trust", "genuine and hostile tokens against trust policies, and against the careless ones people write")
	for _, c := range trustCases {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, c.options.Validate())
			document := c.options.Document()
			admitted, err := admittedBy(c.options, document, slices.Concat(c.genuine, c.same))
			require.NoError(t, err)
			require.Equal(t, slices.Concat(c.genuine, c.same), admitted, "genuine tokens\n%s", document.Indent())
			check.cases(len(c.genuine) + len(c.same))

			if admitted, err = admittedBy(c.options, document, c.hostile); len(c.hostile) > 0 {
				require.NoError(t, err)
				for _, token := range admitted {
					check.found(t, "%v is admitted by\n%s", token, document.Indent())
				}
				check.cases(len(c.hostile))
			}

			if c.careless != nil {
				trusting := policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{c.options.Provider()}},
					Actions: []string{"sts:AssumeRoleWithWebIdentity"}, Conditions: c.careless})
				admitted, err := admittedBy(c.options, trusting, c.hostile)
				require.NoError(t, err)
				require.NotEmpty(t, admitted, "the careless policy refuses the hostile tokens too")
				check.cases(len(c.hostile))
			}
		})
	}
}

// otherActions returns the actions, beside the one that is meant, that a trust
// policy allows its provider on the role.
func otherActions(o trust.Options, document policy.Document) ([]string, error) {
	actions := []string{"sts:TagSession", "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:SetSourceIdentity"}
	questions := make([]question, len(actions))
	for i, action := range actions {
		questions[i] = question{Action: action, Resource: "arn:aws:iam::" + account + ":role/ci/publisher", Principal: o.Provider()}
	}
	decisions, err := askTrust(questions, o.Issuer.Prefix(), document)
	if err != nil {
		return nil, err
	}
	var allowed []string
	for i, d := range decisions {
		if err := d.fault(); err != nil {
			return nil, err
		}
		if d.allowed() {
			allowed = append(allowed, actions[i])
		}
	}
	return allowed, nil
}

// Session tags could be spoofed when roles are chained; nothing but the one
// action is granted.
func TestTrustGrantsOneAction(t *testing.T) {
	requireNode(t)
	check := begin(t, "Trust, other actions", "no trust policy grants another action on the role")
	for _, c := range trustCases {
		allowed, err := otherActions(c.options, c.options.Document())
		require.NoError(t, err)
		for _, action := range allowed {
			check.found(t, "%s: %s is allowed", c.name, action)
		}
		check.cases(1)
	}
}

// What no policy could make safe is refused.
func TestTrustThatIsRefused(t *testing.T) {
	for name, subject := range map[string]trust.Subject{
		"wildcards for ids":               {Repositories: []string{"acme@*/app@*"}, Branches: []string{"main"}},
		"a claim that AWS has no key for": {Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{"runner_environment": {"github-hosted"}}},
		"a wildcard owner":                {Repositories: []string{"*/app"}, Branches: []string{"main"}},
		"a policy variable":               {Repositories: []string{"acme/app"}, Branches: []string{"${aws:username}"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := gitHub(subject)
			require.Error(t, o.Validate())
			require.Empty(t, o.Document().Statements)
		})
	}
}
