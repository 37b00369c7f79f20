package audit_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/audit"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

const (
	accountID = "111122223333"
	gitHub    = "token.actions.githubusercontent.com"
)

func provider(url string) string { return "arn:aws:iam::" + accountID + ":oidc-provider/" + url }

// web returns a trust policy for tokens of an issuer, under conditions.
func web(issuer string, conditions policy.Conditions, actions ...string) policy.Document {
	return policy.New(policy.Statement{
		Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{provider(issuer)}},
		Actions: append([]string{"sts:AssumeRoleWithWebIdentity"}, actions...), Conditions: conditions,
	})
}

// like and equal test the subject, and the audience.
func like(subjects ...string) policy.Document {
	return web(gitHub, policy.Conditions{"StringEquals": {gitHub + ":aud": {"sts.amazonaws.com"}}, "StringLike": {gitHub + ":sub": subjects}})
}

func equal(claims ...string) policy.Document { return equalOf(gitHub, "sts.amazonaws.com", claims...) }

func equalOf(issuer, audience string, claims ...string) policy.Document {
	keys := map[string][]string{issuer + ":aud": {audience}}
	for i := 0; i < len(claims); i += 2 {
		keys[issuer+":"+claims[i]] = append(keys[issuer+":"+claims[i]], claims[i+1])
	}
	return web(issuer, policy.Conditions{"StringEquals": keys})
}

func under(operator string, claims ...string) policy.Document {
	keys := map[string][]string{}
	for i := 0; i < len(claims); i += 2 {
		keys[gitHub+":"+claims[i]] = []string{claims[i+1]}
	}
	return web(gitHub, policy.Conditions{operator: keys, "ForAnyValue:StringEquals": {gitHub + ":aud": {"sts.amazonaws.com"}}})
}

// plantedTrust is a trust policy and what is wrong with it.
type plantedTrust struct {
	name     string
	document policy.Document
	findings []string
}

const (
	uuid      = "a1b2c3d4-0000-4000-8000-000000000000"
	circle    = "oidc.circleci.com/org/" + uuid
	bitbucket = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"
	server    = "ghe.example.com/_services/token"

	taken = "name-taken-over"
	acme  = "repo:acme/app:"
)

