package permission

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// part is one statement of the table of a neighbouring set, before the options
// are known.
type part struct {
	// sid names the statement.
	sid string
	// when names what the options must ask for, a key of filling.asked; empty
	// is always.
	when string
	// resource is a pattern; a name between braces stands for an option's
	// values, every "*" for itself. An option of several values makes several
	// resources, one of none makes no statement.
	resource string
	// conditions hold patterns too.
	conditions policy.Conditions
	// actions of the statement.
	actions []Action
}

// filling is what the options of a set put into its table.
type filling struct {
	// asked says what the options ask for, by the names that the table uses.
	asked map[string]bool
	// values of each name between braces.
	values map[string][]string
}

// newFilling returns the filling that every set begins with: where it is.
func newFilling(env Environment) filling {
	return filling{
		asked: map[string]bool{"": true},
		values: map[string][]string{
			"partition": {env.partition()}, "region": {env.Region}, "account": {env.AccountID},
		},
	}
}

// statements returns the statements of a table.
func (f filling) statements(table []part) []policy.Statement {
	var all []policy.Statement
	for _, p := range table {
		resources := f.fill(p.resource)
		if !f.asked[p.when] || len(resources) == 0 {
			continue
		}
		all = append(all, policy.Statement{
			Sid:        p.sid,
			Effect:     policy.Allow,
			Actions:    names(p.actions),
			Resources:  resources,
			Conditions: f.conditions(p.conditions),
		})
	}
	return all
}

func (f filling) conditions(patterns policy.Conditions) policy.Conditions {
	filled := cloneConditions(patterns)
	for _, keys := range filled {
		for key, values := range keys {
			keys[key] = f.fill(values...)
		}
	}
	return filled
}

// fill returns what patterns stand for, each once. What is put in is not
// looked at again.
func (f filling) fill(patterns ...string) []string {
	var all []string
	for _, pattern := range patterns {
		before, rest, found := strings.Cut(pattern, "{")
		ends := []string{""}
		middles := []string{""}
		if found {
			name, end, _ := strings.Cut(rest, "}")
			middles, ends = f.values[name], f.fill(end)
		}
		for _, middle := range middles {
			for _, end := range ends {
				if text := before + middle + end; !slices.Contains(all, text) {
					all = append(all, text)
				}
			}
		}
	}
	return all
}
