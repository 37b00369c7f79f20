package main

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/awsstub"
	"github.com/cipublisher/cipublisher/verify"
)

const verified = "--account-id 111122223333 --region eu-west-1 --s3-bucket dist --ecr-repository app"

// AWS, which a server here stands for, is asked about the policy that "policy"
// prints of the same flags.
func TestVerify(t *testing.T) {
	stub := awsstub.Use(t, &awsstub.Stub{})
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("after.json", []byte(printed(t, "policy "+verified)), 0o600))
	require.NoError(t, os.WriteFile("before.json", []byte(printed(t, "policy "+verified+" --allow-delete")), 0o600))
	require.NoError(t, os.WriteFile("trust.json", []byte(printed(t, "trust --account-id 111122223333 --repo acme/app --environment release")), 0o600))

	of := cipublisher(words("verify " + verified)...)
	assert.Equal(t, exitOK, of.status, of.stdout+of.stderr)
	assert.Contains(t, of.stdout, "\nNo difference.\n")
	for _, a := range stub.Asked() {
		if a.Action != "iam:SimulateCustomPolicy" { // which is the same everywhere
			assert.Equal(t, "eu-west-1", a.Region)
		}
	}
	file := cipublisher("verify", "--policy", "after.json", "--region", "eu-west-1")
	assert.Equal(t, of.stdout, file.stdout)
	assert.Empty(t, file.stderr, "it took no second")
	all := cipublisher("verify", "--policy", "after.json", "--before", "before.json", "--trust", "trust.json", "-o", "json")
	assert.Equal(t, exitOK, all.status, all.stderr)
	var report verify.Report
	require.NoError(t, json.Unmarshal([]byte(all.stdout), &report))
	assert.Len(t, report.Checks, 4)
	assert.Equal(t, 2, report.Checks[0].Asked, "the policy and the trust policy")
	for _, got := range []result{of, file, all} {
		assert.NotContains(t, got.stdout+got.stderr, "EXAMPLE", "no credentials are printed")
	}
}

func TestVerifyFindsADifference(t *testing.T) {
	stub := awsstub.Use(t, &awsstub.Stub{Granted: []string{"iam:PassRole"}})
	got := cipublisher(words("verify " + verified)...)
	assert.Equal(t, exitDenied, got.status, got.stderr)
	assert.Contains(t, got.stdout, "DIFFERENCE CheckAccessNotGranted: the policy\n  action    iam:PassRole\n  ours      it is not granted\n  AWS       FAIL: it may be granted\n")
	assert.Contains(t, got.stdout, "please report it")
	stub.Refuse = func(awsstub.Asked) string { return "AccessDeniedException" }
	refused := cipublisher(words("verify " + verified)...)
	assert.Equal(t, exitBadInput, refused.status)
	assert.Empty(t, refused.stdout)
	assert.Contains(t, refused.stderr, `access-analyzer:ValidatePolicy is refused: AccessDeniedException: as planted; give the credentials what "cipublisher policy --set verify" prints`)
}

// Bad input is refused before AWS is asked, every fault at once.
func TestVerifyRefuses(t *testing.T) {
	stub := awsstub.Use(t, &awsstub.Stub{})
	inFolderWith(t, map[string]string{
		"policy.json": printed(t, "policy "+verified), "token.json": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${Token[TOKEN.1]}/*"}]}`,
		"trust.json": printed(t, "trust --account-id 111122223333 --repo acme/app --environment release"),
	})
	for line, faults := range map[string][]string{
		"--policy policy.json --account-id 111122223333 --s3-bucket dist": {
			`--account-id "111122223333" is given beside --policy, and one excludes the other; leave one of them out`,
			`--s3-bucket "dist" is given beside --policy, and one excludes the other; leave one of them out`},
		"--policy none.json --before also-none.json": {
			`--policy "none.json" can't be read: no such file or directory; name a readable file, or - for stdin`,
			`--before "also-none.json" can't be read: no such file or directory; name a readable file, or - for stdin`},
		"--policy policy.json --trust policy.json -o xml": {
			`--format "xml" is not a format; use text or json`,
			`--trust "policy.json" is not a trust policy: no statement has a principal; name the role's trust policy; "check policy" reads identity policies`},
		"--policy trust.json": {`--policy "trust.json" is not an identity policy: Statement[0] has a principal; name the policy of the role; "check trust" reads trust policies`},
		"--policy token.json": {`--policy "token.json" holds a CDK token, which means nothing outside a CDK app; synthesize the app, and give the policy as it is deployed`},
		"--policy ''":         {`--policy is empty; write --policy FILE or leave the flag out; perhaps a variable is not set`},
	} {
		t.Run(line, func(t *testing.T) {
			assert.Equal(t, result{"", refusal("verify", faults...), exitBadInput}, cipublisher(append([]string{"verify"}, words(line)...)...))
		})
	}
	assert.Empty(t, stub.Asked())
}
