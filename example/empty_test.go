package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/option"
)

// separators are the options that take " , " for a text like any other, and
// why. No value of theirs is a list, and none grants more than another.
var separators = map[string]string{
	"S3.Prefix": "the key of an object may begin so", "S3.DevPrefix": "the key of an object may begin so",
	"Audience": "an issuer may call its audience anything", "Role.Description": "IAM takes any text",
}

// A key that is set to nothing, as by a variable that nobody set, is a fault
// that names the key, whichever option it is.
func TestEveryKeySetToNothingIsRefused(t *testing.T) {
	for _, o := range table() {
		key := o.ContextKey()
		if key == "" {
			require.NotEmpty(t, o.NoKey, o.Path)
			continue
		}
		values := []any{"", " , ", nil, []any{}, []any{""}}
		if o.Kind() == option.List {
			values = append(values, o.Example+",", []any{o.Example, ""})
		}
		for _, nothing := range values {
			if nothing == " , " && separators[o.Path] != "" {
				continue
			}
			s, err := parse(map[string]any{key: nothing})
			if err == nil {
				err = s.validate()
			}
			if assert.Error(t, err, "%s=%q", key, nothing) {
				assert.Contains(t, err.Error(), key+" ", "%q", nothing)
			}
		}
	}
}