var plantedTrusts = []plantedTrust{
	{"immutable", equal("sub", "repo:acme@1/app@2:environment:release"), nil},
	{"ids", equal("sub", acme+"ref:refs/heads/main", "repository_id", "2"), nil},
	{"owner-id", equal("sub", acme+"ref:refs/heads/main", "repository_owner_id", "1"), nil},
	{"ours", trust.Options{AccountID: accountID, Subjects: []trust.Subject{{Repositories: []string{"acme@1/app@2"}, Branches: []string{"main"}}}}.Document(), nil},
	{"ours-gitlab", trust.Options{AccountID: accountID, Issuer: trust.GitLab(), Subjects: []trust.Subject{{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{"project_id": {"7"}}}}}.Document(), nil},
	{"ours-buildkite", trust.Options{AccountID: accountID, Issuer: trust.Buildkite(), Subjects: []trust.Subject{{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{"pipeline_id": {"7"}}}}}.Document(), nil},
	{"ours-terraform", trust.Options{AccountID: accountID, Issuer: trust.Terraform(), Subjects: []trust.Subject{{Repositories: []string{"acme/p/w"}, RunPhases: []string{"apply"}}}}.Document(), nil},
	{"ours-bitbucket", trust.Options{AccountID: accountID, Issuer: trust.Bitbucket("acme", uuid), Subjects: []trust.Subject{{Repositories: []string{uuid}, AnyRef: true}}}.Document(), nil},
	{"ours-circleci", trust.Options{AccountID: accountID, Issuer: trust.CircleCI(uuid), Subjects: []trust.Subject{{Repositories: []string{uuid}, AnyRef: true}}}.Document(), nil},
	{"ours-server", trust.Options{AccountID: accountID, Issuer: trust.GitHubEnterpriseServer("ghe.example.com"), Subjects: []trust.Subject{{Repositories: []string{"acme/app"}, Branches: []string{"main"}}}}.Document(), nil},
	{"ours-enterprise", trust.Options{AccountID: accountID, Issuer: trust.GitHubEnterprise("acme"), Subjects: []trust.Subject{{Repositories: []string{"acme@1/app@2"}, Environments: []string{"release"}}}}.Document(), nil},
	{"circleci-no-subject", equalOf(circle, uuid), []string{"any-job"}},
	{"bitbucket-any", web(bitbucket, policy.Conditions{"StringEquals": {bitbucket + ":aud": {"ari:cloud:bitbucket::workspace/" + uuid}}, "StringLike": {bitbucket + ":sub": {"*"}}}), []string{"any-job"}},
	{"server-any", web(server, policy.Conditions{"StringEquals": {server + ":aud": {"sts.amazonaws.com"}}, "StringLike": {server + ":sub": {"repo:*"}}}), []string{"any-job"}},
	{"server-repository", web(server, policy.Conditions{"StringEquals": {server + ":aud": {"sts.amazonaws.com"}}, "StringLike": {server + ":sub": {"repo:acme/app:*"}}}), []string{"any-context"}},
	{"tags", like("repo:acme@1/app@2:ref:refs/tags/*"), nil},
	{"separator", like("repo:acme@1/app@2:ref:refs/heads/release/*"), nil},
	{"reusable", web(gitHub, policy.Conditions{"StringEquals": {gitHub + ":aud": {"sts.amazonaws.com"}, gitHub + ":job_workflow_ref": {"acme/ci/.github/workflows/r.yml@refs/heads/main"}}, "StringLike": {gitHub + ":sub": {"repo:acme@1/*"}}}), nil},
	{"refused-pull-requests", policy.New(append(like("repo:acme@1/app@2:*").Statements, policy.Statement{
		Effect: policy.Deny, Principal: &policy.Principal{Everyone: true}, Actions: []string{"sts:AssumeRoleWithWebIdentity"},
		Conditions: policy.Conditions{"StringNotEquals": {gitHub + ":sub": {"repo:acme@1/app@2:environment:release"}}},
	})...), nil},

	{"exact-name", equal("sub", acme+"ref:refs/heads/main"), []string{taken}},
	{"environment-name", equal("sub", acme+"environment:release"), []string{taken}},
	{"no-subject", equal(), []string{"stranger"}},
	{"repo-star", like("repo:*"), []string{"stranger"}},
	{"repo-star-star", like("repo:*/*"), []string{"stranger"}},
	{"star", like("*"), []string{"stranger"}},
	{"any-owner-main", like("repo:*:ref:refs/heads/main"), []string{"stranger"}},
	{"any-owner-environment", like("repo:*:environment:prod"), []string{"stranger"}},
	{"any-owner-named", like("repo:*/app:ref:refs/heads/main"), []string{"stranger"}},
	{"negative", web(gitHub, policy.Conditions{"StringEquals": {gitHub + ":aud": {"sts.amazonaws.com"}}, "StringNotLike": {gitHub + ":sub": {"repo:*:pull_request"}}}), []string{"stranger"}},
	{"workflow-alone", web(gitHub, policy.Conditions{"StringEquals": {gitHub + ":aud": {"sts.amazonaws.com"}, gitHub + ":job_workflow_ref": {"acme/ci/.github/workflows/r.yml@refs/heads/main"}}}), []string{"stranger"}},
	{"other-prefix-if-exists", web(gitHub, policy.Conditions{"StringEquals": {gitHub + ":aud": {"sts.amazonaws.com"}}, "StringEqualsIfExists": {"gitlab.com:sub": {acme + "ref:refs/heads/main"}}}), []string{"stranger"}},
	{"everybody", policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{"sts:*"}}), []string{"stranger", "any-aws-account", "foreign-audience", "session-tags"}},
	{"owner-prefix", like("repo:acme*"), []string{"look-alike-owner"}},
	{"owner-suffix", like("repo:*acme/app:ref:refs/heads/main"), []string{"look-alike-owner"}},
	{"repository-prefix", like("repo:acme/app*"), []string{"look-alike-repository", "any-context", taken}},
	{"repository-prefix-main", like("repo:acme/app*:ref:refs/heads/main"), []string{"look-alike-repository", "ref-in-environment", taken}},
	{"owner", like("repo:acme/*"), []string{"whole-owner", "any-context", taken}},
	{"owner-main", like("repo:acme/*:ref:refs/heads/main"), []string{"whole-owner", "ref-in-environment", taken}},
	{"owner-immutable", like("repo:acme@1/*"), []string{"whole-owner", "any-context"}},
	{"repository", like(acme + "*"), []string{"any-context", taken}},
	{"repository-immutable", like("repo:acme@1/app@2:*"), []string{"any-context"}},
	{"pull-request", equal("sub", "repo:acme@1/app@2:pull_request"), []string{"pull-requests"}},
	{"any-branch", like("repo:acme@1/app@2:ref:refs/heads/*"), []string{"any-branch"}},
	{"loose-branch", like("repo:acme@1/app@2:ref:refs/heads/release*"), []string{"loose-ref"}},
	{"loose-tag", like("repo:acme@1/app@2:ref:refs/tags/v*"), []string{"loose-ref"}},
	{"loose-environment", like("repo:acme@1/app@2:environment:prod*"), []string{"loose-ref"}},
	{"open-ids", like("repo:acme@*/app@*:ref:refs/heads/main"), []string{"open-ids"}},
	{"no-audience", web(gitHub, policy.Conditions{"StringEquals": {gitHub + ":sub": {"repo:acme@1/app@2:ref:refs/heads/main"}}}), []string{"foreign-audience"}},
	{"subject-if-exists", under("StringLikeIfExists", "sub", acme+"ref:refs/heads/main"), []string{"missing-claim", taken}},
	{"subject-for-all-values", under("ForAllValues:StringEquals", "sub", acme+"ref:refs/heads/main"), []string{"missing-claim", taken}},
	{"session-tags", web(gitHub, equal("sub", "repo:acme@1/app@2:ref:refs/heads/main").Statements[0].Conditions, "sts:TagSession"), []string{"session-tags"}},
	{"shared-ids", equal("sub", acme+"ref:refs/heads/main", "sub", "repo:acme/lib:ref:refs/heads/main", "repository_id", "2", "repository_id", "3"), []string{"shared-claims"}},
	{"two-operators", web(gitHub, policy.Conditions{"StringEquals": {gitHub + ":aud": {"sts.amazonaws.com"}, gitHub + ":sub": {acme + "ref:refs/heads/main"}}, "StringLike": {gitHub + ":sub": {acme + "ref:refs/tags/*"}}}), []string{"never-admitted"}},
	{"other-prefix", web(gitHub, policy.Conditions{"StringEquals": {"gitlab.com:aud": {"sts.amazonaws.com"}, "gitlab.com:sub": {acme + "ref:refs/heads/main"}}}), []string{"never-admitted"}},
	{"no-key", equal("sub", acme+"ref:refs/heads/main", "runner_environment", "github-hosted"), []string{"never-admitted"}},
	{"source-ip", web(gitHub, policy.Conditions{"StringEquals": {gitHub + ":aud": {"sts.amazonaws.com"}}, "IpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}}), []string{"stranger"}},

	{"gitlab-name", equalOf("gitlab.com", "https://gitlab.com", "sub", "project_path:acme/app:ref_type:branch:ref:main"), []string{taken}},
	{"gitlab-group", web("gitlab.com", policy.Conditions{"StringEquals": {"gitlab.com:aud": {"https://gitlab.com"}}, "StringLike": {"gitlab.com:sub": {"project_path:acme/*:ref_type:branch:ref:main"}}}), []string{"whole-owner", taken}},
	{"gitlab-group-prefix", web("gitlab.com", policy.Conditions{"StringEquals": {"gitlab.com:aud": {"https://gitlab.com"}}, "StringLike": {"gitlab.com:sub": {"project_path:acme*:ref_type:branch:ref:main"}}}), []string{"look-alike-owner"}},
	{"gitlab-any", web("gitlab.com", policy.Conditions{"StringEquals": {"gitlab.com:aud": {"https://gitlab.com"}}, "StringLike": {"gitlab.com:sub": {"project_path:*:ref_type:branch:ref:main"}}}), []string{"stranger"}},
	{"gitlab-no-subject", equalOf("gitlab.com", "https://gitlab.com"), []string{"stranger"}},
	{"gitlab-any-branch", web("gitlab.com", policy.Conditions{"StringEquals": {"gitlab.com:aud": {"https://gitlab.com"}, "gitlab.com:project_id": {"7"}}, "StringLike": {"gitlab.com:sub": {"project_path:acme/app:ref_type:branch:ref:*"}}}), []string{"any-branch"}},
	{"terraform-phases", web("app.terraform.io", policy.Conditions{"StringEquals": {"app.terraform.io:aud": {"aws.workload.identity"}}, "StringLike": {"app.terraform.io:sub": {"organization:acme:project:p:workspace:w:run_phase:*"}}}), []string{"any-context"}},
	{"terraform-any", web("app.terraform.io", policy.Conditions{"StringEquals": {"app.terraform.io:aud": {"aws.workload.identity"}}, "StringLike": {"app.terraform.io:sub": {"organization:*:project:*:workspace:*:run_phase:apply"}}}), []string{"stranger"}},
	{"terraform-workspaces", web("app.terraform.io", policy.Conditions{"StringEquals": {"app.terraform.io:aud": {"aws.workload.identity"}}, "StringLike": {"app.terraform.io:sub": {"organization:acme:project:p:workspace:*:run_phase:apply"}}}), []string{"whole-owner"}},
	{"buildkite-name", web("agent.buildkite.com", policy.Conditions{"StringEquals": {"agent.buildkite.com:aud": {"sts.amazonaws.com"}}, "StringLike": {"agent.buildkite.com:sub": {"organization:acme:pipeline:app:ref:refs/heads/main:commit:*"}}}), []string{taken}},
	{"kubernetes", equalOf("oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE", "sts.amazonaws.com", "sub", "system:serviceaccount:shop:cart"), nil},
	{"kubernetes-any", equalOf("oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE", "sts.amazonaws.com"), []string{"any-job"}},
	{"cognito", policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{"cognito-identity.amazonaws.com"}}, Actions: []string{"sts:AssumeRoleWithWebIdentity"},
		Conditions: policy.Conditions{"StringEquals": {"cognito-identity.amazonaws.com:aud": {"eu-west-1:pool"}}, "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": {"authenticated"}}}}), nil},
	{"cognito-any", policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{"cognito-identity.amazonaws.com"}}, Actions: []string{"sts:AssumeRoleWithWebIdentity"}}), []string{"stranger"}},
}

