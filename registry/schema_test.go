package registry_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

func TestSchemaIsCurrent(t *testing.T) {
	text, err := os.ReadFile("schema.json")
	require.NoError(t, err)
	require.Equal(t, string(registry.Schema()), string(text), "run go generate ./registry")
}

// An option that has a key is in the schema, and one that has none says why.
func TestSchemaHasEveryOption(t *testing.T) {
	var schema struct {
		Defs map[string]struct {
			Description string
			Properties  map[string]struct{ Description string }
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(registry.Schema(), &schema))
	for _, o := range table() {
		key := o.RegistryKey()
		if ownKeys[key] {
			continue
		}
		if key == "" {
			require.NotEmpty(t, o.NoRegistry, o.Path)
			continue
		}
		store, name, below := strings.Cut(key, ".")
		description := schema.Defs[store].Description
		if below {
			description = schema.Defs[store].Properties[name].Description
		}
		require.NotEmpty(t, description, key)
		require.NotContains(t, description, "{", "%s mentions an option by its path", key)
	}
}
