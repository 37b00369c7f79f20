package cfn_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const inYAML = `# a comment
Parameters:
  Stage: {Type: String, Default: dev}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: &common
      Name: !Sub "${Stage}-x"
      Version: 2012-10-17
      Account: 012345678901
      On: True
      Null: ~
      Get: !GetAtt Other.Arn
      If: !If [C, !Ref Stage, !Ref "AWS::NoValue"]
      List: [!Join ["-", [a, !Ref Stage]]]
  Other:
    Type: AWS::S3::Bucket
    Condition: C
    Properties:
      <<: *common
      Name: own
Conditions:
  C: !And [!Condition D, !Equals [a, a]]
  D: !Not [!Equals [a, b]]
`

func TestYAML(t *testing.T) {
	template := read(t, inYAML, nil)
	want := map[string]any{
		"Name": "dev-x", "Version": "2012-10-17", "Account": "012345678901", "On": "true", "If": "dev", "List": []any{"a-dev"},
		"Get": template.Cases(map[string]any{"Fn::GetAtt": "Other.Arn"}, nil)[0].Value,
	}
	assert.Equal(t, want, template.Cases(any(template.Resources["Bucket"].Properties), nil)[0].Value)
	want["Name"] = "own"
	assert.Equal(t, want, template.Cases(any(template.Resources["Other"].Properties), nil)[0].Value)
	assert.Equal(t, "C", template.Resources["Other"].Condition)
	assert.Equal(t, 5, template.Resources["Bucket"].Line)
}

func TestYAMLRefuses(t *testing.T) {
	requireRefused(t, []refusal{
		{"two documents", "Resources: {A: {}}\n---\nResources: {B: {}}", "it has several documents"},
		{"a key twice in YAML", "Resources:\n  A:\n    Type: x\n    Type: y", `line 4: "Resources.A.Type" is there twice`},
		{"an anchor in itself", "Resources:\n  A: &a\n    B: *a", `the anchor "a" contains itself`},
		{"a forged unknown in YAML", "Resources:\n  A: \"\\ufdd0A\\ufdd1\"", "noncharacter"},
	})
}
