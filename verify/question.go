package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/iamaction"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

// question is one request that both sides decide.
type question struct {
	action, resource string
	context          map[string]value
	// about says which statement the request is made of, and how.
	about string
}

// request returns the question as package policy takes it.
func (q question) request() policy.Request {
	var context policy.Context
	for key, v := range q.context {
		if context == nil {
			context = policy.Context{}
		}
		context[key] = v.texts
	}
	return policy.Request{Action: q.action, Resource: q.resource, Context: context}
}

// together is the same of questions that one call of the simulator can ask.
func (q question) together() string {
	var b strings.Builder
	b.WriteString(q.resource)
	for _, key := range slices.Sorted(maps.Keys(q.context)) {
		fmt.Fprintf(&b, "\n%s=%s%q", key, q.context[key].kind, q.context[key].texts)
	}
	return b.String()
}

// perPattern is how many of the actions that a pattern such as "s3:Get*" covers
// are asked for.
const perPattern = 5

// questionsOf returns the requests that the statements of the documents name,
// and their neighbours, which most policies refuse: for each action and resource
// the request that meets all conditions and the same on a resource of another
// name; on the first resource also without each key, and with another value of
// it. A statement of NotAction or NotResource is asked for what it names.
func questionsOf(documents []policy.Document) []question {
	calls := callsOfRows()
	var all []question
	seen := map[string]bool{}
	for i, d := range documents {
		for j, s := range d.Statements {
			where := cmp.Or(s.Sid, fmt.Sprintf("statement %d", j))
			if len(documents) > 1 {
				where = fmt.Sprintf("policy %d, %s", i, where)
			}
			for _, action := range actionsOf(s) {
				for _, q := range requestsOf(s, action) {
					if call := calls[s.Sid+" "+action]; call != "" {
						q.about = " (" + call + ")" + q.about
					}
					q.about = where + q.about
					if key := q.action + "\n" + q.together(); !seen[key] {
						seen[key] = true
						all = append(all, q)
					}
				}
			}
		}
	}
	return all
}

// requestsOf returns the requests of one action of a statement.
func requestsOf(s policy.Statement, action string) (all []question) {
	for i, pattern := range slices.Concat(s.Resources, s.NotResources) {
		context := map[string]value{}
		for _, operator := range slices.Sorted(maps.Keys(s.Conditions)) {
			for _, key := range slices.Sorted(maps.Keys(s.Conditions[operator])) {
				if met, needed := meeting(operator, s.Conditions[operator][key], context); needed {
					context[key] = met
				}
			}
		}
		resource := resourceOf(pattern, context)
		all = append(all, question{action, resource, context, ""})
		if other := neighbour(resource); other != "" {
			all = append(all, question{action, other, context, ", another resource"})
		}
		if i > 0 {
			continue
		}
		for _, operator := range slices.Sorted(maps.Keys(s.Conditions)) {
			for _, key := range slices.Sorted(maps.Keys(s.Conditions[operator])) {
				if _, has := context[key]; !has { // a condition that is met without the key
					with := maps.Clone(context)
					if met, needed := meeting(strings.Replace(operator, "Not", "", 1), s.Conditions[operator][key], with); needed && operator != "Null" {
						with[key] = met
						all = append(all, question{action, resource, with, ", with " + key})
					}
					continue
				}
				without := maps.Clone(context)
				delete(without, key)
				all = append(all, question{action, resource, without, ", without " + key})
				if v, ok := context[key].other(); ok {
					with := maps.Clone(context)
					with[key] = v
					all = append(all, question{action, resource, with, ", another " + key})
				}
			}
		}
	}
	return all
}

// actionsOf returns actions that a statement names. The simulator takes no
// wildcards.
func actionsOf(s policy.Statement) (all []string) {
	for _, pattern := range slices.Concat(s.Actions, s.NotActions) {
		if !strings.ContainsAny(pattern, "*?") {
			all = append(all, pattern)
			continue
		}
		covered := covers(pattern)
		found := 0
		for _, action := range iamaction.All() {
			if found < perPattern && covered(action) {
				all, found = append(all, action), found+1
			}
		}
	}
	return all
}

// covers returns whether a pattern of actions covers an action.
func covers(pattern string) func(action string) bool {
	d := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{pattern}, Resources: []string{"*"}})
	return func(action string) bool {
		decision, err := d.Evaluate(policy.Request{Action: action, Resource: "*"})
		return err == nil && decision.Allowed()
	}
}

// rows are those of all permission sets.
func rows() []permission.Row { return slices.Concat(permission.Rows(), deploy.Rows()) }

// callsOfRows are the clients' calls of the tables, by Sid and action.
func callsOfRows() map[string]string {
	calls := map[string]string{}
	for _, r := range rows() {
		for _, sid := range []string{r.Sid, r.Apart} {
			if key := sid + " " + r.Action; sid != "" && calls[key] == "" {
				calls[key] = r.Call
			}
		}
	}
	return calls
}

// mayGrant reports whether a document may grant an action on anything, under any
// conditions. A Deny counts where it denies the action whatever the request is.
func mayGrant(d policy.Document, action string) bool {
	var open []policy.Statement
	for _, s := range d.Statements {
		if s.Effect == policy.Deny && (len(s.Conditions) > 0 || !slices.Equal(s.Resources, []string{"*"})) {
			continue
		}
		s.Sid, s.Conditions, s.Resources, s.NotResources = "", nil, []string{"*"}, nil
		open = append(open, s)
	}
	decision, err := policy.New(open...).Evaluate(policy.Request{Action: action, Resource: "*"})
	return err != nil || decision.Allowed()
}
