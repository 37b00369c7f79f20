package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// CloudFormation takes two to ten conditions in one function.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
func TestFunctionsTakeTwoToTenConditions(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, element := range v {
				walk(element)
			}
		case map[string]any:
			for key, element := range v {
				if list, ok := element.([]any); ok && (key == "Fn::And" || key == "Fn::Or") {
					require.GreaterOrEqual(t, len(list), 2)
					require.LessOrEqual(t, len(list), 10)
				}
				walk(element)
			}
		}
	}
	var plain any
	require.NoError(t, json.Unmarshal([]byte(made.Indent()), &plain))
	walk(plain)
}
