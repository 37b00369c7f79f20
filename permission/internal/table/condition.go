package table

import (
	"path"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// alternatives are options of which one must be as it says.
type alternatives []option

type option struct {
	name string
	not  bool
}

func cutWhen(when []string) []alternatives {
	all := make([]alternatives, len(when))
	for i, text := range when {
		for alternative := range strings.SplitSeq(text, "|") {
			name, not := strings.CutPrefix(alternative, "!")
			all[i] = append(all[i], option{name, not})
		}
	}
	return all
}

// fit reports whether the options are as a row or limit asks. An option that
// the set says nothing of is a mistake in the table: "!" before it would make
// the row apply always.
func (o Options) fit(when []alternatives) bool {
	for _, either := range when {
		if !slices.ContainsFunc(either, func(a option) bool { return o.isSet(a.name) != a.not }) {
			return false
		}
	}
	return true
}

func (o Options) isSet(name string) bool {
	is, known := o[name]
	if !known {
		panic("table: nothing is known of option " + name)
	}
	return is
}

func (l *Limit) concerns(action string) bool {
	found := false
	for _, pattern := range l.Actions {
		pattern, not := strings.CutPrefix(pattern, "!")
		if fits, _ := path.Match(pattern, action); fits {
			if not {
				return false
			}
			found = true
		}
	}
	return found
}

func cutConditions(conditions policy.Conditions) []condition {
	var all []condition
	for operator, keys := range conditions {
		for key, values := range keys {
			all = append(all, condition{operator, key, cutAll(values)})
		}
	}
	return all
}

// conditionsIn returns those of a row in a place, its own and those of the
// limits that the options ask for.
func (t Table) conditionsIn(at Place, r cutRow, asked []bool) policy.Conditions {
	var all policy.Conditions
	add := func(operator, key string, values []string) {
		if len(values) == 0 {
			panic("table: " + r.Sid + ": " + operator + " " + key + " has no values, so it would be no condition")
		}
		if all == nil {
			all = policy.Conditions{}
		}
		if all[operator] == nil {
			all[operator] = map[string][]string{}
		}
		all[operator][key] = values
	}
	for _, c := range r.conditions {
		add(c.operator, c.key, fillAll(c.values, at))
	}
	for _, i := range r.limits {
		if !asked[i] {
			continue
		}
		l := t.limits[i]
		if values := fillAll(l.values, at); len(values) > 0 || !l.PerPlace {
			add(l.Operator, l.Key, values)
		}
	}
	return all
}
