package registry

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
)

// SeveralOwnersID is the id of the note that places have the owner in them.
const SeveralOwnersID = "registry-several-owners"

// Notices returns what is legal but risky in the registry. What concerns many
// rows is said once, with their number.
func (r Registry) Notices() []fault.Notice {
	p := r.newPass(nil, nil)
	_ = p.run() // which fails for templates alone
	return p.told()
}

func (p *pass) told() []fault.Notice {
	var all []fault.Notice
	if m := p.registry.maker(); m.several && slices.ContainsFunc(p.registry.Repositories, func(row Repository) bool {
		return !reflect.DeepEqual(m.optionsAt(row, true), m.optionsAt(row, false))
	}) {
		all = append(all, fault.Notice{ID: SeveralOwnersID, Note: true,
			Text: `the repositories have several owners, so "{place}" is "OWNER/NAME" in all rows; in a registry of one owner it is "NAME", and what is published there stays behind; write "{repository}" in its stead to keep a place`})
	}
	for _, n := range p.notices {
		notice := n.first.Rename(func(path string) string { return keyOf("", path) })
		if n.roles > 1 {
			notice.Text += " (the first of " + strconv.Itoa(n.roles) + " roles)"
		}
		all = append(all, notice)
	}
	return all
}

// notices are what is told of roles, once for each id.
type notices []counted

// counted is the first notice of an id, and of how many roles there is one.
type counted struct {
	first fault.Notice
	roles int
}

func (n *notices) add(more ...counted) {
	for _, c := range more {
		if i := slices.IndexFunc(*n, func(known counted) bool { return known.first.ID == c.first.ID }); i >= 0 {
			(*n)[i].roles += c.roles
		} else {
			*n = append(*n, c)
		}
	}
}
