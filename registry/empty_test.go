package registry_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

// placesOf returns where a registry takes a key, each as the beginning of its
// name in a fault.
func placesOf(key string) []string {
	switch key {
	case "accountId", "region", "path":
		return []string{""}
	case "repository", "roleName":
		return []string{"repositories[0]."}
	}
	return []string{"repositories[0].", "defaults."}
}

// A key that is set to nothing is a fault that names the key, in a row and in
// the defaults, whichever option it is.
func TestEveryKeySetToNothingIsRefused(t *testing.T) {
	for _, o := range table() {
		key := o.RegistryKey()
		if key == "" {
			continue // TestSchemaHasEveryOption asks for the reason
		}
		for _, at := range placesOf(key) {
			for _, nothing := range []any{"", []any{}, nil, []any{""}, []any{nil}} {
				stores := func() map[string]any {
					return map[string]any{"s3": map[string]any{"bucket": "acme-dist"}, "ecr": map[string]any{}, "ecrPublic": map[string]any{"repositories": []string{"own"}},
						"codeArtifact": map[string]any{"domain": "own", "repositories": []string{"own"}}}
				}
				row, defaults := stores(), stores()
				for key, value := range map[string]any{"team": "web", "repository": "acme/app", "ownerId": 1, "id": 2} {
					row[key] = value
				}
				r := map[string]any{"version": 1, "accountId": "999999999999", "region": "eu-west-1", "defaults": defaults, "repositories": []any{row}}
				put(map[string]map[string]any{"": r, "repositories[0].": row, "defaults.": defaults}[at], key, nothing)
				text, err := json.Marshal(r)
				require.NoError(t, err)
				_, err = registry.Read(text)
				if assert.Error(t, err, "%s%s: %#v", at, key, nothing) {
					assert.Contains(t, err.Error(), at+key, "%#v", nothing)
				}
			}
		}
	}
}

// A store that is set to nothing is neither granted nor left out silently.
func TestAStoreSetToNothingIsRefused(t *testing.T) {
	for _, store := range []string{"s3", "ecr", "ecrPublic", "codeArtifact"} {
		for _, at := range placesOf(store) {
			text := `{"version": 1, "defaults": {"environments": ["release"], "s3": {"bucket": "acme-dist"}}, "repositories": [{"team": "web", "repository": "acme/app", "ownerId": 1, "id": 2}]}`
			var r map[string]any
			require.NoError(t, json.Unmarshal([]byte(text), &r))
			if at == "defaults." {
				r["defaults"].(map[string]any)[store] = nil
			} else {
				r["repositories"].([]any)[0].(map[string]any)[store] = nil
			}
			changed, err := json.Marshal(r)
			require.NoError(t, err)
			_, err = registry.Read(changed)
			require.ErrorContains(t, err, at+store)
		}
	}
}
