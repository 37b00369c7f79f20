package review_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/review"
)

// megabyte is a template of nearly the size that CloudFormation takes, with a
// publisher's policy and role for each of 230 repositories.
func megabyte(t testing.TB) []byte {
	var file strings.Builder
	file.WriteString(`{version: 1, accountId: "123456789012", region: eu-west-1, stacks: 1, defaults: {environments: [release], ` +
		`s3: {bucket: acme-dist}, ecr: {}, codeArtifact: {domain: acme, repositories: [packages], shared: true}}, repositories: [`)
	for i := range 230 {
		fmt.Fprintf(&file, "{team: a, repository: acme/app-%d, ownerId: 1234, id: %d},\n", i, 100_000+i)
	}
	file.WriteString("]}")
	r, err := registry.Read([]byte(file.String()))
	require.NoError(t, err)
	made, err := slices.Collect(r.StacksOfRoles())[0].Template()
	require.NoError(t, err)
	text, err := json.MarshalIndent(made, "", "  ")
	require.NoError(t, err)
	require.InDelta(t, 1<<20, len(text), 1<<16, "bytes")
	return text
}

// megabytes are pairs of templates, of which the second grants one thing more.
func megabytes(t testing.TB) map[string][2][]byte {
	before := megabyte(t)
	one := []byte(`"arn:aws:s3:::acme-dist/app-100/*"`)
	require.True(t, bytes.Contains(before, one))
	after := bytes.ReplaceAll(before, one, []byte(`["arn:aws:s3:::acme-dist/app-100/*","arn:aws:s3:::acme-dist/more/*"]`))
	inYAML := func(text []byte) []byte {
		var value any
		require.NoError(t, json.Unmarshal(text, &value))
		written, err := yaml.Marshal(value)
		require.NoError(t, err)
		return written
	}
	return map[string][2][]byte{"JSON": {before, after}, "YAML": {inYAML(before), inYAML(after)}}
}

func compareTemplates(t testing.TB, pair [2][]byte) []review.Change {
	before, err := review.FromTemplate(pair[0], review.Context{})
	require.NoError(t, err)
	after, err := review.FromTemplate(pair[1], review.Context{})
	require.NoError(t, err)
	return review.Compare(before, after)
}

func BenchmarkMegabyte(b *testing.B) {
	for form, pair := range megabytes(b) {
		b.Run(form, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				assert.Len(b, compareTemplates(b, pair), 1)
			}
		})
	}
}
