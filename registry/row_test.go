package registry

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A row is the same in YAML and in JSON, whatever the types of its numbers.
func TestRowOf(t *testing.T) {
	want := Repository{
		Team: "a", Repository: "acme/app", OwnerID: 1234, ID: 9007199254740993, RoleName: "x", Without: []string{"s3", "ecr"},
		Options: Options{"dev": true, "maxSession": 3600, "branches": []any{"main"}, "codeArtifact": true, "codeArtifact.tokenDuration": 900},
	}
	value, err := decode([]byte("{team: a, repository: acme/app, ownerId: 1234, id: 9007199254740993, roleName: x, without: [s3, ecr], dev: true, maxSession: 3600, branches: [main], codeArtifact: {tokenDuration: 900}}"))
	require.NoError(t, err)
	require.Equal(t, want, rowOf(value))

	value, err = decode([]byte(`{"team": "a", "repository": "acme/app", "ownerId": 1234, "id": 9007199254740993, "roleName": "x", "without": ["s3", "ecr"], "dev": true, "maxSession": 3600, "branches": ["main"], "codeArtifact": {"tokenDuration": 900}}`))
	require.NoError(t, err)
	require.Equal(t, want, rowOf(value))

	for _, id := range []any{int(5), int64(5), uint64(5), 5.0} {
		require.EqualValues(t, 5, rowOf(map[string]any{"id": id}).ID)
	}
	for _, wrong := range []any{nil, "x", 1, []any{}, map[string]any{"team": 1, "id": "x", "without": "s3", "repository": nil}} {
		require.Zero(t, rowOf(wrong).ID)
	}
}
