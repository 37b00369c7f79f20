package policy

import (
	_ "embed"
	"strings"
	"sync"
)

// multivaluedKeyNames are the condition keys of which one request may have
// several values, as far as AWS documents them: those with a type ArrayOf… in
// the Service Authorization Reference, and the global ones. A * at the end
// stands for a name that the policy's author chooses.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
//
//go:embed multivalued_keys.txt
var multivaluedKeyNames string

// multivaluedKeys returns those names in lower case, and the beginnings of them.
// Most commands ask for none.
var multivaluedKeys = sync.OnceValues(func() (map[string]bool, []string) { return readMultivaluedKeys(multivaluedKeyNames) })

func readMultivaluedKeys(text string) (keys map[string]bool, prefixes []string) {
	keys = map[string]bool{}
	for _, name := range strings.Fields(text) {
		if prefix, open := strings.CutSuffix(name, "*"); open {
			prefixes = append(prefixes, folded(prefix))
		} else {
			keys[folded(name)] = true
		}
	}
	return keys, prefixes
}

// multivalued reports whether one request may have several values of a key, in
// lower case.
func multivalued(key string) bool {
	keys, prefixes := multivaluedKeys()
	if keys[key] {
		return true
	}
	for _, prefix := range prefixes {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// ofSeveral reports whether a requirement says something, and AWS does not say
// what, of several values of its key: "Multivalued context keys require a
// condition set operator".
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
func (r requirement) ofSeveral() bool {
	return !r.null && r.set == noQualifier && multivalued(r.key)
}
