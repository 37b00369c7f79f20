package cipublisher

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/trust"
)

// What the props come to in the core, for tests outside of the package.

func (p *CiPublisherProps) Core() (permission.Set, fault.List) {
	var faults fault.List
	return p.set(&faults), faults
}

func (p *CiBuilderProps) Core() (permission.Set, fault.List) {
	var faults fault.List
	return (*p.role(&faults).Sets)[0], faults
}

func (p *TrustProps) Core() trust.Options {
	return p.options(permission.Environment{}, false)
}
