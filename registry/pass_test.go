package registry_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/registry"
)

// What is handed over is what Read and Templates make, in the order of the
// stacks, with the same notices.
func TestWriteIsReadAndTemplates(t *testing.T) {
	t.Parallel()
	indexes := make([]int, 200)
	for i := range indexes {
		indexes[i] = i
	}
	text := "provider: create\n" + rows(indexes...) + "  - {team: a, repository: Other/x, ownerId: 2, id: 1, dev: true}\n"
	r := read(t, text)
	templates, err := r.Templates()
	require.NoError(t, err)
	require.Len(t, templates, 41)
	texts := map[string]string{}
	var order []string
	notices, err := registry.Write([]byte(text), func(name, template string) error {
		texts[name] = template
		order = append(order, name)
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, r.Notices(), notices)
	require.NotEmpty(t, notices)
	require.Equal(t, "ci-publishers-provider", order[0])
	require.Equal(t, []string{"ci-publishers-1", "ci-publishers-2", "ci-publishers-3"}, order[1:4])
	require.ElementsMatch(t, slices.Collect(maps.Keys(templates)), order)
	for name, made := range templates {
		require.Equal(t, made.Indent(), texts[name])
	}
}

// A fault is that of Read, whatever has been handed over before it was found,
// and nothing is handed over of a registry that does not fit the schema.
func TestWriteRefusesWhatReadRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		most       int
	}{
		{"no registry", "[", 0},
		{"a key that is none", rows(1, 2) + "  - {team: a, repository: acme/a, ownerId: 1, id: 2, x: 1}\n", 0},
		{"a row of which the core refuses something", rows(1, 2) + "  - {team: a, repository: acme/a, ownerId: 1, id: 2, s3: {bucket: Acme}}\n", 2},
		{"rows that meet", rows(1, 2) + "  - {team: a, repository: acme/a, ownerId: 1, id: 2, s3: {prefix: app-1/}}\n", 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, want := registry.Read([]byte(test.text))
			require.Error(t, want)
			written := 0
			_, err := registry.Write([]byte(test.text), func(string, string) error {
				written++
				return nil
			})
			require.Equal(t, want, err)
			require.LessOrEqual(t, written, test.most)
		})
	}
}

// An error of the writer ends it, and so does a template that CloudFormation
// does not take.
func TestWriteFails(t *testing.T) {
	t.Parallel()
	full := errors.New("full")
	written := 0
	_, err := registry.Write([]byte(rows(1, 2, 3, 4, 5, 6, 7, 8)), func(string, string) error {
		written++
		return full
	})
	require.ErrorIs(t, err, full)
	require.Equal(t, 1, written)

	var long []string
	for i := range 40 {
		long = append(long, "ecr-"+strings.Repeat("x", 100)+string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	text := strings.Replace(rows(), "ecr: {}", "ecr: {repositories: ["+strings.Join(long, ", ")+"], shared: true}", 1)
	text = strings.Replace(text, "version: 1", "version: 1\nstacks: 1", 1)
	for i := range 120 {
		text += row(i)
	}
	_, err = registry.Write([]byte(text), func(string, string) error { return nil })
	var list fault.List
	require.ErrorAs(t, err, &list)
	require.ErrorContains(t, err, "bytes, and CloudFormation takes 1048576 at most")
}
