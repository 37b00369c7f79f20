package permission

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFillReplace(t *testing.T) {
	f := fill{"{bucket}", "{prefix}", "{prefix}", "a/", "{empty}", ""}
	for pattern, want := range map[string]string{
		"":                          "",
		"*":                         "*",
		"arn:aws:s3:::{bucket}":     "arn:aws:s3:::{prefix}", // what is put in is not looked at again
		"{prefix}{prefix}*":         "a/a/*",
		"{empty}{empty}":            "",
		"{empty}x":                  "x",
		"{other} {bucket":           "{other} {bucket",
		"${Token[A.1]}/{prefix}end": "${Token[A.1]}/a/end",
	} {
		assert.Equal(t, want, f.Replace(pattern), pattern)
	}
}
