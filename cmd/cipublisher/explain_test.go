package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/internal/processor"
)

// reports is the folder of the reports that explain prints, which a test of
// their package compares with what it writes.
const reports = "../../internal/report/testdata/"

var extensions = map[string]string{"text": ".txt", "markdown": ".md", "json": ".json", "sarif": ".sarif"}

// requireReport checks that a command printed a report as it is in the
// folder of reports, where files are named without their folders.
func requireReport(t *testing.T, name, folder, got string) {
	t.Helper()
	if !golden.Updating(t) { // the report is then of before
		assert.Equal(t, mustRead(t, reports+name), strings.ReplaceAll(got, `"`+filepath.ToSlash(folder)+"/", `"`))
	}
}

func TestExplain(t *testing.T) {
	everything := module + " " + bucket + " --codeartifact-domain my-company --s3-prefix release/"
	trusted := " --repo my-company@1234567/app@7654321 --environment release --tag v*"
	for name, line := range map[string]string{
		"publisher":     everything,
		"dev-publisher": module + " " + bucket + " --dev",
		"role":          everything + trusted,
		"trust-policy":  "--policy testdata/trust/branches-and-tags.json",
		"two-policies":  "--policy testdata/policy/dev.json --policy testdata/policy/ecr-only.json",
		"template":      "--template " + reports + "stack.template.json",
	} {
		for format, extension := range extensions {
			t.Run(name+" as "+format, func(t *testing.T) {
				got := cipublisher(append([]string{"explain"}, words(line+" --format "+format)...)...)
				if format == "sarif" {
					assert.Equal(t, exitBadInput, got.status, got.stdout)
					return
				}
				require.Equal(t, exitOK, got.status, got.stderr)
				requireReport(t, name+extension, ".", got.stdout)
			})
		}
	}
}

func TestExplainDiff(t *testing.T) {
	folder := folderWith(t, map[string]string{
		"policy.json":         printed(t, "policy "+module+" "+bucket+" --codeartifact-domain my-company"),
		"dev.json":            printed(t, "policy "+module+" "+bucket+" --dev"),
		"release":             printed(t, "trust "+ownAccount+" "+repository+" --environment release"),
		"trust.json":          printed(t, "trust "+ownAccount+" "+repository+" --any-ref"),
		"stack.template.json": mustRead(t, reports+"stack.template.json"), "changed.template.json": mustRead(t, reports+"changed.template.json"),
	})
	for _, test := range []struct {
		name, before, after string
		status              int
	}{
		{"no-change", "stack.template.json", "stack.template.json", exitOK},
		{"template", "stack.template.json", "changed.template.json", exitDenied},
		{"template-back", "changed.template.json", "stack.template.json", exitDenied},
		{"policy-narrower", "policy.json", "dev.json", exitOK},
		{"policy-wider", "dev.json", "policy.json", exitDenied},
		{"trust-wider", "release", "trust.json", exitDenied},
	} {
		before, after := filepath.Join(folder, test.before), filepath.Join(folder, test.after)
		for format, extension := range extensions {
			t.Run(test.name+" as "+format, func(t *testing.T) {
				got := cipublisher("explain", "--diff", before, after, "--format", format)
				assert.Equal(t, test.status, got.status, got.stderr)
				requireReport(t, "diff-"+test.name+extension, folder, got.stdout)
			})
		}
	}
	t.Run("of a list of policies", func(t *testing.T) {
		inFolderWith(t, map[string]string{
			"one.json":  `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:B", "a:C"], "Resource": "*"}]}`,
			"list.json": `[{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}, {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:C", "Resource": "*"}]}]`,
		})
		assert.Equal(t, result{"no change in what is granted\n", "", exitOK}, cipublisher("explain", "--diff", "one.json", "list.json"))
	})
	t.Run("in a format by its letter", func(t *testing.T) {
		args := []string{"explain", "--diff", "testdata/policy/dev.json", "testdata/policy/dev.json"}
		for _, format := range []string{"json", "sarif"} {
			want := cipublisher(append(args, "--format", format)...)
			assert.Equal(t, want, cipublisher(append(args, "-o", format)...))
			assert.Equal(t, want, cipublisher(append(args, "-o="+format)...))
		}
	})
	t.Run("from stdin", func(t *testing.T) {
		before, err := os.ReadFile("testdata/policy/dev.json")
		require.NoError(t, err)
		got := withStdin(string(before), "explain", "--diff", "-", "testdata/policy/dev.json")
		assert.Equal(t, result{"no change in what is granted\n", "", exitOK}, got)
	})
}

