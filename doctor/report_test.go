package doctor_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/doctor"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

func reportOf(t *testing.T, claims map[string]any, environment map[string]string) *doctor.Report {
	t.Helper()
	visit, err := doctor.Job{Token: doctor.NewSecret(signed(t, claims)), Now: now, Environment: environment}.Take(context.Background())
	require.NoError(t, err)
	return &doctor.Report{Visit: visit}
}

func releaseTrust() policy.Document {
	return trust.Options{AccountID: "111122223333", Subjects: []trust.Subject{{Repositories: []string{"acme@1234/app@5678"}, Environments: []string{"release"}}}}.Document()
}

// Reports in their forms, as a person and as a program reads them.
func TestReports(t *testing.T) {
	other := gitHubClaims()
	other["sub"] = "repo:acme@1234/app@5678:ref:refs/heads/main"
	delete(other, "environment")
	branch := gitHubClaims()
	branch["sub"], branch["user_email"] = "repo:acme/app:ref:refs/heads/feature/é\u202e", "ann@example.com"
	for name, report := range map[string]*doctor.Report{
		"admitted": reportOf(t, gitHubClaims(), region),
		"refused":  reportOf(t, other, map[string]string{"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": secretKey}),
		"advice":   reportOf(t, gitHubClaims(), region),
		"hostile":  reportOf(t, branch, region),
	} {
		t.Run(name, func(t *testing.T) {
			if name == "advice" {
				advice, err := report.Advise("", "")
				require.NoError(t, err)
				report.Advice = advice
			} else {
				require.NoError(t, report.Check(trust.Checker{}, releaseTrust(), "trust.json", ""))
			}
			assert.Equal(t, name == "admitted" || name == "advice", report.Admitted())
			golden.Compare(t, filepath.Join("testdata", name+".txt"), report.Text())
			golden.Compare(t, filepath.Join("testdata", name+".json"), report.JSON())
			assert.True(t, json.Valid([]byte(report.JSON())))
			for _, line := range strings.Split(report.Text(), "\n") {
				if report.Advice == nil && !strings.HasPrefix(line, "  https://") {
					assert.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
				}
			}
			noSecret(t, *report, secretParts(report.Secret.Reveal()))
			assert.NotContains(t, report.Text()+report.JSON(), "ann@example.com")
			assert.NotContains(t, report.Text()+report.JSON(), "\u202e", "nothing that a terminal would obey")
		})
	}
}

// A role can trust only providers of its own account.
func TestRoleOfAnotherAccount(t *testing.T) {
	report := reportOf(t, gitHubClaims(), region)
	require.NoError(t, report.Check(trust.Checker{}, releaseTrust(), "trust.json", "arn:aws:iam::999999999999:role/ci/publisher"))
	assert.True(t, report.Result.Allowed)
	assert.Equal(t, []string{"problem role-account"}, findings(report.Visit))
	assert.False(t, report.Admitted())
	report = reportOf(t, gitHubClaims(), region)
	require.NoError(t, report.Check(trust.Checker{}, releaseTrust(), "trust.json", roleARN))
	assert.True(t, report.Admitted())
}

// A condition on the request is no yes.
func TestUndecidedIsNotAdmitted(t *testing.T) {
	o := trust.Options{AccountID: "111122223333", Subjects: []trust.Subject{{Repositories: []string{"acme@1234/app@5678"}, Environments: []string{"release"}}},
		Conditions: policy.Conditions{"IpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}}}
	report := reportOf(t, gitHubClaims(), region)
	require.NoError(t, report.Check(trust.Checker{}, o.Document(), "trust.json", ""))
	assert.False(t, report.Admitted())
	assert.Contains(t, report.Text(), "undecided: trust.json")
	report = reportOf(t, gitHubClaims(), region)
	require.NoError(t, report.Check(trust.Checker{Context: policy.Context{"aws:SourceIp": {"192.0.2.7"}}}, o.Document(), "trust.json", ""))
	assert.True(t, report.Admitted())
}
