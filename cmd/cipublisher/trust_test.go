package main

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	ownAccount = "--account-id 111122223333"
	repository = "--repo my-company@1234567/app@7654321"
)

func TestTrust(t *testing.T) {
	for _, test := range []struct{ name, line string }{
		{"environment", ownAccount + " " + repository + " --environment release"},
		{"environment with a colon", ownAccount + " " + repository + " --environment Production:V1"},
		{"branches and tags", ownAccount + " " + repository + " --branch main --branch release/* --tag v*"},
		{"plain form", ownAccount + " --repo my-company/app --branch main"},
		{"both forms", ownAccount + " " + repository + " --both-forms --branch main"},
		{"several repositories", ownAccount + " " + repository + " --repo my-company@1234567/web@7654322 --environment release"},
		{"whole owner", ownAccount + " --repo my-company@1234567/* --environment release"},
		{"pull requests", ownAccount + " " + repository + " --pull-request"},
		{"any ref", ownAccount + " " + repository + " --any-ref"},
		{"any ref for dev releases", ownAccount + " " + repository + " --any-ref --dev"},
		{"claims", ownAccount + " " + repository + " --environment release --claim ref=refs/heads/main --claim actor_id=1 --claim actor_id=2"},
		{"customized subject", ownAccount + " --subject repo:my-company/app:job_workflow_ref:my-company/ci/.github/workflows/release.yml@refs/heads/main"},
		{"china", ownAccount + " --partition aws-cn " + repository + " --branch main"},
		{"own provider", "--provider-arn arn:aws-us-gov:iam::111122223333:oidc-provider/token.actions.githubusercontent.com " + repository + " --branch main"},
		{"another audience", ownAccount + " " + repository + " --branch main --audience publish.my-company.com"},
		{"gitlab", ownAccount + " --issuer gitlab --repo my-company/team/app --branch main"},
		{"enterprise server", ownAccount + " --issuer github-enterprise-server:git.my-company.com --repo my-company/app --environment release"},
		{"conditions", ownAccount + " " + repository + " --environment release --condition IpAddress=aws:SourceIp=192.0.2.0/24 --condition IpAddress=aws:SourceIp=2001:db8::/32 --condition StringLike=sts:RoleSessionName=release-*"},
		{"terraform", ownAccount + " --issuer terraform --repo my-company/project/workspace --run-phase apply"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"trust"}, words(test.line)...)...)
			assert.Equal(t, exitOK, got.status, got.stderr)
			assert.True(t, json.Valid([]byte(got.stdout)))
			requirePrinted(t, "trust", test.name, got)
		})
	}
}

func TestTrustSpellings(t *testing.T) {
	plain := ownAccount + " " + repository
	for _, test := range []struct{ name, line, other string }{
		{"default issuer", plain + " --branch main", plain + " --branch main --issuer github"},
		{"default partition", plain + " --branch main", plain + " --branch main --partition aws"},
		{"default audience", plain + " --branch main", plain + " --branch main --audience sts.amazonaws.com"},
		{"default quota", plain + " --branch main", plain + " --branch main --trust-quota 2048"},
		{"default provider", plain + " --branch main", "--provider-arn arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com " + repository + " --branch main"},
		{"switches that are off", plain + " --branch main", plain + " --branch main --pull-request=false --any-ref=false --dev=false"},
		{"the same branch twice", plain + " --branch main", plain + " --branch main --branch main"},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := cipublisher(append([]string{"trust"}, words(test.line)...)...)
			assert.Equal(t, exitOK, want.status, want.stderr)
			assert.Equal(t, want, cipublisher(append([]string{"trust"}, words(test.other)...)...))
		})
	}
}

