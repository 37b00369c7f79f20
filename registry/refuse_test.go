package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/registry"
)

// Each case is a registry with one thing wrong, and the whole message.
func TestRefuses(t *testing.T) {
	const one = "  - {team: a, repository: acme/app, ownerId: 1, id: 2"
	with := func(row string) string { return head + one + ", " + row + "}" }
	top := func(line string) string {
		return "version: 1\n" + line + "\nrepositories:\n" + one + ", branches: [main], ecr: {}}"
	}
	for _, test := range []struct{ name, text, message string }{
		{"nothing", "", `the registry can't be read: EOF; write YAML or JSON`},
		{"no YAML", "a: [", `the registry can't be read: yaml: line 1: did not find expected node content; write YAML or JSON`},
		{"two documents", "version: 1\n---\nversion: 1", `the registry can't be read: it holds more than one document; write YAML or JSON`},
		{"a key twice", "version: 1\nversion: 1", "the registry can't be read: yaml: unmarshal errors:\n  line 2: mapping key \"version\" already defined at line 1; write YAML or JSON"},
		{"a list", "[1]", `the registry is an array, where an object is wanted; write an object`},
		{"no version", "repositories:\n" + one + ", branches: [main], ecr: {}}", `version is missing; add it`},
		{"another version", strings.Replace(top(""), "version: 1", "version: 2", 1), `version "2" is not 1; write 1`},
		{"no rows", "version: 1", `repositories is missing; add it`},
		{"empty rows", "version: 1\nrepositories: []", `repositories is empty; write at least one`},
		{"rows that are texts", "version: 1\nrepositories: [a, a]", "cipublisher: 2 faults:\n  - repositories[0] \"a\" is a string, where an object is wanted; write an object\n  - repositories[1] \"a\" is a string, where an object is wanted; write an object"},
		{"an unknown key", top("regoin: eu-west-1"), `regoin is no option; check its spelling and its place, or leave it out`},
		{"an empty key", top(`"": eu-west-1`), `"" is no option; check its spelling and its place, or leave it out`},
		{"an empty key in a row", with(`"": x`), `repositories[0]."" is no option; check its spelling and its place, or leave it out`},
		{"an account that YAML read as a number", top("accountId: 123456789012"), `accountId "123456789012" is a number, where a string is wanted; write a string`},
		{"a short account", top(`accountId: "12345"`), `accountId "12345" does not have the form that is wanted; see the description of this option in the schema; it matches ^[0-9]{12}$`},
		{"no region", top("region: Ireland"), `region "Ireland" does not have the form that is wanted; see the description of this option in the schema; it matches ^[a-z]+(-[a-z]+)+-[0-9]{1,2}$`},
		{"an unknown provider", top("provider: new"), `provider "new" is not one of create, existing; write one of them`},
		{"no stacks", top("stacks: 0"), `stacks "0" is less than 1; write at least that`},
		{"too many stacks", top("stacks: 3000"), `stacks "3000" is more than 2000; write at most that`},
		{"a path without its slashes", top("path: ci"), `path "ci" does not have the form that is wanted; see the description of this option in the schema; it matches ^(/|/[!-~]+/)$`},
		{"a quota beyond what AWS gives", top("roleQuota: 1000000"), `roleQuota "1000000" is more than 100000; write at most that`},
		{"a row without a team", head + "  - {repository: acme/app, ownerId: 1, id: 2}", `repositories[0].team is missing; add it`},
		{"a row without ids", head + "  - {team: a, repository: acme/app}", "cipublisher: 2 faults:\n  - repositories[0].id is missing; add it\n  - repositories[0].ownerId is missing; add it"},
		{"an id as text", head + `  - {team: a, repository: acme/app, ownerId: 1, id: "2"}`, `repositories[0].id "2" is a string, where an integer is wanted; write an integer`},
		{"an id of zero", head + `  - {team: a, repository: acme/app, ownerId: 0, id: 2}`, `repositories[0].ownerId "0" is less than 1; write at least that`},
		{"an id that no machine counts to", head + `  - {team: a, repository: acme/app, ownerId: 18446744073709551615, id: 99999999999999999999999999}`, "cipublisher: 2 faults:\n  - repositories[0].id \"1e+26\" is more than 1000000000000000000; write at most that\n  - repositories[0].ownerId \"18446744073709551615\" is more than 1000000000000000000; write at most that"},
		{"an id without end", head + `  - {team: a, repository: acme/app, ownerId: 1, id: .inf}`, `repositories[0].id "+Inf" does not fit the schema; see schema.json`},
		{"a name without its owner", head + `  - {team: a, repository: app, ownerId: 1, id: 2}`, `repositories[0].repository "app" does not have the form that is wanted; see the description of this option in the schema; it matches ^[A-Za-z0-9_-]+/[A-Za-z0-9._-]+$`},
		{"a whole owner", head + `  - {team: a, repository: acme/*, ownerId: 1, id: 2}`, `repositories[0].repository "acme/*" does not have the form that is wanted; see the description of this option in the schema; it matches ^[A-Za-z0-9_-]+/[A-Za-z0-9._-]+$`},
		{"an owner that GitHub can't have", head + `  - {team: a, repository: -acme/app, ownerId: 1, id: 2}`, `repositories[0].repository "-acme@1/app@2" has an owner that begins or ends with a hyphen, or has two in a row, which no name on GitHub has; write "OWNER/NAME", "OWNER@ID/NAME@ID", "OWNER/*" or "OWNER@ID/*"`},
		{"an unknown key in a row", with("enviroments: [x]"), `repositories[0].enviroments is no option; check its spelling and its place, or leave it out`},
		{"an environment twice", with("environments: [x, x]"), `repositories[0].environments has the same at [0] and [1]; leave one out`},
		{"one environment, not a list", with("environments: release"), `repositories[0].environments "release" is a string, where an array is wanted; write an array`},
		{"a truth that is a text", with(`dev: "yes"`), `repositories[0].dev "yes" is a string, where a boolean is wanted; write a boolean`},
		{"a store that does not exist", with("without: [npm]"), `repositories[0].without[0] "npm" is not one of s3, ecr, ecrPublic, codeArtifact; write one of them`},
		{"a bucket without a name", top("stacks: 1") + "\n" + strings.Replace(strings.Replace(one, "acme/app", "acme/lib", 1), "id: 2", "id: 3, branches: [main], s3: {prefix: a/}", 1) + "}", `repositories[1].s3.bucket is missing; add it`},
		{"an option without the one that it needs", with("ecrPublic: {allowDelete: true}"), `repositories[0].ecrPublic.repositories is missing; add it`},
		{"a claim without a value", with("claims: [actor]"), `repositories[0].claims "actor" has no value; write repositories[0].claims KEY=VALUE`},
		{"a claim that GitHub has not", with("claims: [colour=red]"), `repositories[0].claims colour`},
		{"an option of a store", with("s3: {kmsKey: alias/x, writeOnce: true}"), `repositories[0].s3.kmsKey "alias/x"`},
		{"an option that the row's own keys stand for", with("repositories: [x/y]"), `repositories[0].repositories is no option`},
		{"a duration that is none", with("codeArtifact: {tokenDuration: 60}"), `repositories[0].codeArtifact.tokenDuration "60" is not a lifetime that CodeArtifact gives a token`},
		{"an empty list", with("tags: []"), `repositories[0].tags is empty; write at least one`},
		{"stores of none", with("without: []"), `repositories[0].without is empty; write at least one`},
		{"an empty text in a list", with(`tags: [""]`), `repositories[0].tags[0] is shorter than 1 characters`},
		{"a store that is nothing", with("s3: null"), `repositories[0].s3 is nothing, where an object is wanted; write an object`},
		{"a list that is nothing", with("tags: null"), `repositories[0].tags is nothing, where an array is wanted; write an array`},
		{"no rows", "version: 1\nrepositories: []", `repositories is empty; write at least one`},
		{"an empty team", head + `  - {team: "", repository: acme/app, ownerId: 1, id: 2}`, `repositories[0].team does not have the form`},
		{"an empty text", with(`s3: {prefix: ""}`), `repositories[0].s3.prefix is shorter than 1 characters`},
		{"a bucket that S3 can't have", with("s3: {bucket: Acme}"), `repositories[0].s3.bucket "Acme" holds "A"; use lower-case letters, digits, dots and hyphens`},
		{"a prefix with a wildcard", with(`s3: {bucket: acme-dist, prefix: "a*"}`), `repositories[0].s3.prefix "a*" holds "*", which IAM reads as a wildcard, where a literal prefix is meant; leave it out; everything below the prefix is covered without it`},
		{"a branch with a wildcard inside", with(`branches: ["a*b"]`), `repositories[0].branches "a*b" has "*" before its end`},
		{"a role's name that IAM can't have", with("roleName: a b"), `repositories[0].roleName "a b" does not have the form that is wanted; see the description of this option in the schema; it matches ^[A-Za-z0-9_+=,.@-]+$`},
		{"nothing to publish to", with("without: [s3, ecr, codeArtifact]"), `are all unset, so there is nothing to publish to`},
		{"a domain that CodeArtifact can't have", with("codeArtifact: {domain: Acme}"), `repositories[0].codeArtifact.domain "Acme"`},
		{"no context", "version: 1\nrepositories:\n" + one + ", ecr: {}}", `repositories[0].environments names no context`},
		{"an id twice", head + one + "}\n" + strings.Replace(one, "acme/app", "acme/lib", 1) + "}", `repositories[1].id "2" is that of repositories[0], acme/app, too; leave one of the rows out`},
		{"a name twice", head + "  - {team: a, repository: acme-a/b, ownerId: 1, id: 2}\n  - {team: a, repository: acme/a-B, ownerId: 3, id: 4}", `repositories[1].roleName "acme-a-B" is the name of a role of repositories[0], acme-a/b, too; set another roleName`},
		{"more roles than the account holds", strings.Replace(rows(1, 2, 3), "version: 1", "version: 1\nroleQuota: 2", 1), `repositories make 3 roles, and the account holds 2; divide the registry between accounts; or have AWS raise the quota "Roles per account" and set roleQuota to it: it goes to 5000 on request, and beyond that by a support case`},
		{"more resources than a stack holds", strings.Replace(thousand(), "version: 1", "version: 1\nstacks: 1", 1), `stacks "1" gives stack ci-publishers 2000 resources, and CloudFormation takes 500; raise it before the first deployment; later, that moves roles between stacks, which needs their removal first`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := registry.Read([]byte(test.text))
			require.Error(t, err)
			require.Contains(t, err.Error(), test.message)
		})
	}
}

