package audit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/audit"
)

func TestPlaces(t *testing.T) {
	place := audit.Places([]audit.File{{Name: "one.json", Content: []byte("{\n \"Arn\": \"arn:a\",\n \"x\": \"arn:b\"}")}, {Name: "two.json", Content: []byte("\n\n\"Arn\":\"arn:b\"\n\"Arn\": \"arn:a\"\n\"Arn\": 1")}})
	for arn, want := range map[string]struct {
		file string
		line int
	}{"arn:a": {"one.json", 2}, "arn:b": {"two.json", 3}, "arn:c": {"one.json", 1}} {
		file, line := place(arn)
		assert.Equal(t, want.file, file, arn)
		assert.Equal(t, want.line, line, arn)
	}
	file, line := audit.Places(nil)("arn:a")
	assert.Empty(t, file)
	assert.Equal(t, 1, line)
}
