package report

import (
	"bytes"
	"encoding/json"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// explained is the JSON of what a holder's policies grant.
type explained struct {
	LogicalID string `json:"logicalId,omitempty"`
	Type      string `json:"type,omitempty"`
	Name      string `json:"name,omitempty"`
	// AssumedBy is nil for what is no role.
	AssumedBy []review.Grant `json:"assumedBy,omitempty"`
	Grants    []review.Grant `json:"grants"`
	// Named is what is known by its name alone.
	Named []named `json:"named,omitempty"`
}

// named is something that grants or limits, known by its name alone.
type named struct {
	Kind       review.Kind `json:"kind"`
	Name       string      `json:"name"`
	Conditions []string    `json:"conditions,omitempty"`
}

// holdersJSON explains holders as a JSON list.
func holdersJSON(_ Style, holders []review.Holder) string {
	all := []explained{}
	for _, h := range holders {
		e := explained{
			LogicalID: h.ID, Type: h.Type, Name: h.Name, Grants: append([]review.Grant{}, grantsOf(h.Policies)...),
			AssumedBy: grantsOf(h.Trust),
		}
		for _, n := range h.Named {
			e.Named = append(e.Named, named{n.Kind, n.Text, n.When})
		}
		all = append(all, e)
	}
	return indented(all)
}

// changed is the JSON of one thing that a change grants or takes away.
type changed struct {
	LogicalID string `json:"logicalId,omitempty"`
	Type      string `json:"type,omitempty"`
	Name      string `json:"name,omitempty"`
	// Change is "gained" or "lost".
	Change string        `json:"change"`
	Kind   review.Kind   `json:"kind"`
	Grant  *review.Grant `json:"grant,omitempty"`
	// Name of what is known by its name alone: the ARN of a policy, the address
	// of a template.
	Named string `json:"named,omitempty"`
	// Limit is true of what limited, or limits, or may have.
	Limit bool `json:"limit,omitempty"`
	// Conditions of the template under which that is so.
	Conditions []string `json:"conditions,omitempty"`
}

// changesJSON writes changes as a JSON object, whose "new" says whether
// anything new is granted.
func changesJSON(_ Style, changes []review.Change) string {
	result := struct {
		New     bool      `json:"new"`
		Changes []changed `json:"changes"`
	}{Changes: []changed{}}
	for _, change := range changes {
		add := func(word string, entries []review.Entry) {
			for _, e := range entries {
				one := changed{
					LogicalID: change.Holder.ID, Type: change.Holder.Type, Name: change.Holder.Name,
					Change: word, Kind: e.Kind, Named: e.Text,
				}
				if e.Text == "" {
					one.Grant = &e.Grant
				} else {
					one.Limit, one.Conditions = e.Grant.Effect == policy.Deny, e.Grant.Conditions
				}
				result.Changes = append(result.Changes, one)
			}
		}
		add("gained", change.Gained)
		add("lost", change.Lost)
		result.New = result.New || len(change.Gained) > 0
	}
	return indented(result)
}

// indented is a value as JSON for people.
func indented(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		panic(err) // the values here are always JSON
	}
	return b.String()
}
