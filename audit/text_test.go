package audit

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/trust"
)

func TestHeadline(t *testing.T) {
	for _, test := range []struct {
		report Report
		want   string
	}{
		{Report{}, "The account: of 0 roles, a token may assume 0."},
		{Report{Account: "111122223333", All: 1, Roles: []Role{{}}}, "Account 111122223333: of 1 role, a token may assume 1."},
		{Report{All: 5, Roles: []Role{{}, {Through: []string{"a"}}}}, "The account: of 5 roles, a token may assume 1, and 1 more through these."},
	} {
		assert.Equal(t, test.want, test.report.headline())
	}
	assert.Equal(t, "Findings: 1 high, 0 medium, 0 low, 1 note.", Report{Findings: []Finding{{Level: High}, {Level: Note}}}.counts())
}

func TestClaims(t *testing.T) {
	assert.Equal(t, []string{"iss i", "aud a, b", "sub s", "actor x", "ref r"},
		claims(map[trust.Claim][]string{"ref": {"r"}, "sub": {"s"}, "actor": {"x"}, "aud": {"a", "b"}, "iss": {"i"}}))
	assert.Empty(t, claims(nil))
	assert.Equal(t, "1, 9 of the security model", numbers([]int{1, 9}))
	assert.Empty(t, numbers(nil))
}
