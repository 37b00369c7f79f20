package live_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/live"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/review"
)

const (
	provider   = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
	trustText  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"` + provider + `"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:acme/app:environment:a+b"}}}]}`
	policyText = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::dist/*"}]}`
)

func role(name, document string) string {
	return "<RoleDetailList><member><RoleName>" + name + "</RoleName><Path>/ci/</Path><Arn>arn:aws:iam::111122223333:role/ci/" + name + "</Arn><RoleId>AROA</RoleId><CreateDate>2026-01-02T03:04:05Z</CreateDate>" +
		"<AssumeRolePolicyDocument>" + document + "</AssumeRolePolicyDocument>" +
		"<RolePolicyList><member><PolicyName>p</PolicyName><PolicyDocument>" + url.QueryEscape(policyText) + "</PolicyDocument></member></RolePolicyList>" +
		"<RoleLastUsed><LastUsedDate>2026-11-01T00:00:00Z</LastUsedDate></RoleLastUsed></member></RoleDetailList>"
}

// answers of an account that has two pages and two providers.
func answers() map[string][]string {
	return map[string][]string{
		"GetAccountAuthorizationDetails": {
			role("publisher", url.PathEscape(trustText)) + "<IsTruncated>true</IsTruncated><Marker>next</Marker>",
			role("broken", "%7Bnot a policy") + "<Policies><member><Arn>arn:aws:iam::111122223333:policy/ci/p</Arn><DefaultVersionId>v1</DefaultVersionId><PolicyVersionList><member><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion><Document>" +
				url.PathEscape(policyText) + "</Document></member></PolicyVersionList></member></Policies><IsTruncated>false</IsTruncated>",
		},
		"ListOpenIDConnectProviders": {"<OpenIDConnectProviderList><member><Arn>" + provider + "</Arn></member><member><Arn>arn:aws:iam::111122223333:oidc-provider/gitlab.com</Arn></member></OpenIDConnectProviderList>"},
		"GetOpenIDConnectProvider": {
			"<Url>token.actions.githubusercontent.com</Url><ClientIDList><member>sts.amazonaws.com</member></ClientIDList><ThumbprintList/>",
			"<Url>gitlab.com</Url><ClientIDList/><ThumbprintList/>",
		},
	}
}

// What is read is what the AWS CLI prints, so that everything that reads files
// reads it too.
func TestAccount(t *testing.T) {
	aws := newStub(t, answers())
	files, err := live.Account(context.Background(), nil)
	require.NoError(t, err)
	require.Len(t, files, 4, "the details, the list of providers, and each of them")

	document, err := account.RoleTrust(files[0], "publisher")
	require.NoError(t, err)
	assert.Contains(t, document.Indent(), "environment:a+b", "a plus is a plus")
	holders, err := review.FromAccount(files[0])
	require.NoError(t, err)
	require.Len(t, holders, 3, "two roles of two pages, and a policy")
	assert.NotEmpty(t, holders[1].Named, "a document that is none is not hidden")
	assert.NotContains(t, string(files[0]), "null")
	assert.NotContains(t, string(files[0]), "IsTruncated")
	assert.Contains(t, string(files[0]), `"LastUsedDate": "2026-11-01T00:00:00Z"`)

	var list struct{ OpenIDConnectProviderList []struct{ Arn string } }
	require.NoError(t, json.Unmarshal(files[1], &list))
	assert.Equal(t, provider, list.OpenIDConnectProviderList[0].Arn)
	var one struct {
		Url          string
		ClientIDList []string
	}
	require.NoError(t, json.Unmarshal(files[2], &one))
	assert.Equal(t, "token.actions.githubusercontent.com", one.Url)
	assert.Equal(t, []string{"sts.amazonaws.com"}, one.ClientIDList)
	assert.Contains(t, string(files[3]), `"ClientIDList": []`)
	for _, signed := range aws.signed {
		assert.True(t, signed)
	}
}

// The permission set is what is called, to the action.
func TestAccountCallsWhatTheSetGrants(t *testing.T) {
	aws := newStub(t, answers())
	_, err := live.Account(context.Background(), nil)
	require.NoError(t, err)
	var granted []string
	for _, row := range deploy.Rows() {
		if row.Set == "Audit" {
			granted = append(granted, strings.TrimPrefix(row.Action, "iam:"))
		}
	}
	assert.ElementsMatch(t, granted, aws.operations())
}

func TestAccountWithoutProviders(t *testing.T) {
	empty := answers()
	empty["ListOpenIDConnectProviders"] = []string{""}
	newStub(t, empty)
	files, err := live.Account(context.Background(), nil)
	require.NoError(t, err)
	require.Len(t, files, 2)
	assert.Contains(t, string(files[1]), `"OpenIDConnectProviderList": []`, "that there are none is known")
}

// What AWS refuses is a fault with the remedy, and no half of an account is
// returned.
func TestAccountRefused(t *testing.T) {
	for name, c := range map[string]struct {
		operation, code, want string
	}{
		"the details":   {"GetAccountAuthorizationDetails", "AccessDenied", `cipublisher policy --set audit`},
		"the list":      {"ListOpenIDConnectProviders", "AccessDeniedException", `cipublisher policy --set audit`},
		"a provider":    {"GetOpenIDConnectProvider", "AccessDenied", `cipublisher policy --set audit`},
		"an old key":    {"GetAccountAuthorizationDetails", "InvalidClientTokenId", "renew the credentials"},
		"an old token":  {"GetAccountAuthorizationDetails", "ExpiredToken", "renew the credentials"},
		"another error": {"ListOpenIDConnectProviders", "NoSuchEntity", "see what AWS says"},
	} {
		t.Run(name, func(t *testing.T) {
			refusing := answers()
			refusing[c.operation] = []string{failure(c.code, "User is not authorized")}
			newStub(t, refusing)
			files, err := live.Account(context.Background(), nil)
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, "Live is refused: "+c.code)
			assert.Empty(t, files)
		})
	}
	t.Run("no credentials", func(t *testing.T) {
		newStub(t, answers())
		t.Setenv("AWS_ACCESS_KEY_ID", "")
		t.Setenv("AWS_SECRET_ACCESS_KEY", "")
		_, err := live.Account(context.Background(), nil)
		require.ErrorContains(t, err, "has no credentials")
	})
	t.Run("a time that is over", func(t *testing.T) {
		newStub(t, answers())
		ctx, cancel := context.WithDeadline(context.Background(), time.Now())
		defer cancel()
		_, err := live.Account(ctx, nil)
		require.ErrorContains(t, err, "took too long")
	})
}

// A busy service is asked again, as often as the SDK does.
func TestAccountIsTriedAgain(t *testing.T) {
	busy := answers()
	busy["ListOpenIDConnectProviders"] = append([]string{failure("Throttling", "Rate exceeded")}, busy["ListOpenIDConnectProviders"]...)
	newStub(t, busy)
	files, err := live.Account(context.Background(), nil)
	require.NoError(t, err)
	assert.Len(t, files, 4)
}

func TestProgressIsToldAfterASecond(t *testing.T) {
	var told []string
	newStub(t, answers())
	_, err := live.Account(context.Background(), func(text string) { told = append(told, text) })
	require.NoError(t, err)
	assert.Empty(t, told, "a moment needs none")
	live.Impatient(t)
	newStub(t, answers())
	_, err = live.Account(context.Background(), func(text string) { told = append(told, text) })
	require.NoError(t, err)
	assert.Equal(t, []string{"1 roles, 0 policies", "2 roles, 1 policies", "1 of 2 identity providers", "2 of 2 identity providers"}, told)
}
