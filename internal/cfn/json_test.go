package cfn_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The line of a resource is where its name is.
func TestLinesOfJSON(t *testing.T) {
	assert.Equal(t, 5, read(t, "{\n \"A\": {},\n\n \"Resources\": {\n  \"R\": {}}}", nil).Resources["R"].Line)
}

// Numbers keep their digits and booleans are texts, as CloudFormation takes them.
func TestScalarsOfJSON(t *testing.T) {
	got := parsed(t, `{"account": 12345678901234567890, "size": 1.50, "on": true, "none": null, "list": []}`)
	assert.Equal(t, map[string]any{"account": "12345678901234567890", "size": "1.50", "on": "true", "none": nil, "list": []any{}}, got)
}

func TestJSONRefuses(t *testing.T) {
	requireRefused(t, []refusal{
		{"JSON that ends early", `{"Resources": {"A"`, "unexpected end of JSON input"},
		{"a key twice", `{"Resources": {"A": {"Type": "x", "Type": "y"}}}`, `line 1: "Resources.A.Type" is there twice`},
		{"a forged unknown", `{"Resources": {"A": "\ufdd0A\ufdd1"}}`, "noncharacter"},
		{"a forged unknown as a key", `{"Resources": {"\ufdd0A\ufdd1": {}}}`, "noncharacter"},
	})
}
