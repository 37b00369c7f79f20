package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
)

// An account that is read from AWS, which a server here stands for, is audited
// as one in a file is.
func TestAuditLive(t *testing.T) {
	const provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
	open := `%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Federated%22%3A%22` + provider + `%22%7D%2C%22Action%22%3A%22sts%3AAssumeRoleWithWebIdentity%22%7D%5D%7D`
	answers := map[string]string{
		"GetAccountAuthorizationDetails": "<RoleDetailList><member><RoleName>open</RoleName><Path>/</Path><Arn>arn:aws:iam::111122223333:role/open</Arn><AssumeRolePolicyDocument>" + open + "</AssumeRolePolicyDocument></member></RoleDetailList><IsTruncated>false</IsTruncated>",
		"ListOpenIDConnectProviders":     "<OpenIDConnectProviderList><member><Arn>" + provider + "</Arn></member></OpenIDConnectProviderList>",
		"GetOpenIDConnectProvider":       "<Url>token.actions.githubusercontent.com</Url><ClientIDList><member>sts.amazonaws.com</member></ClientIDList>",
	}
	refuse := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		operation := r.Form.Get("Action")
		if refuse {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>")
			return
		}
		fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>", operation, answers[operation])
	}))
	defer server.Close()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "example",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_PROFILE": "", "AWS_REGION": "",
	} {
		t.Setenv(name, value)
	}
	got := cipublisher("audit", "--live")
	assert.Equal(t, exitDenied, got.status, got.stderr)
	assert.Contains(t, got.stdout, "arn:aws:iam::111122223333:role/open")
	assert.Empty(t, got.stderr, "it took no second")
	both := cipublisher("audit", "--live", "account.json")
	assert.Equal(t, exitBadInput, both.status)
	assert.Contains(t, both.stderr, "--live \"true\" is given beside a file")
	refuse = true
	refused := cipublisher("audit", "--live")
	assert.Equal(t, exitBadInput, refused.status)
	assert.Contains(t, refused.stderr, `--live is refused: AccessDenied: not you; give the credentials what "cipublisher policy --set audit" prints`)
}
