package doctor_test

import (
	"context"
	"fmt"
	"go/parser"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/doctor"
)

// jobs of which the trust is written, each in a form of its own.
func jobs() []map[string]any {
	bitbucket := "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"
	return []map[string]any{
		gitHubClaims(),
		{"iss": "https://token.actions.githubusercontent.com/octo-inc", "aud": "https://github.com/acme", "sub": "repo:acme/app:ref:refs/heads/it's \"quoted\""},
		{"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com", "sub": "repo:acme/app:pull_request"},
		{"iss": "https://gitlab.com", "aud": "https://gitlab.com", "sub": "project_path:acme/app:ref_type:tag:ref:v1", "project_id": "42"},
		{"iss": bitbucket, "aud": "ari:cloud:bitbucket::workspace/" + uuid1, "sub": "{" + uuid2 + "}:{" + uuid1 + "}"},
		{"iss": "https://app.terraform.io", "aud": "aws.workload.identity", "sub": "organization:acme:project:my project:workspace:app:run_phase:plan"},
		{"iss": "https://ci.example.com", "aud": "me", "sub": "project:acme:app"},
	}
}

func advise(t *testing.T, claims map[string]any) (doctor.Visit, *doctor.Advice) {
	t.Helper()
	visit, err := doctor.Job{Token: doctor.NewSecret(signed(t, claims)), Now: now, Environment: region}.Take(context.Background())
	require.NoError(t, err)
	advice, err := visit.Advise("", "111122223333")
	require.NoError(t, err)
	assert.False(t, advice.Placeholder)
	return visit, advice
}

// The command line that the doctor writes is broken into lines of 80 columns
// that a shell puts together again, to the words of the flags.
func TestCommand(t *testing.T) {
	for _, claims := range jobs() {
		_, advice := advise(t, claims)
		for _, line := range strings.Split(advice.Command(), "\n") {
			assert.LessOrEqual(t, len(line), 80)
		}
		script := "cipublisher() { for word; do printf '%s\\n' \"$word\"; done; }\n" + advice.Command()
		out, err := exec.Command("sh", "-c", script).Output()
		require.NoError(t, err)
		assert.Equal(t, append([]string{"trust"}, advice.Flags()...), strings.Split(strings.TrimSuffix(string(out), "\n"), "\n"))
	}
}

func TestPropsAreGo(t *testing.T) {
	for _, claims := range jobs() {
		_, advice := advise(t, claims)
		_, err := parser.ParseExpr("x{" + advice.Props() + "}")
		require.NoError(t, err, advice.Props())
	}
}

// The props make the policy that is shown as JSON.
func TestPropsMakeTheTrust(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a CDK app")
	}
	var source, want strings.Builder
	source.WriteString("package main\n\nimport (\n\t\"fmt\"\n\n\t\"github.com/aws/jsii-runtime-go\"\n\n\t\"github.com/cipublisher/cipublisher\"\n\t\"github.com/cipublisher/cipublisher/trust\"\n)\n\nvar _ trust.Issuer\n\nfunc main() {\n")
	for _, claims := range jobs() {
		_, advice := advise(t, claims)
		fmt.Fprintf(&source, "\tshow(cipublisher.CiPublisherProps{%s})\n", strings.TrimSpace(advice.Props()))
		fmt.Fprintf(&want, "%s %s %d\n", advice.Options.Issuer.URL(), advice.Options.Audience, len(advice.Options.Subjects))
	}
	source.WriteString("}\n\nfunc show(props cipublisher.CiPublisherProps) {\n\taudience := \"\"\n\tif props.Trust.Audience != nil {\n\t\taudience = *props.Trust.Audience\n\t}\n" +
		"\tfmt.Println(props.Trust.Issuer.URL(), audience, len(*props.Trust.Subjects))\n}\n\nvar _ = jsii.String\n")
	dir, err := os.MkdirTemp(".", "_props-")
	require.NoError(t, err)
	defer os.RemoveAll(dir)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(source.String()), 0o600))
	out, err := exec.Command("go", "run", "./"+dir).CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Equal(t, want.String(), string(out))
}
