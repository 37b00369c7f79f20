package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every command line in the documentation on other accounts works as it
// stands.
func TestCommandLinesOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "cross-account.md"))
	require.NoError(t, err)
	ran := 0
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", "")) {
		args := words(line)
		if len(args) == 0 || args[0] != "cipublisher" {
			continue
		}
		got := cipublisher(args[1:]...)
		assert.Equal(t, exitOK, got.status, "%s\n%s", line, got.stderr)
		assert.Contains(t, got.stdout, `"Sid"`)
		ran++
	}
	assert.Equal(t, 7, ran)
}
