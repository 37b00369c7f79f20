package review

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// search finds the policy documents among the properties of a resource of any
// type. Of one that is itself a policy, the other properties say what it is
// for, and are part of it.
func (r *reader) search(res resource) {
	h := r.own(res)
	before := len(h.Policies) + len(h.Named)
	found := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(res.Properties)) {
		had := len(h.Policies) + len(h.Named)
		r.searchValue(h, name, res.Properties[name], res.when)
		found[name] = len(h.Policies)+len(h.Named) > had
	}
	if len(h.Policies)+len(h.Named) == before || !strings.HasSuffix(res.Type, "Policy") && !strings.HasSuffix(res.Type, "Permission") {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(res.Properties)) {
		if !found[name] && name != "Tags" && name != "Description" {
			h.name(InTarget, name+": "+r.template.Whole(res.Properties[name], res.when), res.when)
		}
	}
}

func (r *reader) searchValue(h *Holder, place string, value any, when cfn.When) {
	switch v := value.(type) {
	case string:
		if strings.Contains(v, `"Statement"`) || policy.HasUnknown(v) {
			r.searchText(h, place, value, when)
		}
	case []any:
		for i, element := range v {
			r.searchValue(h, fmt.Sprintf("%s[%d]", place, i), element, when)
		}
	case map[string]any:
		switch {
		case isPolicy(v):
			h.Policies = append(h.Policies, r.documents(h, place, v, when)...)
		case isCall(v, "Fn::If"):
			for _, c := range r.template.Elements(v, when) {
				r.searchValue(h, place, c.Value, c.When)
			}
		case isCall(v, ""):
			for _, c := range r.template.Cases(v, when) {
				if _, isText := c.Value.(string); isText {
					r.searchText(h, place, c.Value, c.When)
				} else if !isCall(object(c.Value), "") {
					r.searchValue(h, place, c.Value, c.When)
				}
			}
		default:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				r.searchValue(h, place+"."+name, v[name], when)
			}
		}
	}
}

// isCall reports whether an object calls a function; of any name, if none is
// given.
func isCall(object map[string]any, function string) bool {
	if len(object) != 1 {
		return false
	}
	for name := range object {
		return name == function || function == "" && (name == "Ref" || strings.HasPrefix(name, "Fn::"))
	}
	return false
}

// policyProperty matches the names of properties that are policies, and so are
// unknown where their value is.
var policyProperty = lazyregexp.New(`(?i)polic(y|ies)(document|text|body|json)?(\[\d+\])?$`)

// searchText reads a text, made by a function or not, that is a document.
func (r *reader) searchText(h *Holder, place string, value any, when cfn.When) {
	for _, c := range r.template.Cases(value, when) {
		text, isText := c.Value.(string)
		if isText && policy.HasUnknown(text) && policyProperty.MatchString(place) && !strings.Contains(text, `"Statement"`) {
			r.unknown(h, c.When, place, "is not known here", value)
			continue
		}
		if !isText || !strings.Contains(text, `"Statement"`) {
			continue
		}
		var document map[string]any
		if json.Unmarshal([]byte(text), &document) == nil && !isPolicy(document) {
			continue // JSON of another kind
		}
		parsed, err := policy.ParseResolved([]byte(text))
		if err != nil {
			if document != nil || strings.HasPrefix(strings.TrimSpace(text), "{") {
				r.unknown(h, c.When, place, "can't be read ("+briefly(err)+")", value)
			}
			continue
		}
		h.Policies = append(h.Policies, under(parsed, c.When)...)
	}
}

// isPolicy reports whether an object is a policy document: its statements have
// an effect, or may have one. The rules of a web application firewall, for
// example, have a Statement of another kind.
func isPolicy(object map[string]any) bool {
	value, has := object["Statement"]
	if !has {
		return false
	}
	if _, versioned := object["Version"]; versioned {
		return true
	}
	return isStatement(value)
}

func isStatement(value any) bool {
	switch v := value.(type) {
	case []any:
		return slices.ContainsFunc(v, isStatement)
	case map[string]any:
		if v["Effect"] != nil || v["Action"] != nil || v["NotAction"] != nil {
			return true
		}
		for name, argument := range v {
			if name == "Ref" || strings.HasPrefix(name, "Fn::") {
				return name != "Fn::If" || isStatement(argument)
			}
		}
	}
	return false
}
