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
	names := []string{"", "check", "completion"}
	for _, c := range commands {
		names = append(names, c.name)
	}
	for _, name := range names {
		for flag, folder := range map[string]string{"--help": "help", "--help-all": "help-all"} {
			t.Run("of cipublisher "+name+" "+flag, func(t *testing.T) {
				got := cipublisher(append(words(name), flag)...)
				assert.Equal(t, exitOK, got.status)
				assert.Empty(t, got.stderr)
				for text := range strings.Lines(got.stdout) {
					assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(text, "\n")), terminal.Width, text)
					assert.Equal(t, strings.TrimRight(text, " \n"), strings.TrimSuffix(text, "\n"), "no space ends a line")
				}
				assert.NotRegexp(t, `\{[A-Z]`, got.stdout, "options are shown by their flags")
				if flag == "--help" {
					assert.LessOrEqual(t, strings.Count(got.stdout, "\n"), terminal.Height, "it fits a screen")
					assert.Equal(t, got, cipublisher(append(words(name), "-h")...))
					assert.Equal(t, got, cipublisher(append([]string{"help"}, words(name)...)...))
				}
				if flag == "--help" || got.stdout != cipublisher(append(words(name), "--help")...).stdout {
					requireGolden(t, filepath.Join(folder, strings.ReplaceAll(cmp.Or(name, "cipublisher"), " ", "-")+".txt"), got.stdout)
				}
			})
		}
	}
	t.Run("is what there is to say to nobody's question", func(t *testing.T) {
		assert.Equal(t, cipublisher("--help"), cipublisher())
	})
	t.Run("wins over faults", func(t *testing.T) {
		assert.Equal(t, cipublisher("policy", "--help"), cipublisher("policy", "--nope", "x", "--help", "y"))
		assert.Equal(t, cipublisher("policy", "--help-all"), cipublisher("policy", "--help", "--help-all", "--region"))
	})
	t.Run("is no value of a flag", func(t *testing.T) {
		assert.Equal(t, cipublisher("policy", "--help"), cipublisher("policy", "--s3-bucket", "--help"))
	})
	t.Run("of help is that of all commands", func(t *testing.T) {
		for _, line := range []string{"help help", "--help help", "help -h", "help help help", "--version help"} {
			assert.Equal(t, cipublisher("--help"), cipublisher(words(line)...), line)
		}
		for _, line := range []string{"--help help policy", "help help policy", "help --help policy", "help policy --help"} {
			assert.Equal(t, cipublisher("policy", "--help"), cipublisher(words(line)...), line)
		}
	})
	t.Run("before the command", func(t *testing.T) {
		assert.Equal(t, cipublisher("check", "policy", "--help"), cipublisher("--help", "check", "policy"))
	})
}

// The flags that a command's help describes are flags of the command, and
// --help-all describes every one, or says where.
func TestHelpNamesFlags(t *testing.T) {
	for _, c := range commands {
		flags, _ := c.flagSet()
		for _, name := range c.common {
			assert.NotNil(t, flags.lookup(name), "%s --%s", c.name, name)
		}
		all := cipublisher(append(words(c.name), "--help-all")...).stdout
		for _, f := range flags.flags {
			assert.Equal(t, !f.elsewhere, strings.Contains(all, "\n  "+c.written(f)+f.form()) || strings.Contains(all, "\n  --"+f.name+", -"), "%s --%s", c.name, f.name)
		}
		for _, example := range c.examples {
			assert.Contains(t, all, strings.ReplaceAll(example, "\n", "\n  "))
		}
	}
}
