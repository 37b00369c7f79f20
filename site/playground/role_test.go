package playground

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/role"
)

// roles are options that the page may be given.
var roles = map[string]Request{
	"publisher": {Values: map[string]string{
		"AccountId": "123456789012", "Region": "eu-west-1", "S3.BucketName": "acme-dist", "S3.Prefix": "app/", "Ecr.RepositoryNames": "app\nlib",
		"Subjects.Repositories": "acme@1234/app@5678", "Subjects.Environments": "release",
	}},
	"dev publisher": {Values: map[string]string{
		"AccountId": "123456789012", "Region": "eu-west-1", "S3.BucketName": "acme-dist", "Dev": "true", "Subjects.Repositories": "acme/app", "Subjects.AnyRef": "true",
	}},
	"claims, conditions and switches": {Values: map[string]string{
		"AccountId": "123456789012", "Region": "eu-west-1", "Preset": "terraform-aws-ci-publisher", "AllowDelete": "false", "S3.BucketName": "acme-dist",
		"S3.WriteOnce": "true", "S3.Floating": "*/latest/", "PinRegion": "true", "OrganizationId": "o-a1b2c3d4e5",
		"Subjects.Repositories": "acme@1234/app@5678", "Subjects.Tags": "v*", "Subjects.BothForms": "false",
		"Subjects.Claims": "job_workflow_ref=acme/ci/.github/workflows/release.yml@refs/heads/main", "Conditions": "IpAddress=aws:SourceIp=192.0.2.0/24",
	}},
	"China": {Values: map[string]string{
		"AccountId": "123456789012", "Region": "cn-north-1", "S3.BucketName": "acme-dist", "Subjects.Repositories": "acme/app", "Subjects.Branches": "main",
	}},
	"GitLab": {Values: map[string]string{
		"AccountId": "123456789012", "Region": "eu-west-1", "S3.BucketName": "acme-dist", "Issuer": "gitlab", "Subjects.Repositories": "acme/app", "Subjects.Branches": "main",
	}},
	"several policies": {Values: map[string]string{
		"AccountId": "123456789012", "Region": "eu-west-1", "S3.BucketName": "acme-dist", "S3.Prefix": "app/", "S3.Prefixes": manyPrefixes(),
	}},
	"builder": {Set: "builder", Values: map[string]string{
		"AccountId": "123456789012", "Region": "eu-west-1", "CodeArtifact.DomainName": "acme", "CodeArtifact.RepositoryNames": "npm",
	}},
}

func manyPrefixes() string {
	var b strings.Builder
	for i := range 120 {
		b.WriteString("a/rather/long/prefix/of/a/team/" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + "/\n")
	}
	return b.String()
}

// The page shows what the command line prints, byte for byte, for the commands
// that the page shows.
func TestRoleIsWhatTheCommandLinePrints(t *testing.T) {
	bin := commandLineTool(t)
	for name, r := range roles {
		t.Run(name, func(t *testing.T) {
			answer, faults := makeRole(r)
			require.Empty(t, faults)
			require.Empty(t, answer.Faults)
			got := *answer.Role
			var policies []string
			for _, p := range got.Policies {
				policies = append(policies, p.Text)
			}
			printed := shell(t, bin, got.Commands[0])
			if len(policies) > 1 {
				var list []json.RawMessage
				require.NoError(t, json.Unmarshal([]byte(printed), &list))
				require.Len(t, list, len(policies))
				for i := range list {
					assert.JSONEq(t, policies[i], string(list[i]))
				}
			} else {
				assert.Equal(t, policies[0], printed)
			}
			if len(got.Commands) == 1 {
				assert.Empty(t, got.Trust)
				return
			}
			assert.Equal(t, got.Trust, shell(t, bin, got.Commands[1]))
		})
	}
}

// commandLineTool builds the command line.
func commandLineTool(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(folder, "cipublisher"), "./cmd/cipublisher")
	build.Dir = filepath.Join("..", "..")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return folder
}

func shell(t *testing.T, bin, script string) string {
	t.Helper()
	c := exec.Command("bash", "-c", script)
	c.Env = append(c.Environ(), "PATH="+bin+":/usr/bin:/bin")
	out, err := c.Output()
	require.NoError(t, err, "%s", script)
	return string(out)
}

func TestRoleSaysEveryFault(t *testing.T) {
	answer := reply(`{"ask":"role","values":{"S3.Prefix":"app/","S3.AllowDelete":"maybe","CodeArtifact.TokenDuration":"x","Subjects.Environments":"release","Bogus":"1"}}`)
	assert.Nil(t, answer.Role)
	fields := map[string]bool{}
	for _, f := range answer.Faults {
		fields[f.Field] = true
		assert.NotContains(t, f.Text, "{")
		assert.NotRegexp(t, regexp.MustCompile(`\b(S3|Trust|Subjects)\.[A-Z]`), f.Text, "an option by its path, which the page does not show")
	}
	for _, want := range []string{"S3.Prefix", "S3.AllowDelete", "CodeArtifact.TokenDuration", "AccountId", "Subjects.Repositories", ""} {
		assert.True(t, fields[want], "%s: %v", want, answer.Faults)
	}
}

// A role that nobody is trusted with is none: there are the policies alone.
func TestRoleWithoutTrust(t *testing.T) {
	answer := reply(`{"ask":"role","values":{"S3.BucketName":"acme-dist"}}`)
	require.NotNil(t, answer.Role, "%v", answer.Faults)
	assert.Empty(t, answer.Role.Trust)
	assert.Empty(t, answer.Role.Arn)
	assert.Len(t, answer.Role.Commands, 1)
}

func TestServiceRole(t *testing.T) {
	answer := reply(`{"ask":"role","values":{"AccountId":"123456789012","Region":"eu-west-1","S3.BucketName":"acme-dist","Service.CodeBuildProjects":"release"}}`)
	require.NotNil(t, answer.Role, "%v", answer.Faults)
	assert.Contains(t, answer.Role.Trust, "codebuild.amazonaws.com")
	assert.Empty(t, answer.Role.Jobs)
}

// Every option of the form is taken: with its example, it changes the answer or
// is answered with a fault of its own, and never ignored as unknown.
func TestEveryFieldIsTaken(t *testing.T) {
	for _, s := range role.Sets {
		answer := reply(`{"ask":"form","set":"` + s.Name + `"}`)
		require.NotNil(t, answer.Form)
		for _, g := range answer.Form.Groups {
			for _, f := range g.Fields {
				value := f.Example
				if f.Kind == "switch" || value == "" {
					value = "true"
				}
				with, err := json.Marshal(Request{Ask: "role", Set: s.Name, Values: map[string]string{f.Path: value}})
				require.NoError(t, err)
				for _, fault := range reply(string(with)).Faults {
					assert.NotContains(t, fault.Text, "is no option of this set", "%s of %s", f.Path, s.Name)
				}
			}
		}
	}
}
