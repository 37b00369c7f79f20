package audit_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/audit"
)

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
		"one more character":            {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/app?:ref:refs/heads/main"}}`), "look-alike-repository", true},
		"digits more":                   {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme@1??/app@2:ref:refs/heads/main"}}`), "open-ids", true},
		"a person alone":                {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringEquals":{"token.actions.githubusercontent.com:actor_id":"5","token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`), "stranger", true},
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
