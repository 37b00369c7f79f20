package main

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// jwt returns a token with these claims, whose signature nobody looks at.
func jwt(claims string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + part([]byte(claims)) + "." + part([]byte("signature"))
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

func TestCheckTrust(t *testing.T) {
	release := printed(t, "trust "+ownAccount+" "+repository+" --environment release")
	claims := readFile(t, "testdata/examples/claims.json")
	template := readFile(t, "testdata/examples/cdk.out/CiPublisher.template.json")
	files := map[string]string{
		"release.json":  release,
		"plain.json":    printed(t, "trust "+ownAccount+" --repo my-company/app --environment release"),
		"branch.json":   printed(t, "trust "+ownAccount+" "+repository+" --branch main"),
		"claim.json":    printed(t, "trust "+ownAccount+" "+repository+" --environment release --claim ref=refs/heads/stable"),
		"two.json":      printed(t, "trust "+ownAccount+" "+repository+" --both-forms --branch main --branch stable"),
		"audience.json": printed(t, "trust "+ownAccount+" "+repository+" --environment release --audience publish.my-company.com"),
		"gitlab.json":   printed(t, "trust "+ownAccount+" --issuer gitlab --repo my-company/app --branch main"),
		"claims.json":   claims,
		"case.json":     strings.Replace(claims, "environment:release", "environment:Release", 1),
		"fork.json":     strings.Replace(claims, "my-company@1234567/app", "evil@666/app", 1),
		"no-iss.json":   strings.Replace(claims, `"iss"`, `"not-iss"`, 1),
		"token.jwt":     jwt(claims) + "\n",
		"get-role.json": `{"Role": {"RoleName": "publisher", "AssumeRolePolicyDocument": ` + release + `}}`,
		"account.json": `{"RoleDetailList": [{"RoleName": "publisher", "AssumeRolePolicyDocument": ` + release + `},
			{"RoleName": "other", "AssumeRolePolicyDocument": ` + strings.ReplaceAll(release, ":environment:release", ":environment:other") + `}]}`,
		"open.json":        printed(t, "trust "+ownAccount+" --subject repo:my-company@1234567/*"),
		"office.json":      printed(t, "trust "+ownAccount+" "+repository+" --environment release --condition IpAddress=aws:SourceIp=192.0.2.0/24"),
		"placeholder.json": strings.Replace(release, "111122223333", "<ACCOUNT_ID>", 1),
		"tags.json":        strings.Replace(claims, "{", `{"https://aws.amazon.com/tags": {"principal_tags": {"Team": ["platform"]}},`, 1),
		"answer.json":      `{"count": 1, "value": "` + jwt(claims) + `"}`,
		"template.json":    template,
	}
	for _, test := range []struct {
		name, line string
		status     int
	}{
		{"allowed by claims", "--policy release.json --claims claims.json", exitOK},
		{"allowed by a token", "--policy release.json --token token.jwt", exitOK},
		{"allowed by the answer of GitHub", "--policy release.json --token answer.json", exitOK},
		{"allowed by a template", "--template template.json --role PublisherRole64A1E8C0 --claims claims.json", exitOK},
		{"denied by a template", "--template template.json --role PublisherDevRole0F9D2B71 --token token.jwt", exitDenied},
		{"denied for the form", "--policy plain.json --claims claims.json", exitDenied},
		{"denied for the context", "--policy branch.json --claims claims.json", exitDenied},
		{"denied for a claim", "--policy claim.json --claims claims.json", exitDenied},
		{"denied by two statements", "--policy two.json --claims claims.json", exitDenied},
		{"denied for the audience", "--policy audience.json --claims claims.json", exitDenied},
		{"denied for the issuer", "--policy gitlab.json --claims claims.json", exitDenied},
		{"denied for the case", "--policy release.json --claims case.json", exitDenied},
		{"denied to a stranger", "--policy release.json --token stranger.jwt", exitDenied},
		{"claims without an issuer", "--policy release.json --claims no-iss.json", exitOK},
		{"allowed by get-role", "--policy get-role.json --claims claims.json", exitOK},
		{"allowed by an account", "--account account.json --role publisher --claims claims.json", exitOK},
		{"denied by an account", "--account account.json --role other --claims claims.json", exitDenied},
		{"allowed and warned about", "--policy open.json --claims claims.json", exitOK},
		{"undecided by an address", "--policy office.json --claims claims.json", exitDenied},
		{"allowed by an address", "--policy office.json --claims claims.json --context aws:SourceIp=192.0.2.7", exitOK},
		{"denied by an address", "--policy office.json --claims claims.json --context aws:SourceIp=198.51.100.7", exitDenied},
		{"denied for a placeholder", "--policy placeholder.json --claims claims.json", exitDenied},
		{"denied for session tags", "--policy release.json --claims tags.json", exitDenied},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder, err := os.Getwd()
			require.NoError(t, err)
			files["stranger.jwt"] = jwt(files["fork.json"])
			inFolderWith(t, files)
			got := cipublisher(append([]string{"check", "trust"}, words(test.line)...)...)
			t.Chdir(folder)
			assert.Equal(t, test.status, got.status, got.stderr)
			assert.Empty(t, got.stderr)
			verdict := map[int]string{exitOK: "allowed", exitDenied: "denied"}[test.status]
			if strings.HasPrefix(test.name, "undecided") {
				verdict = "undecided"
			}
			assert.True(t, strings.HasPrefix(got.stdout, verdict), got.stdout)
			requireGolden(t, "check-trust/"+strings.ReplaceAll(test.name, " ", "-")+".txt", got.stdout)
		})
	}

	t.Run("from stdin", func(t *testing.T) {
		inFolderWith(t, files)
		want := cipublisher(words("check trust --policy release.json --claims claims.json")...)
		assert.Equal(t, want, withStdin(release, words("check trust --policy - --claims claims.json")...))
		assert.Equal(t, want, withStdin(claims, words("check trust --policy release.json --claims -")...))
		assert.Equal(t, want, withStdin(jwt(claims), words("check trust --policy release.json --token -")...))
	})
}

