package audit_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/audit"
)

// An account as one finds it: the roles that well-known Terraform modules and
// the CDK make, a role of a Kubernetes service account, and what has nothing to
// do with tokens.
func handwritten(t testing.TB) account.Account {
	t.Helper()
	var files [][]byte
	for _, name := range []string{"account.json", "providers.json"} {
		content, err := os.ReadFile("../cmd/cipublisher/testdata/examples/" + name)
		require.NoError(t, err)
		files = append(files, content)
	}
	a, err := account.Read(files...)
	require.NoError(t, err)
	return a
}

func TestHandwritten(t *testing.T) {
	r := audit.Run(handwritten(t), audit.Options{Now: time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)})
	const role = "arn:aws:iam::444455556666:role/"
	levels := map[string]map[string]audit.Level{}
	for _, f := range r.Findings {
		if levels[f.Resource] == nil {
			levels[f.Resource] = map[string]audit.Level{}
		}
		levels[f.Resource][f.ID] = f.Level
	}
	assert.Equal(t, map[string]map[string]audit.Level{
		// The Terraform module's trust, with AdministratorAccess: everything is a level worse.
		role + "github-actions": {"administrator": audit.High, "whole-owner": audit.High, "any-context": audit.High, "name-taken-over": audit.Medium, "missing-claim": audit.Medium, "session-tags": audit.Medium},
		// A deploy role of the CDK: by its bootstrap roles to the one that can do anything.
		role + "CdkGitHubDeploy": {"chain-to-administrator": audit.High, "name-taken-over": audit.Low},
		role + "ci/ecr-push":     {"any-context": audit.Medium, "name-taken-over": audit.Low, "unused-role": audit.Note},
		role + "gitlab-runner":   {"whole-owner": audit.Medium, "provider-missing": audit.Note, "unused-role": audit.Note},
		"arn:aws:iam::444455556666:oidc-provider/oidc.circleci.com/org/a1b2c3d4-0000-4000-8000-000000000000": {"provider-without-role": audit.Low},
	}, levels)
	names := []string{}
	for _, role := range r.Roles {
		names = append(names, role.ARN)
	}
	assert.ElementsMatch(t, []string{role + "github-actions", role + "CdkGitHubDeploy", role + "cdk-hnb659fds-deploy-role-444455556666-eu-west-1",
		role + "ci/ecr-push", role + "eks-cluster-autoscaler", role + "gitlab-runner"}, names)
}

// What a role does not say about its use is no finding.
func TestUse(t *testing.T) {
	day := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	a := accountOf(t, map[string][2]string{"a": {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, immutable), ""}})
	for name, test := range map[string]struct {
		use  account.Use
		now  time.Time
		days int
		want []string
	}{
		"unknown":         {account.Use{}, day, 0, nil},
		"never":           {account.Use{Known: true}, day, 0, []string{"unused-role"}},
		"long ago":        {account.Use{Known: true, Date: day.AddDate(0, 0, -91)}, day, 0, []string{"unused-role"}},
		"lately":          {account.Use{Known: true, Date: day.AddDate(0, 0, -89)}, day, 0, nil},
		"other days":      {account.Use{Known: true, Date: day.AddDate(0, 0, -89)}, day, 30, []string{"unused-role"}},
		"no day to count": {account.Use{Known: true, Date: day.AddDate(-9, 0, 0)}, time.Time{}, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a.Roles[0].LastUsed = test.use
			assert.Equal(t, test.want, found(audit.Run(a, audit.Options{Now: test.now, UnusedDays: test.days}))[roleARN("a")])
		})
	}
}

// Who may write through every access point of the account may write to each bucket
// that has one.
func TestEveryAccessPointIsEveryBucket(t *testing.T) {
	for resource, want := range map[string][]string{
		"arn:aws:s3:*:*:accesspoint/*":                                                 {"every-bucket"},
		"arn:aws:s3:*:111122223333:accesspoint/*/object/*":                             {"every-bucket"},
		"arn:aws:s3:*:111122223333:accesspoint/releases/object/*":                      nil,
		"arn:aws:s3:eu-west-1:111122223333:accesspoint/releases/object/*":              nil,
		"arn:aws:s3:eu-west-1:111122223333:accesspoint/releases*/object/release/app/*": nil,
	} {
		document := statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme@1/app@2:environment:release","token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`)
		r := audit.Run(accountOf(t, map[string][2]string{"a": {document, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"` + resource + `"}]}`}}), audit.Options{})
		assert.Equal(t, want, found(r)[roleARN("a")], resource)
	}
}
