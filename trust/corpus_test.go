package trust_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// The corpus is how people write the trust of a CI role: shapes of policies from
// public repositories, documentation and reports, with other names. Each has a
// token that its author means, and one that nobody means, and what must be said
// of either. A hostile token that a policy admits is never admitted in silence.

// shape is one policy and its two tokens.
type shape struct {
	// seen says where such a policy was found.
	seen string
	// conditions are "OPERATOR KEY=VALUE|VALUE KEY=VALUE; OPERATOR …", where a key
	// without a colon belongs to the issuer, and a space in a value is "␠".
	conditions string
	// genuine and hostile are tokens: the subject, and further claims "KEY=VALUE".
	// The verdicts are "allowed", "denied" or "undecided", and the id of the first
	// cause or warning, or the key that is needed.
	genuine, meant   string
	hostile, foreign string
	change           func(*policy.Document)
}

const aud = "StringEquals aud=sts.amazonaws.com; "

// More statements, principals and actions of a shape.
func actions(list ...string) func(*policy.Document) {
	return func(d *policy.Document) { d.Statements[0].Actions = list }
}

func principal(arn string) func(*policy.Document) {
	return func(d *policy.Document) { d.Statements[0].Principal = &policy.Principal{Federated: []string{arn}} }
}

func also(effect policy.Effect, issuer trust.Issuer, conditions string) func(*policy.Document) {
	return func(d *policy.Document) {
		d.Statements = append(d.Statements, policy.Statement{
			Effect: effect, Principal: d.Statements[0].Principal, Actions: []string{"sts:AssumeRoleWithWebIdentity"}, Conditions: readConditions(issuer, conditions),
		})
	}
}

func readConditions(issuer trust.Issuer, text string) policy.Conditions {
	conditions := policy.Conditions{}
	for _, part := range strings.Split(text, ";") {
		operator, tests, _ := strings.Cut(strings.TrimSpace(part), " ")
		if operator == "" {
			continue
		}
		if conditions[operator] == nil {
			conditions[operator] = map[string][]string{}
		}
		for _, test := range strings.Fields(tests) {
			key, values, _ := strings.Cut(test, "=")
			if !strings.Contains(key, ":") {
				key = issuer.Prefix() + ":" + key
			}
			conditions[operator][key] = strings.Split(strings.ReplaceAll(values, "␠", " "), "|")
		}
	}
	return conditions
}

func (s shape) policy(issuer trust.Issuer) policy.Document {
	d := policy.New(policy.Statement{
		Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{issuer.ProviderARN("aws", account)}},
		Actions: []string{"sts:AssumeRoleWithWebIdentity"}, Conditions: readConditions(issuer, s.conditions),
	})
	if s.change != nil {
		s.change(&d)
	}
	return d
}

func readToken(issuer trust.Issuer, text string) trust.Token {
	words := strings.Fields(text)
	t := of(issuer, words[0])
	for _, claim := range words[1:] {
		name, value, _ := strings.Cut(claim, "=")
		if tag, ok := strings.CutPrefix(name, "tag:"); ok {
			if t.Tags == nil {
				t.Tags = map[string][]string{}
			}
			t.Tags[tag] = []string{value}
			continue
		}
		t.Claims[trust.Claim(name)] = []string{value}
	}
	return t
}

// said is the verdict on a token as the corpus writes it.
func said(r trust.Result) string {
	first := func(causes []trust.Cause) string {
		if len(causes) == 0 {
			return ""
		}
		return " " + causes[0].ID
	}
	switch {
	case r.Allowed:
		return "allowed" + first(r.Warnings)
	case r.Undecided:
		return "undecided " + strings.Join(r.Needs, " ")
	}
	return "denied" + first(r.Causes)
}

func TestCorpus(t *testing.T) {
	total := 0
	for _, group := range corpus {
		for _, s := range group.shapes {
			total++
			t.Run(group.issuer.Name()+"/"+s.conditions+"/"+s.genuine, func(t *testing.T) {
				require.NotEmpty(t, s.seen)
				d := s.policy(group.issuer)
				for _, c := range []struct{ token, want string }{{s.genuine, s.meant}, {s.hostile, s.foreign}} {
					result, err := trust.Check(d, readToken(group.issuer, c.token))
					require.NoError(t, err)
					assert.Equal(t, c.want, said(result), "%s\n%s\n%s", c.token, d.Indent(), result.Report())
					if !strings.HasPrefix(group.issuer.Name(), "GitHub") && group.issuer.Name() != "GHE.com" {
						for _, cause := range slices.Concat(result.Causes, result.Warnings) {
							assert.NotContains(t, cause.Text, "GitHub", "advice of another issuer")
						}
					}
					fitsTerminal(t, result.Report())
				}
				assert.NotEqual(t, "allowed", s.foreign, "a hostile token that is admitted is warned about")
				assert.NotEqual(t, "denied", s.foreign, "a refusal has a cause")
				assert.NotEqual(t, "denied", s.meant, "a refusal has a cause")
			})
		}
	}
	assert.GreaterOrEqual(t, total, 120)
}

// Every issuer is in the corpus, and so is every cause that a policy of somebody
// else can have.
func TestCorpusIsWide(t *testing.T) {
	ids := map[string]bool{}
	var issuers []string
	for _, group := range corpus {
		issuers = append(issuers, group.issuer.Name())
		for _, s := range group.shapes {
			for _, verdict := range []string{s.meant, s.foreign} {
				_, id, _ := strings.Cut(verdict, " ")
				ids[id] = true
			}
		}
	}
	for _, c := range []string{"GitHub", "GitHub Enterprise", "GHE.com", "GitHub Enterprise Server", "GitLab.com", "GitLab", "Bitbucket", "CircleCI", "HCP Terraform", "Buildkite", "OIDC"} {
		assert.True(t, slices.Contains(issuers, c), c)
	}
	for _, id := range []string{
		"case", "colon", "space", "braces", "immutable-form", "plain-form", "ids", "owner", "repository", "environment", "ref", "pull-request", "merge-queue", "run-phase",
		"no-context", "customized", "form", "wildcard", "issuer", "principal", "action", "placeholder", "key-prefix", "no-key", "request-key", "missing", "audience", "claim",
		"tags", "denied", "no-subject", "no-audience", "open-subject", "open-context", "open-ids", "open-user", "loose-pattern",
	} {
		assert.True(t, ids[id], id)
	}
}

