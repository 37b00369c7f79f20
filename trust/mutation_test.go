package trust_test

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

// A model is a service as its own documentation describes it: which jobs there
// can be, what their tokens say, and for each trust which jobs it means. Nothing
// in it looks at a policy.
type model struct {
	name   string
	issuer trust.Issuer
	// trusted is a job that many trusts mean; others are mutations of it.
	trusted map[string]string
	// pools are further values of a field, near misses among them.
	pools map[string][]string
	// legal says which values of a field the service allows. A field without a
	// row takes any.
	legal map[string]*regexp.Regexp
	// sub writes the subject of a job; claims are the fields that are claims too.
	sub    func(map[string]string) string
	claims []string
	trusts []meaning
}

// meaning is a trust, and which jobs it means.
type meaning struct {
	subject trust.Subject
	means   func(map[string]string) bool
}

// tokensOfEachModel is how many tokens each trust of a model gets, so that all
// models together check a good quarter of a million.
const tokensOfEachModel = 24_000

// No hostile token is admitted and no genuine one refused, over every issuer:
// each trust that is made here is compared, by a matcher that shares no code
// with it, to what the trust means.
func TestMutatedTokens(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep")
	}
	t.Parallel()
	total, genuine := 0, 0
	for _, m := range models() {
		t.Run(m.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(16, uint64(len(m.name))))
			met := 0
			for _, trusted := range m.trusts {
				o := trust.Options{Issuer: m.issuer, AccountID: account, Subjects: []trust.Subject{trusted.subject}, Quota: 8192}
				require.NoError(t, o.Validate())
				policy := o.Document()
				matcher, err := readOutside(policy.Indent())
				require.NoError(t, err)
				for i := range tokensOfEachModel / len(m.trusts) {
					job := m.job(random)
					if i < len(m.pools)*4 { // the trusted job and those one field away are among them for sure
						job = m.near(random)
					}
					want, claims := trusted.means(job), m.token(job)
					if hostile := m.foreign(random, claims); hostile {
						want = false
					}
					total++
					if want {
						met++
					}
					got := matcher.admits(claims)
					if got != want {
						t.Fatalf("%v: admitted %v, meant %v\n%v\n%s", claims, got, want, job, policy.Indent())
					}
					if i%100 == 0 {
						assert.Equal(t, got, admits(t, policy, asToken(claims)), "check trust decides otherwise: %v", claims)
					}
				}
			}
			genuine += met
			assert.Greater(t, met, tokensOfEachModel/100, "tokens that are meant")
		})
	}
	assert.GreaterOrEqual(t, total, 200_000)
	t.Logf("%d tokens, %d of them genuine", total, genuine)
}

func asToken(claims map[string]string) trust.Token {
	token := trust.Token{Claims: map[trust.Claim][]string{}}
	for name, value := range claims {
		token.Claims[trust.Claim(name)] = []string{value}
	}
	return token
}

// job draws a job at random: each field is the trusted one, another of its pool,
// or a mutation.
func (m model) job(random *rand.Rand) map[string]string {
	job := maps.Clone(m.trusted)
	for _, field := range slices.Sorted(maps.Keys(m.pools)) {
		if random.IntN(3) == 0 {
			job[field] = m.value(random, field)
		}
	}
	return job
}

// near draws a job that differs from the trusted one in one field at most.
func (m model) near(random *rand.Rand) map[string]string {
	job := maps.Clone(m.trusted)
	for _, field := range slices.Sorted(maps.Keys(m.pools)) {
		if random.IntN(2) == 0 {
			job[field] = m.value(random, field)
			return job
		}
	}
	return job
}

// value draws a value of a field that the service allows.
func (m model) value(random *rand.Rand, field string) string {
	pool := append([]string{m.trusted[field]}, m.pools[field]...)
	for range 20 {
		value := pool[random.IntN(len(pool))]
		if random.IntN(2) == 0 {
			value = mutate(random, value, pool)
		}
		if legal := m.legal[field]; legal == nil || legal.MatchString(value) {
			return value
		}
	}
	return m.trusted[field]
}

