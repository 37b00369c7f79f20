package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The manual and the scripts are those of the program, and of one commit always
// the same.
func TestExtras(t *testing.T) {
	t.Chdir("../..")
	made, err := extras(time.Unix(1795312800, 0))
	require.NoError(t, err)
	again, err := extras(time.Unix(1795312800, 0))
	require.NoError(t, err)
	assert.Equal(t, made, again)
	contents := map[string]string{}
	for _, f := range made {
		assert.EqualValues(t, 0o644, f.mode, f.name)
		contents[f.name] = string(f.content)
	}
	for name, has := range map[string]string{
		"LICENSE": "Apache License", "README.md": "cipublisher", "CHANGELOG.md": "# Changelog",
		"man1/cipublisher.1": ".TH", "man1/cipublisher-policy.1": "account", "man1/cipublisher-check-trust.1": "claims",
		"completion/cipublisher.bash": "__start_cipublisher", "completion/_cipublisher": "#compdef cipublisher",
		"completion/cipublisher.fish": "complete -c cipublisher", "completion/cipublisher.ps1": "Register-ArgumentCompleter",
	} {
		assert.Contains(t, contents[name], has, name)
	}
	t.Chdir(t.TempDir())
	_, err = extras(time.Now())
	assert.Error(t, err, "outside of the repository there is nothing to release")
}
