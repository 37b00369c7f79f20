package permission

import (
	"github.com/cipublisher/cipublisher/fault"
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