// mutate changes a text in one place: the ways in which a name passes for
// another one.
func mutate(random *rand.Rand, text string, pool []string) string {
	at := random.IntN(len(text) + 1)
	pieces := []string{"-evil", "a", "Z", "1", "/", ":", "*", "?", "%3A", "@", "@1", ".", "-", "_", " ", "\u0430", "\u200b", "${x}", ":ref:refs/heads/main", ":pull_request", ":environment:prod-eu"}
	switch random.IntN(8) {
	case 0:
		return text + pieces[random.IntN(len(pieces))]
	case 1:
		return pieces[random.IntN(len(pieces))] + text
	case 2, 3:
		return text[:at] + pieces[random.IntN(len(pieces))] + text[at:]
	case 4:
		return text[:min(at, len(text))] + text[min(at+1, len(text)):]
	case 5:
		return strings.ToUpper(text)
	case 6:
		return text + "/" + pool[random.IntN(len(pool))]
	}
	return text + ":" + pool[random.IntN(len(pool))]
}

// token returns the claims of a job's token.
func (m model) token(job map[string]string) map[string]string {
	claims := map[string]string{"iss": m.issuer.URL(), "aud": m.issuer.Audience("aws"), "sub": m.sub(job)}
	for _, claim := range m.claims {
		if job[claim] != "" {
			claims[claim] = job[claim]
		}
	}
	return claims
}

// foreign makes some tokens those of another issuer, for another audience, or
// without a claim that every policy tests.
func (m model) foreign(random *rand.Rand, claims map[string]string) bool {
	switch random.IntN(40) {
	case 0:
		claims["iss"] += "/evil"
	case 1:
		claims["iss"] = "https://evil.example.com"
	case 2:
		audience := mutate(random, claims["aud"], []string{"https://github.com/acme"})
		if audience == claims["aud"] {
			return false
		}
		claims["aud"] = audience
	case 3:
		delete(claims, "aud")
	case 4:
		delete(claims, "sub")
	default:
		return false
	}
	return true
}

// is returns a predicate: every named field has its value.
func is(pairs ...string) func(map[string]string) bool {
	return func(job map[string]string) bool {
		for i := 0; i < len(pairs); i += 2 {
			if job[pairs[i]] != pairs[i+1] {
				return false
			}
		}
		return true
	}
}

// begins returns a predicate: a field has this beginning.
func begins(field, beginning string) func(map[string]string) bool {
	return func(job map[string]string) bool { return strings.HasPrefix(job[field], beginning) }
}

func all(predicates ...func(map[string]string) bool) func(map[string]string) bool {
	return func(job map[string]string) bool {
		for _, p := range predicates {
			if !p(job) {
				return false
			}
		}
		return true
	}
}

func oneOf(predicates ...func(map[string]string) bool) func(map[string]string) bool {
	return func(job map[string]string) bool {
		for _, p := range predicates {
			if p(job) {
				return true
			}
		}
		return false
	}
}

func models() []model {
	list := []model{
		gitHubModel("GitHub", trust.GitHub(), true), gitHubModel("GitHub enterprise", trust.GitHubEnterprise("octo-inc"), true),
		gitHubModel("GHE.com", trust.GitHubEnterpriseCloud("octocorp"), true), gitHubModel("GHE.com with a path", trust.GitHubEnterpriseCloud("octocorp/octo-inc"), true),
		gitHubModel("GitHub Enterprise Server", trust.GitHubEnterpriseServer("ghes.example.com"), false),
		gitLabModel("GitLab.com", trust.GitLab(), true), gitLabModel("GitLab of one's own", trust.GitLabSelfManaged("https://gitlab.example.com"), false),
		bitbucketModel(), circleCIModel(), terraformModel(), buildkiteModel(), otherModel(),
	}
	return list
}

