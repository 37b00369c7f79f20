package audit

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The worst stand first, each has what a reader needs, and the page lists all.
func TestRules(t *testing.T) {
	page, err := os.ReadFile("../docs/audit.md")
	require.NoError(t, err)
	seen := map[string]bool{}
	for i, r := range Rules {
		assert.False(t, seen[r.ID], r.ID)
		seen[r.ID] = true
		assert.Regexp(t, `^[a-z]+(-[a-z]+)*$`, r.ID)
		assert.NotEmpty(t, r.Text)
		assert.NotEmpty(t, r.Remedy)
		assert.Contains(t, string(page), "`"+r.ID+"`")
		if i > 0 {
			assert.LessOrEqual(t, slices.Index(Levels, Rules[i-1].Level), slices.Index(Levels, r.Level), r.ID)
		}
	}
	assert.Panics(t, func() { ruleOf("none") })
}

func TestLevels(t *testing.T) {
	assert.True(t, High.Reaches(Low))
	assert.True(t, Low.Reaches(Low))
	assert.False(t, Note.Reaches(Low))
	assert.Equal(t, []Level{High, High}, []Level{High.raised(), Medium.raised()})
	assert.Equal(t, []Level{Note, Note}, []Level{Note.lowered(), Low.lowered()})
}

// The security model says which of its attacks an audit tries.
func TestAttacksThatAreTried(t *testing.T) {
	var tried []int
	for _, r := range Rules {
		tried = append(tried, r.Attacks...)
	}
	slices.Sort(tried)
	all := slices.Compact(tried)
	assert.Equal(t, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}, all)
	page, err := os.ReadFile("../docs/security-model.md")
	require.NoError(t, err)
	assert.Contains(t, string(page), "tries all of these but 19")
}
