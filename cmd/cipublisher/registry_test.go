package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTemplateOfARegistry(t *testing.T) {
	const file = "testdata/examples/registry.yaml"
	printed := cipublisher("template", "--registry", file)
	require.Equal(t, exitOK, printed.status, printed.stderr)
	requirePrinted(t, "template", "registry", printed)

	folder := filepath.Join(t.TempDir(), "new", "folder") // which is made
	written := cipublisher("template", "--registry", file, "--out", folder)
	require.Equal(t, exitOK, written.status, written.stderr)
	var templates map[string]json.RawMessage
	var files map[string]string
	require.NoError(t, json.Unmarshal([]byte(printed.stdout), &templates))
	require.NoError(t, json.Unmarshal([]byte(written.stdout), &files))
	require.Len(t, files, len(templates))
	for name, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.JSONEq(t, string(templates[name]), string(text))
	}

	inTheWay := filepath.Join(t.TempDir(), "ci-publishers-provider.template.json")
	require.NoError(t, os.Mkdir(inTheWay, 0o700))
	refused := cipublisher("template", "--registry", file, "--out", filepath.Dir(inTheWay))
	require.Equal(t, exitBadInput, refused.status)
	require.Empty(t, refused.stdout)
	require.Contains(t, refused.stderr, "can't be written to: "+inTheWay+" is a folder")
	entries, err := os.ReadDir(filepath.Dir(inTheWay))
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing is left of what was not kept")

	one := withStdin("{version: 1, stacks: 1, repositories: [{team: a, repository: acme/app, ownerId: 1, id: 2, branches: [main], ecr: {}}]}", "template", "--registry", "-")
	require.Equal(t, exitOK, one.status, one.stderr)
	assert.Contains(t, one.stdout, `"Repository2Role`)
	assert.True(t, strings.HasPrefix(one.stdout, "{\n  \"AWSTemplateFormatVersion\""), "one stack is printed as its template")
}
