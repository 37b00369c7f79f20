package template

import (
	"cmp"
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

// document writes a policy as [policy.Document.Map] is written, without making
// that: a stack of hundreds of roles has a thousand policies.
func (w *writer) document(d policy.Document) {
	w.open('{')
	w.given("Id", d.ID)
	w.next()
	w.key("Statement")
	w.open('[')
	for _, s := range d.Statements {
		w.next()
		w.statement(s)
	}
	w.close(']')
	w.next()
	w.key("Version")
	w.string(cmp.Or(d.Version, policy.Version))
	w.close('}')
}

func (w *writer) statement(s policy.Statement) {
	w.open('{')
	w.list("Action", ordered(s.Actions))
	if len(s.Conditions) > 0 {
		w.next()
		w.key("Condition")
		object(w, s.Conditions, func(keys map[string][]string) { object(w, keys, w.oneOrMany) })
	}
	w.next()
	w.key("Effect")
	w.string(string(s.Effect))
	w.list("NotAction", ordered(s.NotActions))
	w.principal("NotPrincipal", s.NotPrincipal)
	w.list("NotResource", s.NotResources)
	w.principal("Principal", s.Principal)
	w.list("Resource", s.Resources)
	w.given("Sid", s.Sid)
	w.close('}')
}

func (w *writer) principal(name string, p *policy.Principal) {
	if p == nil {
		return
	}
	w.next()
	w.key(name)
	if p.Everyone {
		w.string("*")
		return
	}
	w.open('{')
	for _, kind := range []struct {
		name   string
		values []string
	}{{"AWS", p.AWS}, {"CanonicalUser", p.CanonicalUser}, {"Federated", p.Federated}, {"Service", p.Service}} {
		if len(kind.values) > 0 {
			w.list(kind.name, kind.values)
		}
	}
	w.close('}')
}

func (w *writer) list(name string, values []string) {
	if values != nil {
		w.next()
		w.key(name)
		w.oneOrMany(values)
	}
}

// oneOrMany writes a list of one as the element itself.
func (w *writer) oneOrMany(values []string) {
	if len(values) == 1 {
		w.value(values[0])
		return
	}
	w.value(values)
}

func ordered(values []string) []string {
	if slices.IsSorted(values) {
		return values
	}
	return slices.Sorted(slices.Values(values))
}