// plantedGrant is what a role may do, and what is wrong with that.
type plantedGrant struct {
	name     string
	inline   []policy.Document
	attached []string
	boundary string
	findings []string
	// administrator raises the findings about the trust.
	administrator bool
}

func allow(actions, resource string) policy.Document {
	return policy.New(policy.Statement{Effect: policy.Allow, Actions: strings.Fields(actions), Resources: []string{resource}})
}

func managedPolicy(name string) string { return "arn:aws:iam::" + accountID + ":policy/" + name }

var plantedGrants = []plantedGrant{
	{name: "publisher", inline: []policy.Document{policy.New(permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/"}, AllowDelete: new(bool)}.
		Statements(permission.Environment{AccountID: accountID, Region: "eu-west-1", Partition: "aws"})...)}},
	{name: "one-bucket", inline: []policy.Document{allow("s3:*", "arn:aws:s3:::acme-dist/*")}},
	{name: "nothing"},
	{name: "read-only", attached: []string{managedPolicy("reads")}},
	{name: "one-role", inline: []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"iam:PassRole"}, Resources: []string{"arn:aws:iam::" + accountID + ":role/task"},
		Conditions: policy.Conditions{"StringEquals": {"iam:PassedToService": {"ecs-tasks.amazonaws.com"}}}}, policy.Statement{Effect: policy.Allow, Actions: []string{"ecs:*"}, Resources: []string{"*"}})}},
	{name: "limited", inline: []policy.Document{allow("*", "*")}, boundary: managedPolicy("limit")},
	{name: "limited-iam", inline: []policy.Document{allow("iam:*", "*")}, boundary: managedPolicy("limit")},
	{name: "denied", inline: []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"iam:AttachRolePolicy"}, Resources: []string{"*"}},
		policy.Statement{Effect: policy.Deny, Actions: []string{"iam:*"}, Resources: []string{"*"}})}},
	{name: "administrator-of-aws", attached: []string{"arn:aws:iam::aws:policy/AdministratorAccess"}, findings: []string{"administrator"}, administrator: true},
	{name: "administrator-inline", inline: []policy.Document{allow("*", "*")}, findings: []string{"administrator"}, administrator: true},
	{name: "administrator-under-a-boundary", inline: []policy.Document{allow("*", "*")}, boundary: managedPolicy("no-limit"), findings: []string{"administrator", "boundary-without-limit"}, administrator: true},
	{name: "administrator-of-all-but-nothing", inline: []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, NotActions: []string{"aws-portal:*"}, Resources: []string{"*"}})}, findings: []string{"administrator"}, administrator: true},
	{name: "unknown-boundary", inline: []policy.Document{allow("s3:GetObject", "arn:aws:s3:::acme-dist/*")}, boundary: managedPolicy("elsewhere"), findings: []string{"unknown-boundary"}},
	{name: "pass-and-run", inline: []policy.Document{allow("iam:PassRole lambda:CreateFunction lambda:InvokeFunction", "*")}, findings: []string{"privilege-escalation", "passes-any-role"}},
	{name: "pass-tasks", inline: []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"iam:PassRole"}, Resources: []string{"*"},
		Conditions: policy.Conditions{"StringEquals": {"iam:PassedToService": {"ecs-tasks.amazonaws.com"}}}}, policy.Statement{Effect: policy.Allow, Actions: []string{"ecs:*"}, Resources: []string{"*"}})}, findings: []string{"privilege-escalation"}},
	{name: "pass-administrator", inline: []policy.Document{allow("iam:PassRole", "arn:aws:iam::"+accountID+":role/ops"), allow("ec2:RunInstances", "*")}, findings: []string{"privilege-escalation"}},
	{name: "pass-only", inline: []policy.Document{allow("iam:PassRole", "*")}, findings: []string{"passes-any-role"}},
	{name: "rewrite-own-policy", inline: []policy.Document{allow("iam:CreatePolicyVersion", "arn:aws:iam::"+accountID+":policy/*")}, attached: []string{managedPolicy("reads")}, findings: []string{"privilege-escalation"}},
	{name: "attach-any", inline: []policy.Document{allow("iam:Attach*", "*")}, findings: []string{"privilege-escalation"}},
	{name: "keys-of-users", inline: []policy.Document{allow("iam:CreateAccessKey", "*")}, findings: []string{"privilege-escalation"}},
	{name: "code-of-functions", inline: []policy.Document{allow("lambda:*", "*")}, findings: []string{"privilege-escalation"}},
	{name: "power-user", inline: []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, NotActions: []string{"iam:*", "organizations:*"}, Resources: []string{"*"}})},
		findings: []string{"privilege-escalation", "assumes-any-role", "reads-secrets", "every-bucket", "chain-to-administrator-unless"}},
	{name: "secrets", inline: []policy.Document{allow("secretsmanager:GetSecretValue", "*")}, findings: []string{"reads-secrets"}},
	{name: "secrets-of-a-region", inline: []policy.Document{allow("secretsmanager:*", "arn:aws:secretsmanager:eu-west-1:"+accountID+":secret:*")}, findings: []string{"reads-secrets"}},
	{name: "buckets", inline: []policy.Document{allow("s3:*", "*")}, findings: []string{"every-bucket"}},
	{name: "any-role", inline: []policy.Document{allow("sts:AssumeRole", "*")}, findings: []string{"assumes-any-role", "chain-to-administrator"}},
	{name: "named-role", inline: []policy.Document{allow("sts:AssumeRole", "arn:aws:iam::"+accountID+":role/deploy")}, findings: []string{"chain-to-administrator"}},
	{name: "not-in-the-file", attached: []string{managedPolicy("elsewhere")}, findings: []string{"unknown-policy"}},
	{name: "unreadable", attached: []string{managedPolicy("unreadable")}, findings: []string{"unreadable-policy"}},
}

