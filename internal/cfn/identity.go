package cfn

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/policy"
)

// longestIdentity bounds what an unknown shows of what it is made of, in
// bytes. The rest is in its digest.
const longestIdentity = 120

// unknown returns a value that only the deployment knows: a function, with its
// resolved arguments. Two are the same value only if these are.
func (t *Template) unknown(function string, resolved any) string {
	if t.scope.Elsewhere {
		function = t.scope.Name + function
	}
	return policy.Unknown(function + " " + compact(resolved))
}

// scoped is the identity of what a name in this template stands for.
func (t *Template) scoped(name string) string {
	if shared[name] && !t.scope.Elsewhere {
		return name
	}
	return t.scope.Name + escaped(name)
}

// shared are the pseudo parameters that a nested stack has from the outer one.
var shared = map[string]bool{"AWS::AccountId": true, "AWS::Region": true, "AWS::Partition": true, "AWS::URLSuffix": true}

// compact is a resolved value as one line of JSON; of a long one the beginning
// and a digest of the whole. JSON writes "<" as \u003c, so that no text looks
// like an unknown, which ShowUnknown puts in angle brackets.
func compact(resolved any) string {
	data, err := json.Marshal(shown(resolved))
	if err != nil {
		panic(err) // a tree is always JSON
	}
	return short(string(data))
}

// short returns a text, or the beginning of a long one with its digest.
func short(text string) string {
	text = policy.ShowUnknown(text)
	if len(text) <= longestIdentity {
		return text
	}
	cut := longestIdentity
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return fmt.Sprintf("%s… %x", text[:cut], sha256.Sum256([]byte(text)))[:cut+len("… ")+16]
}

// shown replaces the value that stands for no value, which JSON has no way to
// write.
func shown(value any) any {
	switch v := value.(type) {
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = shown(element)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, element := range v {
			object[name] = shown(element)
		}
		return object
	case absentValue:
		return map[string]any{"Ref": "AWS::NoValue"}
	}
	return value
}

// escaped writes a text so that it looks like no unknown inside an identity.
func escaped(text string) string { return strings.ReplaceAll(text, "<", `\u003c`) }
