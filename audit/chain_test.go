package audit_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/audit"
)

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

const immutable = `{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme@1/app@2:ref:refs/heads/main","token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`

// Who goes on to whom: by the trust policy alone where it names the role, else
// by the role's own policies too.
func TestChains(t *testing.T) {
	ci := statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, immutable)
	account := func(condition string) string {
		return statement(`"Principal":{"AWS":"111122223333"}`, `"sts:AssumeRole"`, condition)
	}
	named := statement(`"Principal":{"AWS":"`+roleARN("ci")+`"}`, `"sts:AssumeRole"`, "")
	const assume = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}`
	for name, test := range map[string]struct {
		own, trust string
		reached    bool
	}{
		"the account, and the role may":           {assume, account(""), true},
		"the account, and the role may not":       {"", account(""), false},
		"the role itself":                         {"", named, true},
		"the role itself, denied by its policies": {`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sts:*","Resource":"*"}]}`, named, false},
		"an external id, which a caller may know": {assume, account(`{"StringEquals":{"sts:ExternalId":"x"}}`), true},
		"a second factor, which no session has":   {assume, account(`{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), false},
		"another role by a condition":             {assume, account(`{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/other"}}`), false},
		"roles like it by a condition":            {assume, account(`{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/c*"}}`), true},
		"another account":                         {assume, statement(`"Principal":{"AWS":"444455556666"}`, `"sts:AssumeRole"`, ""), false},
		"another resource":                        {strings.Replace(assume, `"*"}`, `"arn:aws:iam::111122223333:role/x*"}`, 1), account(""), false},
	} {
		t.Run(name, func(t *testing.T) {
			r := audit.Run(accountOf(t, map[string][2]string{"ci": {ci, test.own}, "next": {test.trust, ""}}), audit.Options{})
			assert.Equal(t, test.reached, len(r.Roles) == 2)
		})
	}
}

// Thousands of roles of which each may go on to each end, and what was not
// looked at is said.
func TestEveryRoleGoesOnToEveryOther(t *testing.T) {
	if testing.Short() {
		t.Skip("asks about five million pairs of roles")
	}
	roles := map[string][2]string{}
	for i := range 2500 {
		roles[fmt.Sprintf("r%d", i)] = [2]string{
			strings.Replace(statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, immutable), "]}", `,{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}`, 1),
			fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Sid":"S%d","Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}`, i),
		}
	}
	r := audit.Run(accountOf(t, roles), audit.Options{})
	assert.Len(t, r.Roles, 2500)
	assert.Contains(t, found(r)[""], "chains-not-followed")
}