// A CDK token would be a reference in a template, so it is refused wherever
// it stands, once.
func TestRefusesTokens(t *testing.T) {
	const text = `
$schema: x${Token[A.1]}
version: 1
accountId: ${Token[A.2]}
region: "#{Token[A.3]}"
stackName: a${Token[A.4]}
path: /${Token[A.5]}/
defaults:
  environments: ["${Token[A.6]}"]
  s3: {bucket: "${Token[A.7]}"}
repositories:
  - {team: "${Token[A.8]}", repository: "acme/${Token[A.9]}", ownerId: 1, id: 1, roleName: "${Token[A.10]}", roleTags: ["a=${Token[A.11]}"], s3: {prefix: "a/${Token[A.12]"}}
`
	_, err := registry.Read([]byte(text))
	var list fault.List
	require.ErrorAs(t, err, &list)
	var places []string
	for _, f := range list {
		require.Equal(t, "holds a CDK token, which means nothing outside a CDK app", f.Problem)
		require.Equal(t, "write the value itself", f.Remedy)
		places = append(places, f.Option)
	}
	require.Equal(t, []string{
		"$schema", "accountId", "defaults.environments[0]", "defaults.s3.bucket", "path", "region",
		"repositories[0].repository", "repositories[0].roleName", "repositories[0].roleTags[0]", "repositories[0].s3.prefix", "repositories[0].team", "stackName",
	}, places)

	_, err = registry.Read([]byte(head + `  - {team: a, repository: acme/app, ownerId: 1, id: 2, s3: {prefix: "${Token[AWS.AccountId]}/"}}` + "\n" +
		`  - {team: a, repository: acme/lib, ownerId: 1, id: 3, s3: {bucket: Acme}}`))
	require.ErrorContains(t, err, `repositories[0].s3.prefix "${Token[AWS.AccountId]}/" holds a CDK token`)
	require.ErrorContains(t, err, `repositories[1].s3.bucket "Acme" holds "A"`, "the other rows are checked all the same")
}

