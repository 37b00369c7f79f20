package account_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/account"
)

const (
	trustOfEC2 = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	roleARN    = "arn:aws:iam::111122223333:role/ci/publisher"
)

func details(t *testing.T, change func(map[string]any)) []byte {
	t.Helper()
	role := map[string]any{
		"RoleName": "publisher", "Path": "/ci/", "Arn": roleARN, "CreateDate": "2024-05-06T07:08:09+00:00",
		"AssumeRolePolicyDocument": json.RawMessage(trustOfEC2),
		"RolePolicyList":           []any{map[string]any{"PolicyName": "inline", "PolicyDocument": json.RawMessage(`{"Version":"2012-10-17","Statement":[]}`)}},
		"AttachedManagedPolicies":  []any{map[string]any{"PolicyName": "own", "PolicyArn": "arn:aws:iam::111122223333:policy/own"}},
		"PermissionsBoundary":      map[string]any{"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/b"},
		"RoleLastUsed":             map[string]any{"LastUsedDate": "2026-02-03T04:05:06+00:00", "Region": "eu-west-1"},
	}
	if change != nil {
		change(role)
	}
	text, err := json.Marshal(map[string]any{"UserDetailList": []any{}, "GroupDetailList": []any{}, "Policies": []any{}, "RoleDetailList": []any{role}, "IsTruncated": false})
	require.NoError(t, err)
	return text
}

func TestRead(t *testing.T) {
	a, err := account.Read(details(t, nil), []byte(`{"OpenIDConnectProviderList": [{"Arn": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}]}
{"Url": "token.actions.githubusercontent.com", "ClientIDList": ["sts.amazonaws.com"], "ThumbprintList": []}`))
	require.NoError(t, err)
	assert.Equal(t, "111122223333", a.ID)
	require.Len(t, a.Roles, 1)
	role := a.Roles[0]
	assert.Equal(t, "publisher", role.Name)
	assert.NoError(t, role.Trust.Err)
	assert.Equal(t, []string{"ec2.amazonaws.com"}, role.Trust.Policy.Statements[0].Principal.Service)
	assert.Equal(t, []string{"arn:aws:iam::111122223333:policy/own"}, role.Attached)
	assert.Equal(t, "arn:aws:iam::111122223333:policy/b", role.Boundary)
	assert.Equal(t, account.Use{Known: true, Date: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)}, role.LastUsed)
	assert.Equal(t, []account.Provider{{
		ARN: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", URL: "token.actions.githubusercontent.com",
		Audiences: []string{"sts.amazonaws.com"}, Detailed: true,
	}}, a.Providers)
	assert.True(t, a.ProvidersListed)
}

// A provider may be known by what it is alone; its ARN follows.
func TestProviderWithoutList(t *testing.T) {
	a, err := account.Read([]byte(`{"Url": "https://gitlab.example.com", "ClientIDList": []}`), details(t, nil))
	require.NoError(t, err)
	assert.False(t, a.ProvidersListed)
	assert.Equal(t, "arn:aws:iam::111122223333:oidc-provider/gitlab.example.com", a.Providers[0].ARN)
}

// The operation returns documents as text with percent signs.
func TestDocumentsAsText(t *testing.T) {
	for _, text := range []string{trustOfEC2, url.PathEscape(trustOfEC2), url.QueryEscape(trustOfEC2)} {
		a, err := account.Read(details(t, func(role map[string]any) { role["AssumeRolePolicyDocument"] = text }))
		require.NoError(t, err)
		require.NoError(t, a.Roles[0].Trust.Err, text)
		assert.Len(t, a.Roles[0].Trust.Policy.Statements, 1)
	}
}

func TestDatesInSeconds(t *testing.T) {
	a, err := account.Read(details(t, func(role map[string]any) { role["RoleLastUsed"] = map[string]any{"LastUsedDate": 1770091506} }))
	require.NoError(t, err)
	assert.Equal(t, 2026, a.Roles[0].LastUsed.Date.Year())
	a, err = account.Read(details(t, func(role map[string]any) { role["RoleLastUsed"] = map[string]any{} }))
	require.NoError(t, err)
	assert.Equal(t, account.Use{Known: true}, a.Roles[0].LastUsed)
	a, err = account.Read(details(t, func(role map[string]any) { delete(role, "RoleLastUsed") }))
	require.NoError(t, err)
	assert.Equal(t, account.Use{}, a.Roles[0].LastUsed)
}

