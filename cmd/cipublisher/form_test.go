package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/yamljson"
)

// A document is the same in YAML, and what a reader of YAML makes of it.
func TestDocumentsInYAML(t *testing.T) {
	for _, line := range []string{
		"policy " + images, "trust " + ownAccount + " " + repository + " --environment release",
		"template " + bucket, "template --registry testdata/examples/registry.yaml",
		"resource-policy --store s3 --publish " + ownAccount + " " + bucket + " --principal arn:aws:iam::444455556666:role/ci/publisher",
		"explain " + images + " --format json",
	} {
		want := cipublisher(words(line)...)
		require.Equal(t, exitOK, want.status, want.stderr)
		for _, spelling := range []string{"-o yaml", "-o=yaml", "--format yaml", "--format=yaml"} {
			got := cipublisher(words(strings.TrimSuffix(line, " --format json") + " " + spelling)...)
			assert.Equal(t, exitOK, got.status)
			assert.Equal(t, want.stderr, got.stderr)
			assert.NotEqual(t, "{", got.stdout[:1], line)
			read, err := yamljson.ToJSON([]byte(got.stdout))
			require.NoError(t, err)
			assert.JSONEq(t, want.stdout, string(read), line)
		}
		if strings.HasPrefix(line, "explain") {
			continue
		}
		assert.Equal(t, want, cipublisher(words(line+" -o json")...))
		got := cipublisher(words(line + " -o toml")...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, `--format "toml" is not a format; use json or yaml`)
	}
}

func TestTemplatesOfARegistryInYAML(t *testing.T) {
	folder := t.TempDir()
	for form, extension := range map[string]string{"json": ".template.json", "yaml": ".template.yaml"} {
		require.Equal(t, exitOK, cipublisher("template", "--registry", "testdata/examples/registry.yaml", "--out", folder, "-o", form).status)
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		for _, entry := range entries {
			assert.True(t, strings.HasSuffix(entry.Name(), extension), entry.Name())
			content := mustRead(t, folder+"/"+entry.Name())
			assert.Equal(t, form == "json", strings.HasPrefix(content, "{"))
			got := cipublisher("explain", "--template", folder+"/"+entry.Name())
			assert.Equal(t, exitOK, got.status, got.stderr)
			require.NoError(t, os.Remove(folder+"/"+entry.Name()))
		}
		assert.NotEmpty(t, entries)
	}
}
