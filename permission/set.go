package permission

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/policy"
)

// Set is a group of permissions that one kind of job needs.
type Set interface {
	// Validate reports everything that is wrong with the options in this
	// environment, as a fault.List, or nil. Values that are CDK tokens can't
	// be seen before deployment and are not checked.
	Validate(Environment) error
	// Statements returns the statements of the set. It may only be called on
	// a set that Validate has accepted. Each statement has a Sid that is
	// unique within the set.
	Statements(Environment) []policy.Statement
}

// Noticer is a Set that has legal but risky options to report.
type Noticer interface {
	// Notices returns what a person who reviews the options should know. It
	// may only be called on a set that Validate has accepted.
	Notices(Environment) []fault.Notice
}

// Options are the options of a permission set, while a front end gives them
// their values.
type Options struct {
	option.Table
	// Make returns the permission set of the options as they are now, and reports
	// what is wrong with them together that the core does not see. Unmet is not
	// among that, since sets may share an option. What it has returned stays as
	// it is when the options get other values.
	Make func(*fault.List) Set
}

// Why the ready-made template has no parameter for an option.
const (
	oneText     = "a parameter is one text, and further ones would each need statements of their own"
	ofDev       = "a dev publisher trusts any ref, where this role trusts one environment"
	ofAllStores = "AllowDelete is for every store"
	ofStack     = "the stack's own"
	tooFew      = "few need it, and each switch doubles the cases that checkers of templates try"
)

// NamedSet is a permission set as users choose one.
type NamedSet struct {
	// Name is what they write.
	Name string
	// About completes the sentence "the set is there to …".
	About string
	// New returns its options, unset.
	New func() *Options
}