// gitHubModel follows GitHub's page: an environment stands before a pull
// request, and that before a ref; a colon in the name of an environment is
// written %3A.
//
// https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
func gitHubModel(name string, issuer trust.Issuer, claims bool) model {
	m := model{
		name: name, issuer: issuer,
		trusted: map[string]string{
			"owner": "acme", "name": "app", "repository_owner_id": "11", "repository_id": "22", "form": "plain", "context": "ref", "ref": "refs/heads/main",
			"environment": "", "actor": "ann", "job_workflow_ref": "acme/ci/.github/workflows/release.yml@refs/heads/main",
		},
		pools: map[string][]string{
			"owner": {"acme-evil", "acm", "Acme", "evil"}, "name": {"app-evil", "ap", "lib", "App", "app.git"},
			"repository_owner_id": {"1", "111", "66"}, "repository_id": {"2", "222", "77"}, "form": {"immutable"},
			"context": {"environment", "pull_request"}, "actor": {"bob"},
			"ref": {"refs/heads/main-evil", "refs/heads/release/1", "refs/heads/release-evil", "refs/tags/v1", "refs/tags/main", "refs/pull/7/merge",
				"refs/heads/gh-readonly-queue/main/pr-7", "refs/heads/x/ref/refs/heads/main"},
			"environment":      {"release", "prod-eu", "prod", "Production:V1", "main", "a:ref:refs/heads/main", "a:environment:prod-eu", "a:pull_request"},
			"job_workflow_ref": {"evil/ci/.github/workflows/release.yml@refs/heads/main", "acme/ci/.github/workflows/release.yml@refs/heads/evil"},
		},
		legal: map[string]*regexp.Regexp{
			"owner": regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,38}$`), "name": regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`),
			"repository_owner_id": regexp.MustCompile(`^[1-9][0-9]*$`), "repository_id": regexp.MustCompile(`^[1-9][0-9]*$`),
			"form": regexp.MustCompile(`^(plain|immutable)$`), "context": regexp.MustCompile(`^(ref|environment|pull_request)$`),
			"ref": regexp.MustCompile(`^refs/(heads|tags|pull)/[^ ~^:?*\[\\]+$`), "actor": regexp.MustCompile(`^[a-z]+$`),
			// A name with %3A shares its subject with the one that has a colon; a notice
			// says so, and TestAnEnvironmentThatSharesItsSubject shows the way out.
			"environment": regexp.MustCompile(`^([^%]|%[^3]|%3[^A])+$`),
		},
		sub: func(job map[string]string) string {
			repository := job["owner"] + "/" + job["name"]
			if job["form"] == "immutable" {
				repository = job["owner"] + "@" + job["repository_owner_id"] + "/" + job["name"] + "@" + job["repository_id"]
			}
			switch {
			case job["context"] == "environment" && job["environment"] != "":
				return "repo:" + repository + ":environment:" + strings.ReplaceAll(job["environment"], ":", "%3A")
			case job["context"] == "pull_request":
				return "repo:" + repository + ":pull_request"
			}
			return "repo:" + repository + ":ref:" + job["ref"]
		},
		claims: []string{"repository_owner_id", "repository_id", "actor", "job_workflow_ref"},
	}
	if !claims {
		m.legal["form"] = regexp.MustCompile(`^plain$`)
	}
	plain, immutable := is("form", "plain"), is("form", "immutable")
	repositories := []struct {
		text  string
		both  bool
		means func(map[string]string) bool
	}{
		{"acme/app", false, all(plain, is("owner", "acme", "name", "app"))},
		{"acme/*", false, all(plain, is("owner", "acme"))},
		{"acme@11/app@22", false, all(immutable, is("owner", "acme", "name", "app", "repository_owner_id", "11", "repository_id", "22"))},
		{"acme@11/*", false, all(immutable, is("owner", "acme", "repository_owner_id", "11"))},
		{"acme@11/app@22", true, oneOf(all(immutable, is("owner", "acme", "name", "app", "repository_owner_id", "11", "repository_id", "22")),
			all(plain, is("owner", "acme", "name", "app", "repository_id", "22")))},
		{"acme@11/*", true, all(is("owner", "acme", "repository_owner_id", "11"))},
	}
	onRef := func(job map[string]string) bool {
		return job["context"] == "ref" || job["context"] == "environment" && job["environment"] == ""
	}
	inEnvironment := is("context", "environment")
	contexts := []struct {
		set   trust.Subject
		means func(map[string]string) bool
	}{
		{trust.Subject{Branches: []string{"main"}}, all(onRef, is("ref", "refs/heads/main"))},
		{trust.Subject{Branches: []string{"release/*"}}, all(onRef, begins("ref", "refs/heads/release/"))},
		{trust.Subject{Tags: []string{"v*"}}, all(onRef, begins("ref", "refs/tags/v"))},
		{trust.Subject{Environments: []string{"release"}}, all(inEnvironment, is("environment", "release"))},
		{trust.Subject{Environments: []string{"prod-*"}}, all(inEnvironment, begins("environment", "prod-"))},
		{trust.Subject{Environments: []string{"Production:V1"}}, all(inEnvironment, is("environment", "Production:V1"))},
		{trust.Subject{PullRequests: true}, is("context", "pull_request")},
		{trust.Subject{AnyRef: true}, all(onRef, oneOf(begins("ref", "refs/heads/"), begins("ref", "refs/tags/")))},
		{trust.Subject{Branches: []string{"main"}, Environments: []string{"release"}}, oneOf(all(onRef, is("ref", "refs/heads/main")), all(inEnvironment, is("environment", "release")))},
	}
	for _, r := range repositories {
		if strings.Contains(r.text, "@") && !claims {
			continue // a server's subjects have no ids
		}
		for _, c := range contexts {
			subject := c.set
			subject.Repositories = []string{r.text}
			if claims {
				subject.BothForms = &r.both
			}
			m.trusts = append(m.trusts, meaning{subject, all(r.means, c.means)})
			if claims && !r.both {
				limited := subject
				limited.Claims = trust.Claims{trust.ClaimJobWorkflowRef: {"acme/ci/.github/workflows/release.yml@*"}, trust.ClaimActor: {"ann"}}
				m.trusts = append(m.trusts, meaning{limited, all(r.means, c.means, is("actor", "ann"), begins("job_workflow_ref", "acme/ci/.github/workflows/release.yml@"))})
			}
		}
	}
	return m
}

