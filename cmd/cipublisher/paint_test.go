package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

func TestColoursAreForTerminals(t *testing.T) {
	environment := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	file, err := os.Create(t.TempDir() + "/out")
	require.NoError(t, err)
	defer file.Close()
	assert.False(t, bool(painterFor(&bytes.Buffer{}, environment())), "a buffer")
	assert.False(t, bool(painterFor(file, environment())), "a file")
	// The null device is a character device, as a terminal is.
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer device.Close()
	assert.True(t, bool(painterFor(device, environment("TERM", "xterm"))))
	assert.False(t, bool(painterFor(device, environment("NO_COLOR", "1"))))
	assert.True(t, bool(painterFor(device, environment("NO_COLOR", ""))), "an empty NO_COLOR asks for nothing")
	assert.False(t, bool(painterFor(device, environment("TERM", "dumb"))))
}

// Without its colours, a coloured answer says the same.
func TestColoursAreNotTheOnlyCarrier(t *testing.T) {
	before, err := review.FromTemplate([]byte(mustRead(t, explainFolder+"stack.template.json")), review.Context{})
	require.NoError(t, err)
	after, err := review.FromTemplate([]byte(mustRead(t, explainFolder+"changed.template.json")), review.Context{})
	require.NoError(t, err)
	plain := strings.NewReplacer(string(bold), "", string(red), "", string(green), "", string(reset), "")
	for name, render := range renderers {
		shown := func(p painter) string {
			text := render.changes(p, "file", review.Compare(before, after))
			if render.holders != nil {
				text += render.holders(p, before)
			}
			return text
		}
		coloured := shown(true)
		assert.Equal(t, shown(false), plain.Replace(coloured), name)
		assert.Equal(t, name == "text", strings.Contains(coloured, "\x1b"), name)
	}
}
