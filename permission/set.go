package permission

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Set is a group of permissions that one kind of job needs.
type Set interface {
	// Validate reports everything that is wrong with the options in this
	// environment, as a fault.List, or nil. Values that are CDK tokens can't
	// be seen before deployment and are not judged.
	Validate(Environment) error
	// Statements returns the statements of the set. It may only be called on
	// a set that Validate has accepted. Each statement has a Sid that is
	// unique within the set.
	Statements(Environment) []policy.Statement
}

// Noticer is a Set that has legal but risky options to report.
type Noticer interface {
	// Notices returns what a person who reviews the options should know.
	Notices(Environment) []fault.Notice
}

// Action is one row of a permission table: an IAM action, and why it is there.
type Action struct {
	// Name is the IAM action, such as "ecr:PutImage".
	Name string
	// Call is the client's call that fails without the action.
	Call string
	// Source is the address of the page that says so.
	Source string
}

// names returns the IAM actions of several tables together.
func names(tables ...[]Action) []string {
	var all []string
	for _, table := range tables {
		for _, action := range table {
			all = append(all, action.Name)
		}
	}
	return all
}

// allow returns a statement that allows actions on resources.
func allow(sid string, actions []string, resources ...string) policy.Statement {
	return policy.Statement{Sid: sid, Effect: policy.Allow, Actions: actions, Resources: resources}
}
