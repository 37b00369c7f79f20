package conformance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/iamaction"
)

// The actions that "check policy" takes are those of AWS's Service
// Authorization Reference, as the outside data has them.
func TestActionsAreThoseOfAWS(t *testing.T) {
	requireNode(t)
	var want []string
	for _, service := range iamaction.Services() {
		content, err := os.ReadFile(filepath.Join("node_modules", "@cloud-copilot", "iam-data", "data", "actions", service+".json"))
		require.NoError(t, err)
		var actions map[string]struct{ Name string }
		require.NoError(t, json.Unmarshal(content, &actions))
		for _, action := range actions {
			want = append(want, service+":"+action.Name)
		}
	}
	slices.Sort(want)
	assert.Equal(t, want, iamaction.All())
}
