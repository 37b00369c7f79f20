package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Whatever is typed, the exit status is one of three, a refusal prints nothing
// on stdout and says something on stderr, and only answers may be 1.
func FuzzCommandLine(f *testing.F) {
	for _, line := range []string{
		"policy " + store + " " + bucket,
		"policy " + store + " --dev=false --allow-delete --s3-prefix ''",
		"policy --account-id ${Token[AWS.AccountId.0]} --region=eu-west-1 -- x",
		"policy --s3-bucket --s3-bucket=a ---x -y --=z - ''",
		"check policy --policy - --action s3:GetObject --resource * --context a:b=c --context a:b",
		"check policy --policy - --policy -",
		"check", "version", "--help", "check --help", "{S3.Prefix} {", "policy --{S3} --set {S3}",
	} {
		f.Add(strings.Join(words(line), "\n"), `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}`)
	}
	f.Fuzz(func(t *testing.T, lines, stdin string) {
		args := strings.Split(lines, "\n")
		for i, arg := range args {
			if opensFile(args, i) {
				t.Skip("reads a file of this machine: " + arg)
			}
		}
		got := withStdin(stdin, args...)
		switch got.status {
		case exitOK:
			assert.NotEmpty(t, got.stdout)
		case exitDenied:
			assert.True(t, strings.HasPrefix(got.stdout, "denied: "), got.stdout)
		case exitBadInput:
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "cipublisher: "), got.stderr)
		default:
			t.Errorf("exit status %d", got.status)
		}
		if got.status == exitOK && args[0] == "policy" && !strings.HasPrefix(got.stdout, "cipublisher policy") {
			assert.True(t, json.Valid([]byte(got.stdout)))
			_, err := policy.Parse([]byte(got.stdout))
			assert.NoError(t, err)
		}
	})
}

// opensFile reports whether an argument may be the name of a file other than
// stdin.
func opensFile(args []string, i int) bool {
	for _, name := range []string{"policy", "template", "claims", "token"} {
		if value, ok := strings.CutPrefix(args[i], "--"+name+"="); ok && value != "-" {
			return true
		}
		if i > 0 && args[i-1] == "--"+name && args[i] != "-" && !strings.HasPrefix(args[i], "--") {
			return true
		}
	}
	return false
}

func TestFlagGroupsMayOverlap(t *testing.T) {
	t.Run("the same flag is shared", func(t *testing.T) {
		flags := &flagSet{command: "template"}
		first := flags.add(flag{name: "partition", value: "PARTITION"})
		assert.Same(t, first, flags.add(flag{name: "partition", value: "PARTITION"}))
		assert.Len(t, flags.flags, 1)
	})
	t.Run("another flag of the same name is a mistake of ours", func(t *testing.T) {
		flags := &flagSet{command: "template"}
		flags.add(flag{name: "partition", value: "PARTITION"})
		assert.Panics(t, func() { flags.add(flag{name: "partition"}) })
	})
}

func TestOptionsAreNamedAsFlags(t *testing.T) {
	flags := &flagSet{command: "template"}
	flags.add(flag{name: "s3-prefix", value: "PREFIX", options: []string{"S3.Prefix"}})
	flags.add(flag{name: "repo", value: "REPO", repeatable: true, options: []string{"Subjects.Repositories"}})
	flags.add(flag{name: "claim", value: "KEY=VALUE", repeatable: true, keyed: true, options: []string{"Subjects.Claims"}})
	for option, want := range map[string]string{
		"S3.Prefix":                         "--s3-prefix",
		"S3.Prefixes":                       "S3.Prefixes",
		"S3":                                "S3",
		"Subjects[0].Repositories":          "--repo",
		"Subjects[0].Repositories[12]":      "--repo",
		"Subjects[0].Claims.repository_id":  "--claim repository_id",
		"Subjects[0].Claims":                "--claim",
		"--s3-prefix":                       "--s3-prefix",
		"Statement[0].Condition.StringLike": "Statement[0].Condition.StringLike",
	} {
		assert.Equal(t, want, flags.nameOf(option), option)
	}
}

