package cfn_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/cfn"
)

// A condition of too many parts is one thing.
func TestConditionOfManyParts(t *testing.T) {
	parts := ""
	for i := range 40 {
		parts += fmt.Sprintf(`{"Fn::Equals": [{"Ref": "P%d"}, "x"]},`, i)
	}
	template := read(t, `{"Conditions": {"C": {"Fn::Or": [`+strings.TrimSuffix(parts, ",")+`]}}, "Resources": {"R": {"Type": "T", "Condition": "C"}}}`, nil)
	whens := template.Present(template.Resources["R"])
	require.Len(t, whens, 1)
	require.Len(t, whens[0], 1)
	assert.Contains(t, whens[0][0].About, "condition C")
	assert.Equal(t, []string{cfn.Holds}, whens[0][0].Options)
}

// What a condition is, as far as the template decides it.
func TestConditions(t *testing.T) {
	for _, test := range []struct{ name, condition, want string }{
		{"equal", `{"Fn::Equals": ["a", "a"]}`, "yes"},
		{"not equal", `{"Fn::Equals": ["a", "b"]}`, "no"},
		{"a default, which another value may replace", `{"Fn::Equals": [{"Ref": "Stage"}, "dev"]}`, ""},
		{"lists that are equal", `{"Fn::Equals": [["a", "b"], {"Fn::Split": [",", "a,b"]}]}`, "yes"},
		{"not", `{"Fn::Not": [{"Fn::Equals": ["a", "b"]}]}`, "yes"},
		{"and, decided by one", `{"Fn::And": [{"Fn::Equals": [{"Ref": "Stage"}, "dev"]}, {"Fn::Equals": ["a", "b"]}]}`, "no"},
		{"or, decided by one", `{"Fn::Or": [{"Fn::Equals": [{"Ref": "Stage"}, "dev"]}, {"Fn::Equals": ["a", "a"]}]}`, "yes"},
		{"or, decided by none", `{"Fn::Or": [{"Fn::Equals": [{"Ref": "Stage"}, "dev"]}, {"Fn::Equals": ["a", "b"]}]}`, ""},
		{"by another's name", `{"Condition": "Always"}`, "yes"},
		{"that is open, by itself", `{"Condition": "C"}`, ""},
		{"of a function that is none", `{"Fn::Maybe": ["a"]}`, ""},
		{"what may not be known", `{"Fn::Equals": [{"Fn::ImportValue": "x"}, "a"]}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			template := read(t, `{"Parameters": {"Stage": {"Type": "String", "Default": "dev"}},
				"Conditions": {"Always": {"Fn::Equals": ["a", "a"]}, "C": `+test.condition+`}, "Resources": {}}`, nil)
			cases := template.Cases(parsed(t, `{"Fn::If": ["C", "yes", "no"]}`), nil)
			if test.want == "" {
				assert.Len(t, cases, 2, "either may be")
				return
			}
			assert.Equal(t, []string{test.want}, told(cases))
		})
	}
}