// One thing in each of many rows is reported in one go.
func TestRefusesEverythingAtOnce(t *testing.T) {
	_, err := registry.Read([]byte(head + `
  - {team: a, repository: acme/a, ownerId: 1, id: 2, s3: {bucket: Acme}}
  - {team: a, repository: acme/b, ownerId: 1, id: 2}
  - {team: a, repository: acme/c, ownerId: 1, id: 3, codeArtifact: {domain: X}}
`))
	require.ErrorContains(t, err, "5 faults")
}

// The faults of the schema are in the order of the rows, and within one in that
// of the alphabet, whatever the order in which the schema is asked.
func TestFaultsHaveAnOrder(t *testing.T) {
	text := "version: 1\nzeta: 1\nalpha: 1\ndefaults: {b: 1, a: 1, s3: {bukket: x, akket: x}}\nrepositories:\n"
	want := []string{"alpha", "defaults.a", "defaults.b", "defaults.s3.akket", "defaults.s3.bukket"}
	for i := range 11 {
		text += "  - {team: a, repository: acme/app, ownerId: 1, zoo: 1, ant: 1, id: 0, s3: {prefix: \"\"}}\n"
		for _, key := range []string{"ant", "id", "s3.prefix", "zoo"} {
			want = append(want, fmt.Sprintf("repositories[%d].%s", i, key))
		}
	}
	want = append(want, "zeta")
	for range 20 {
		_, err := registry.Read([]byte(text))
		var list fault.List
		require.ErrorAs(t, err, &list)
		var options []string
		for _, f := range list {
			options = append(options, f.Option)
		}
		require.Equal(t, want, options)
	}
}
