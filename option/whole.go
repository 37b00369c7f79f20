package option

import (
	"slices"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// Whole is the options of a permission set and of the role that has it, and
// what they have set.
type Whole struct {
	Table
	Set      *Set
	Stores   permission.Environment
	Limits   permission.Limited
	Trust    trust.Options
	Subject  trust.Subject
	Service  trust.Service
	Role     role.Role
	Existing bool
	Outputs  bool
}

// NewWhole returns the options of a role with a permission set, unset.
func NewWhole(set *Set) *Whole {
	w := &Whole{Set: set}
	w.Table = slices.Concat(
		Environment(&w.Stores), set.Table, Limits(&w.Limits), Trust(&w.Trust, &w.Subject), Service(&w.Service), Role(&w.Role),
		Provider(&w.Existing), Outputs(&w.Outputs),
	)
	return w
}