// Pages are joined, whatever their order, and what is in two of them alike
// is one.
func TestPages(t *testing.T) {
	page := func(name string, truncated bool) []byte {
		text := strings.Replace(string(details(t, func(role map[string]any) {
			role["RoleName"], role["Arn"] = name, "arn:aws:iam::111122223333:role/"+name
		})), `"IsTruncated":false`, `"IsTruncated":`+map[bool]string{true: "true", false: "false"}[truncated], 1)
		return []byte(text)
	}
	a, err := account.Read(page("b", false), page("a", true), page("a", true))
	require.NoError(t, err)
	assert.Len(t, a.Roles, 2)
	_, err = account.Read(page("a", true))
	assert.ErrorContains(t, err, "cut off after a page")
}

// What can't be read of a role stays with it.
func TestUnreadableDocuments(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"an effect":   func(role map[string]any) { role["AssumeRolePolicyDocument"] = `{"Statement":[{"Effect":"Permit"}]}` },
		"missing":     func(role map[string]any) { delete(role, "AssumeRolePolicyDocument") },
		"null":        func(role map[string]any) { role["AssumeRolePolicyDocument"] = nil },
		"no JSON":     func(role map[string]any) { role["AssumeRolePolicyDocument"] = "%7B" },
		"bad escapes": func(role map[string]any) { role["AssumeRolePolicyDocument"] = "%7B%zz" },
	} {
		t.Run(name, func(t *testing.T) {
			a, err := account.Read(details(t, change))
			require.NoError(t, err)
			assert.Error(t, a.Roles[0].Trust.Err)
			assert.Empty(t, a.Roles[0].Trust.Policy.Statements)
		})
	}
}

func TestReadRefuses(t *testing.T) {
	whole := string(details(t, nil))
	for name, test := range map[string]struct{ text, problem string }{
		"nothing":                  {"", "is empty"},
		"no JSON":                  {"RoleDetailList", "is not the details of an account"},
		"half":                     {whole[:len(whole)/2], "is not the details of an account"},
		"another type":             {`{"RoleDetailList": {}}`, "RoleDetailList is a JSON object"},
		"something else":           {`{"Buckets": []}`, "is neither the details of an account nor its identity providers"},
		"providers alone":          {`{"OpenIDConnectProviderList": []}`, "has no details of an account"},
		"Windows":                  {"\xff\xfe{\x00}\x00", "UTF-16"},
		"Latin-1":                  {strings.Replace(whole, "publisher", "publish\xe9r", 1), "is not UTF-8"},
		"a role without a name":    {string(details(t, func(role map[string]any) { delete(role, "RoleName") })), "has no name"},
		"a role twice, differing":  {whole + strings.Replace(whole, "ec2.amazonaws.com", "lambda.amazonaws.com", 1), "stands twice and differs"},
		"two accounts":             {whole + strings.NewReplacer("111122223333", "444455556666", `"publisher"`, `"other"`).Replace(whole), "is of another account"},
		"a key twice":              {strings.Replace(whole, `"RoleDetailList"`, `"RoleDetailList":[],"RoleDetailList"`, 1), "stands twice in one object"},
		"a key twice in two cases": {strings.Replace(whole, `"RoleDetailList"`, `"roledetaillist":[],"RoleDetailList"`, 1), "stands twice in one object"},
		"a key twice, escaped":     {strings.Replace(whole, `"RoleDetailList"`, `"\u0052oleDetailList":[],"RoleDetailList"`, 1), "stands twice in one object"},
		"a trust policy twice":     {strings.Replace(whole, `"AssumeRolePolicyDocument"`, `"AssumeRolePolicyDocument":{},"AssumeRolePolicyDocument"`, 1), "stands twice in one object"},
		"a provider beyond the list": {whole + `{"OpenIDConnectProviderList": []}{"Url": "gitlab.com", "ClientIDList": []}`,
			"is not in the list"},
		"no provider's ARN": {whole + `{"OpenIDConnectProviderList": [{"Arn": "x"}]}`, "is not the ARN of a provider"},
		"a bad ARN":         {string(details(t, func(role map[string]any) { role["Arn"] = "publisher" })), "is not the ARN of a role"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := account.Read([]byte(test.text))
			assert.ErrorContains(t, err, test.problem)
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"RoleDetailList":[{"RoleName":"a","Arn":"arn:aws:iam::111122223333:role/a","AssumeRolePolicyDocument":"%7B%7D"}]}`))
	f.Add([]byte(`{"Url":"x"}{"OpenIDConnectProviderList":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := account.Read(data)
		if err != nil {
			return
		}
		for _, role := range a.Roles {
			if role.Trust.Err == nil && role.Trust.Text == "" {
				t.Fatalf("role %s has a trust policy that nobody wrote", role.Name)
			}
		}
	})
}
