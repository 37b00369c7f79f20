package registry

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is read as JSON is what YAML has it for.
func checkDecodeJSON(t testing.TB, text string) bool {
	value, ok := decodeJSON([]byte(text))
	if !ok {
		return false
	}
	// A space before it leaves the text to the reader of YAML.
	want, err := decode([]byte(" " + text))
	require.NoError(t, err, text)
	require.Equal(t, want, value, text)
	return true
}

func TestDecodeJSON(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"version": 1, "repositories": []}`, "{\n  \"a\": {\"b\": [1, -2, 0, true, false, null, \"\", \"x: #y\", {}]},\r\n  \"c\": \"team Ärger 😀\"\n}\n",
		`{"a": "true", "b": "1", "c": "2012-10-17", "d": "null", "e": "~", "f": "- x"}`, `{"<<": {"a": 1}, "&a": "*a", "!!int": "1"}`,
	} {
		assert.True(t, checkDecodeJSON(t, text), text)
	}
}

// What is wrong, or means something else in YAML, is for the reader of YAML.
func TestDecodeJSONLeavesTheRest(t *testing.T) {
	for _, text := range []string{
		``, `[1]`, `"a"`, `{`, `{a: 1}`, `{"a": 1} {"b": 2}`, "{\"a\": 1}\n---\n{}", `{"a": 1,}`, `{"a": 1, "a": 2}`, `{"a": [{"b": {"c": 1, "c": 1}}]}`,
		`{"a": "\u00e9"}`, `{"a": "\/"}`, "{\"a\": \"\xff\"}", "{\"a\": \"\x7f\"}", "{\"a\": \"\u0085\"}", "{\"a\": \"\u2028\"}", "{\"a\":\t1}",
		`{"a": 1.0}`, `{"a": 1e3}`, `{"a": 9223372036854775808}`, "\xef\xbb\xbf{}",
	} {
		_, ok := decodeJSON([]byte(text))
		assert.False(t, ok, text)
	}
}

// A key that JSON has twice is refused as in YAML, with its place.
func TestAKeyTwiceInJSON(t *testing.T) {
	_, err := Read([]byte("{\"version\": 1,\n\"version\": 1}"))
	assert.ErrorContains(t, err, `line 2: mapping key "version" already defined at line 1`)
	_, err = Read([]byte(`{"version": 1, "repositories": [{"team": "a", "repository": "acme/app", "ownerId": 1, "id": 2, "id": 3}]}`))
	assert.ErrorContains(t, err, `mapping key "id" already defined`)
}

func FuzzDecodeJSON(f *testing.F) {
	for _, text := range []string{`{"version": 1, "a": [true, null, "x", -0]}`, `{"a":"b","c":{"d":"ä"}}`, "{\"a\" \n: 1\n}", `{"` + strings.Repeat("x", 1100) + `":1}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, ok := decodeJSON([]byte(text))
		if !ok {
			return
		}
		// YAML has names of at most 1,024 characters, which end on their line.
		if want, err := decode([]byte(" " + text)); err == nil {
			require.Equal(t, want, value, "%q", text)
		}
	})
}
