package review

import (
	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/policy"
)

// FromAccount returns the roles, users and groups of an account, from what
// "aws iam get-account-authorization-details" prints, with everything that
// they have by attachment or membership. A document that can't be read is a
// Named of the kind InUnknown. The error is a fault.List with the option
// "Account".
func FromAccount(data []byte) ([]Holder, error) {
	a, err := account.Read(data)
	if err != nil {
		return nil, err
	}
	return OfAccount(a), nil
}

// OfAccount is FromAccount for an account that has been read.
func OfAccount(a account.Account) []Holder {
	managed := map[string]*Holder{}
	for _, p := range a.Policies {
		h := &Holder{Type: managedPolicyType, Name: p.ARN}
		h.Policies = accountDocument(h, p.Document)
		managed[p.ARN] = h
	}
	var all []Holder
	groups := map[string]*Holder{}
	for _, g := range a.Groups {
		groups[g.Name] = accountHolder(groupType, g, managed, nil)
		all = append(all, *groups[g.Name])
	}
	for _, role := range a.Roles {
		h := accountHolder(roleType, role, managed, groups)
		h.Trust = accountDocument(h, role.Trust)
		all = append(all, *h)
	}
	for _, user := range a.Users {
		all = append(all, *accountHolder(userType, user, managed, groups))
	}
	for _, p := range a.Policies {
		all = append(all, *managed[p.ARN])
	}
	return all
}

func accountHolder(kind string, p account.Principal, managed, groups map[string]*Holder) *Holder {
	h := &Holder{Type: kind, Name: p.Path + p.Name, key: p.Name}
	for _, inline := range p.Inline {
		h.Policies = append(h.Policies, accountDocument(h, inline)...)
	}
	for _, arn := range p.Attached {
		if own := managed[arn]; own != nil {
			attach(own, h, nil)
		} else {
			h.name(InManaged, arn, nil)
		}
	}
	for _, group := range p.Groups {
		if own := groups[group]; own != nil {
			attach(own, h, nil)
		} else {
			h.name(InGroup, group, nil)
		}
	}
	if p.Boundary != "" {
		h.name(InBoundary, p.Boundary, nil)
	}
	return h
}

// accountDocument returns a document; one that can't be read is an unknown
// of the holder.
func accountDocument(h *Holder, d account.Document) []policy.Document {
	if d.Err != nil {
		h.Named = append(h.Named, Named{Kind: InUnknown, Text: d.Name + " can't be read (" + briefly(d.Err) + ")", key: d.Text})
		return nil
	}
	return []policy.Document{d.Policy}
}