// gitLabModel: names of projects and refs have no colon.
//
// https://docs.gitlab.com/ci/secrets/id_token_authentication/
func gitLabModel(name string, issuer trust.Issuer, claims bool) model {
	m := model{
		name: name, issuer: issuer,
		trusted: map[string]string{"project": "acme/app", "ref_type": "branch", "ref": "main", "project_id": "7", "ref_protected": "true"},
		pools: map[string][]string{
			"project": {"acme/team/app", "acme/app-evil", "acme-evil/app", "evil/acme/app", "Acme/app"}, "ref_type": {"tag"},
			"ref": {"release/1", "release-evil", "v1", "main-evil", "develop"}, "project_id": {"77", "8"}, "ref_protected": {"false"},
		},
		legal: map[string]*regexp.Regexp{
			"project": regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)+$`), "ref_type": regexp.MustCompile(`^(branch|tag)$`),
			"ref": regexp.MustCompile(`^[^ ~^:?*\[\\]+$`), "project_id": regexp.MustCompile(`^[1-9][0-9]*$`), "ref_protected": regexp.MustCompile(`^(true|false)$`),
		},
		sub: func(job map[string]string) string {
			return "project_path:" + job["project"] + ":ref_type:" + job["ref_type"] + ":ref:" + job["ref"]
		},
		claims: []string{"project_id", "ref_protected"},
	}
	app, group := is("project", "acme/app"), begins("project", "acme/")
	branch, tag := is("ref_type", "branch"), is("ref_type", "tag")
	m.trusts = []meaning{
		{trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}, all(app, branch, is("ref", "main"))},
		{trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"release/*"}, Tags: []string{"v*"}}, all(app, oneOf(all(branch, begins("ref", "release/")), all(tag, begins("ref", "v"))))},
		{trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}, app},
		{trust.Subject{Repositories: []string{"acme/*"}, Branches: []string{"main"}}, all(group, branch, is("ref", "main"))},
		{trust.Subject{Repositories: []string{"acme/*"}, AnyRef: true}, group},
	}
	if claims {
		m.trusts = append(m.trusts, meaning{trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{"project_id": {"7"}, "ref_protected": {"true"}}},
			all(app, branch, is("ref", "main", "project_id", "7", "ref_protected", "true"))})
	}
	return m
}

const (
	outsideRepository  = "11111111-2222-4333-8444-555555555555"
	outsideEnvironment = "66666666-7777-4888-9999-aaaaaaaaaaaa"
	anyUUID            = `[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`
)

// bitbucketModel: the subject of a deployment has the environment before the
// step.
//
// https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/
func bitbucketModel() model {
	uuid := regexp.MustCompile(`^` + anyUUID + `$`)
	return model{
		name: "Bitbucket", issuer: trust.Bitbucket("acme", uuid1),
		trusted: map[string]string{"repository": outsideRepository, "environment": outsideEnvironment, "step": uuid2},
		pools: map[string][]string{
			"repository": {uuid1, outsideEnvironment}, "environment": {"", uuid1, outsideRepository}, "step": {uuid1, outsideEnvironment},
		},
		legal: map[string]*regexp.Regexp{"repository": uuid, "environment": regexp.MustCompile(`^(` + anyUUID + `)?$`), "step": uuid},
		sub: func(job map[string]string) string {
			if job["environment"] == "" {
				return "{" + job["repository"] + "}:{" + job["step"] + "}"
			}
			return "{" + job["repository"] + "}:{" + job["environment"] + "}:{" + job["step"] + "}"
		},
		trusts: []meaning{
			{trust.Subject{Repositories: []string{outsideRepository}, AnyRef: true}, is("repository", outsideRepository)},
			{trust.Subject{Repositories: []string{outsideRepository}, Environments: []string{outsideEnvironment}}, is("repository", outsideRepository, "environment", outsideEnvironment)},
		},
	}
}

// circleCIModel: the second token's subject has the origin and the ref too.
//
// https://circleci.com/docs/openid-connect-tokens/
func circleCIModel() model {
	uuid := regexp.MustCompile(`^` + anyUUID + `$`)
	return model{
		name: "CircleCI", issuer: trust.CircleCI(uuid1),
		trusted: map[string]string{"org": uuid1, "project": outsideRepository, "user": uuid2, "second": "", "oidc.circleci.com/project-id": outsideRepository},
		pools: map[string][]string{
			"org": {uuid2}, "project": {uuid1, outsideEnvironment}, "user": {outsideEnvironment}, "second": {"/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"},
			"oidc.circleci.com/project-id": {uuid1},
		},
		legal: map[string]*regexp.Regexp{"org": uuid, "project": uuid, "user": uuid, "second": regexp.MustCompile(`^(/vcs-origin/.*)?$`), "oidc.circleci.com/project-id": uuid},
		sub: func(job map[string]string) string {
			return "org/" + job["org"] + "/project/" + job["project"] + "/user/" + job["user"] + job["second"]
		},
		claims: []string{"oidc.circleci.com/project-id"},
		trusts: []meaning{
			{trust.Subject{Repositories: []string{outsideRepository}, AnyRef: true}, is("org", uuid1, "project", outsideRepository)},
			{trust.Subject{Repositories: []string{outsideRepository}, AnyRef: true, Claims: trust.Claims{"oidc.circleci.com/project-id": {outsideRepository}}},
				is("org", uuid1, "project", outsideRepository, "oidc.circleci.com/project-id", outsideRepository)},
		},
	}
}

// terraformModel: no name has a colon.
//
// https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
func terraformModel() model {
	name := regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	return model{
		name: "HCP Terraform", issuer: trust.Terraform(),
		trusted: map[string]string{"organization": "acme", "project": "infra", "workspace": "prod", "run_phase": "apply"},
		pools: map[string][]string{
			"organization": {"acme-evil", "evil"}, "project": {"infra-evil", "other"}, "workspace": {"prod2", "dev"}, "run_phase": {"plan"},
		},
		legal: map[string]*regexp.Regexp{"organization": name, "project": regexp.MustCompile(`^[A-Za-z0-9_ -]+$`), "workspace": name, "run_phase": regexp.MustCompile(`^(plan|apply)$`)},
		sub: func(job map[string]string) string {
			return "organization:" + job["organization"] + ":project:" + job["project"] + ":workspace:" + job["workspace"] + ":run_phase:" + job["run_phase"]
		},
		trusts: []meaning{
			{trust.Subject{Repositories: []string{"acme/infra/prod"}, RunPhases: []string{"apply"}}, is("organization", "acme", "project", "infra", "workspace", "prod", "run_phase", "apply")},
			{trust.Subject{Repositories: []string{"acme/infra/*"}, RunPhases: []string{"plan"}}, is("organization", "acme", "project", "infra", "run_phase", "plan")},
			{trust.Subject{Repositories: []string{"acme/*"}, AnyRef: true}, is("organization", "acme")},
		},
	}
}

// buildkiteModel: a step's key may have colons, but no slash.
//
// https://buildkite.com/docs/agent/cli/reference/oidc#claims
func buildkiteModel() model {
	slug := regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
	ref := oneOf(begins("ref", "refs/heads/"), begins("ref", "refs/tags/"))
	return model{
		name: "Buildkite", issuer: trust.Buildkite(),
		trusted: map[string]string{"organization": "acme", "pipeline": "app", "ref": "refs/heads/main", "commit": "abc", "step": "publish", "pipeline_id": uuid1},
		pools: map[string][]string{
			"organization": {"acme-evil", "evil"}, "pipeline": {"app-evil", "lib"}, "ref": {"refs/heads/main-evil", "refs/tags/v1", "refs/heads/release/1", "refs/pull/7/head"},
			"commit": {"def"}, "step": {"", "a:publish"}, "pipeline_id": {uuid2},
		},
		legal: map[string]*regexp.Regexp{
			"organization": slug, "pipeline": slug, "ref": regexp.MustCompile(`^refs/(heads|tags|pull)/[^ ~^:?*\[\\]+$`),
			"commit": regexp.MustCompile(`^[0-9a-f]+$`), "step": regexp.MustCompile(`^[A-Za-z0-9_:-]*$`), "pipeline_id": regexp.MustCompile(`^` + anyUUID + `$`),
		},
		sub: func(job map[string]string) string {
			return "organization:" + job["organization"] + ":pipeline:" + job["pipeline"] + ":ref:" + job["ref"] + ":commit:" + job["commit"] + ":step:" + job["step"]
		},
		claims: []string{"pipeline_id"},
		trusts: []meaning{
			{trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}, is("organization", "acme", "pipeline", "app", "ref", "refs/heads/main")},
			{trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v*"}}, all(is("organization", "acme", "pipeline", "app"), begins("ref", "refs/tags/v"))},
			{trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true, Claims: trust.Claims{"pipeline_id": {uuid1}}}, all(is("organization", "acme", "pipeline", "app", "pipeline_id", uuid1), ref)},
			{trust.Subject{Repositories: []string{"acme/*"}, Branches: []string{"main"}}, is("organization", "acme", "ref", "refs/heads/main")},
		},
	}
}

// otherModel is an issuer of which nothing is known but its subjects.
func otherModel() model {
	return model{
		name: "another issuer", issuer: trust.OIDC("https://ci.example.com", "me"),
		trusted: map[string]string{"team": "acme", "job": "publish"},
		pools:   map[string][]string{"team": {"acme-evil", "evil"}, "job": {"test", "publish-evil"}},
		legal:   map[string]*regexp.Regexp{"team": regexp.MustCompile(`^[a-z-]+$`), "job": regexp.MustCompile(`^[a-z-]+$`)},
		sub:     func(job map[string]string) string { return "team:" + job["team"] + ":job:" + job["job"] },
		trusts: []meaning{
			{trust.Subject{Raw: []string{"team:acme:job:publish"}}, is("team", "acme", "job", "publish")},
			{trust.Subject{Raw: []string{"team:acme:*"}}, is("team", "acme")},
		},
	}
}

// A name with a colon and one with %3A have the same subject; the claim tells
// which one it is.
func TestAnEnvironmentThatSharesItsSubject(t *testing.T) {
	loose := environment("Production:V1")
	tight := loose
	tight.Subjects = []trust.Subject{{Repositories: []string{"acme/app"}, Environments: []string{"Production:V1"}, Claims: trust.Claims{trust.ClaimEnvironment: {"Production:V1"}}}}
	meant := token("repo:acme/app:environment:Production%3AV1", "environment", "Production:V1")
	other := token("repo:acme/app:environment:Production%3AV1", "environment", "Production%3AV1")
	assert.True(t, admits(t, document(t, loose), meant))
	assert.True(t, admits(t, document(t, loose), other), "which the notice trust-environment-colon says")
	assert.True(t, admits(t, document(t, tight), meant))
	assert.False(t, admits(t, document(t, tight), other))
}
