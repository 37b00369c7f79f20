package audit

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/policy"
)

// role has identity policies, and a boundary where its text is not empty.
func role(t *testing.T, boundary string, identity ...string) power {
	t.Helper()
	p := account.Principal{Name: "a", ARN: "arn:aws:iam::111122223333:role/a"}
	managed := map[string]account.Policy{}
	for _, text := range identity {
		p.Inline = append(p.Inline, account.Document{Name: "own", Policy: parse(t, text), Text: text})
	}
	if boundary != "" {
		p.Boundary = "arn:aws:iam::111122223333:policy/limit"
		managed[p.Boundary] = account.Policy{ARN: p.Boundary, Document: account.Document{Name: p.Boundary, Policy: parse(t, boundary)}}
	}
	return powerOf(p, managed)
}

func one(effect, action, resource, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"` + effect + `","Action":"` + action + `","Resource":"` + resource + `"` + condition + `}]}`
}

func TestMay(t *testing.T) {
	const key = "arn:aws:s3:::b/k"
	for name, test := range map[string]struct {
		boundary string
		identity []string
		want     answer
	}{
		"nothing":                           {"", nil, no},
		"allowed":                           {"", []string{one("Allow", "s3:*", "*", "")}, yes},
		"allowed under a condition":         {"", []string{one("Allow", "s3:*", "*", `{"Bool":{"aws:SecureTransport":"true"}}`)}, perhaps},
		"allowed for a variable":            {"", []string{one("Allow", "s3:*", "arn:aws:s3:::${aws:PrincipalTag/team}/*", "")}, perhaps},
		"denied":                            {"", []string{one("Allow", "*", "*", ""), one("Deny", "s3:*", "*", "")}, no},
		"denied under a condition":          {"", []string{one("Allow", "*", "*", ""), one("Deny", "s3:*", "*", `{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}`)}, yes},
		"denied unless a condition":         {"", []string{one("Allow", "*", "*", ""), one("Deny", "s3:*", "*", `{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}`)}, perhaps},
		"beyond the boundary":               {one("Allow", "ecr:*", "*", ""), []string{one("Allow", "*", "*", "")}, no},
		"within the boundary":               {one("Allow", "s3:*", "*", ""), []string{one("Allow", "*", "*", "")}, yes},
		"within, under a condition":         {one("Allow", "s3:*", "*", `{"Bool":{"aws:SecureTransport":"true"}}`), []string{one("Allow", "*", "*", "")}, perhaps},
		"the boundary alone grants nothing": {one("Allow", "*", "*", ""), nil, no},
	} {
		t.Run(name, func(t *testing.T) {
			is, where := role(t, test.boundary, test.identity...).may("s3:GetObject", key, nil)
			assert.Equal(t, test.want, is)
			if len(test.identity) > 0 && test.want == yes {
				assert.Equal(t, "own, statement 0", where)
			}
		})
	}
}

// What is not known is told, and limits nothing.
func TestPowerOfTheUnknown(t *testing.T) {
	p := powerOf(account.Principal{
		Attached: []string{"arn:aws:iam::111122223333:policy/gone", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws-cn:iam::aws:policy/AdministratorAccess"},
		Inline:   []account.Document{{Name: "broken", Err: errors.New("it is broken")}}, Boundary: "arn:aws:iam::111122223333:policy/gone",
	}, nil)
	assert.Equal(t, []string{"arn:aws:iam::111122223333:policy/gone", "arn:aws:iam::aws:policy/ReadOnlyAccess"}, p.unknown)
	assert.Len(t, p.unread, 1)
	assert.True(t, p.boundaryUnknown)
	is, _ := p.may("s3:GetObject", "*", nil)
	assert.Equal(t, yes, is, "AdministratorAccess is known by its name")
}

func TestMayAny(t *testing.T) {
	p := role(t, "", one("Allow", "lambda:CreateFunction", "arn:aws:lambda:eu-west-1:111122223333:function:ci-*", ""))
	is, _ := p.may("lambda:CreateFunction", "*", nil)
	assert.Equal(t, no, is)
	is, _ = p.mayAny("lambda:CreateFunction", "*", policy.Context{})
	assert.Equal(t, yes, is, "the role chooses the name")
}
