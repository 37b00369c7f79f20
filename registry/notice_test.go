package registry_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What concerns many rows is said once, with how many roles it concerns, and
// what concerns one has no number.
func TestNoticesAreCounted(t *testing.T) {
	t.Parallel()
	r := read(t, rows(1, 2, 3)+"  - {team: a, repository: acme/own, ownerId: 1234, id: 9, without: [codeArtifact], dev: true, environments: [release]}\n")
	texts := map[string]string{}
	for _, notice := range r.Notices() {
		require.NotContains(t, texts, notice.ID)
		texts[notice.ID] = notice.Text
	}
	require.Contains(t, texts["codeartifact-every-package"], "codeArtifact.formats is unset")
	require.Contains(t, texts["codeartifact-every-package"], "(the first of 3 roles)")
	require.Contains(t, texts["trust-environment-protection"], "(the first of 4 roles)")
}