// Where the shapes were seen.
const (
	repositories_ = "public repositories, often"
	terraformCode = "public Terraform code"
	awsGuide      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html"
	gitHubGuide   = "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws"
	gitLabGuide   = "https://docs.gitlab.com/ci/cloud_services/aws/"
	bitbucketPage = "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/"
	circlePage    = "https://circleci.com/docs/openid-connect-tokens/"
	hcpPage       = "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration"
	buildkitePage = "https://buildkite.com/docs/pipelines/security/oidc/aws"
	action        = "https://github.com/aws-actions/configure-aws-credentials/issues/"
)

const (
	onMain    = "repo:acme/app:ref:refs/heads/main"
	onFeature = "repo:acme/app:ref:refs/heads/feature"
	onTag     = "repo:acme/app:ref:refs/tags/v1"
	inProd    = "repo:acme/app:environment:prod"
	onPull    = "repo:acme/app:pull_request"
	stranger  = "repo:evil/app:ref:refs/heads/main"
	sibling   = "repo:acme/lib:ref:refs/heads/main"
	withIDs   = "repo:acme@1/app@2:ref:refs/heads/main"
	takenOver = "repo:acme@66/app@77:ref:refs/heads/main"
)

var corpus = []struct {
	issuer trust.Issuer
	shapes []shape
}{
	{trust.GitHub(), []shape{
		// One repository, written soundly.
		{seen: gitHubGuide, conditions: aud + "StringEquals sub=" + onMain, genuine: onMain, meant: "allowed", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "allowed", hostile: onFeature, foreign: "denied ref"},
		{seen: repositories_, conditions: "StringLike sub=" + onMain + " aud=sts.amazonaws.com", genuine: onMain, meant: "allowed", hostile: sibling, foreign: "denied repository"},
		{seen: repositories_, conditions: "StringEquals sub=" + inProd + " aud=sts.amazonaws.com", genuine: inProd, meant: "allowed", hostile: "repo:acme/app:environment:dev", foreign: "denied environment"},
		{seen: terraformCode, conditions: aud + "StringLike sub=repo:acme/app:environment:*", genuine: inProd, meant: "allowed", hostile: onMain, foreign: "denied environment"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app:ref:refs/tags/v*", genuine: onTag, meant: "allowed loose-pattern", hostile: onMain, foreign: "denied ref"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app:ref:refs/tags/*", genuine: onTag, meant: "allowed", hostile: onPull, foreign: "denied pull-request"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app:ref:refs/heads/*", genuine: onFeature, meant: "allowed", hostile: onPull, foreign: "denied pull-request"},
		{seen: terraformCode, conditions: aud + "StringLike sub=repo:acme/app:ref:refs/heads/release/*", genuine: "repo:acme/app:ref:refs/heads/release/1", meant: "allowed", hostile: "repo:acme/app:ref:refs/heads/release-evil", foreign: "denied ref"},
		{seen: terraformCode, conditions: aud + "StringLike sub=repo:acme/app:ref:refs/heads/release*", genuine: "repo:acme/app:ref:refs/heads/release/1", meant: "allowed loose-pattern", hostile: "repo:acme/app:ref:refs/heads/release-evil", foreign: "allowed loose-pattern"},
		{seen: terraformCode, conditions: "StringEquals sub=" + onMain + "|" + onPull + " aud=sts.amazonaws.com", genuine: onPull, meant: "allowed", hostile: onFeature, foreign: "denied ref"},
		{seen: terraformCode, conditions: aud + "StringLike sub=repo:acme/infra:ref:refs/heads/stage|repo:acme/infra:pull_request|repo:acme/app:ref:refs/heads/stage", genuine: "repo:acme/app:ref:refs/heads/stage", meant: "allowed", hostile: "repo:acme/app:ref:refs/heads/dev", foreign: "denied ref"},
		{seen: terraformCode, conditions: aud + "StringEqualsIgnoreCase sub=" + onMain, genuine: "repo:Acme/App:ref:refs/heads/main", meant: "allowed", hostile: stranger, foreign: "denied owner"},
		{seen: terraformCode, conditions: aud + "ForAnyValue:StringEquals sub=" + onMain, genuine: onMain, meant: "allowed", hostile: onFeature, foreign: "denied ref"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + onMain, genuine: onMain, meant: "allowed", hostile: onMain + " iss=https://evil.example.com", foreign: "denied issuer"},
		{seen: awsGuide, conditions: aud + "StringEquals sub=" + onMain, genuine: onMain, meant: "allowed", hostile: onMain + " aud=https://github.com/acme", foreign: "denied audience"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + onMain, genuine: sibling, meant: "allowed", hostile: stranger, foreign: "denied owner",
			change: also(policy.Allow, trust.GitHub(), aud+"StringEquals sub="+sibling)},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + onMain, genuine: onMain, meant: "allowed", hostile: onFeature, foreign: "denied ref", change: actions("sts:AssumeRoleWithWebIdentity", "sts:TagSession")},
		{seen: repositories_, conditions: aud + "StringEquals sub=" + onMain, genuine: onMain, meant: "allowed", hostile: onFeature, foreign: "denied ref", change: actions("sts:*")},

		// The whole repository, the whole owner.
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app:*", genuine: onMain, meant: "allowed open-context", hostile: sibling, foreign: "denied repository"},
		{seen: terraformCode, conditions: "StringLike sub=repo:acme/app:*", genuine: onMain, meant: "allowed no-audience", hostile: stranger, foreign: "denied owner"},
		{seen: terraformCode, conditions: aud + "StringLike sub=repo:acme/app:*|repo:acme/lib:*", genuine: sibling, meant: "allowed open-context", hostile: "repo:acme/other:ref:refs/heads/main", foreign: "denied repository"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/*", genuine: onMain, meant: "allowed open-context", hostile: "repo:acme-evil/app:ref:refs/heads/main", foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/*:ref:refs/heads/main", genuine: sibling, meant: "allowed", hostile: onFeature, foreign: "denied ref"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/*-service:ref:refs/heads/main", genuine: "repo:acme/a-service:ref:refs/heads/main", meant: "allowed", hostile: onMain, foreign: "denied repository"},
		{seen: terraformCode, conditions: "StringEquals aud=sts.amazonaws.com repository_id=2 repository_owner_id=1; StringLike sub=repo:acme/*:ref:refs/heads/main|repo:acme/*:pull_request",
			genuine: onMain + " repository_id=2 repository_owner_id=1", meant: "allowed open-context", hostile: sibling + " repository_id=3 repository_owner_id=1", foreign: "denied ids"},

		// Open to strangers.
		{seen: action + "280", conditions: aud, genuine: onMain, meant: "allowed no-subject", hostile: stranger, foreign: "allowed no-subject"},
		{seen: "https://github.com/aws-actions/configure-aws-credentials/pull/300", conditions: "", genuine: onMain, meant: "allowed no-subject", hostile: stranger, foreign: "allowed no-subject"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:*", genuine: onMain, meant: "allowed open-subject", hostile: stranger, foreign: "allowed open-subject"},
		{seen: "https://hackingthe.cloud/aws/exploitation/Misconfigured_Resource-Based_Policies/exploiting_misconfigured_github_oidc/", conditions: "StringLike sub=repo:*/*:ref:refs/heads/corgi", genuine: "repo:acme/app:ref:refs/heads/corgi", meant: "allowed no-audience", hostile: "repo:evil/x:ref:refs/heads/corgi", foreign: "allowed no-audience"},
		{seen: repositories_, conditions: aud + "StringLike sub=*", genuine: onMain, meant: "allowed open-subject", hostile: stranger, foreign: "allowed open-subject"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme*", genuine: onMain, meant: "allowed open-subject", hostile: "repo:acme-evil/app:ref:refs/heads/main", foreign: "allowed open-subject"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app*", genuine: onMain, meant: "allowed open-subject", hostile: "repo:acme/app-evil:ref:refs/heads/main", foreign: "allowed open-subject"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:*/app:ref:refs/heads/main", genuine: onMain, meant: "allowed open-subject", hostile: stranger, foreign: "allowed open-subject"},
		{seen: action + "306", conditions: "StringEquals actor=ann aud=sts.amazonaws.com", genuine: onMain + " actor=ann", meant: "allowed no-subject", hostile: stranger + " actor=bob", foreign: "denied claim"},
		{seen: terraformCode, conditions: aud + "StringLike job_workflow_ref=acme/ci/.github/workflows/deploy.yml@*", genuine: onMain + " job_workflow_ref=acme/ci/.github/workflows/deploy.yml@v1", meant: "allowed no-subject",
			hostile: stranger + " job_workflow_ref=acme/ci/.github/workflows/deploy.yml@v1", foreign: "allowed no-subject"},
		{seen: repositories_, conditions: "StringEquals aud=sts.amazonaws.com environment=prod; StringLike job_workflow_ref=acme/ci/.github/workflows/deploy.yml@refs/heads/main", genuine: inProd + " environment=prod job_workflow_ref=acme/ci/.github/workflows/deploy.yml@refs/heads/main", meant: "allowed no-subject",
			hostile: "repo:evil/x:environment:prod environment=prod job_workflow_ref=acme/ci/.github/workflows/deploy.yml@refs/heads/main", foreign: "allowed no-subject"},
		{seen: terraformCode, conditions: aud + "StringNotLike sub=*:pull_request", genuine: onMain, meant: "allowed no-subject", hostile: stranger, foreign: "allowed no-subject"},
		{seen: terraformCode, conditions: aud + "StringEqualsIfExists sub=" + onMain, genuine: onMain, meant: "allowed no-subject", hostile: stranger, foreign: "denied owner"},
		{seen: terraformCode, conditions: aud + "Null sub=false", genuine: onMain, meant: "allowed no-subject", hostile: stranger, foreign: "allowed no-subject"},
		{seen: action + "318", conditions: "ForAllValues:StringLike sub=repo:acme/*", genuine: onMain, meant: "allowed no-subject", hostile: stranger, foreign: "denied owner"},
		{seen: action + "452", conditions: "ForAllValues:StringEquals aud=sts.amazonaws.com; ForAllValues:StringLike sub=repo:acme/*:ref:refs/heads/*", genuine: onMain, meant: "allowed no-subject", hostile: inProd, foreign: "denied environment"},
		{seen: action + "690", conditions: "StringLike sub=repo:acme/app:*; ForAllValues:StringEquals iss=https://token.actions.githubusercontent.com aud=sts.amazonaws.com", genuine: onMain, meant: "allowed no-audience", hostile: stranger, foreign: "denied owner"},
		{seen: terraformCode, conditions: "ForAnyValue:StringLike sub=repo:acme/*", genuine: onMain, meant: "allowed no-audience", hostile: stranger, foreign: "denied owner"},

		// Claims beside the subject, or in its place.
		{seen: repositories_, conditions: "StringEquals aud=sts.amazonaws.com sub=" + inProd + " environment=prod repository_id=2 repository_owner_id=1; StringLike job_workflow_ref=acme/app/.github/workflows/deploy.yml@*",
			genuine: inProd + " environment=prod repository_id=2 repository_owner_id=1 job_workflow_ref=acme/app/.github/workflows/deploy.yml@refs/heads/main", meant: "allowed",
			hostile: inProd + " environment=prod repository_id=77 repository_owner_id=66 job_workflow_ref=acme/app/.github/workflows/deploy.yml@refs/heads/main", foreign: "denied ids"},
		{seen: repositories_, conditions: "StringEquals aud=sts.amazonaws.com repository=acme/app job_workflow_ref=acme/app/.github/workflows/deploy.yml@refs/heads/main", genuine: onMain + " repository=acme/app job_workflow_ref=acme/app/.github/workflows/deploy.yml@refs/heads/main", meant: "allowed",
			hostile: stranger + " repository=evil/app job_workflow_ref=acme/app/.github/workflows/deploy.yml@refs/heads/main", foreign: "denied claim"},
		{seen: repositories_, conditions: "StringEquals aud=sts.amazonaws.com sub=" + inProd + " ref=refs/heads/main", genuine: inProd + " ref=refs/heads/main", meant: "allowed", hostile: inProd + " ref=refs/heads/evil", foreign: "denied claim"},
		{seen: repositories_, conditions: "StringEquals aud=sts.amazonaws.com sub=" + onMain + " workflow=release", genuine: onMain + " workflow=release", meant: "allowed", hostile: onMain + " workflow=test", foreign: "denied claim"},
		{seen: repositories_, conditions: "StringEquals aud=sts.amazonaws.com sub=" + onMain + " environment=prod", genuine: onMain, meant: "denied missing", hostile: stranger, foreign: "denied missing"},
		{seen: terraformCode, conditions: aud + "StringEquals repository_owner=acme", genuine: onMain + " repository_owner=acme", meant: "denied no-key", hostile: stranger + " repository_owner=evil", foreign: "denied no-key"},
		{seen: action + "672", conditions: "StringEquals sub=" + inProd + " iss=https://token.actions.githubusercontent.com aud=sts.amazonaws.com", genuine: inProd, meant: "denied no-key", hostile: stranger, foreign: "denied no-key"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + onMain + " event_name=push", genuine: onMain + " event_name=push", meant: "denied no-key", hostile: onMain + " event_name=pull_request_target", foreign: "denied no-key"},
		{seen: repositories_, conditions: "StringEquals aud=sts.amazonaws.com repository_owner_id=1", genuine: onMain + " repository_owner_id=1", meant: "allowed open-context", hostile: stranger + " repository_owner_id=66", foreign: "denied ids"},

		// The two forms of a repository.
		{seen: action + "1888", conditions: aud + "StringLike sub=" + onMain, genuine: withIDs, meant: "denied immutable-form", hostile: "repo:evil@6/app@7:ref:refs/heads/main", foreign: "denied owner"},
		{seen: "https://github.com/terraform-aws-modules/terraform-aws-iam/issues/659", conditions: aud + "StringLike sub=" + withIDs, genuine: withIDs, meant: "allowed", hostile: takenOver, foreign: "denied ids"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + withIDs, genuine: onMain, meant: "denied plain-form", hostile: takenOver, foreign: "denied ids"},
		{seen: "https://github.com/aws-actions/configure-aws-credentials/pull/1890", conditions: aud + "StringLike sub=" + onMain + "|" + withIDs, genuine: withIDs, meant: "allowed", hostile: takenOver, foreign: "denied ids"},
		{seen: "https://github.com/RoboFinSystems/robosystems/pull/1371", conditions: aud + "StringLike sub=" + onMain + "|repo:acme@*/app@*:ref:refs/heads/main", genuine: withIDs, meant: "allowed open-ids", hostile: takenOver, foreign: "allowed open-ids"},
		{seen: terraformCode, conditions: aud + "StringLike sub=repo:acme/app:*", genuine: withIDs, meant: "denied immutable-form", hostile: stranger, foreign: "denied owner"},

		// The subject is another one than the author thought.
		{seen: "https://github.com/ministryofjustice/modernisation-platform/issues/3909", conditions: aud + "StringEquals sub=repo:acme/app", genuine: onPull, meant: "denied no-context", hostile: stranger, foreign: "denied owner"},
		{seen: terraformCode, conditions: aud + "StringLike sub=repo:acme/app", genuine: onMain, meant: "denied no-context", hostile: stranger, foreign: "denied owner"},
		{seen: action + "1024", conditions: aud + "StringLike sub=" + onMain, genuine: inProd, meant: "denied environment", hostile: stranger, foreign: "denied owner"},
		{seen: action + "1238", conditions: aud + "StringLike sub=repo:acme/app:environment:*ref:refs/heads/main*", genuine: inProd, meant: "denied environment", hostile: stranger, foreign: "denied owner"},
		{seen: action + "672", conditions: aud + "StringEquals sub=" + inProd, genuine: onMain, meant: "denied environment", hostile: stranger, foreign: "denied owner"},
		{seen: action + "511", conditions: "StringLike sub=" + onMain + " aud=sts.amazonaws.com", genuine: onPull, meant: "denied pull-request", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringEquals sub=" + onMain, genuine: "repo:acme/app:ref:refs/heads/gh-readonly-queue/main/pr-7-0123abc", meant: "denied merge-queue", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringEquals sub=" + onMain, genuine: onTag, meant: "denied ref", hostile: "repo:acme/app:ref:refs/pull/7/merge", foreign: "denied pull-request"},
		{seen: action + "318", conditions: aud + "StringLike sub=repo:ACME/app:*", genuine: onMain, meant: "denied case", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringEquals sub=repo:acme/app:environment:Prod", genuine: inProd, meant: "denied case", hostile: stranger, foreign: "denied owner"},
		{seen: action + "1137", conditions: "StringEquals sub=repo:acme/* aud=sts.amazonaws.com", genuine: onMain, meant: "denied wildcard", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: "StringEquals sub=repo:acme/app:* aud=sts.amazonaws.com", genuine: onMain, meant: "denied wildcard", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringEquals sub=" + onMain + "; StringLike sub=repo:acme/app:ref:refs/tags/*", genuine: onMain, meant: "denied ref", hostile: stranger, foreign: "denied owner"},
		{seen: "https://github.com/github/docs/pull/24300", conditions: aud + "StringLike sub=repo:acme/app:ref:main", genuine: onMain, meant: "denied ref", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app:branch:main", genuine: onMain, meant: "denied form", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app:refs/heads/main", genuine: onMain, meant: "denied form", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:https://github.com/acme/app:*", genuine: onMain, meant: "denied form", hostile: stranger, foreign: "denied form"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app.git:*", genuine: onMain, meant: "denied repository", hostile: stranger, foreign: "denied owner"},
		{seen: repositories_, conditions: aud + "StringLike sub=acme/app:*", genuine: onMain, meant: "denied form", hostile: stranger, foreign: "denied form"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=repo:acme/app:environment:eu:prod", genuine: "repo:acme/app:environment:eu%3Aprod", meant: "denied colon", hostile: stranger, foreign: "denied owner"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + inProd + "␠", genuine: inProd, meant: "denied space", hostile: stranger, foreign: "denied owner"},

		// Customized subjects.
		{seen: action + "454", conditions: aud + "StringLike sub=repo:acme/app:pull_request:workflow:ci:job_workflow_ref:acme/app/.github/workflows/ci.yml@*", genuine: "repo:acme/app:pull_request:workflow:ci:job_workflow_ref:acme/app/.github/workflows/ci.yml@refs/pull/7/merge", meant: "allowed",
			hostile: "repo:evil/app:pull_request:workflow:ci:job_workflow_ref:acme/app/.github/workflows/ci.yml@refs/pull/7/merge", foreign: "denied owner"},
		{seen: action + "454", conditions: aud + "StringEquals sub=" + onMain, genuine: onMain + ":workflow:release", meant: "denied customized", hostile: stranger, foreign: "denied owner"},
		{seen: gitHubGuide, conditions: aud + "StringEquals sub=repo:acme/app:job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main", genuine: onMain, meant: "denied customized", hostile: stranger, foreign: "denied owner"},
		{seen: gitHubGuide, conditions: aud + "StringLike sub=repository_owner:acme:*", genuine: "repository_owner:acme:repository_visibility:private", meant: "allowed", hostile: "repository_owner:evil:repository_visibility:private", foreign: "denied customized"},
		{seen: gitHubGuide, conditions: aud + "StringLike sub=job_workflow_ref:acme/ci/.github/workflows/x.yml@*", genuine: "job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main", meant: "allowed open-subject", hostile: "job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main", foreign: "allowed open-subject"},

		// Left unfilled.
		{seen: action + "1137", conditions: aud + "StringLike sub=repo:<ORG>/<REPO>:*", genuine: onMain, meant: "denied placeholder", hostile: stranger, foreign: "denied placeholder"},
		{seen: terraformCode, conditions: aud + "StringLike sub=repo:${GITHUB}/app:*", genuine: onMain, meant: "denied placeholder", hostile: stranger, foreign: "denied placeholder"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:YOUR-ORG/YOUR-REPO:*", genuine: onMain, meant: "denied placeholder", hostile: stranger, foreign: "denied placeholder"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:OWNER/REPO:*", genuine: onMain, meant: "denied placeholder", hostile: stranger, foreign: "denied placeholder"},
		{seen: action + "690", conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "denied placeholder", hostile: stranger, foreign: "denied placeholder", change: principal("arn:aws:iam::<your_aws_account_id>:oidc-provider/" + github)},
		{seen: action + "511", conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "denied placeholder", hostile: stranger, foreign: "denied placeholder", change: principal("arn:aws:iam::XXXXXXXXXX:oidc-provider/" + github)},
		{seen: action + "672", conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "denied placeholder", hostile: stranger, foreign: "denied placeholder", change: principal("arn:aws:iam::########:oidc-provider/" + github)},
		{seen: repositories_, conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "denied placeholder", hostile: stranger, foreign: "denied placeholder", change: principal("arn:aws:iam::ACCOUNT_ID:oidc-provider/" + github)},

		// Another principal, another action.
		{seen: terraformCode, conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "denied principal", hostile: stranger, foreign: "denied principal", change: principal(github)},
		{seen: repositories_, conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "denied principal", hostile: stranger, foreign: "denied principal", change: principal("arn:aws:iam::123:oidc-provider/" + github)},
		{seen: terraformCode, conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "denied issuer", hostile: stranger, foreign: "denied issuer", change: principal("arn:aws:iam::aws:repo/github:acme/app:*")},
		{seen: action + "280", conditions: aud + "StringLike sub=" + onMain, genuine: onMain, meant: "denied issuer", hostile: stranger, foreign: "denied issuer", change: principal("arn:aws:iam::123456789012:oidc-provider/vstoken.actions.githubusercontent.com")},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + onMain, genuine: onMain, meant: "denied action", hostile: stranger, foreign: "denied action", change: actions("sts:AssumeRole")},
		{seen: repositories_, conditions: "StringEquals vstoken.actions.githubusercontent.com:aud=sts.amazonaws.com vstoken.actions.githubusercontent.com:sub=" + onMain, genuine: onMain, meant: "denied key-prefix", hostile: stranger, foreign: "denied key-prefix"},
		{seen: action + "318", conditions: "StringEquals aud=https://github.com/acme", genuine: onMain, meant: "denied audience", hostile: stranger, foreign: "denied audience"},

		// Conditions on the request, session tags, a Deny.
		{seen: repositories_, conditions: aud + "StringEquals sub=" + onMain + "; IpAddress aws:SourceIp=192.0.2.0/24", genuine: onMain, meant: "undecided aws:SourceIp", hostile: stranger, foreign: "denied owner"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + onMain + " sts:RoleSessionName=release", genuine: onMain, meant: "undecided sts:RoleSessionName", hostile: stranger, foreign: "denied owner"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + onMain + " aws:PrincipalOrgID=o-1", genuine: onMain, meant: "denied request-key", hostile: stranger, foreign: "denied request-key"},
		{seen: terraformCode, conditions: aud + "StringEquals sub=" + onMain + " sts:ExternalId=x", genuine: onMain, meant: "denied request-key", hostile: stranger, foreign: "denied request-key"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app:*; StringNotLike sub=*:pull_request", genuine: onMain, meant: "allowed", hostile: onPull, foreign: "denied subject"},
		{seen: repositories_, conditions: aud + "StringLike sub=repo:acme/app:*", genuine: onMain, meant: "allowed open-context", hostile: onPull, foreign: "denied denied", change: also(policy.Deny, trust.GitHub(), "StringLike sub=*:pull_request")},
	}},
	{trust.GitHubEnterprise("acme-inc"), []shape{
		{seen: "https://github.com/aripalo/aws-cdk-github-oidc/issues/42", conditions: aud + "StringEquals sub=" + onMain, genuine: onMain, meant: "allowed", hostile: onMain + " iss=https://" + github, foreign: "denied issuer"},
		{seen: gitHubGuide, conditions: "StringEquals " + github + ":aud=sts.amazonaws.com " + github + ":sub=" + onMain, genuine: onMain, meant: "denied key-prefix", hostile: stranger, foreign: "denied key-prefix"},
	}},
	{trust.GitHubEnterpriseCloud("octocorp"), []shape{
		{seen: gitHubGuide, conditions: aud + "StringEquals sub=" + inProd, genuine: inProd, meant: "allowed", hostile: onMain, foreign: "denied environment"},
	}},
	{trust.GitHubEnterpriseServer("ghes.acme.com"), []shape{
		{seen: action + "672", conditions: aud + "StringEquals sub=" + onMain, genuine: onMain, meant: "allowed", hostile: inProd, foreign: "denied environment"},
		{seen: terraformCode, conditions: "StringEquals aud=sts.amazonaws.com sub=" + onMain + " ref=refs/heads/main", genuine: onMain + " ref=refs/heads/main", meant: "denied no-key", hostile: stranger, foreign: "denied no-key"},
		{seen: terraformCode, conditions: aud, genuine: onMain, meant: "allowed no-subject", hostile: stranger, foreign: "allowed no-subject"},
	}},
	{trust.GitLab(), []shape{
		{seen: gitLabGuide, conditions: "StringEquals aud=https://gitlab.com sub=project_path:acme/app:ref_type:branch:ref:main", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "allowed", hostile: "project_path:evil/app:ref_type:branch:ref:main", foreign: "denied owner"},
		{seen: terraformCode, conditions: "StringEquals aud=https://gitlab.com; StringLike sub=project_path:acme/app:ref_type:branch:ref:*", genuine: "project_path:acme/app:ref_type:branch:ref:dev", meant: "allowed", hostile: "project_path:acme/app:ref_type:tag:ref:dev", foreign: "denied ref"},
		{seen: terraformCode, conditions: "StringEquals aud=sts.amazonaws.com; StringLike sub=project_path:acme/app:*", genuine: "project_path:acme/app:ref_type:branch:ref:main aud=sts.amazonaws.com", meant: "allowed", hostile: "project_path:acme/app-evil:ref_type:branch:ref:main aud=sts.amazonaws.com", foreign: "denied repository"},
		{seen: terraformCode, conditions: "StringEquals aud=sts.amazonaws.com; StringLike sub=project_path:acme/app:*", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "denied audience", hostile: "project_path:evil/app:ref_type:branch:ref:main", foreign: "denied audience"},
		{seen: terraformCode, conditions: "StringLike sub=project_path:acme/team/app:ref_type:branch:ref:*", genuine: "project_path:acme/team/app:ref_type:branch:ref:main", meant: "allowed no-audience", hostile: "project_path:acme/app:ref_type:branch:ref:main", foreign: "denied repository"},
		{seen: gitLabGuide, conditions: "StringEquals aud=https://gitlab.com; StringLike sub=project_path:acme/*:ref_type:branch:ref:main", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "allowed", hostile: "project_path:acme-evil/app:ref_type:branch:ref:main", foreign: "denied owner"},
		{seen: "https://hackingthe.cloud/aws/exploitation/Misconfigured_Resource-Based_Policies/exploiting_misconfigured_gitlab_oidc_aws_iam_roles/", conditions: "StringEquals aud=https://gitlab.com", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "allowed no-subject", hostile: "project_path:evil/x:ref_type:branch:ref:main", foreign: "allowed no-subject"},
		{seen: repositories_, conditions: "StringEquals aud=https://gitlab.com; StringLike sub=project_path:*:ref_type:branch:ref:main", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "allowed open-subject", hostile: "project_path:evil/x:ref_type:branch:ref:main", foreign: "allowed open-subject"},
		{seen: repositories_, conditions: "StringEquals aud=https://gitlab.com; StringLike sub=project_path:acme/app*", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "allowed open-subject", hostile: "project_path:acme/app-evil:ref_type:branch:ref:main", foreign: "allowed open-subject"},
		{seen: repositories_, conditions: "StringEquals aud=https://gitlab.com sub=repo:acme/app:ref:refs/heads/main", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "denied form", hostile: "project_path:evil/x:ref_type:branch:ref:main", foreign: "denied form"},
		{seen: terraformCode, conditions: "StringEquals aud=https://gitlab.com sub=project_path:acme/app", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "denied no-context", hostile: "project_path:evil/app:ref_type:branch:ref:main", foreign: "denied owner"},
		{seen: terraformCode, conditions: "StringEquals aud=https://gitlab.com sub=project_path:acme/app:ref_type:branch:ref:refs/heads/main", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "denied ref", hostile: "project_path:evil/app:ref_type:branch:ref:main", foreign: "denied owner"},
		{seen: repositories_, conditions: "StringEquals aud=https://gitlab.com; StringLike sub=project_path:GROUP/PROJECT:ref_type:branch:ref:main", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "denied placeholder", hostile: "project_path:evil/x:ref_type:branch:ref:main", foreign: "denied placeholder"},
		{seen: terraformCode, conditions: "StringEquals aud=https://gitlab.com sub=project_path:Acme/app:ref_type:branch:ref:main", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "denied case", hostile: "project_path:evil/app:ref_type:branch:ref:main", foreign: "denied owner"},
		{seen: terraformCode, conditions: "StringEquals aud=https://gitlab.com sub=project_path:acme/app:ref_type:branch:ref:main project_id=7", genuine: "project_path:acme/app:ref_type:branch:ref:main project_id=7", meant: "allowed", hostile: "project_path:acme/app:ref_type:branch:ref:main project_id=8", foreign: "denied ids"},
		{seen: terraformCode, conditions: "StringEquals aud=https://gitlab.com sub=project_path:acme/app:ref_type:branch:ref:main namespace_path=acme", genuine: "project_path:acme/app:ref_type:branch:ref:main namespace_path=acme", meant: "denied no-key", hostile: "project_path:evil/app:ref_type:branch:ref:main namespace_path=evil", foreign: "denied no-key"},
		{seen: "https://gitlab.com/gitlab-org/gitlab/-/merge_requests/160562", conditions: "StringEquals aud=https://gitlab.com sub=project_path:acme/app:ref_type:branch:ref:main", genuine: "project_path:acme/app:ref_type:branch:ref:main:ref_protected:true", meant: "denied customized", hostile: "project_path:evil/app:ref_type:branch:ref:main", foreign: "denied owner"},
	}},
	{trust.GitLabSelfManaged("https://gitlab.acme.com"), []shape{
		{seen: gitLabGuide, conditions: "StringEquals aud=https://gitlab.acme.com sub=project_path:acme/app:ref_type:branch:ref:main", genuine: "project_path:acme/app:ref_type:branch:ref:main", meant: "allowed", hostile: "project_path:acme/app:ref_type:branch:ref:dev", foreign: "denied ref"},
		{seen: terraformCode, conditions: "StringEquals aud=https://gitlab.acme.com sub=project_path:acme/app:ref_type:branch:ref:main project_id=7", genuine: "project_path:acme/app:ref_type:branch:ref:main project_id=7", meant: "denied no-key", hostile: "project_path:acme/app:ref_type:branch:ref:dev project_id=7", foreign: "denied no-key"},
	}},
	{trust.Bitbucket("acme", uuid1), []shape{
		{seen: bitbucketPage, conditions: "StringLike sub={" + uuid2 + "}:*", genuine: "{" + uuid2 + "}:{step}", meant: "allowed no-audience", hostile: "{" + uuid1 + "}:{step}", foreign: "denied repository"},
		{seen: bitbucketPage, conditions: "StringEquals aud=ari:cloud:bitbucket::workspace/" + uuid1 + "; StringLike sub={" + uuid2 + "}:{" + uuid1 + "}:*", genuine: "{" + uuid2 + "}:{" + uuid1 + "}:{step}", meant: "allowed", hostile: "{" + uuid2 + "}:{step}", foreign: "denied environment"},
		{seen: repositories_, conditions: "StringLike sub=" + uuid2 + ":*", genuine: "{" + uuid2 + "}:{step}", meant: "denied braces", hostile: "{" + uuid1 + "}:{step}", foreign: "denied repository"},
		{seen: terraformCode, conditions: "StringEquals aud=ari:cloud:bitbucket::workspace/" + uuid1 + "; StringLike sub=*:*:*", genuine: "{" + uuid2 + "}:{" + uuid1 + "}:{step}", meant: "allowed open-subject", hostile: "{" + uuid1 + "}:{" + uuid1 + "}:{step}", foreign: "allowed open-subject"},
		{seen: repositories_, conditions: "StringLike sub={" + uuid1 + "}:{" + uuid2 + "}:*", genuine: "{" + uuid2 + "}:{step}", meant: "denied repository", hostile: "{" + outsideRepository + "}:{step}", foreign: "denied repository"},
		{seen: bitbucketPage, conditions: "StringEquals aud=ari:cloud:bitbucket::workspace/" + uuid1, genuine: "{" + uuid2 + "}:{step}", meant: "allowed no-subject", hostile: "{" + uuid1 + "}:{step}", foreign: "allowed no-subject"},
		{seen: terraformCode, conditions: "StringEquals aud=sts.amazonaws.com; StringLike sub={" + uuid2 + "}:*", genuine: "{" + uuid2 + "}:{step}", meant: "denied audience", hostile: "{" + uuid1 + "}:{step}", foreign: "denied audience"},
	}},
	{trust.CircleCI(uuid1), []shape{
		{seen: circlePage, conditions: "StringEquals aud=" + uuid1, genuine: "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1, meant: "allowed no-subject", hostile: "org/" + uuid1 + "/project/" + outsideRepository + "/user/" + uuid1, foreign: "allowed no-subject"},
		{seen: circlePage, conditions: "StringEquals aud=" + uuid1 + "; StringLike sub=org/" + uuid1 + "/project/" + uuid2 + "/user/*", genuine: "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1, meant: "allowed", hostile: "org/" + uuid1 + "/project/" + outsideRepository + "/user/" + uuid1, foreign: "denied repository"},
		{seen: repositories_, conditions: "StringEquals aud=" + uuid1 + "; StringLike sub=org/" + uuid1 + "/project/*/user/*", genuine: "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1, meant: "allowed", hostile: "org/" + uuid2 + "/project/" + uuid2 + "/user/" + uuid1 + " iss=https://oidc.circleci.com/org/" + uuid2, foreign: "denied issuer"},
		{seen: repositories_, conditions: "StringEquals aud=" + uuid1 + "; StringLike sub=org/" + uuid1 + "/project/" + uuid2 + "/user/*/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main",
			genuine: "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1 + "/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main", meant: "allowed open-user",
			hostile: "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1 + "/vcs-origin/github.com/evil/app/vcs-ref/refs/heads/x/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main", foreign: "allowed open-user"},
		{seen: circlePage, conditions: "StringEquals aud=" + uuid1 + " oidc.circleci.com/project-id=" + uuid2 + "; StringLike sub=org/" + uuid1 + "/project/" + uuid2 + "/user/*", genuine: "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1 + " oidc.circleci.com/project-id=" + uuid2, meant: "allowed",
			hostile: "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1 + " oidc.circleci.com/project-id=" + uuid1, foreign: "denied claim"},
	}},
	{trust.Terraform(), []shape{
		{seen: hcpPage, conditions: "StringEquals aud=aws.workload.identity; StringLike sub=organization:acme:project:infra:workspace:prod:run_phase:*", genuine: "organization:acme:project:infra:workspace:prod:run_phase:apply", meant: "allowed open-context", hostile: "organization:evil:project:infra:workspace:prod:run_phase:apply", foreign: "denied owner"},
		{seen: terraformCode, conditions: "StringEquals aud=aws.workload.identity sub=organization:acme:project:infra:workspace:prod:run_phase:plan", genuine: "organization:acme:project:infra:workspace:prod:run_phase:plan", meant: "allowed", hostile: "organization:acme:project:infra:workspace:prod:run_phase:apply", foreign: "denied run-phase"},
		{seen: repositories_, conditions: "StringEquals aud=aws.workload.identity sub=organization:acme:project:infra:workspace:prod:run_phase:*", genuine: "organization:acme:project:infra:workspace:prod:run_phase:apply", meant: "denied wildcard", hostile: "organization:evil:project:infra:workspace:prod:run_phase:apply", foreign: "denied owner"},
		{seen: terraformCode, conditions: "StringEquals aud=aws.workload.identity; StringLike sub=organization:acme:*|organization:org-1:*", genuine: "organization:acme:project:p:workspace:w:run_phase:apply", meant: "allowed open-context", hostile: "organization:acme-evil:project:p:workspace:w:run_phase:apply", foreign: "denied owner"},
		{seen: terraformCode, conditions: "StringEquals aud=aws.workload.identity; StringLike sub=organization:acme:project:infra:workspace:*:run_phase:plan", genuine: "organization:acme:project:infra:workspace:w:run_phase:plan", meant: "allowed", hostile: "organization:acme:project:other:workspace:w:run_phase:plan", foreign: "denied repository"},
		{seen: repositories_, conditions: "StringEquals aud=platform.onboarding; StringLike sub=organization:acme:project:Platform_Team:*", genuine: "organization:acme:project:Platform_Team:workspace:w:run_phase:apply", meant: "denied audience", hostile: "organization:evil:project:Platform_Team:workspace:w:run_phase:apply", foreign: "denied audience"},
		{seen: terraformCode, conditions: "StringLike sub=organization:acme:project:*:workspace:*:run_phase:*", genuine: "organization:acme:project:p:workspace:w:run_phase:apply", meant: "allowed no-audience", hostile: "organization:evil:project:p:workspace:w:run_phase:apply", foreign: "denied owner"},
	}},
	{trust.Buildkite(), []shape{
		{seen: buildkitePage, conditions: aud + "StringLike sub=organization:acme:pipeline:app:*", genuine: "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s", meant: "allowed", hostile: "organization:acme:pipeline:lib:ref:refs/heads/main:commit:abc:step:s", foreign: "denied repository"},
		{seen: terraformCode, conditions: aud + "StringLike sub=organization:acme:pipeline:app:ref:refs/heads/*:commit:*:step:plan", genuine: "organization:acme:pipeline:app:ref:refs/heads/dev:commit:abc:step:plan", meant: "allowed", hostile: "organization:acme:pipeline:app:ref:refs/heads/dev:commit:abc:step:apply", foreign: "denied step"},
		{seen: terraformCode, conditions: "StringLike sub=organization:acme:pipeline:app:*", genuine: "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s", meant: "allowed no-audience", hostile: "organization:evil:pipeline:app:ref:refs/heads/main:commit:abc:step:s", foreign: "denied owner"},
		{seen: buildkitePage, conditions: aud + "StringLike sub=organization:acme:pipeline:app:ref:refs/heads/main:*; IpAddress aws:SourceIp=192.0.2.1|192.0.2.2", genuine: "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s", meant: "undecided aws:SourceIp", hostile: "organization:acme:pipeline:app:ref:refs/heads/dev:commit:abc:step:s", foreign: "denied ref"},
		{seen: buildkitePage, conditions: aud + "StringLike sub=organization:acme:pipeline:app:ref:refs/heads/main:*; StringEquals aws:RequestTag/organization_slug=acme", genuine: "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s tag:organization_slug=acme", meant: "denied tags", hostile: "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s", foreign: "denied request-key"},
		{seen: buildkitePage, conditions: aud + "StringLike sub=organization:ORGANIZATION_SLUG:pipeline:PIPELINE_SLUG:*", genuine: "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s", meant: "denied placeholder", hostile: "organization:evil:pipeline:app:ref:refs/heads/main:commit:abc:step:s", foreign: "denied placeholder"},
		{seen: buildkitePage, conditions: aud + "StringLike sub=organization:acme:*", genuine: "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s", meant: "allowed", hostile: "organization:acme-evil:pipeline:app:ref:refs/heads/main:commit:abc:step:s", foreign: "denied owner"},
	}},
	{trust.OIDC("https://ci.example.com", "me"), []shape{
		{seen: awsGuide, conditions: "StringEquals aud=me sub=job:1", genuine: "job:1", meant: "allowed", hostile: "job:2", foreign: "denied subject"},
		{seen: "https://github.com/windmill-labs/windmilldocs/pull/635", conditions: "StringEquals aud=me email=a@acme.com", genuine: "u/a:x email=a@acme.com", meant: "denied no-key", hostile: "u/b:x email=b@evil.com", foreign: "denied no-key"},
		{seen: awsGuide, conditions: "StringEquals aud=me; StringLike sub=*", genuine: "job:1", meant: "allowed open-subject", hostile: "job:2", foreign: "allowed open-subject"},
	}},
}
