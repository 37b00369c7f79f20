package registry

import (
	"reflect"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// known are the documents of roles, by the name of their policies, which are
// different in a registry. Nobody else has what they were computed from, so that
// a role that has changed since is seen to be another one.
type known map[string]computed

type computed struct {
	role      role.Role
	home      permission.Environment
	documents role.Documents
}

// documents returns the documents of a role, computed where they are not known.
func (k known) documents(r role.Role, home permission.Environment) (role.Documents, error) {
	if c, ok := k[r.PolicyName]; ok && c.home == home && reflect.DeepEqual(c.role, r) {
		return c.documents, nil
	}
	return r.Documents(home)
}
