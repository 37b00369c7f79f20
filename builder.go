package cipublisher

import (
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cipublisher/cipublisher/fault"
)

// CiBuilder is a managed policy that lets a CI pipeline read artifacts that
// others have published, and, where the props say who may become it, the role
// that carries it.
type CiBuilder interface {
	CiRole
}

// NewCiBuilder makes a builder in a scope. It panics, before anything is
// created, with one error that lists every fault of the props; Validate
// returns the same error.
func NewCiBuilder(scope constructs.Construct, id *string, props *CiBuilderProps) CiBuilder {
	var faults fault.List
	carried := props.role(&faults).carried(&faults)
	return newCiRole(scope, id, carried, faults)
}