// planted is an account and what is wrong with it.
type planted struct {
	roles     []map[string]any
	providers []string
	want      map[string][]string // findings by resource
	levels    map[string]audit.Level
}

func roleARN(name string) string { return "arn:aws:iam::" + accountID + ":role/" + name }

// plant makes an account: every trust and every grant once beside a clean one,
// and then pairs as chance has it. The documents are objects or text, as
// chance has it too.
func plant(seed uint64, pairs int) planted {
	random := rand.New(rand.NewPCG(seed, seed))
	p := planted{want: map[string][]string{}, levels: map[string]audit.Level{}}
	text := func(d policy.Document) any {
		plain, _ := json.Marshal(d)
		if random.IntN(3) == 0 {
			return url.PathEscape(string(plain))
		}
		return json.RawMessage(plain)
	}
	add := func(name string, t plantedTrust, g plantedGrant) {
		role := map[string]any{
			"RoleName": name, "Path": "/", "Arn": roleARN(name), "RoleId": "AROA" + strings.ToUpper(fmt.Sprintf("%017x", len(p.roles))), "CreateDate": "2024-01-02T03:04:05+00:00",
			"AssumeRolePolicyDocument": text(t.document), "InstanceProfileList": []any{}, "RolePolicyList": []any{}, "AttachedManagedPolicies": []any{}, "Tags": []any{},
			"RoleLastUsed": map[string]any{"LastUsedDate": "2026-11-20T00:00:00+00:00", "Region": "eu-west-1"},
		}
		for i, d := range g.inline {
			role["RolePolicyList"] = append(role["RolePolicyList"].([]any), map[string]any{"PolicyName": fmt.Sprintf("inline%d", i), "PolicyDocument": text(d)})
		}
		for _, arn := range g.attached {
			role["AttachedManagedPolicies"] = append(role["AttachedManagedPolicies"].([]any), map[string]any{"PolicyName": arn[strings.LastIndex(arn, "/")+1:], "PolicyArn": arn})
		}
		if g.boundary != "" {
			role["PermissionsBoundary"] = map[string]any{"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": g.boundary}
		}
		p.roles = append(p.roles, role)
		for _, id := range g.findings {
			if !strings.HasSuffix(id, "-unless") { // who can do anything need not go on
				p.want[roleARN(name)] = append(p.want[roleARN(name)], id)
			}
		}
		p.want[roleARN(name)] = append(p.want[roleARN(name)], t.findings...)
		for _, id := range t.findings {
			place := slices.Index(audit.Levels, ruleLevel(id))
			if t.name == "source-ip" {
				place++
			}
			if g.administrator && id != "never-admitted" {
				place = max(0, place-1)
			}
			p.levels[roleARN(name)+" "+id] = audit.Levels[place]
		}
	}
	clean, nothing := plantedTrusts[0], plantedGrants[0]
	for _, t := range plantedTrusts {
		add("trust-"+t.name, t, nothing)
	}
	for _, g := range plantedGrants {
		add("grant-"+g.name, clean, g)
	}
	for i := range pairs {
		t, g := plantedTrusts[random.IntN(len(plantedTrusts))], plantedGrants[random.IntN(len(plantedGrants))]
		add(fmt.Sprintf("pair-%d-%s-%s", i, t.name, g.name), t, g)
	}
	// What no token comes to, and what one comes to through others.
	account := policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{AWS: []string{"arn:aws:iam::" + accountID + ":root"}}, Actions: []string{"sts:AssumeRole"}})
	ec2 := policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Service: []string{"ec2.amazonaws.com"}}, Actions: []string{"sts:AssumeRole"}})
	administrator := plantedGrants[slices.IndexFunc(plantedGrants, func(g plantedGrant) bool { return g.name == "administrator-of-aws" })]
	administrator.findings = nil
	add("deploy", plantedTrust{"account", account, nil}, plantedGrant{})
	add("ops", plantedTrust{"ec2", ec2, nil}, administrator)
	// The way there: deploy names nobody, and goes on to ops-by-deploy.
	byDeploy := policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{AWS: []string{roleARN("deploy")}}, Actions: []string{"sts:AssumeRole"}})
	add("ops-by-deploy", plantedTrust{"deploy", byDeploy, nil}, administrator)
	p.providers = []string{gitHub, "gitlab.com", "app.terraform.io", "agent.buildkite.com", "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE", "unused.example.com",
		circle, bitbucket, server, gitHub + "/acme"}
	p.want[provider("unused.example.com")] = []string{"provider-without-role"}
	return p
}