func TestTrustRefuses(t *testing.T) {
	const (
		plain     = ownAccount + " " + repository + " --branch main"
		noRepo    = "--repo is missing, and a trust without a repository would accept everybody; write --repo OWNER/NAME, or --repo OWNER@ID/NAME@ID where the repository sends ids"
		noContext = "--branch, --tag, --environment, --pull-request and --any-ref are all missing; add one; --environment with a protected environment is the safest"
		noAccount = "--account-id is missing, and the ARN of the identity provider follows from it; set it, or --provider-arn"
		forms     = `write "OWNER/NAME", "OWNER@ID/NAME@ID", "OWNER/*" or "OWNER@ID/*"`
		bothIDs   = `write both ids, as in "acme@1234/app@5678", or neither`
		number    = "write the numbers that `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints"
		keys      = "use one of actor, actor_id, enterprise_id, environment, job_workflow_ref, ref, repository, repository_id, repository_owner_id, workflow"
		unset     = "or leave the flag out; perhaps a variable is not set"
	)
	repo := func(name, problem, remedy string) []string {
		return []string{fmt.Sprintf("--repo %q %s; %s", name, problem, remedy)}
	}
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"nothing", "", []string{noRepo, noContext, noAccount}},
		{"no repository", ownAccount + " --branch main", []string{noRepo}},
		{"no value of repo", ownAccount + " --branch main --repo", []string{"--repo lacks its value; write --repo REPOSITORY"}},
		{"empty repository", ownAccount + " --branch main --repo ''", []string{"--repo is empty; write --repo REPOSITORY " + unset}},
		{"no context", ownAccount + " " + repository, []string{noContext}},
		{"contexts that are off", ownAccount + " " + repository + " --any-ref=false --pull-request=false", []string{noContext}},
		{"no account", repository + " --branch main", []string{noAccount}},
		{"account with hyphens", "--account-id 1111-2222-3333 " + repository + " --branch main", []string{`--account-id "1111-2222-3333" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`}},
		{"unknown partition", plain + " --partition aws-moon", []string{`--partition "aws-moon" is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov`}},
		{"a flag of policy", plain + " --region eu-west-1", []string{`--region "eu-west-1" is not a flag of trust; leave it out`}},
		{"misspelt flag", ownAccount + " " + repository + " --enviroment release", []string{`--enviroment "release" is not a flag of trust; did you mean --environment?`}},

		{"everybody", ownAccount + " --branch main --repo *", repo("*", "names no repository", forms)},
		{"every owner", ownAccount + " --branch main --repo */*", repo("*/*", "has a wildcard in the owner, which would trust strangers", forms)},
		{"owner alone", ownAccount + " --branch main --repo my-company", repo("my-company", "names no repository", forms)},
		{"owner pattern", ownAccount + " --branch main --repo my-*/app", repo("my-*/app", "has a wildcard in the owner, which would trust strangers", forms)},
		{"repository pattern", ownAccount + " --branch main --repo my-company/app-*", repo("my-company/app-*", "has a wildcard in the repository's name, which would trust its siblings", forms)},
		{"address", ownAccount + " --branch main --repo https://github.com/my-company/app", repo("https://github.com/my-company/app", "is an address", `write "my-company/app"`)},
		{"id of the repository alone", ownAccount + " --branch main --repo my-company/app@2", repo("my-company/app@2", "has one id of two", bothIDs)},
		{"id of the owner alone", ownAccount + " --branch main --repo my-company@1/app", repo("my-company@1/app", "has one id of two", bothIDs)},
		{"id that is a pattern", ownAccount + " --branch main --repo my-company@1*/app@2", repo("my-company@1*/app@2", "has an id that is not a number", number)},
		{"empty id", ownAccount + " --branch main --repo my-company@/app@2", repo("my-company@/app@2", "has an id that is not a number", number)},
		{"both forms without ids", ownAccount + " --branch main --repo my-company/app --both-forms", repo("my-company/app", "has no ids, which --both-forms needs", `write "OWNER@ID/NAME@ID" or "OWNER@ID/*"`)},
		{"CDK token", ownAccount + " --branch main --repo my-company/${Token[TOKEN.1]}", []string{`--repo "my-company/${Token[TOKEN.1]}" holds a CDK token, which means nothing outside a CDK app; write the value itself`}},

		{"empty branch", ownAccount + " " + repository + " --branch ''", []string{"--branch is empty; write --branch NAME " + unset}},
		{"star inside a branch", ownAccount + " " + repository + " --branch re*se", []string{`--branch "re*se" has "*" before its end, where it would match more than one part of the subject; end the value in "*", or name each one`}},
		{"question mark in a tag", ownAccount + " " + repository + " --tag v?", []string{`--tag "v?" has "?", which IAM reads as any character; name each one`}},
		{"variable in an environment", ownAccount + " " + repository + " --environment ${aws:username}", []string{`--environment "${aws:username}" has "${", which IAM reads as the start of a policy variable; use a name without it`}},
		{"phase of another issuer", plain + " --run-phase apply", []string{`--run-phase "apply" has no place in the subjects of GitHub, so no condition can test it; leave it out, and use one of --branch, --tag, --environment, --pull-request, --any-ref`}},

		{"condition without a value", plain + " --condition IpAddress=aws:SourceIp", []string{`--condition "IpAddress=aws:SourceIp" is not an operator, a key and a value; write --condition OPERATOR=KEY=VALUE`}},
		{"condition with an operator that is none", plain + " --condition IpAdress=aws:SourceIp=192.0.2.1", []string{`--condition IpAdress is not a condition operator; use an operator of the IAM policy language, such as StringEquals`}},
		{"condition on a claim", plain + " --condition StringEquals=token.actions.githubusercontent.com:actor=ann", []string{
			`--condition StringEquals "token.actions.githubusercontent.com:actor" is a claim of the token; write actor in --claim, or the subject in --repo`}},
		{"claim without a value", plain + " --claim actor", []string{`--claim "actor" has no value; write --claim KEY=VALUE`}},
		{"claim without a key", plain + " --claim =octocat", []string{`--claim "=octocat" has no key; write --claim KEY=VALUE`}},
		{"claim that AWS has no key for", plain + " --claim event_name=push", []string{`--claim event_name "push" can't be tested: AWS has no condition key for this claim of GitHub, so the condition would never match; ` + keys}},
		{"subject as a claim", plain + " --claim sub=x", []string{`--claim sub "x" is what the repositories and refs of a subject are for; use --subject for a subject of another form`}},
		{"audience as a claim", plain + " --claim aud=x", []string{`--claim aud "x" is always tested; use --audience to change it`}},
		{"id that is no number", plain + " --claim actor_id=octocat", []string{`--claim actor_id "octocat" is not a number; write the number that https://api.github.com/users/NAME gives as id`}},

		{"unknown issuer", plain + " --issuer jenkins", []string{`--issuer "jenkins" is not an issuer this library knows; write one of github, github-enterprise:SLUG, github-enterprise-cloud:SUBDOMAIN[/SLUG], github-enterprise-server:HOST, gitlab, gitlab-self-managed:URL, bitbucket:WORKSPACE,UUID, circleci:ORGANIZATION_UUID, terraform, buildkite, oidc:URL,AUDIENCE`}},
		{"issuer without its parameter", plain + " --issuer github-enterprise", []string{`--issuer "github-enterprise" has the wrong number of parameters; write github-enterprise:SLUG`}},
		{"audience pattern", plain + " --audience *", []string{`--audience "*" has a wildcard, which would accept tokens that were made for somebody else; write the one audience that the jobs ask for`}},
		{"provider of another account", plain + " --provider-arn arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com", []string{
			`--provider-arn "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com" is in another account than 111122223333, and a role can trust only providers of its own; write the provider of the role's account`}},
		{"provider that is a role", plain + " --provider-arn arn:aws:iam::111122223333:role/x", []string{
			`--provider-arn "arn:aws:iam::111122223333:role/x" is not the ARN of an OIDC identity provider; write it as "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"`}},
		{"quota in words", plain + " --trust-quota max", []string{`--trust-quota "max" is not a whole number above zero; write digits alone, such as 4096`}},
		{"no quota", plain + " --trust-quota 0", []string{`--trust-quota "0" is not a whole number above zero; write digits alone, such as 4096`}},
		{"quota that AWS does not give", plain + " --trust-quota 9000", []string{`--trust-quota "9000" is not between 2048, AWS's default, and 8192, the most it raises it to; leave it out, or write the account's own`}},

		{"everything at once", "--account-id 12 --repo app --repo a@1/b --branch x*y --claim actor --claim sub=z --partition moon --any-reff", []string{
			`--any-reff is not a flag of trust; did you mean --any-ref?`,
			`--claim "actor" has no value; write --claim KEY=VALUE`,
			`--account-id "12" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`,
			`--partition "moon" is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov`,
			`--branch "x*y" has "*" before its end, where it would match more than one part of the subject; end the value in "*", or name each one`,
			`--repo "app" names no repository; ` + forms,
			`--repo "a@1/b" has one id of two; ` + bothIDs,
			`--claim sub "z" is what the repositories and refs of a subject are for; use --subject for a subject of another form`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"trust"}, words(test.line)...)...)
			assert.Equal(t, result{"", refusal("trust", test.faults...), exitBadInput}, got)
		})
	}

	t.Run("more repositories than fit", func(t *testing.T) {
		args := words("trust " + ownAccount + " --environment release")
		for i := range 60 {
			args = append(args, "--repo", fmt.Sprintf("my-company@1234567/service-%02d@76543%02d", i, i))
		}
		got := cipublisher(args...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, `cipublisher: --repo add up to a trust policy of `)
		assert.Contains(t, got.stderr, "have AWS raise the quota and set --trust-quota, to at most 8192")
		assert.Contains(t, got.stderr, "or set --both-forms to false, where the repositories send subjects with ids")
		assert.Equal(t, exitOK, cipublisher(append(args, "--trust-quota", "8192", "--both-forms=false")...).status)
	})
}
