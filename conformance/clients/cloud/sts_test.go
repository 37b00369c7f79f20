package cloud

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

func TestAssumeRoleWithWebIdentity(t *testing.T) {
	const github = "token.actions.githubusercontent.com"
	trusting := policy.New(policy.Statement{
		Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{"arn:aws:iam::" + AccountID + ":oidc-provider/" + github}},
		Actions: []string{"sts:AssumeRoleWithWebIdentity"},
		Conditions: policy.Conditions{"StringEquals": {
			github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:acme/app:ref:refs/heads/main"}}},
	})
	token := func(subject string) string {
		claims := `{"iss": "https://` + github + `", "aud": "sts.amazonaws.com", "sub": "` + subject + `"}`
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".e30"
	}
	for _, c := range []struct {
		name, token, role string
		trusted           bool
		want              int
	}{
		{"the trusted job", token("repo:acme/app:ref:refs/heads/main"), RoleARN, true, http.StatusOK},
		{"another branch", token("repo:acme/app:ref:refs/heads/test"), RoleARN, true, http.StatusForbidden},
		{"another role", token("repo:acme/app:ref:refs/heads/main"), RoleARN + "2", true, http.StatusForbidden},
		{"no trust policy", token("repo:acme/app:ref:refs/heads/main"), RoleARN, false, http.StatusForbidden},
		{"no token", "x", RoleARN, true, http.StatusBadRequest},
	} {
		t.Run(c.name, func(t *testing.T) {
			account, client := started(t)
			if c.trusted {
				account.Trust(trusting)
			}
			answer, err := client.PostForm("https://sts.eu-west-1.amazonaws.com/", url.Values{
				"Action": {"AssumeRoleWithWebIdentity"}, "RoleArn": {c.role}, "WebIdentityToken": {c.token}})
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != c.want {
				t.Errorf("got %d, want %d", answer.StatusCode, c.want)
			}
		})
	}
}

func TestSTS(t *testing.T) {
	account, client := started(t)
	const address = "https://sts.eu-west-1.amazonaws.com/?Action="
	if code, answer := send(t, client, "POST", address+"GetCallerIdentity", signed("sts"), ""); code != http.StatusOK || !strings.Contains(answer, "<Arn>"+caller+"</Arn>") {
		t.Errorf("got %d %s", code, answer)
	}
	if code, answer := send(t, client, "POST", address+"GetCallerIdentity", "", ""); code != http.StatusForbidden || !strings.Contains(answer, "<Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>") {
		t.Errorf("nobody: got %d %s", code, answer)
	}
	if code, _ := send(t, client, "POST", address+"GetSessionToken", signed("sts"), ""); code < 400 || len(account.Trace().Unknown) != 1 {
		t.Errorf("an operation that no row is for: got %d", code)
	}
}
