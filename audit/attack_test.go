package audit_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/audit"
	"github.com/cipublisher/cipublisher/policy"
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

// GitHub writes the colon in the name of an environment as "%3A" (attack 6). A
// trust with the colon itself refuses the job that it means, and a report says so;
// GitHub Enterprise Server, and a customized subject, write colons.
func TestAttack6ABareColonAdmitsNobody(t *testing.T) {
	for name, test := range map[string]struct {
		document policy.Document
		want     []string
		says     string
	}{
		"as GitHub writes it":    {equal("sub", "repo:acme@1/app@2:environment:Production%3AV1"), nil, ""},
		"a bare colon":           {equal("sub", "repo:acme@1/app@2:environment:Production:V1"), []string{"never-admitted"}, "GitHub writes it as %3A"},
		"of a plain repository":  {equal("sub", acme+"environment:Production:V1", "repository_id", "2"), []string{"never-admitted"}, "GitHub writes it as %3A"},
		"beside a pattern":       {like("repo:acme@1/app@2:environment:Production:*"), []string{"never-admitted"}, "GitHub writes it as %3A"},
		"both":                   {equal("sub", "repo:acme@1/app@2:environment:Production:V1", "sub", "repo:acme@1/app@2:environment:Production%3AV1"), nil, ""},
		"a subject with claims":  {equal("sub", "repo:acme@1/app@2:environment:release:job_workflow_ref:acme/ci/.github/workflows/r.yml@refs/heads/main"), nil, ""},
		"an enterprise's issuer": {equalOf(gitHub+"/acme", "sts.amazonaws.com", "sub", "repo:acme@1/app@2:environment:Production:V1"), []string{"never-admitted"}, "GitHub writes it as %3A"},
		"a server before 3.19":   {equalOf(server, "sts.amazonaws.com", "sub", acme+"environment:Production:V1"), nil, ""},
		"a name that goes on":    {like("repo:acme@1/app@2:environment:Production*"), []string{"loose-ref"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(test.document)
			require.NoError(t, err)
			r := audit.Run(accountOf(t, map[string][2]string{"a": {string(text), ""}}), audit.Options{})
			assert.Equal(t, test.want, found(r)[roleARN("a")])
			if test.says != "" {
				require.Len(t, r.Findings, 1)
				assert.Contains(t, r.Findings[0].Text, test.says)
				assert.Contains(t, r.Findings[0].Attacks, 6)
			}
		})
	}
}

// A job of pull_request_target has the subject of the branch, and no claim that
// AWS has a key for says otherwise. Every report says that, in every form, where
// no finding can; a trust that tests event_name all the same admits nobody.
func TestAttack19IsSaidInEveryReport(t *testing.T) {
	for name, test := range map[string]struct {
		condition string
		want      []string
	}{
		"a branch":            {`"token.actions.githubusercontent.com:sub":"repo:acme@1/app@2:ref:refs/heads/main"`, nil},
		"an environment":      {`"token.actions.githubusercontent.com:sub":"repo:acme@1/app@2:environment:release"`, nil},
		"the event is tested": {`"token.actions.githubusercontent.com:event_name":"push","token.actions.githubusercontent.com:sub":"repo:acme@1/app@2:ref:refs/heads/main"`, []string{"never-admitted"}},
	} {
		t.Run(name, func(t *testing.T) {
			document := statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com",`+test.condition+`}}`)
			r := audit.Run(accountOf(t, map[string][2]string{"a": {document, ""}}), audit.Options{})
			assert.Equal(t, test.want, found(r)[roleARN("a")])
			for _, format := range audit.Formats {
				written := strings.Join(strings.Fields(strings.ReplaceAll(format.Write(r, audit.Style{}), `\_`, "_")), " ")
				assert.Contains(t, written, "pull_request_target", format.Name)
				assert.Contains(t, written, "nor a protected environment from one that a writer makes up", format.Name)
			}
		})
	}
}