// files returns the account as the AWS CLI prints it, in two pages, with what
// every account has beside its roles.
func (p planted) files(t testing.TB) [][]byte {
	policies := []any{}
	for name, d := range map[string]any{
		"reads": allow("s3:GetObject s3:ListBucket", "arn:aws:s3:::acme-dist*"), "limit": allow("s3:* ecr:* logs:*", "arn:aws:s3:::acme-dist/*"), "no-limit": allow("*", "*"),
		"unreadable": json.RawMessage(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEqual":{"aws:username":"x"}}}]}`),
	} {
		policies = append(policies, map[string]any{"PolicyName": name, "Arn": managedPolicy(name), "DefaultVersionId": "v2", "AttachmentCount": 1, "PolicyVersionList": []any{
			map[string]any{"VersionId": "v1", "IsDefaultVersion": false, "Document": allow("*", "*")}, map[string]any{"VersionId": "v2", "IsDefaultVersion": true, "Document": d},
		}})
	}
	slices.SortFunc(policies, func(a, b any) int {
		return strings.Compare(a.(map[string]any)["Arn"].(string), b.(map[string]any)["Arn"].(string))
	})
	half := len(p.roles) / 2
	first := map[string]any{"RoleDetailList": p.roles[:half], "UserDetailList": []any{map[string]any{"UserName": "ann", "Path": "/", "Arn": "arn:aws:iam::" + accountID + ":user/ann", "GroupList": []any{"admins"}, "AttachedManagedPolicies": []any{}}},
		"GroupDetailList": []any{}, "Policies": []any{}, "IsTruncated": true, "Marker": "more"}
	second := map[string]any{"RoleDetailList": p.roles[half:], "UserDetailList": []any{}, "Policies": policies, "IsTruncated": false,
		"GroupDetailList": []any{map[string]any{"GroupName": "admins", "Path": "/", "Arn": "arn:aws:iam::" + accountID + ":group/admins", "AttachedManagedPolicies": []any{map[string]any{"PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}}}}}
	list := []any{}
	for _, url := range p.providers {
		list = append(list, map[string]any{"Arn": provider(url)})
	}
	var files [][]byte
	for _, file := range []any{first, second, map[string]any{"OpenIDConnectProviderList": list}} {
		text, err := json.MarshalIndent(file, "", " ")
		require.NoError(t, err)
		files = append(files, text)
	}
	return files
}

func run(t testing.TB, files ...[]byte) audit.Report {
	t.Helper()
	a, err := account.Read(files...)
	require.NoError(t, err)
	return audit.Run(a, audit.Options{})
}

// found are the findings by resource.
func found(r audit.Report) map[string][]string {
	all := map[string][]string{}
	for _, f := range r.Findings {
		all[f.Resource] = append(all[f.Resource], f.ID)
	}
	return all
}

// Everything that was planted is found, and nothing else, in accounts of more
// than a hundred roles.
func TestPlanted(t *testing.T) {
	for seed := range uint64(5) {
		p := plant(seed, 60)
		require.Greater(t, len(p.roles), 60)
		report := run(t, p.files(t)...)
		got := found(report)
		planted, missed, invented := 0, 0, 0
		for _, resource := range slices.Sorted(maps.Keys(merged(p.want, got))) {
			want := p.want[resource]
			for _, id := range want {
				planted++
				if !slices.Contains(got[resource], id) {
					missed++
					t.Errorf("seed %d: %s: %s was planted and is not found", seed, resource, id)
				}
			}
			for _, id := range got[resource] {
				if !slices.Contains(want, id) {
					invented++
					t.Errorf("seed %d: %s: %s is found and was not planted", seed, resource, id)
				}
			}
		}
		for _, f := range report.Findings {
			if level, is := p.levels[f.Resource+" "+f.ID]; is {
				assert.Equal(t, level, f.Level, "%s %s", f.Resource, f.ID)
			}
		}
		t.Logf("seed %d: %d roles, %d risks planted, %d missed, %d invented", seed, len(p.roles), planted, missed, invented)
	}
}

func ruleLevel(id string) audit.Level {
	for _, r := range audit.Rules {
		if r.ID == id {
			return r.Level
		}
	}
	return ""
}

func merged(maps ...map[string][]string) map[string]bool {
	all := map[string]bool{}
	for _, m := range maps {
		for key := range m {
			all[key] = true
		}
	}
	return all
}

// A finding about a trust has a token, and that token is admitted.
func TestEveryAttackHasATokenThatIsAdmitted(t *testing.T) {
	p := plant(1, 40)
	files := p.files(t)
	a, err := account.Read(files...)
	require.NoError(t, err)
	trusts := map[string]policy.Document{}
	for _, role := range a.Roles {
		trusts[role.ARN] = role.Trust.Policy
	}
	n := 0
	for _, f := range audit.Run(a, audit.Options{}).Findings {
		if len(f.Attacks) == 0 || f.ID == "never-admitted" {
			continue
		}
		require.NotEmpty(t, f.Token, "%s %s", f.Resource, f.ID)
		result, err := trust.Check(trusts[f.Resource], trust.Token{Claims: f.Token})
		require.NoError(t, err)
		assert.True(t, result.Allowed || result.Undecided, "%s %s: %v", f.Resource, f.ID, f.Token)
		n++
	}
	assert.Greater(t, n, 60)
}

// The account that the documentation and the command line's tests read.
func TestPlantedFiles(t *testing.T) {
	p := plant(2026, 20)
	for i, file := range p.files(t) {
		golden.Compare(t, fmt.Sprintf("testdata/planted/%d.json", i+1), string(file)+"\n")
	}
	var manifest strings.Builder
	for _, resource := range slices.Sorted(maps.Keys(p.want)) {
		want := slices.Sorted(slices.Values(p.want[resource]))
		fmt.Fprintf(&manifest, "%s: %s\n", resource, strings.Join(want, ", "))
	}
	golden.Compare(t, "testdata/planted/manifest.txt", manifest.String())
	_, err := os.Stat("testdata/planted/1.json")
	require.NoError(t, err)
}
