package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What fits a line is on one; nothing is lost by it.
func TestLayout(t *testing.T) {
	short, long := map[string]any{"a": []any{"b", 1.0}}, []any{strings.Repeat("x", 70), map[string]any{"k": strings.Repeat("y", 70)}}
	var b strings.Builder
	lay(&b, map[string]any{"Short": short, "Long": long}, "")
	require.Equal(t, "{\n \"Long\": [\n  \""+strings.Repeat("x", 70)+"\",\n  {\"k\":\""+strings.Repeat("y", 70)+"\"}\n ],\n \"Short\": {\"a\":[\"b\",1]}\n}", b.String())
	var read any
	require.NoError(t, json.Unmarshal([]byte(b.String()), &read))
	require.Equal(t, map[string]any{"Short": short, "Long": long}, read)
}
