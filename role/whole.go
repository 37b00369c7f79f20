package role

import (
	"slices"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/trust"
)

// Whole is the options of a permission set and of the role that has it, and
// what they have set.
type Whole struct {
	option.Table
	Set      *permission.Options
	Stores   permission.Environment
	Limits   permission.Limited
	Trust    trust.Options
	Subject  trust.Subject
	Service  trust.Service
	Role     Role
	Existing bool
	Outputs  bool
}

// NewWhole returns the options of a role with a permission set, unset.
func NewWhole(set *permission.Options) *Whole {
	w := &Whole{Set: set}
	w.Table = slices.Concat(
		w.Stores.Options(), set.Table, w.Limits.Options(), w.Subject.Options(&w.Trust), w.Service.Options(), w.Role.Options(),
		ProviderOption(&w.Existing), OutputsOption(&w.Outputs),
	)
	return w
}
