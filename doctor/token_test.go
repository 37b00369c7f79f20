package doctor_test

import (
	"testing"
	"time"
)

func TestTokens(t *testing.T) {
	checkFindings(t, map[string]findingCase{
		"another audience":           {with(onGitLab, "T", gitLab(t, map[string]any{"aud": "vault"})), []string{"warning audience"}},
		"several audiences":          {with(onGitLab, "T", gitLab(t, map[string]any{"aud": []string{"a", "b"}})), []string{"warning audience"}},
		"no audience":                {with(onGitLab, "T", gitLab(t, map[string]any{"aud": []string{}})), []string{"problem audience"}},
		"an expired token":           {with(onGitLab, "T", gitLab(t, map[string]any{"exp": now.Add(-time.Second).Unix()})), []string{"problem expired"}},
		"a token that expires now":   {with(onGitLab, "T", gitLab(t, map[string]any{"exp": now.Unix()})), []string{"problem expired"}},
		"a token of the future":      {with(onGitLab, "T", gitLab(t, map[string]any{"nbf": now.Add(time.Hour).Unix(), "iat": now.Add(time.Hour).Unix()})), []string{"problem early"}},
		"a token of the near future": {with(onGitLab, "T", gitLab(t, map[string]any{"nbf": now.Add(time.Minute).Unix(), "iat": now.Add(time.Minute).Unix()})), []string{}},
	})
}
