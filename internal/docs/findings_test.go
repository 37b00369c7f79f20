package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFindings(t *testing.T) {
	text, err := findings()
	require.NoError(t, err)
	assert.Contains(t, text, "| high | `stranger` | A job of a stranger may assume the role | 1, 9, 10, 15 |")
}
