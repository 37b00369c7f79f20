package review

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

// Grant is one thing that a policy allows or denies, in the words of a table.
type Grant struct {
	// Store is what the actions are about: "S3", "ECR", "CodeArtifact", and
	// for other services the prefix of their actions, such as "sts".
	Store string `json:"store"`
	// Effect is policy.Allow or policy.Deny.
	Effect policy.Effect `json:"effect"`
	// Sid of the statement, if it has one.
	Sid string `json:"sid,omitempty"`
	// Principals are who the grant is for, in trust and resource policies.
	Principals []string `json:"principals,omitempty"`
	// Actions that are granted. In that of NotAction, there is one whose name
	// begins with "all but".
	Actions []Action `json:"actions"`
	// Resources that they are granted on; none in a trust policy.
	Resources []string `json:"resources,omitempty"`
	// Conditions that must all hold, each in words.
	Conditions []string `json:"conditions,omitempty"`
}

// Action is an action with the reason that the library's own tables give for
// it.
type Action struct {
	Name string `json:"name"`
	// Call is the client's call that needs the action; empty when the tables
	// do not have the action, and in trust and resource policies.
	Call string `json:"call,omitempty"`
	// Source is the page that says so.
	Source string `json:"source,omitempty"`
}

// Grants returns what a document says, in the order of its statements. A
// statement on several stores makes a grant for each.
func Grants(d policy.Document) []Grant {
	var all []Grant
	for _, s := range d.Statements {
		all = append(all, grantsOf(s)...)
	}
	return all
}

func grantsOf(s policy.Statement) []Grant {
	whole := Grant{
		Effect:     s.Effect,
		Sid:        s.Sid,
		Principals: shown(principals(s)),
		Resources:  shown(s.Resources),
		Conditions: Words(s.Conditions),
	}
	if len(s.NotResources) > 0 {
		whole.Resources = shown([]string{allBut(s.NotResources)})
	}
	if len(s.NotActions) > 0 {
		whole.Store, whole.Actions = "all", []Action{{Name: policy.ShowUnknown(allBut(s.NotActions))}}
		return []Grant{whole}
	}
	var all []Grant
	for _, name := range s.Actions {
		store, action := reason(name, s)
		i := slices.IndexFunc(all, func(g Grant) bool { return g.Store == store })
		if i < 0 {
			i = len(all)
			all = append(all, whole)
			all[i].Store, all[i].Actions = store, nil
		}
		all[i].Actions = append(all[i].Actions, action)
	}
	return all
}

// shown writes unknowns for people.
func shown(texts []string) []string {
	if !slices.ContainsFunc(texts, policy.HasUnknown) {
		return texts
	}
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = policy.ShowUnknown(text)
	}
	return all
}

func allBut(names []string) string { return "all but " + strings.Join(names, ", ") }

func principals(s policy.Statement) []string {
	if s.NotPrincipal != nil {
		return []string{allBut(names(s.NotPrincipal))}
	}
	return names(s.Principal)
}

func names(p *policy.Principal) []string {
	switch {
	case p == nil:
		return nil
	case p.Everyone:
		return []string{"everybody"}
	}
	return slices.Concat(p.AWS, p.Federated, p.Service, p.CanonicalUser)
}

// reason returns the store that an action belongs to, and why a publisher
// needs it: the row of the tables that is most like the statement. What a
// resource policy grants is for others, with reasons of their own.
func reason(name string, s policy.Statement) (store string, action Action) {
	service, _, _ := strings.Cut(name, ":")
	service = policy.ShowUnknown(service)
	store, action = service, Action{Name: policy.ShowUnknown(name)}
	if known, ok := services()[strings.ToLower(service)]; ok {
		store = known
	}
	if s.Principal != nil || s.NotPrincipal != nil {
		return store, action
	}
	best := 0
	stores, sets := tables()
	for _, row := range stores[strings.ToLower(name)] {
		if row.Effect != s.Effect {
			continue
		}
		likeness := 1
		if row.Sid == s.Sid {
			likeness++
		}
		if len(row.Conditions) > 0 && reflect.DeepEqual(row.Conditions, s.Conditions) {
			likeness += 2 // the token of which service
		}
		if likeness > best {
			best, store, action.Call, action.Source = likeness, row.Store, row.Call, row.Source
		}
	}
	for _, row := range sets[strings.ToLower(name)] {
		if best == 0 && row.Sid == s.Sid && s.Effect == policy.Allow {
			action.Call, action.Source = row.Call, row.Source
		}
	}
	return store, action
}

// tables have the rows of the stores and of the sets that deploy by the name
// of their action, in lower case.
var tables = sync.OnceValues(func() (stores, sets map[string][]permission.Row) {
	byName := func(rows []permission.Row) map[string][]permission.Row {
		all := map[string][]permission.Row{}
		for _, row := range rows {
			name := strings.ToLower(row.Action)
			all[name] = append(all[name], row)
		}
		return all
	}
	return byName(permission.Rows()), byName(deploy.Rows())
})

// services names the stores of actions that the tables do not have, by their
// service.
var services = sync.OnceValue(func() map[string]string {
	all := map[string]string{"*": "all"}
	for service, writing := range permission.Writings() {
		all[service] = writing.Store
	}
	return all
})
