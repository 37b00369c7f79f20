package cipublisher

import (
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cipublisher/cipublisher/fault"
)

// CiPublisher is a managed policy that lets a CI pipeline publish artifacts,
// and, where the props say who may assume it, the role that carries it.
type CiPublisher interface {
	CiRole
}

// NewCiPublisher makes a publisher in a scope. It panics, before anything is
// created, with one error that lists every fault of the props; Validate
// returns the same error.
func NewCiPublisher(scope constructs.Construct, id *string, props *CiPublisherProps) CiPublisher {
	var faults fault.List
	carried := props.role(&faults).carried(&faults)
	return newCiRole(scope, id, carried, faults)
}
