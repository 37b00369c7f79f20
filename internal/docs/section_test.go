package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGeneratedPartsAreCurrent(t *testing.T) {
	atRoot(t)
	pages, err := pagesBelow(".")
	require.NoError(t, err)
	parts := 0
	for _, page := range pages {
		content, err := os.ReadFile(page)
		require.NoError(t, err)
		current, err := regenerate(string(content))
		require.NoError(t, err, page)
		assert.Equal(t, current, string(content), "%s: run go generate ./...", page)
		parts += strings.Count(string(content), opening)
	}
	assert.GreaterOrEqual(t, parts, len(sections))
}

func TestRegenerateRefuses(t *testing.T) {
	atRoot(t)
	_, err := regenerate(opening + "nonsense -->\n" + closing)
	assert.ErrorContains(t, err, `no part is called "nonsense"`)
	_, err = regenerate(opening + "actions -->\n")
	assert.ErrorContains(t, err, "has no "+closing)
}
