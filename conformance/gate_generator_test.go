package conformance

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// A pair is what a pull request could make of some policies: documents that
// apply together, and the same after a few changes such as people make. Most
// look alike; that is what the gate is for.
type pair struct {
	generator
	action        subjectAction
	before, after []policy.Document
	changes       []string
}

const oldVersion = "2008-10-17"

// pairOf makes the pair of a seed.
func pairOf(seed uint64) *pair {
	g := generator{rand.New(rand.NewPCG(seed, 1))}
	p := &pair{generator: g, action: pick(g, subjectActions)}
	for range 1 + g.IntN(2) {
		p.before = append(p.before, p.document())
	}
	p.after = cloneDocuments(p.before)
	for range 1 + g.IntN(3) {
		name := pick(g, changeNames)
		changes[name](p)
		p.changes = append(p.changes, name)
	}
	return p
}

// document is one of either version, with incomplete ARNs among its resources.
func (p *pair) document() policy.Document {
	d := p.generator.document(p.action)
	if p.chance(4) {
		d.Version = oldVersion
	}
	for i := range d.Statements {
		for j, list := 0, *resourcesOf(&d.Statements[i]); j < len(list); j++ {
			if p.chance(8) {
				list[j] = p.incomplete(list[j])
			}
		}
	}
	return d
}

// incomplete cuts fields off an ARN.
func (p *pair) incomplete(arn string) string {
	fields := strings.SplitN(arn, ":", 6)
	if len(fields) < 6 {
		return arn
	}
	cut := strings.Join(fields[:2+p.IntN(4)], ":")
	if p.chance(4) && !strings.HasSuffix(cut, "*") {
		cut += "*"
	}
	return cut
}

func cloneDocuments(documents []policy.Document) []policy.Document {
	clones := make([]policy.Document, len(documents))
	for i, d := range documents {
		clones[i] = d
		clones[i].Statements = nil
		for _, s := range d.Statements {
			s.Actions, s.NotActions = slices.Clone(s.Actions), slices.Clone(s.NotActions)
			s.Resources, s.NotResources = slices.Clone(s.Resources), slices.Clone(s.NotResources)
			if s.Conditions != nil {
				s.Conditions = cloneConditions(s.Conditions)
			}
			clones[i].Statements = append(clones[i].Statements, s)
		}
	}
	return clones
}

func actionsOf(s *policy.Statement) *[]string {
	if s.NotActions != nil {
		return &s.NotActions
	}
	return &s.Actions
}

func resourcesOf(s *policy.Statement) *[]string {
	if s.NotResources != nil {
		return &s.NotResources
	}
	return &s.Resources
}

// some draws a document and a statement of what is to be changed.
func (p *pair) some() (*policy.Document, *policy.Statement) {
	d := &p.after[p.IntN(len(p.after))]
	return d, &d.Statements[p.IntN(len(d.Statements))]
}

// list draws the actions or the resources of some statement, and a value that
// may stand among them.
func (p *pair) list() (*[]string, string) {
	_, s := p.some()
	if p.chance(2) {
		return actionsOf(s), p.actionPattern(p.action.name)
	}
	return resourcesOf(s), p.resourcePattern(p.action)
}

// condition draws a condition of some statement; nil where it has none.
func (p *pair) condition() (c policy.Conditions, operator, key string) {
	_, s := p.some()
	if len(s.Conditions) == 0 {
		return nil, "", ""
	}
	operator = pick(p.generator, slices.Sorted(maps.Keys(s.Conditions)))
	return s.Conditions, operator, pick(p.generator, slices.Sorted(maps.Keys(s.Conditions[operator])))
}

