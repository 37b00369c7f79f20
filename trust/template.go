package trust

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

const roleType = "AWS::IAM::Role"

// providerTypes are the resources whose Ref and Arn are an identity provider:
// CloudFormation's own and the ones that CDK makes with a Lambda.
var providerTypes = []string{"AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider"}

// What only the deployment knows stands between these in a policy from a
// template, such as "<AWS::AccountId>".
const (
	placeholderOpen  = "<"
	placeholderClose = ">"
)

// FromTemplate returns the trust policy of a role in a CloudFormation template
// in JSON, such as CDK writes to cdk.out, by the role's logical id.
//
// Parameters stand for their defaults, a provider of the same template for its
// ARN, and whatever else only the deployment knows for its name in angle
// brackets. The error is a fault.List with the options "Template" and "Role".
func FromTemplate(data []byte, logicalID string) (policy.Document, error) {
	var faults fault.List
	t, err := readTemplate(data)
	if err != nil {
		faults.Add("Template", "", "is not a CloudFormation template in JSON ("+describe(err)+")",
			`run "cdk synth" and give the file STACK.template.json in cdk.out`)
		return policy.Document{}, faults.Err()
	}
	role, found := t.Resources[logicalID]
	if !found || role.Type != roleType {
		problem := "is not a resource of the template"
		if found {
			problem = "is of the type " + role.Type + " and not a role"
		}
		faults.Add("Role", logicalID, problem, t.rolesRemedy())
		return policy.Document{}, faults.Err()
	}
	resolved := t.resolve(role.Properties["AssumeRolePolicyDocument"])
	if _, ok := resolved.(map[string]any); !ok {
		faults.Add("Role", logicalID, "has no trust policy in the template", t.rolesRemedy())
		return policy.Document{}, faults.Err()
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(resolved); err != nil {
		return policy.Document{}, err
	}
	return policy.Parse(text.Bytes())
}

type template struct {
	Parameters map[string]struct{ Default any }
	Resources  map[string]struct {
		Type       string
		Properties map[string]any
	}
}

func readTemplate(data []byte) (template, error) {
	var t template
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	decoder.UseNumber()
	if err := decoder.Decode(&t); err != nil {
		return t, err
	}
	if len(t.Resources) == 0 {
		return t, errors.New("it has no Resources")
	}
	return t, nil
}

func (t template) rolesRemedy() string {
	var roles []string
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		if t.Resources[id].Type == roleType {
			roles = append(roles, id)
		}
	}
	if len(roles) == 0 {
		return "give a template with a role"
	}
	return "name one of its roles: " + strings.Join(roles, ", ")
}

// resolve replaces intrinsic functions by what is known of their value.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
func (t template) resolve(value any) any {
	switch v := value.(type) {
	case []any:
		list := make([]any, 0, len(v))
		for _, element := range v {
			if !isNoValue(element) {
				list = append(list, t.resolve(element))
			}
		}
		return list
	case map[string]any:
		if name, argument, ok := intrinsic(v); ok {
			return t.call(name, argument)
		}
		object := make(map[string]any, len(v))
		for key, element := range v {
			if !isNoValue(element) {
				object[key] = t.resolve(element)
			}
		}
		return object
	}
	return value
}

// intrinsic returns the function that an object of one key calls.
func intrinsic(object map[string]any) (name string, argument any, ok bool) {
	if len(object) != 1 {
		return "", nil, false
	}
	for name, argument := range object {
		if name == "Ref" || strings.HasPrefix(name, "Fn::") {
			return name, argument, true
		}
	}
	return "", nil, false
}

func isNoValue(value any) bool {
	object, _ := value.(map[string]any)
	return len(object) == 1 && object["Ref"] == "AWS::NoValue"
}

func placeholder(words ...string) string {
	return placeholderOpen + strings.Join(words, " ") + placeholderClose
}

func (t template) call(name string, argument any) any {
	switch name {
	case "Ref":
		return t.reference(fmt.Sprint(argument), "")
	case "Fn::GetAtt":
		if path, ok := argument.(string); ok {
			id, attribute, _ := strings.Cut(path, ".")
			return t.reference(id, attribute)
		}
		if path, ok := argument.([]any); ok && len(path) == 2 {
			return t.reference(fmt.Sprint(path[0]), fmt.Sprint(path[1]))
		}
	case "Fn::Join":
		if text, ok := t.join(argument); ok {
			return text
		}
	case "Fn::Sub":
		if text, ok := t.substitute(argument); ok {
			return text
		}
	case "Fn::ImportValue":
		return placeholder("Fn::ImportValue", fmt.Sprint(t.resolve(argument)))
	}
	return placeholder(name)
}

// reference returns what Ref or Fn::GetAtt of a name is known to be.
func (t template) reference(id, attribute string) any {
	if p, ok := t.Parameters[id]; ok && attribute == "" && p.Default != nil {
		return fmt.Sprint(p.Default)
	}
	if r := t.Resources[id]; slices.Contains(providerTypes, r.Type) && (attribute == "" || attribute == "Arn") {
		if url, ok := t.resolve(first(r.Properties, "Url", "url")).(string); ok && url != "" {
			return "arn:" + placeholder("AWS::Partition") + ":iam::" + placeholder("AWS::AccountId") + ":oidc-provider/" + strings.TrimPrefix(url, "https://")
		}
	}
	if attribute != "" {
		id += "." + attribute
	}
	return placeholder(id)
}

func first(properties map[string]any, names ...string) any {
	for _, name := range names {
		if v, ok := properties[name]; ok {
			return v
		}
	}
	return nil
}

func (t template) join(argument any) (string, bool) {
	pair, ok := argument.([]any)
	if !ok || len(pair) != 2 {
		return "", false
	}
	separator, ok1 := pair[0].(string)
	elements, ok2 := t.resolve(pair[1]).([]any)
	if !ok1 || !ok2 {
		return "", false
	}
	texts := make([]string, len(elements))
	for i, e := range elements {
		texts[i] = fmt.Sprint(e)
	}
	return strings.Join(texts, separator), true
}

// substitute replaces ${Name} and ${Name.Attribute}; ${!Name} is the text
// ${Name}, a policy variable.
func (t template) substitute(argument any) (string, bool) {
	text, ok := argument.(string)
	var own map[string]any
	if pair, isPair := argument.([]any); isPair && len(pair) == 2 {
		text, ok = pair[0].(string)
		own, _ = pair[1].(map[string]any)
	}
	if !ok {
		return "", false
	}
	var b strings.Builder
	for {
		start := strings.Index(text, "${")
		end := strings.Index(text[max(start, 0):], "}")
		if start < 0 || end < 0 {
			b.WriteString(text)
			return b.String(), true
		}
		b.WriteString(text[:start])
		name := text[start+2 : start+end]
		switch literal, isLiteral := strings.CutPrefix(name, "!"); {
		case isLiteral:
			b.WriteString("${" + literal + "}")
		case own[name] != nil:
			b.WriteString(fmt.Sprint(t.resolve(own[name])))
		default:
			id, attribute, _ := strings.Cut(name, ".")
			b.WriteString(fmt.Sprint(t.reference(id, attribute)))
		}
		text = text[start+end+1:]
	}
}
