package option

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// Audit returns the set for reading an account, which has no options.
func Audit() *Set {
	return &Set{nil, func(*fault.List) permission.Set { return deploy.Audit{} }}
}

// Verify returns the set for asking AWS about policies, which has no options.
func Verify() *Set {
	return &Set{nil, func(*fault.List) permission.Set { return deploy.Verify{} }}
}
