package cfn_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

const undecided = `{
  "Parameters": {"Stage": {"Type": "String"}, "Wide": {"Type": "String", "Default": "no"}, "List": {"Type": "CommaDelimitedList", "Default": "a,b"}},
  "Conditions": {
    "Prod": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
    "Test": {"Fn::Equals": ["test", {"Ref": "Stage"}]},
    "Either": {"Fn::Or": [{"Condition": "Prod"}, {"Condition": "Test"}]},
    "Both": {"Fn::And": [{"Condition": "Prod"}, {"Condition": "Test"}]},
    "Wide": {"Fn::Equals": [{"Ref": "Wide"}, "yes"]},
    "Imported": {"Fn::Equals": [{"Fn::ImportValue": "x"}, "yes"]}
  },
  "Resources": {"R": {"Type": "T", "Condition": "Wide"}, "S": {"Type": "T"}}
}`

// told writes cases for people.
func told(cases []cfn.Case) (all []string) {
	for _, c := range cases {
		text := policy.ShowUnknown(fmt.Sprint(c.Value))
		for _, a := range c.When {
			text += " | " + policy.ShowUnknown(a.About) + " is " + strings.Join(a.Options, " or ")
		}
		all = append(all, text)
	}
	return all
}

// A condition that the deployment decides is not guessed. Whether a parameter
// has its default is part of that.
func TestCases(t *testing.T) {
	template := read(t, undecided, nil)
	for _, test := range []struct {
		name, value string
		want        []string
	}{
		{"parameter without a default", `{"Fn::If": ["Prod", "a", "b"]}`, []string{`a | parameter Stage is "prod"`, `b | parameter Stage is "test" or another value`}},
		{"parameter with a default", `{"Fn::If": ["Wide", "a", "b"]}`, []string{`b | parameter Wide is its default or another value`, `a | parameter Wide is "yes"`}},
		{"no value", `{"Fn::If": ["Wide", "a", {"Ref": "AWS::NoValue"}]}`, []string{`a | parameter Wide is "yes"`}},
		{"the same either way", `{"Fn::If": ["Prod", "a", "a"]}`, []string{"a"}},
		{"either", `{"Fn::If": ["Either", "a", "b"]}`, []string{`a | parameter Stage is "prod" or "test"`, `b | parameter Stage is another value`}},
		{"both at once", `{"Fn::If": ["Both", "a", "b"]}`, []string{"b"}},
		{"the value that is assumed", `{"Fn::If": ["Prod", {"Ref": "Stage"}, "b"]}`, []string{`prod | parameter Stage is "prod"`, `b | parameter Stage is "test" or another value`}},
		{"another value than the default", `{"Fn::If": ["Wide", "b", {"Ref": "Wide"}]}`, []string{"no | parameter Wide is its default", `b | parameter Wide is "yes"`, "<Wide> | parameter Wide is another value"}},
		{"not about a parameter", `{"Fn::If": ["Imported", "a", "b"]}`, []string{`a | "yes" equals "<Fn::ImportValue "x">" is true`, `b | "yes" equals "<Fn::ImportValue "x">" is false`}},
		{"inside a text", `{"Fn::Join": ["", ["x", {"Fn::If": ["Prod", "a", "b"]}]]}`, []string{`xa | parameter Stage is "prod"`, `xb | parameter Stage is "test" or another value`}},
		{"of no condition that there is", `{"Fn::If": ["Nowhere", "a", "b"]}`, []string{"a | condition Nowhere is true", "b | condition Nowhere is false"}},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, told(template.Cases(parsed(t, test.value), nil))) })
	}
	given := read(t, undecided, map[string]string{"Stage": "prod"})
	assert.Equal(t, []string{"a"}, told(given.Cases(parsed(t, `{"Fn::If": ["Prod", "a", "b"]}`), nil)))
}

func TestPresent(t *testing.T) {
	template := read(t, undecided, nil)
	require.Len(t, template.Present(template.Resources["R"]), 1)
	assert.Equal(t, []string{`"yes"`}, template.Present(template.Resources["R"])[0][0].Options)
	assert.Equal(t, []cfn.When{nil}, template.Present(template.Resources["S"]))
	wide := read(t, undecided, map[string]string{"Wide": "no"})
	assert.Empty(t, wide.Present(wide.Resources["R"]))
}

func TestElements(t *testing.T) {
	template := read(t, undecided, nil)
	for _, test := range []struct {
		name, value string
		want        []string
	}{
		{"a list", `["a", "b"]`, []string{"a", "b"}},
		{"one value", `"a"`, []string{"a"}},
		{"a list parameter", `{"Ref": "List"}`, []string{"a", "b"}},
		{"no value", `{"Ref": "AWS::NoValue"}`, nil},
		{"one under a condition", `["a", {"Fn::If": ["Prod", "b", {"Ref": "AWS::NoValue"}]}]`, []string{"a", `b | parameter Stage is "prod"`}},
		{"all under a condition", `{"Fn::If": ["Prod", ["a", "b"], []]}`, []string{`a | parameter Stage is "prod"`, `b | parameter Stage is "prod"`}},
		{"a reference to a resource", `[{"Ref": "S"}]`, []string{"map[Ref:S]"}},
		{"a list that is not known", `{"Fn::GetAZs": ""}`, []string{`<Fn::GetAZs "">`}},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, told(template.Elements(parsed(t, test.value), nil))) })
	}
}

// A value of too many conditions is one unknown, which changes with any of
// them.
func TestManyConditions(t *testing.T) {
	text := func(last string) string {
		conditions, values := "", ""
		for i := range 30 {
			value := "x"
			if i == 29 {
				value = last
			}
			conditions += fmt.Sprintf(`"C%d": {"Fn::Equals": [{"Ref": "P%d"}, %q]},`, i, i, value)
			values += fmt.Sprintf(`{"Fn::If": ["C%d", "a", "b"]},`, i)
		}
		return `{"Conditions": {` + strings.TrimSuffix(conditions, ",") + `}, "Resources": {"R": {"Type": "T", "Properties": {"V": {"Fn::Join": ["", [` + strings.TrimSuffix(values, ",") + `]]}}}}}`
	}
	value := func(text string) any {
		template := read(t, text, nil)
		cases := template.Cases(template.Resources["R"].Properties["V"], nil)
		require.Len(t, cases, 1)
		return cases[0].Value
	}
	assert.True(t, policy.HasUnknown(value(text("x")).(string)))
	assert.Equal(t, value(text("x")), value(text("x")))
	assert.NotEqual(t, value(text("x")), value(text("y")))
}
