package cfn_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/cfn"
)

// What values a template takes now that another refused.
func TestBeyond(t *testing.T) {
	constraints := func(declared string) cfn.Constraints {
		template := read(t, `{"Parameters": {"P": `+declared+`}, "Resources": {}}`, nil)
		return template.Constraints(parsed(t, `{"Ref": "P"}`))["P"]
	}
	for _, test := range []struct {
		name, before, after string
		want                []string
	}{
		{"the same", `{"Type": "String", "AllowedPattern": "[a-z]+"}`, `{"Type": "String", "AllowedPattern": "[a-z]+"}`, nil},
		{"another type", `{"Type": "Number"}`, `{"Type": "String"}`, []string{"Type: Number"}},
		{"a number is a text", `{"Type": "String"}`, `{"Type": "Number"}`, nil},
		{"a pattern that is gone", `{"Type": "String", "AllowedPattern": "[a-z]+"}`, `{"Type": "String"}`, []string{"AllowedPattern: [a-z]+"}},
		{"a pattern that is new", `{"Type": "String"}`, `{"Type": "String", "AllowedPattern": "[a-z]+"}`, nil},
		{"another pattern", `{"Type": "String", "AllowedPattern": "[a-z]+"}`, `{"Type": "String", "AllowedPattern": "[a-y]+"}`, []string{"AllowedPattern: [a-z]+"}},
		{"a value more", `{"Type": "String", "AllowedValues": ["a"]}`, `{"Type": "String", "AllowedValues": ["a", "b"]}`, []string{"AllowedValues: a"}},
		{"a value less", `{"Type": "String", "AllowedValues": ["a", "b"]}`, `{"Type": "String", "AllowedValues": ["a"]}`, nil},
		{"values that are gone", `{"Type": "String", "AllowedValues": ["a"]}`, `{"Type": "String"}`, []string{"AllowedValues: a"}},
		{"values that the pattern has", `{"Type": "String", "AllowedPattern": "[ab]"}`, `{"Type": "String", "AllowedValues": ["a", "b"]}`, nil},
		{"a value that the pattern has not", `{"Type": "String", "AllowedPattern": "[ab]"}`, `{"Type": "String", "AllowedValues": ["a", "c"]}`, []string{"AllowedPattern: [ab]"}},
		{"a value that has more than the pattern", `{"Type": "String", "AllowedPattern": "[ab]"}`, `{"Type": "String", "AllowedValues": ["ab"]}`, []string{"AllowedPattern: [ab]"}},
		{"longer", `{"Type": "String", "MaxLength": 3}`, `{"Type": "String", "MaxLength": 4}`, []string{"MaxLength: 3"}},
		{"shorter", `{"Type": "String", "MaxLength": 4, "MinLength": 1}`, `{"Type": "String", "MaxLength": 3, "MinLength": 2}`, nil},
		{"less", `{"Type": "Number", "MinValue": 3}`, `{"Type": "Number", "MinValue": 2}`, []string{"MinValue: 3"}},
		{"without a bound", `{"Type": "Number", "MinValue": 3}`, `{"Type": "Number"}`, []string{"MinValue: 3"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, constraints(test.before).Beyond(constraints(test.after)))
		})
	}
}

// The parameters that a value depends on, through texts, functions and the names
// of resources.
func TestConstraintsOfAValue(t *testing.T) {
	template := read(t, `{
	  "Parameters": {"A": {"Type": "String"}, "B": {"Type": "String"}, "C": {"Type": "String"}, "Given": {"Type": "String"}, "Unused": {"Type": "String"}},
	  "Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "C"}, "Tags": [{"Ref": "Unused"}]}}}
	}`, map[string]string{"Given": "x"})
	for value, want := range map[string][]string{
		`"plain"`:      {},
		`{"Ref": "A"}`: {"A"},
		`[{"Fn::Sub": "${A}-${ B }"}, {"Ref": "Given"}]`: {"A", "B"},
		`{"Fn::GetAtt": ["Bucket", "Arn"]}`:              {"C"},
		`{"Fn::GetAtt": "Bucket.Arn"}`:                   {"C"},
		`{"Fn::Join": ["", ["x", {"Ref": "Bucket"}]]}`:   {"C"},
	} {
		assert.ElementsMatch(t, want, slices.Collect(maps.Keys(template.Constraints(parsed(t, value)))), value)
	}
}
