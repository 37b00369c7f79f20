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

// Trust policies that are written to be overlooked.
func TestHostileTrusts(t *testing.T) {
	const sub = `{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme@1/app@2:ref:refs/heads/main","token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`
	for name, test := range map[string]struct {
		trust string
		want  string // a finding; empty for none
		lists bool
	}{
		"all actions":                   {statement(fromGitHub, `"*"`, ""), "stranger", true},
		"a wildcard in the action":      {statement(fromGitHub, `"sts:AssumeRoleWithWeb*"`, ""), "stranger", true},
		"another case":                  {statement(fromGitHub, `"STS:assumerolewithwebidentity"`, ""), "stranger", true},
		"NotAction":                     {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` + fromGitHub + `,"NotAction":"sts:AssumeRole"}]}`, "stranger", true},
		"NotPrincipal":                  {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/x"},"Action":"sts:AssumeRoleWithWebIdentity"}]}`, "stranger", true},
		"everybody as AWS":              {statement(`"Principal":{"AWS":"*"}`, `"sts:AssumeRoleWithWebIdentity"`, ""), "stranger", true},
		"two statements, one careless":  {strings.Replace(statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, sub), "]}", `,{"Effect":"Allow",`+fromGitHub+`,"Action":"sts:AssumeRoleWithWebIdentity"}]}`, 1), "stranger", true},
		"the key in another case":       {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, strings.ReplaceAll(sub, ".com:sub", ".com:SUB")), "", true},
		"a variable":                    {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, strings.ReplaceAll(sub, "repo:acme@1/app@2", "repo:${aws:PrincipalTag/x}")), "never-admitted", true},
		"denied to all":                 {strings.Replace(statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, ""), "]}", `,{"Effect":"Deny","Principal":"*","Action":"sts:*"}]}`, 1), "never-admitted", true},
		"no action for tokens":          {statement(fromGitHub, `"sts:AssumeRoleWithSAML"`, ""), "", false},
		"a service":                     {statement(`"Principal":{"Service":"ec2.amazonaws.com"}`, `"sts:AssumeRole"`, ""), "", false},
		"a Null that asks for no claim": {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"Null":{"token.actions.githubusercontent.com:sub":"false"}}`), "stranger", true},
		"a question mark":               {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:?*","token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`), "stranger", true},
		"unreadable":                    {`{"Statement":[{"Effect":"Permit"}]}`, "unreadable-trust", true},
		"an operator of nobody's":       {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringIs":{"a:b":"c"}}`), "unreadable-trust", true},
		"an old version":                {strings.Replace(statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, ""), "2012-10-17", "2008-10-17", 1), "stranger", true},
	} {
		t.Run(name, func(t *testing.T) {
			r := audit.Run(accountOf(t, map[string][2]string{"a": {test.trust, ""}}), audit.Options{})
			assert.Equal(t, test.lists, len(r.Roles) == 1)
			ids := found(r)[roleARN("a")]
			if test.want == "" {
				assert.Empty(t, ids)
			} else {
				assert.Contains(t, ids, test.want)
			}
		})
	}
}

// Roles that assume each other in a circle end, and the way out of the circle is
// found.
func TestCircles(t *testing.T) {
	by := func(names ...string) string {
		for i, name := range names {
			names[i] = `"` + roleARN(name) + `"`
		}
		return statement(`"Principal":{"AWS":[`+strings.Join(names, ",")+`]}`, `"sts:AssumeRole"`, "")
	}
	all := allow("*", "*")
	text, err := json.Marshal(all)
	require.NoError(t, err)
	r := audit.Run(accountOf(t, map[string][2]string{
		"a": {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme@1/app@2:ref:refs/heads/main","token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`), ""},
		"b": {by("a", "d"), ""}, "c": {by("b", "c"), ""}, "d": {by("c"), ""}, "e": {by("d"), string(text)}, "f": {by("e"), ""}, "alone": {by("alone"), ""},
	}), audit.Options{})
	assert.Equal(t, []string{"chain-to-administrator"}, found(r)[roleARN("a")])
	assert.Equal(t, []string{"by way of " + strings.Join([]string{roleARN("a"), roleARN("b"), roleARN("c"), roleARN("d"), roleARN("e")}, " → ")}, r.Findings[0].Evidence)
	through := map[string]int{}
	for _, role := range r.Roles {
		through[role.ARN] = len(role.Through)
	}
	assert.Equal(t, map[string]int{roleARN("a"): 0, roleARN("b"): 1, roleARN("c"): 2, roleARN("d"): 3, roleARN("e"): 4, roleARN("f"): 5}, through)
}

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
