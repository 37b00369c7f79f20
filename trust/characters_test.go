package trust_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

// Names that look like another one are refused; names in another script and
// emoji are names.
func TestNamesThatMislead(t *testing.T) {
	const (
		nothing = "has a character that shows nothing or changes the direction of the text"
		mixed   = "mixes Latin letters with letters that only look like them"
		space   = "has a space that is not the plain one"
	)
	for name, c := range map[string]struct{ text, problem string }{
		"zero-width space":           {"rele\u200base", nothing},
		"zero-width joiner":          {"rele\u200dase", nothing},
		"soft hyphen":                {"rele\u00adase", nothing},
		"byte order mark":            {"\ufeffrelease", nothing},
		"right-to-left override":     {"release\u202egpj", nothing},
		"isolate":                    {"\u2066release\u2069", nothing},
		"Hangul filler":              {"release\u3164", nothing},
		"selector after a letter":    {"release\ufe0f", nothing},
		"tag character":              {"release\U000e0061", nothing},
		"Cyrillic letter":            {"rel\u0435ase", mixed},
		"Greek letter":               {"pr\u03bfd", mixed},
		"full-width letter":          {"relea\uff53e", mixed},
		"mathematical letter":        {"releas\U0001d41e", mixed},
		"mathematical digit":         {"v\U0001d7cf", mixed},
		"letter in one word of many": {"eu/pr\u043ed-1", mixed},
		"no-break space":             {"release\u00a0eu", space},

		"ASCII":                  {"release-1/eu", ""},
		"Cyrillic word":          {"релиз-v1", ""},
		"Greek word":             {"έκδοση", ""},
		"umlaut":                 {"Prüfung", ""},
		"Chinese beside Latin":   {"本番prod", ""},
		"emoji":                  {"🚀 release", ""},
		"emoji with a selector":  {"⚠️ release", ""},
		"two scripts, two words": {"release релиз", ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := environment(c.text).Validate()
			if c.problem == "" {
				assert.NoError(t, err)
				return
			}
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.problem)
			assert.Contains(t, err.Error(), strconv.QuoteToASCII(c.text), "the message shows which character it is")
		})
	}
}

// A token that only looks like the trusted one is refused, with the characters
// that differ, and the report shows them escaped.
func TestCheckOfNamesThatLookAlike(t *testing.T) {
	for _, name := range []string{"rel\u0435ase", "rele\u200base", "\u0440\u0435\u043e", "release\u3164", "relea\uff53e"} {
		wanted := map[string]string{"\u0440\u0435\u043e": "peo"}[name]
		if wanted == "" {
			wanted = "release"
		}
		result, err := trust.Check(document(t, environment(wanted)), token("repo:acme/app:environment:"+name))
		require.NoError(t, err)
		require.False(t, result.Allowed)
		assert.Equal(t, []string{"characters"}, causeIDs(result))
		report := result.Report()
		assert.Contains(t, strings.ReplaceAll(report, "\n", ""), `\u`)
		assert.NotContains(t, report, "\u200b")
	}
}
