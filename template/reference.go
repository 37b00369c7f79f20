package template

import (
	"regexp"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
)

// Ref is the token of what Ref returns of a resource, a parameter or, by its
// name such as "AWS::Partition", a pseudo parameter.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
func Ref(id string) string {
	if pseudo, ok := strings.CutPrefix(id, "AWS::"); ok {
		return "${Token[AWS." + pseudo + "]}"
	}
	return "${Token[Ref:" + id + "]}"
}

// GetAtt is the token of an attribute of a resource.
func GetAtt(id, attribute string) string { return "${Token[GetAtt:" + id + ":" + attribute + "]}" }

// RefIf is the token of a parameter where a condition is met, and of another
// one, or a pseudo parameter, where it is not.
func RefIf(condition, id, otherwise string) string {
	return "${Token[RefIf:" + condition + ":" + id + ":" + otherwise + "]}"
}

// Anywhere is the environment of a stack that can be deployed to any account
// and region: what CloudFormation knows of it at deployment.
var Anywhere = permission.Environment{
	Partition: Ref("AWS::Partition"),
	Region:    Ref("AWS::Region"),
	AccountID: Ref("AWS::AccountId"),
}

// known matches the tokens made here; others are not this package's to
// understand and stay as they are.
var known = regexp.MustCompile(`\$\{Token\[(AWS\.[A-Za-z]+|Ref:[A-Za-z0-9]+|GetAtt:[A-Za-z0-9]+:[A-Za-z0-9.]+|RefIf:[A-Za-z0-9]+:[A-Za-z0-9]+:[A-Za-z0-9:]+)\]\}`)

// resolveText returns the text itself, the function of its only token, or a
// Fn::Join of both.
func resolveText(text string) any {
	if !strings.Contains(text, "${Token[") {
		return text
	}
	var parts []any
	end := 0
	for _, match := range known.FindAllStringSubmatchIndex(text, -1) {
		if match[0] > end {
			parts = append(parts, text[end:match[0]])
		}
		parts = append(parts, intrinsic(text[match[2]:match[3]]))
		end = match[1]
	}
	if end < len(text) {
		parts = append(parts, text[end:])
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return map[string]any{"Fn::Join": []any{"", parts}}
}

// intrinsic returns the function that a token stands for.
func intrinsic(token string) map[string]any {
	of := strings.SplitN(token, ":", 4)
	switch of[0] {
	case "Ref":
		return reference(of[1])
	case "GetAtt":
		return map[string]any{"Fn::GetAtt": []any{of[1], of[2]}}
	case "RefIf":
		return map[string]any{"Fn::If": []any{of[1], reference(of[2]), reference(of[3])}}
	}
	return reference("AWS::" + strings.TrimPrefix(token, "AWS."))
}

func reference(id string) map[string]any { return map[string]any{"Ref": id} }
