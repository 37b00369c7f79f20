package review

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// A tag decides what is granted where a policy tests it, as a condition on
// aws:PrincipalTag/team or aws:ResourceTag/team does, or a variable of that
// name. Such a tag of a resource that is there already may only stay as it
// is: whether another value grants more or less depends on every policy of
// the account. So may that of a role or user that is new.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html

// tag is a tag of a resource, as far as it is known.
type tag struct{ name, value string }

// tagged adds the tags of a resource to what it is compared by.
func (r *reader) tagged(res resource) {
	if res.Properties["Tags"] == nil {
		return
	}
	h := r.own(res)
	for _, element := range r.template.Elements(res.Properties["Tags"], res.when) {
		for _, c := range r.template.Cases(element.Value, element.When) {
			properties := object(c.Value)
			name, isText := properties["Key"].(string)
			if isText {
				h.tags = append(h.tags, tag{name, r.template.Whole(properties["Value"], nil) + c.When.Key()})
				continue
			}
			for name, value := range properties { // where Tags are an object
				h.tags = append(h.tags, tag{name, r.template.Whole(value, nil) + c.When.Key()})
			}
		}
	}
}

var testedTag = lazyregexp.New(`(?i)tag/([^}'",]+)`)

// testedTags returns the names of the tags that policies test, in lower case.
func testedTags(lists ...[]Holder) map[string]bool {
	tested := map[string]bool{}
	add := func(texts ...string) {
		for _, text := range texts {
			for _, match := range testedTag.FindAllStringSubmatch(text, -1) {
				tested[strings.ToLower(strings.TrimSpace(match[1]))] = true
			}
		}
	}
	for _, h := range slices.Concat(lists...) {
		for _, d := range slices.Concat(h.Trust, h.Policies) {
			for _, s := range d.Statements {
				for _, keys := range s.Conditions {
					for key, values := range keys {
						add(key)
						add(variablesOf(values)...)
					}
				}
				add(variablesOf(s.Resources)...)
				add(variablesOf(s.NotResources)...)
			}
		}
	}
	return tested
}

func variablesOf(texts []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return !strings.Contains(text, "${") })
}

// compareTags adds the tested tags that are another than before.
func (c *Change) compareTags(before, after []tag, tested map[string]bool) {
	add := func(tags, others []tag, effect policy.Effect, kind Kind) {
		for _, t := range tags {
			if (tested[strings.ToLower(t.name)] || policy.HasUnknown(t.name) && len(tested) > 0) && !slices.Contains(others, t) {
				c.Gained = append(c.Gained, Named{Kind: kind, Text: "tag " + policy.ShowUnknown(t.name) + ": " + t.value}.entry(effect))
			}
		}
	}
	add(after, before, policy.Allow, InAccess)
	add(before, after, policy.Deny, InLimit)
}
