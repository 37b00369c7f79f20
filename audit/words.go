package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// How much of a grant is shown: a report is for an overview, and explain shows
// all of it.
const (
	mostGrants    = 12
	mostActions   = 8
	mostResources = 4
)

// words says what a role may do.
func (p power) words(administrator answer) []string {
	if administrator == yes {
		return []string{"anything"}
	}
	var all []string
	for _, d := range p.identity.documents {
		for _, s := range d.Statements {
			for _, g := range review.Grants(policy.Document{Version: d.Version, Statements: []policy.Statement{s}}) {
				if text := p.grantWords(g); text != "" {
					all = append(all, text)
				}
			}
		}
	}
	if len(all) > mostGrants {
		all = append(all[:mostGrants-1], fmt.Sprintf("and %d more; cipublisher explain shows all", len(all)-mostGrants+1))
	}
	for _, arn := range p.unknown {
		all = append(all, "whatever "+arn+" grants")
	}
	for _, d := range p.unread {
		all = append(all, "whatever "+d.Name+" grants, which can't be read")
	}
	if len(all) == 0 {
		all = []string{"nothing"}
	}
	return all
}

// grantWords says one grant. An action that the boundary allows on nothing is no
// grant; what it allows in part is said to be within it.
func (p power) grantWords(g review.Grant) string {
	var actions []string
	within := ""
	for _, a := range g.Actions {
		name := a.Name
		if p.boundary != nil && g.Effect == policy.Allow {
			within = ", within the boundary"
			if !strings.ContainsAny(name, "*? ") && p.outside(name, g.Resources) {
				continue
			}
		}
		actions = append(actions, name)
	}
	if len(actions) == 0 {
		return ""
	}
	text := shortened(actions, mostActions)
	if g.Effect == policy.Deny {
		text = "not " + text
	}
	if len(g.Resources) > 0 {
		text += " on " + shortened(g.Resources, mostResources)
	}
	if len(g.Conditions) > 0 {
		text += ", if " + strings.Join(g.Conditions, " and ")
	}
	return text + within
}

// outside reports whether the boundary allows an action on none of some
// resources.
func (p power) outside(action string, resources []string) bool {
	return !slices.ContainsFunc(append(resources, "*"), func(resource string) bool {
		is, _ := p.boundary.may(policy.Request{Action: action, Resource: concrete(variable.ReplaceAllString(resource, "x"))})
		if is == no && (isOpen(resource) || resource == "*") {
			is, _ = power{identity: p.boundary}.mayAny(action, "*", nil)
		}
		return is != no
	})
}

func shortened(list []string, most int) string {
	if len(list) > most {
		list = append(slices.Clone(list[:most-1]), fmt.Sprintf("%d more", len(list)-most+1))
	}
	return strings.Join(list, ", ")
}
