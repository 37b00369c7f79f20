package audit_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/audit"
)

// accountOf makes an account of roles by their trust and identity policies.
func accountOf(t testing.TB, roles map[string][2]string) account.Account {
	t.Helper()
	var list []any
	for name, documents := range roles {
		role := map[string]any{"RoleName": name, "Path": "/", "Arn": roleARN(name), "AssumeRolePolicyDocument": json.RawMessage(documents[0])}
		if documents[1] != "" {
			role["RolePolicyList"] = []any{map[string]any{"PolicyName": "inline", "PolicyDocument": json.RawMessage(documents[1])}}
		}
		list = append(list, role)
	}
	text, err := json.Marshal(map[string]any{"RoleDetailList": list})
	require.NoError(t, err)
	a, err := account.Read(text)
	require.NoError(t, err)
	return a
}

func statement(principal, action, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` + principal + `,"Action":` + action + condition + `}]}`
}

const fromGitHub = `"Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}`

// No input makes the audit panic.
func FuzzAudit(f *testing.F) {
	f.Add(statement(fromGitHub, `"sts:*"`, `{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:*"}}`), `{"Statement":[{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::*"}]}`)
	f.Add(statement(`"Principal":"*"`, `"*"`, `{"Null":{"a:b":["true","false"]}}`), `{"Statement":{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::${aws:username}"}}`)
	for _, trust := range plantedTrusts {
		text, _ := json.Marshal(trust.document)
		f.Add(string(text), "")
	}
	f.Fuzz(func(t *testing.T, trust, identity string) {
		text, err := json.Marshal(map[string]any{"RoleDetailList": []any{map[string]any{
			"RoleName": "a", "Path": "/", "Arn": roleARN("a"), "AssumeRolePolicyDocument": trust, "RolePolicyList": []any{map[string]any{"PolicyName": "i", "PolicyDocument": identity}},
		}}})
		if err != nil {
			return
		}
		a, err := account.Read(text)
		if err != nil {
			return
		}
		r := audit.Run(a, audit.Options{})
		for _, format := range audit.Formats {
			if format.Write(r, audit.Style{}) == "" {
				t.Fatal("an empty report")
			}
		}
		if a.Roles[0].Trust.Err != nil && len(r.Roles) == 0 {
			t.Fatal("a role whose trust can't be read is not in the report")
		}
	})
}

// An account of 5,000 roles, each with documents of its own, takes seconds.
func TestManyRoles(t *testing.T) {
	if testing.Short() {
		t.Skip("makes an account of 5,000 roles")
	}
	var p planted
	for seed := uint64(0); len(p.roles) < 5000; seed++ {
		more := plant(100+seed, 500)
		for _, role := range more.roles {
			name := fmt.Sprintf("%s-%d", role["RoleName"], seed)
			role["RoleName"], role["Arn"] = name, roleARN(name)
			role["RolePolicyList"] = append(role["RolePolicyList"].([]any), map[string]any{"PolicyName": "own", "PolicyDocument": allow("logs:PutLogEvents", "arn:aws:logs:*:*:log-group:"+name)})
			switch trust := role["AssumeRolePolicyDocument"].(type) {
			case string:
				role["AssumeRolePolicyDocument"] = strings.ReplaceAll(trust, "acme", fmt.Sprintf("acme%d", len(p.roles)))
			case json.RawMessage:
				role["AssumeRolePolicyDocument"] = json.RawMessage(strings.ReplaceAll(string(trust), "acme", fmt.Sprintf("acme%d", len(p.roles))))
			}
			p.roles = append(p.roles, role)
		}
		p.providers = more.providers
	}
	files := p.files(t)
	started := time.Now()
	r := run(t, files...)
	took := time.Since(started)
	t.Logf("%d roles, %d findings, %v", r.All, len(r.Findings), took)
	assert.Less(t, took, 30*time.Second, "5 seconds on an idle machine")
	for _, format := range audit.Formats {
		assert.NotEmpty(t, format.Write(r, audit.Style{}))
	}
}