func TestExplainRefuses(t *testing.T) {
	template := reports + "stack.template.json"
	inFolderWith(t, map[string]string{
		"policy.json":      printed(t, "policy "+images),
		"template.json":    mustRead(t, template),
		"broken.json":      `{"Statement": [{"Effect": "Permit"}]}`,
		"broken-role.json": `{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Fn::If": ["x", {}, {}]}}}}}`,
		"empty.json":       "",
	})
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"an unknown format", images + " --format toml", []string{`--format "toml" is not a format; use one of text, markdown, json, yaml, sarif`}},
		{"flags and a file", "--policy policy.json --dev --repo a/b", []string{
			`--dev "true" is given beside --policy, and one excludes the other; leave one of them out`,
			`--repo "a/b" is given beside --policy, and one excludes the other; leave one of them out`}},
		{"two sources", "--policy policy.json --template template.json", []string{
			`--template "template.json" is given beside --policy, and one excludes the other; leave one of them out`}},
		{"half a comparison", "--diff policy.json", []string{`--diff "policy.json" lacks its second value; write --diff BEFORE AFTER`}},
		{"no value", "--diff", []string{`--diff lacks its value; write --diff BEFORE AFTER`}},
		{"a third file", "--diff policy.json policy.json policy.json", []string{
			`the argument "policy.json" is left over; explain takes flags only; leave it out`}},
		{"compared twice", "--diff policy.json policy.json --diff policy.json policy.json", []string{
			`--diff "policy.json" was given before as "policy.json"; give it once`}},
		{"a policy and a template", "--diff policy.json template.json", []string{
			`--diff "template.json" is a template and policy.json is a policy; compare two of a kind`}},
		{"no such file", "--diff policy.json nothing.json", []string{
			`--diff "nothing.json" can't be read: no such file or directory; name a readable file, or - for stdin`}},
		{"stdin twice", "--diff - -", []string{
			`--diff "-" is empty; correct the JSON`,
			`--diff "-" reads stdin, which another flag has read; name a file`}},
		{"a broken policy", "--policy broken.json", []string{
			`--policy "broken.json": Statement[0].Effect "Permit" is not an effect; write "Allow" or "Deny", in this case`}},
		{"no template", "--template policy.json", []string{
			`--template "policy.json" is not a CloudFormation template (it has no Resources); give a template in JSON or YAML, such as STACK.template.json that "cdk synth" writes to cdk.out`}},
		{"sarif without a comparison", "--template template.json --format sarif", []string{
			`--format "sarif" is for comparisons alone; add --diff BEFORE AFTER, or use another format`}},
		{"a parameter of no template", images + " --parameter A=b", []string{
			`--parameter "A=b" means nothing without a template; add --template FILE or --diff BEFORE AFTER, or leave --parameter out`}},
		{"a parameter that is not there, and one twice", "--diff template.json template.json --parameter A=b --parameter B=c --parameter B=d", []string{
			`--parameter "B=d" gives B a second value; give each parameter once`}},
		{"a parameter that no template has", "--diff template.json template.json --parameter A=b", []string{
			`--parameter "A=b" is not a parameter of the template; use one of: `}},
		{"bad flags of a role", "--ecr-repository app --account-id 1 --region eu-west-1", []string{
			`--account-id "1" is not an AWS account id; write its twelve digits`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"explain"}, words(test.line)...)...)
			assert.Equal(t, exitBadInput, got.status)
			assert.Empty(t, got.stdout)
			for _, fault := range test.faults {
				assert.Contains(t, got.stderr, fault)
			}
		})
	}
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.FromSlash(path))
	require.NoError(t, err)
	return string(content)
}

// Two templates of nearly the largest size, in either form, are compared in
// 300 ms of an idle processor. One that others use as well takes up to twice as
// long; the least of three times counts, since what else the machine does can
// only add to it.
func TestDiffOfMegabytesIsFast(t *testing.T) {
	rows := func(bucket string) string { // of one row
		var b strings.Builder
		for i := range 230 {
			fmt.Fprintf(&b, "  - {team: a, repository: acme/app-%d, ownerId: 1234, id: %d%s}\n", i, 100_000+i, map[bool]string{true: ", s3: {bucket: " + bucket + "}"}[i == 100])
		}
		return b.String()
	}
	for _, form := range []string{"json", "yaml"} {
		t.Run(form, func(t *testing.T) {
			var files []string
			for _, bucket := range []string{"acme-dist", "acme-more"} {
				registry := filepath.Join(t.TempDir(), "registry.yaml")
				require.NoError(t, os.WriteFile(registry, []byte(`version: 1
accountId: "123456789012"
region: eu-west-1
stacks: 1
defaults: {environments: [release], s3: {bucket: acme-dist}, ecr: {}, codeArtifact: {domain: acme, repositories: [packages], shared: true}}
repositories:
`+rows(bucket)), 0o600))
				made := cipublisher("template", "--registry", registry, "-o", form)
				require.Equal(t, exitOK, made.status, made.stderr)
				file := filepath.Join(t.TempDir(), "made."+form)
				require.NoError(t, os.WriteFile(file, []byte(made.stdout), 0o600))
				files = append(files, file)
				if form == "json" {
					require.InDelta(t, 1<<20, len(made.stdout), 1<<17, "bytes")
				}
			}
			least := time.Hour
			for range 3 {
				start := processor.Time()
				got := cipublisher("explain", "--diff", files[0], files[1])
				least = min(least, processor.Time()-start)
				require.Equal(t, exitDenied, got.status, got.stderr)
			}
			t.Log(least)
			assert.Less(t, least, 2*300*time.Millisecond)
		})
	}
}
