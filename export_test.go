package cipublisher

import (
	"io"
	"reflect"

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

// PrintWarnings lets warnings be printed to w as in an app that runs without
// the CDK command line, until restore is called.
func PrintWarnings(w io.Writer) (restore func()) {
	was, wasStderr := printsWarnings, stderr
	printsWarnings, stderr = func() bool { return true }, w
	return func() { printsWarnings, stderr = was, wasStderr }
}

// Parts are the types whose fields index.js reads.
func Parts() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[parts](), reflect.TypeFor[policyPart](), reflect.TypeFor[importPart](), reflect.TypeFor[rolePart](), reflect.TypeFor[tagPart](),
		reflect.TypeFor[principalPart](), reflect.TypeFor[instanceProfilePart](), reflect.TypeFor[outputPart](), reflect.TypeFor[noticePart](),
	}
}
