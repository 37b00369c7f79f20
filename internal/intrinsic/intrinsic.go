// Package intrinsic reads CloudFormation templates in JSON, such as CDK writes
// to cdk.out, as far as that is possible without deploying them.
package intrinsic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// providerTypes are the resources whose Ref and Arn are an identity provider:
// CloudFormation's own and the ones that CDK makes with a Lambda.
var providerTypes = []string{"AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider"}

// What only the deployment knows stands between these, such as
// "<AWS::AccountId>".
const (
	Open  = "<"
	Close = ">"
)

// Template is a CloudFormation template, as far as policies need it.
type Template struct {
	Parameters map[string]struct{ Default any }
	Resources  map[string]Resource
}

// Resource is a resource of a template, its functions not yet resolved.
type Resource struct {
	Type       string
	Properties map[string]any
}

// Read reads a template in JSON. Numbers are kept as they are written.
func Read(data []byte) (Template, error) {
	var t Template
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

// Resolve replaces intrinsic functions by what is known of their value.
// Parameters stand for their defaults, a provider of the same template for its
// ARN, and whatever else only the deployment knows for its name in angle
// brackets, so that the same text means the same value.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
func (t Template) Resolve(value any) any {
	switch v := value.(type) {
	case []any:
		list := make([]any, 0, len(v))
		for _, element := range v {
			if !isNoValue(element) {
				list = append(list, t.Resolve(element))
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
				object[key] = t.Resolve(element)
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
	return Open + strings.Join(words, " ") + Close
}

func (t Template) call(name string, argument any) any {
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
		return placeholder("Fn::ImportValue", fmt.Sprint(t.Resolve(argument)))
	}
	return placeholder(name, compact(argument))
}

// compact is an argument as JSON: two calls of a function are the same only
// if their arguments are.
func compact(argument any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(argument) != nil {
		return "" // what came from JSON always goes back
	}
	return withoutWildcards.Replace(strings.TrimSpace(b.String()))
}

// withoutWildcards keeps the arguments of a function from being patterns.
var withoutWildcards = strings.NewReplacer("*", "%2A", "?", "%3F")

// reference returns what Ref or Fn::GetAtt of a name is known to be.
func (t Template) reference(id, attribute string) any {
	if p, ok := t.Parameters[id]; ok && attribute == "" && p.Default != nil {
		return fmt.Sprint(p.Default)
	}
	if r := t.Resources[id]; slices.Contains(providerTypes, r.Type) && (attribute == "" || attribute == "Arn") {
		if url, ok := t.without(id).Resolve(first(r.Properties, "Url", "url")).(string); ok && url != "" {
			return "arn:" + placeholder("AWS::Partition") + ":iam::" + placeholder("AWS::AccountId") + ":oidc-provider/" + strings.TrimPrefix(url, "https://")
		}
	}
	if attribute != "" {
		id += "." + attribute
	}
	return placeholder(id)
}

// without returns the template without a resource: what a resource says of
// itself is not known.
func (t Template) without(id string) Template {
	t.Resources = maps.Clone(t.Resources)
	delete(t.Resources, id)
	return t
}

func first(properties map[string]any, names ...string) any {
	for _, name := range names {
		if v, ok := properties[name]; ok {
			return v
		}
	}
	return nil
}

func (t Template) join(argument any) (string, bool) {
	pair, ok := argument.([]any)
	if !ok || len(pair) != 2 {
		return "", false
	}
	separator, ok1 := pair[0].(string)
	elements, ok2 := t.Resolve(pair[1]).([]any)
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
func (t Template) substitute(argument any) (string, bool) {
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
			b.WriteString(fmt.Sprint(t.Resolve(own[name])))
		default:
			id, attribute, _ := strings.Cut(name, ".")
			b.WriteString(fmt.Sprint(t.reference(id, attribute)))
		}
		text = text[start+end+1:]
	}
}