// changes by their names.
var changes = map[string]func(*pair){
	"another value in a list": func(p *pair) {
		list, value := p.list()
		(*list)[p.IntN(len(*list))] = value
	},
	"a value more in a list": func(p *pair) {
		list, value := p.list()
		*list = append(*list, value)
	},
	"a value less in a list": func(p *pair) {
		if list, _ := p.list(); len(*list) > 1 {
			*list = slices.Delete(*list, 0, 1)
		}
	},
	"an ARN cut short": func(p *pair) {
		_, s := p.some()
		list := *resourcesOf(s)
		list[0] = p.incomplete(list[0])
	},
	"wildcards in a resource": func(p *pair) {
		_, s := p.some()
		list := *resourcesOf(s)
		if at := p.IntN(len(list)); strings.Count(list[at], ":") >= 5 && !strings.Contains(list[at], "${") {
			head := len(list[at]) - len(tail(list[at]))
			list[at] = list[at][:head] + p.wildcards(tail(list[at]))
		}
	},
	"the other form of a list": func(p *pair) {
		_, s := p.some()
		if p.chance(2) {
			s.Actions, s.NotActions = s.NotActions, s.Actions
		} else {
			s.Resources, s.NotResources = s.NotResources, s.Resources
		}
	},
	"a condition more": func(p *pair) {
		_, s := p.some()
		p.addCondition(s, p.action)
	},
	"a condition less": func(p *pair) {
		if c, operator, key := p.condition(); c != nil {
			if delete(c[operator], key); len(c[operator]) == 0 {
				delete(c, operator)
			}
		}
	},
	"another value of a key": func(p *pair) {
		if c, operator, key := p.condition(); c != nil {
			if known := p.typed(key); known != nil && operator != "Null" {
				values := c[operator][key]
				values[p.IntN(len(values))] = p.wanted(operator, *known)
			}
		}
	},
	"a value more of a key": func(p *pair) {
		if c, operator, key := p.condition(); c != nil {
			if known := p.typed(key); known != nil && operator != "Null" {
				c[operator][key] = append(c[operator][key], p.wanted(operator, *known))
			}
		}
	},
	"a value less of a key": func(p *pair) {
		if c, operator, key := p.condition(); c != nil && len(c[operator][key]) > 1 {
			c[operator][key] = c[operator][key][1:]
		}
	},
	"another operator": func(p *pair) {
		c, operator, key := p.condition()
		if c == nil {
			return
		}
		other := p.alike(operator)
		if c[other] == nil {
			c[other] = map[string][]string{}
		}
		for name := range c[other] {
			if strings.EqualFold(name, key) {
				return
			}
		}
		c[other][key] = c[operator][key]
		if delete(c[operator], key); len(c[operator]) == 0 {
			delete(c, operator)
		}
	},
	"the other effect": func(p *pair) {
		_, s := p.some()
		s.Effect = map[policy.Effect]policy.Effect{policy.Allow: policy.Deny, policy.Deny: policy.Allow}[s.Effect]
	},
	"a statement more": func(p *pair) {
		d, _ := p.some()
		d.Statements = append(d.Statements, p.statement(p.action))
	},
	"a statement less": func(p *pair) {
		if d, _ := p.some(); len(d.Statements) > 1 {
			d.Statements = d.Statements[1:]
		}
	},
	"a statement in other words": func(p *pair) {
		d, s := p.some()
		for _, action := range s.Actions[min(1, len(s.Actions)):] { // a statement of its own for each
			one := *s
			one.Actions = []string{action}
			d.Statements = append(d.Statements, one)
		}
		p.Shuffle(len(d.Statements), func(i, j int) { d.Statements[i], d.Statements[j] = d.Statements[j], d.Statements[i] })
	},
	"the other version": func(p *pair) {
		d, _ := p.some()
		d.Version = map[string]string{policy.Version: oldVersion, oldVersion: policy.Version}[d.Version]
	},
	"another document": func(p *pair) {
		d, _ := p.some()
		*d = p.document()
	},
}

var changeNames = slices.Sorted(maps.Keys(changes))

// typed returns a key of the action by its name; nil where the generator makes
// no values for it.
func (p *pair) typed(name string) *typedKey {
	for _, key := range slices.Concat(globalKeys, p.action.keys) {
		if strings.EqualFold(key.name, name) {
			return &key
		}
	}
	return nil
}

// alike returns an operator that takes the same values.
func (p *pair) alike(operator string) string {
	set, name, found := strings.Cut(operator, ":")
	if !found {
		set, name = "", operator
	}
	base, ifExists := strings.CutSuffix(name, "IfExists")
	for _, kind := range slices.Sorted(maps.Keys(operatorsOf)) { // the same change for a seed, always
		operators := operatorsOf[kind]
		if slices.Contains(operators, base) && base != "Null" {
			if other := pick(p.generator, operators); strings.HasPrefix(other, base[:3]) || strings.HasPrefix(other, "Not") || strings.HasPrefix(base, "Not") {
				base = other
			}
			break
		}
	}
	if base == "Null" {
		return operator
	}
	if p.chance(3) {
		ifExists = !ifExists
	}
	if p.chance(3) {
		set = pick(p.generator, []string{"", "ForAllValues", "ForAnyValue"})
	}
	if ifExists {
		base += "IfExists"
	}
	if set != "" {
		return set + ":" + base
	}
	return base
}
