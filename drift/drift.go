package drift

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// Status says how a role of the account stands to what was written.
type Status string

// The statuses, the worst first.
const (
	// Wider: the role may do more, or trusts others, and perhaps less too.
	Wider Status = "wider"
	// Unknown: what was written does not say what the role is called, so that it
	// may be any.
	Unknown Status = "unknown"
	// Extra: the account has it where the written roles are, and nobody wrote it.
	Extra Status = "extra"
	// Missing: it was written, and the account does not have it.
	Missing Status = "missing"
	// Narrower: the role may do less, or trusts fewer.
	Narrower Status = "narrower"
	// Same: the role means what was written.
	Same Status = "same"
)

// Statuses are the statuses, the worst first.
var Statuses = []Status{Wider, Unknown, Extra, Missing, Narrower, Same}

// Report is what a comparison has found.
type Report struct {
	// Account is the account's number.
	Account string
	// Roles are those that were written and those that the account has beside
	// them, the worst first.
	Roles []Role
	// Notes say what was not compared.
	Notes []string
}

// Role is one role.
type Role struct {
	// Name is its path and name; of one that has no name in what was written, its
	// logical id.
	Name   string
	Status Status
	// Trust is true where the difference is, also, who may assume the role.
	Trust bool
	// Change is from what was written to what the account has.
	Change review.Change
	// Elsewhere is the path that the role has in the account, where that is
	// another one.
	Elsewhere string
}

// Differs reports whether the account has another role than was written.
func (r Report) Differs() bool {
	return slices.ContainsFunc(r.Roles, func(role Role) bool { return role.Status != Same })
}

// Wider reports whether the account grants anything that was not written: a
// role that is wider, extra or not known.
func (r Report) Wider() bool {
	return slices.ContainsFunc(r.Roles, func(role Role) bool {
		return role.Status == Wider || role.Status == Extra || role.Status == Unknown
	})
}

// Count returns how many roles have a status.
func (r Report) Count(status Status) int {
	n := 0
	for _, role := range r.Roles {
		if role.Status == status {
			n++
		}
	}
	return n
}

// roleType is what package review calls a role.
const roleType = "AWS::IAM::Role"

// Compare compares an account with holders that a template makes, as package
// review reads them. Holders that are no roles are left out.
func Compare(written []review.Holder, a account.Account) Report {
	report := Report{Account: a.ID}
	managed := a.ByARN()
	actual, paths := map[string]review.Holder{}, map[string]bool{}
	for i, h := range slices.DeleteFunc(review.OfAccount(a), func(h review.Holder) bool { return h.Type != roleType }) {
		actual[strings.ToLower(a.Roles[i].Name)] = h
	}
	expected := map[string]bool{}
	for _, h := range written {
		if h.Type != roleType {
			continue
		}
		path, name := split(h.Name)
		if name == "" || strings.ContainsAny(h.Name, "<>") {
			report.Roles = append(report.Roles, Role{Name: cmp.Or(h.Name, h.ID), Status: Unknown})
			continue
		}
		paths[path] = true
		// IAM's names are unique whatever their case.
		// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
		expected[strings.ToLower(name)] = true
		has, exists := actual[strings.ToLower(name)]
		if !exists {
			report.Roles = append(report.Roles, Role{Name: h.Name, Status: Missing})
			continue
		}
		report.Roles = append(report.Roles, compared(resolved(h, managed), has))
	}
	for _, role := range a.Roles {
		if paths[role.Path] && role.Path != "/" && !expected[strings.ToLower(role.Name)] {
			report.Roles = append(report.Roles, Role{Name: role.Path + role.Name, Status: Extra, Change: review.Change{Holder: actual[strings.ToLower(role.Name)]}})
		}
	}
	if paths["/"] {
		report.Notes = append(report.Notes, `Roles with the path "/" that nobody wrote are not found: every role of the account may have it.`)
	}
	report.Notes = append(report.Notes, "What the answers of IAM do not have is not compared: session lengths, descriptions, and what a permissions boundary of the same name says.")
	slices.SortStableFunc(report.Roles, func(a, b Role) int {
		return cmp.Or(cmp.Compare(slices.Index(Statuses, a.Status), slices.Index(Statuses, b.Status)), cmp.Compare(a.Name, b.Name))
	})
	return report
}

// split returns the path and the name of a role.
func split(name string) (path, rest string) {
	end := strings.LastIndexByte(name, '/') + 1
	return name[:end], name[end:]
}

// compared compares one role.
func compared(written, has review.Holder) Role {
	role := Role{Name: written.Name, Status: Same}
	writtenPath, _ := split(written.Name)
	if path, _ := split(has.Name); path != writtenPath {
		role.Elsewhere = path
	}
	// One holder before and after, wherever it stands.
	before, after := written, has
	before.ID, after.ID, after.Name = "", "", before.Name
	for _, change := range review.Compare([]review.Holder{alone(before)}, []review.Holder{alone(after)}) {
		role.Change = change
		role.Trust = slices.ContainsFunc(slices.Concat(change.Gained, change.Lost), func(e review.Entry) bool { return e.Kind == review.InTrust })
		switch {
		case len(change.Gained) > 0:
			role.Status = Wider
		case len(change.Lost) > 0:
			role.Status = Narrower
		}
	}
	if role.Status == Same && role.Elsewhere != "" {
		role.Status = Wider // policies that name the role by its path speak of another one
	}
	return role
}

// alone returns a holder as one that is compared by its name alone.
func alone(h review.Holder) review.Holder {
	return review.Holder{Type: h.Type, Name: h.Name, Trust: h.Trust, Policies: h.Policies, Named: h.Named}
}

// resolved replaces managed policies that are known by their name with what the
// account has under it.
func resolved(h review.Holder, managed map[string]account.Policy) review.Holder {
	policies, named := slices.Clone(h.Policies), []review.Named{}
	for _, n := range h.Named {
		m, known := managed[n.Text]
		if n.Kind != review.InManaged || !known || m.Document.Err != nil || len(n.When) > 0 {
			named = append(named, n)
			continue
		}
		policies = append(policies, m.Document.Policy)
	}
	h.Policies, h.Named = policies, named
	return h
}

// HasUnknown reports whether holders have something that only the deployment
// knows, such as the region, so that they differ from whatever the account has.
func HasUnknown(written []review.Holder) bool {
	return slices.ContainsFunc(written, func(h review.Holder) bool {
		if h.Type != roleType {
			return false
		}
		return slices.ContainsFunc(slices.Concat(h.Trust, h.Policies), func(d policy.Document) bool {
			plain, err := d.MarshalJSON()
			return err != nil || policy.HasUnknown(string(plain))
		})
	})
}