func TestMisspeltFlags(t *testing.T) {
	flags := &flagSet{command: "policy"}
	grantFlags(flags, sets)
	for typed, want := range map[string]string{
		"region": "region", "regoin": "region", "Region": "region", "reg": "region", "acount-id": "account-id",
		"account_id": "account-id", "s3bucket": "s3-bucket", "s3-bucket-name": "s3-bucket", "codeartifact-domain-name": "codeartifact-domain",
		"allow-deletes": "allow-delete", "x": "", "": "", "verbose": "", "bucket": "",
	} {
		got := ""
		if near := flags.nearest(typed); near != nil {
			got = near.name
		}
		assert.Equal(t, want, got, typed)
	}
}

func TestEditDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "ab", 1}, {"abc", "xabc", 1},
		{"kitten", "sitting", 3}, {"flaw", "lawn", 2},
	} {
		assert.Equal(t, test.want, editDistance(test.a, test.b), "%s, %s", test.a, test.b)
	}
}

// The sets below stand for those that users will have beside the publisher.
type fakeSet struct{ statement policy.Statement }

func (s fakeSet) Validate(env permission.Environment) error { return env.Validate() }
func (s fakeSet) Statements(permission.Environment) []policy.Statement {
	return []policy.Statement{s.statement}
}
func (s fakeSet) Notices(permission.Environment) []fault.Notice {
	return []fault.Notice{{ID: "fake", Text: "{Fake} is risky"}}
}

func TestSeveralSets(t *testing.T) {
	fake := func(name string, flagNames ...string) set {
		return set{name: name, about: "…", setup: func(flags *flagSet) func(*call) permission.Set {
			for _, f := range flagNames {
				flags.add(flag{name: f, value: "NAME", options: []string{"Fake"}})
			}
			return func(*call) permission.Set {
				return fakeSet{policy.Statement{Sid: name, Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}}
			}
		}}
	}
	three := []set{fake("first", "shared", "one"), fake("second", "shared", "two"), fake("third")}
	grantOf := func(line string) (sids []string, notices []fault.Notice, faults fault.List) {
		flags := &flagSet{command: "policy"}
		grant := grantFlags(flags, three)
		c := &call{}
		flags.parse(words(line), &c.faults)
		for _, s := range grant(c).Statements {
			sids = append(sids, s.Sid)
		}
		return sids, c.notices, flags.named(c.faults)
	}
	for _, test := range []struct {
		name, line string
		sids       []string
		fault      string
	}{
		{"the first is the default", "", []string{"first"}, ""},
		{"another", "--set second", []string{"second"}, ""},
		{"several make one document, in the order of the list", "--set third --set first", []string{"first", "third"}, ""},
		{"the same twice", "--set second --set second", []string{"second"}, ""},
		{"a flag of its own", "--set second --two x", []string{"second"}, ""},
		{"a flag of several", "--set second --shared x", []string{"second"}, ""},
		{"a flag of another", "--set third --two x", nil, `--two "x" belongs to a set that is not chosen; add --set second, or leave the flag out`},
		{"a flag of several others", "--set third --shared x", nil, `--shared "x" belongs to a set that is not chosen; add --set first or --set second, or leave the flag out`},
		{"unknown", "--set fourth", nil, `--set "fourth" is not a permission set; use one of first, second, third`},
		{"a fault that all of them find", "--set first --set second --partition moon", nil, `--partition "moon" is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov`},
	} {
		t.Run(test.name, func(t *testing.T) {
			sids, notices, faults := grantOf(test.line)
			if test.fault != "" {
				require.Len(t, faults, 1)
				assert.Equal(t, test.fault, faults[0].Error())
				return
			}
			assert.Empty(t, faults)
			assert.Equal(t, test.sids, sids)
			assert.Len(t, notices, len(test.sids))
		})
	}
}

func TestOversizedPolicy(t *testing.T) {
	ofSize := func(characters int) policy.Document {
		statement := policy.Statement{Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}
		statement.Resources[0] = strings.Repeat("x", 1+characters-policy.New(statement).Size())
		return policy.New(statement)
	}
	c := &call{}
	refuseOversized(c, ofSize(policy.ManagedPolicyQuota))
	assert.Empty(t, c.faults)
	refuseOversized(c, ofSize(policy.ManagedPolicyQuota+1))
	require.Len(t, c.faults, 1)
	assert.Equal(t, "the policy has 6145 characters, and a managed policy holds 6144 at most; shorten the names, or divide the stores between two policies", c.faults[0].Error())
}