func TestCheckTrustRefuses(t *testing.T) {
	const sound = " --claims claims.json"
	inFolderWith(t, map[string]string{
		"release.json":   printed(t, "trust "+ownAccount+" "+repository+" --environment release"),
		"claims.json":    readFile(t, "testdata/examples/claims.json"),
		"template.json":  readFile(t, "testdata/examples/cdk.out/CiPublisher.template.json"),
		"token.jwt":      jwt(`{"sub": "repo:my-company/app:pull_request"}`),
		"identity.json":  printed(t, "policy "+images),
		"operator.json":  `{"Statement": {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "x.example"}, "Condition": {"StringLikes": {"x:sub": "y"}}}}`,
		"no-role.json":   `{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}`,
		"bad-trust.json": `{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Grant", "Action": "sts:AssumeRole", "Principal": "*"}]}}}}}`,
		"bad-value.json": `{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "x.example"}, "Condition": {"IpAddress": {"aws:SourceIp": "office"}}}]}}}}}`,
		"account.json":   `{"RoleDetailList": [{"RoleName": "a", "AssumeRolePolicyDocument": {}}, {"RoleName": "b", "AssumeRolePolicyDocument": {}}]}`,
		"token.json":     `{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "${Token[Provider.1]}"}}]}`,
		"no-sub.json":    `{"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com"}`,
		"list.json":      `["sub"]`,
		"empty":          "",
	})
	const (
		file  = "name a readable file, or - for stdin"
		roles = "name one of its roles: PublisherDevRole0F9D2B71, PublisherRole64A1E8C0"
		unset = "or leave the flag out; perhaps a variable is not set"
	)
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"nothing", "", []string{
			"--policy is missing; write --policy FILE or --template FILE or --account FILE or --registry FILE",
			"--claims is missing; write --claims FILE or --token FILE"}},
		{"no policy", sound, []string{"--policy is missing; write --policy FILE or --template FILE or --account FILE or --registry FILE"}},
		{"no token", "--policy release.json", []string{"--claims is missing; write --claims FILE or --token FILE"}},
		{"policy and template", "--policy release.json --template template.json --role PublisherRole64A1E8C0" + sound, []string{
			`--template "template.json" is given beside --policy, and one excludes the other; leave one of them out`}},
		{"claims and token", "--policy release.json --token token.jwt" + sound, []string{
			`--token "token.jwt" is given beside --claims, and one excludes the other; leave one of them out`}},
		{"template without a role", "--template template.json" + sound, []string{"--role is missing; " + roles}},
		{"template without a value of role", "--template template.json --role" + sound, []string{"--role lacks its value; write --role ROLE"}},
		{"role without a template", "--policy release.json --role PublisherRole64A1E8C0" + sound, []string{
			`--role "PublisherRole64A1E8C0" means nothing without --template, --account or --registry; add one of them, or leave --role out`}},
		{"unknown role", "--template template.json --role publisher" + sound, []string{`--role "publisher" is not a resource of the template; ` + roles}},
		{"resource that is no role", "--template template.json --role GitHubProvider1A2B3C4D" + sound, []string{`--role "GitHubProvider1A2B3C4D" is of the type AWS::IAM::OIDCProvider and not a role; ` + roles}},
		{"template without roles", "--template no-role.json --role Role" + sound, []string{`--role "Role" is not a resource of the template; give a template with a role`}},
		{"fault in a template's policy", "--template bad-trust.json --role Role" + sound, []string{
			`--template "bad-trust.json": Statement[0].Effect "Grant" is not an effect; write "Allow" or "Deny", in this case`}},
		{"no template", "--template claims.json --role Role" + sound, []string{
			`--template "claims.json" is not a CloudFormation template (it has no Resources); give a template in JSON or YAML, such as STACK.template.json that "cdk synth" writes to cdk.out`}},
		{"parameters that go with no template, or are not there", "--policy release.json --parameter A=b" + sound, []string{
			`--parameter "A=b" means nothing without a template; add --template FILE, or leave --parameter out`}},
		{"a parameter that is not there", "--template bad-value.json --role Role --parameter A=b" + sound, []string{
			`--parameter "A=b" is not a parameter of the template; use one of: none, it has no parameters`,
			`--template "bad-value.json": Statement[0].Condition.IpAddress.aws:SourceIp "office" is not an IP address or a CIDR range; correct the value`}},
		{"no such template, and no role", "--template nope.json" + sound, []string{
			`--template "nope.json" can't be read: no such file or directory; ` + file,
			"--role is missing; write --role ROLE"}},
		{"no such policy", "--policy nope.json" + sound, []string{`--policy "nope.json" can't be read: no such file or directory; ` + file}},
		{"empty policy", "--policy empty" + sound, []string{`--policy "empty" is empty; correct the JSON`}},
		{"empty name of the policy", "--policy ''" + sound, []string{"--policy is empty; write --policy FILE " + unset}},
		{"identity policy", "--policy identity.json" + sound, []string{
			`--policy "identity.json" is not a trust policy: no statement has a principal; name the role's trust policy; "check policy" reads identity policies`}},
		{"unknown operator", "--policy operator.json" + sound, []string{
			`--policy "operator.json": Statement[0].Condition.StringLikes is not a condition operator; use an operator of the IAM policy language, such as StringEquals`}},
		{"operator with an impossible value in a template", "--template bad-value.json --role Role" + sound, []string{
			`--template "bad-value.json": Statement[0].Condition.IpAddress.aws:SourceIp "office" is not an IP address or a CIDR range; correct the value`}},
		{"policy and account", "--policy release.json --account account.json --role x" + sound, []string{
			`--account "account.json" is given beside --policy, and one excludes the other; leave one of them out`,
			`--role "x" is not the name of one of the roles; name one of a, b`}},
		{"account without a role", "--account account.json" + sound, []string{"--role is missing; name one of a, b"}},
		{"account as policy", "--policy account.json" + sound, []string{`--policy "account.json" has several roles; give it as --account, and name the role in --role`}},
		{"policy as account", "--account release.json --role a" + sound, []string{
			`--account "release.json" has no roles; give what "aws iam get-account-authorization-details", "list-roles" or "get-role" prints`}},
		{"a policy with a CDK token", "--policy token.json" + sound, []string{
			`--policy "token.json" holds a CDK token, which means nothing outside a CDK app; synthesize the app, and give its template as --template`}},
		{"context without a value", "--policy release.json --context aws:SourceIp" + sound, []string{`--context "aws:SourceIp" has no value; write --context KEY=VALUE`}},
		{"context that is no key", "--policy release.json --context ip=1" + sound, []string{`--context "ip" is no condition key; write it with its service, such as aws:RequestedRegion or s3:prefix`}},
		{"two policies", "--policy release.json --policy operator.json" + sound, []string{
			`--policy "operator.json" was given before as "release.json"; give it once`,
			`--policy "operator.json": Statement[0].Condition.StringLikes is not a condition operator; use an operator of the IAM policy language, such as StringEquals`}},
		{"stdin twice", "--policy - --claims -", []string{
			`--policy "-" is empty; correct the JSON`,
			`--claims "-" reads stdin, which another flag has read; name a file`}},
		{"no such claims", "--policy release.json --claims nope.json", []string{`--claims "nope.json" can't be read: no such file or directory; ` + file}},
		{"empty claims", "--policy release.json --claims empty", []string{`--claims "empty" is empty; give a JSON object of claims`}},
		{"claims that are a list", "--policy release.json --claims list.json", []string{`--claims "list.json" holds no JSON object of claims (it is a JSON array); give one, with iss, aud and sub as the token has them`}},
		{"claims without a subject", "--policy release.json --claims no-sub.json", []string{`--claims "no-sub.json" has no sub claim, or not one text; give the claims of the job's token, unchanged`}},
		{"token as claims", "--policy release.json --claims token.jwt", []string{`--claims "token.jwt" is a JWT; give it as --token, which decodes it`}},
		{"claims as token", "--policy release.json --token claims.json", []string{`--token "claims.json" is JSON and not a JWT; give decoded claims as --claims`}},
		{"empty token", "--policy release.json --token empty", []string{`--token "empty" is empty; give the JWT that the job asked for`}},
		{"everything at once", "--template no-role.json --token claims.json --claim x", []string{
			`--claim "x" is not a flag of check trust; did you mean --claims?`,
			`--role is missing; give a template with a role`,
			`--token "claims.json" is JSON and not a JWT; give decoded claims as --claims`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"check", "trust"}, words(test.line)...)...)
			assert.Equal(t, result{"", refusal("check trust", test.faults...), exitBadInput}, got)
		})
	}
}
