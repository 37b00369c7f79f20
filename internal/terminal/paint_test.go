package terminal

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
	assert.False(t, bool(PainterFor(&bytes.Buffer{}, environment())), "a buffer")
	assert.False(t, bool(PainterFor(file, environment())), "a file")
	// The null device is a character device, as a terminal is.
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer device.Close()
	assert.True(t, bool(PainterFor(device, environment("TERM", "xterm"))))
	assert.False(t, bool(PainterFor(device, environment("NO_COLOR", "1"))))
	assert.True(t, bool(PainterFor(device, environment("NO_COLOR", ""))), "an empty NO_COLOR asks for nothing")
	assert.False(t, bool(PainterFor(device, environment("TERM", "dumb"))))
}
