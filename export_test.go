package cipublisher

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/role"
)

// Core returns what the props come to in the core, for tests outside of the
// package.
func (p *CiPublisherProps) Core() (role.Role, fault.List) {
	var faults fault.List
	return p.role(&faults).carried(&faults).Role, faults
}

func (p *CiBuilderProps) Core() (role.Role, fault.List) {
	var faults fault.List
	return p.role(&faults).carried(&faults).Role, faults
}

// ProviderToBe stands for the ARN of a provider that is yet to be made.
const ProviderToBe = unknownProviderARN
