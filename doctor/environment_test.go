package doctor_test

import (
	"testing"
)

func TestEnvironments(t *testing.T) {
	checkFindings(t, map[string]findingCase{
		"no region":                      {with(onGitLab, "T", gitLab(t, nil), "AWS_REGION", ""), []string{"warning no-region"}},
		"two regions":                    {with(onGitLab, "T", gitLab(t, nil), "AWS_DEFAULT_REGION", "us-east-1"), []string{"warning two-regions"}},
		"a region that is none":          {with(onGitLab, "T", gitLab(t, nil), "AWS_REGION", "eu-wets-1"), []string{"warning unknown-region"}},
		"a user's key":                   {with(onGitLab, "T", gitLab(t, nil), "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", secretKey), []string{"warning static-keys"}},
		"a session already":              {with(onGitLab, "T", gitLab(t, nil), "AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", secretKey, "AWS_SESSION_TOKEN", "FwoGZXIvYXdzEXAMPLE"), []string{"note session-keys"}},
		"a role that is none":            {with(onGitLab, "T", gitLab(t, nil), "AWS_ROLE_ARN", "publisher"), []string{"warning role-arn"}},
		"a role of another partition":    {with(onGitLab, "T", gitLab(t, nil), "AWS_ROLE_ARN", "arn:aws-cn:iam::111122223333:role/x"), []string{"warning role-partition"}},
		"a role":                         {with(onGitLab, "T", gitLab(t, nil), "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/ci/x"), []string{}},
		"a token file that is not there": {with(onGitLab, "T", gitLab(t, nil), "AWS_WEB_IDENTITY_TOKEN_FILE", "/none"), []string{"warning token-file"}},
	})
}
