package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/yamljson"
	"github.com/cipublisher/cipublisher/policy"
)

// Whatever is typed, the exit status is one of three, a refusal prints nothing
// on stdout and says something on stderr, and only answers may be 1.
func FuzzCommandLine(f *testing.F) {
	for _, line := range []string{
		"policy " + store + " " + bucket,
		"policy " + store + " --dev=false --allow-delete --s3-prefix '' --preset terraform-aws-ci-publisher",
		"policy --account-id ${Token[AWS.AccountId.0]} --region=eu-west-1 -- x",
		"policy --s3-bucket --s3-bucket=a ---x -y --=z - ''",
		"check policy --policy - --action s3:GetObject --resource * --context a:b=c --context a:b",
		"check policy --policy - --policy -",
		"trust " + ownAccount + " " + repository + " --branch main --tag v* --claim actor=octocat --any-ref=false",
		"trust --repo a@1/* --environment x:y --both-forms --issuer gitlab-self-managed:https://x --trust-quota -1",
		"check trust --policy - --claims -", "check trust --template - --role Role --token -",
		"explain --policy -", "explain --template - --format json", "explain --policy - --format markdown", "explain --diff - -",
		"explain " + store + " " + bucket + " " + repository + " --environment release", "explain --diff=- --diff",
		"workflow " + store + " " + bucket + " " + repository + " --tag v* --dev", "workflow --ci gitlab --role-arn x",
		"check", "version", "--help", "check --help", "--help-all policy", "--version", "help trust", "polcy", "completion bash", "__complete policy --set t", "policy -o yaml " + images, "policy -o=x -h=no --help=false", "{S3.Prefix} {", "policy --{S3} --set {S3}",
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
			assert.True(t, strings.HasPrefix(got.stdout, "denied"), got.stdout)
		case exitBadInput:
			assert.Empty(t, got.stdout)
			assert.True(t, strings.HasPrefix(got.stderr, "cipublisher: "), got.stderr)
		default:
			t.Errorf("exit status %d", got.status)
		}
		if got.status == exitOK && (args[0] == "policy" || args[0] == "trust") && !strings.HasPrefix(got.stdout, "cipublisher ") {
			content, err := yamljson.Read([]byte(got.stdout))
			assert.NoError(t, err)
			assert.True(t, json.Valid(content))
			_, err = policy.Parse(content)
			assert.NoError(t, err)
		}
	})
}

// opensFile reports whether an argument may be the name of a file other than
// stdin, or of a folder to write to.
func opensFile(args []string, i int) bool {
	if i > 1 && args[i-2] == "--diff" || i > 0 && strings.HasPrefix(args[i-1], "--diff=") {
		return args[i] != "-"
	}
	if i == 0 && (args[i] == "audit" || args[i] == "drift") && len(args) > 1 {
		return true // which take files without a flag
	}
	for _, name := range []string{"account", "before", "boundary", "claims", "diff", "out", "policy", "registry", "template", "token", "trust"} {
		if value, ok := strings.CutPrefix(args[i], "--"+name+"="); ok && value != "-" {
			return true
		}
		if i > 0 && args[i-1] == "--"+name && args[i] != "-" && !strings.HasPrefix(args[i], "--") {
			return true
		}
	}
	return false
}
