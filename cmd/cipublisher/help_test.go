package main

import (
	"cmp"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/terminal"
)

func TestHelp(t *testing.T) {
	names := []string{""}
	for _, c := range commands {
		names = append(names, c.name)
	}
	for _, name := range names {
		t.Run("of cipublisher "+name, func(t *testing.T) {
			got := cipublisher(append(words(name), "--help")...)
			assert.Equal(t, exitOK, got.status)
			assert.Empty(t, got.stderr)
			requireGolden(t, filepath.Join("help", strings.ReplaceAll(cmp.Or(name, "cipublisher"), " ", "-")+".txt"), got.stdout)
			for text := range strings.Lines(got.stdout) {
				assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(text, "\n")), terminal.Width, text)
			}
			assert.NotRegexp(t, `\{[A-Z]`, got.stdout, "options are shown by their flags")
			assert.Equal(t, got, cipublisher(append(words(name), "-h")...))
		})
	}
	t.Run("by its own word", func(t *testing.T) {
		assert.Equal(t, cipublisher("--help"), cipublisher("help"))
		assert.Equal(t, cipublisher("check", "--help"), cipublisher("help", "check"))
		assert.Equal(t, cipublisher("check", "policy", "--help"), cipublisher("help", "check", "policy"))
		assert.Equal(t, exitBadInput, cipublisher("help", "me").status)
	})
	t.Run("of a group of commands", func(t *testing.T) {
		got := cipublisher("check", "--help")
		assert.Equal(t, exitOK, got.status)
		requireGolden(t, "help/check.txt", got.stdout)
	})
	t.Run("wins over faults", func(t *testing.T) {
		assert.Equal(t, cipublisher("policy", "--help"), cipublisher("policy", "--nope", "x", "--help"))
	})
	t.Run("is no value of a flag", func(t *testing.T) {
		assert.Equal(t, cipublisher("policy", "--help"), cipublisher("policy", "--s3-bucket", "--help"))
	})
}
