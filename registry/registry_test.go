package registry_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

const head = `
version: 1
accountId: "123456789012"
region: eu-west-1
defaults:
  environments: [release]
  s3: {bucket: acme-dist}
  ecr: {}
  codeArtifact: {domain: acme, repositories: [packages], shared: true}
repositories:
`

func row(i int) string {
	return fmt.Sprintf("  - {team: team-%d, repository: acme/app-%d, ownerId: 1234, id: %d}\n", i%20, i, 100000+i)
}

func rows(indexes ...int) string {
	var b strings.Builder
	b.WriteString(head)
	for _, i := range indexes {
		b.WriteString(row(i))
	}
	return b.String()
}

func read(t require.TestingT, text string) registry.Registry {
	r, err := registry.Read([]byte(text))
	require.NoError(t, err)
	return r
}

// resources returns every resource of the registry's stacks, under the name of
// its stack and its logical id.
func resources(t require.TestingT, r registry.Registry) map[string]string {
	all := map[string]string{}
	for stack := range r.StacksOfRoles() {
		made, err := stack.Template()
		require.NoError(t, err)
		for id, resource := range made.Resources {
			text, err := json.Marshal(resource)
			require.NoError(t, err)
			all[stack.Name+" "+id] = string(text)
		}
	}
	return all
}

func thousand() string {
	indexes := make([]int, 1000)
	for i := range indexes {
		indexes[i] = i
	}
	return rows(indexes...)
}

func TestJSONIsRead(t *testing.T) {
	want := read(t, rows(1, 2))
	text, err := json.Marshal(map[string]any{
		"version": 1, "accountId": "123456789012", "region": "eu-west-1",
		"defaults": map[string]any{"environments": []string{"release"}, "s3": map[string]any{"bucket": "acme-dist"}, "ecr": map[string]any{}, "codeArtifact": map[string]any{"domain": "acme", "repositories": []string{"packages"}, "shared": true}},
		"repositories": []any{
			map[string]any{"team": "team-1", "repository": "acme/app-1", "ownerId": 1234, "id": 100001},
			map[string]any{"team": "team-2", "repository": "acme/app-2", "ownerId": 1234, "id": 100002},
		},
	})
	require.NoError(t, err)
	require.Equal(t, want, read(t, string(text)))
}

func BenchmarkThousandRows(b *testing.B) {
	text := []byte(thousand())
	b.ReportAllocs()
	for b.Loop() {
		r, err := registry.Read(text)
		if err != nil {
			b.Fatal(err)
		}
		for stack := range r.StacksOfRoles() {
			if _, err := stack.Template(); err != nil {
				b.Fatal(err)
			}
		}
	}
}
