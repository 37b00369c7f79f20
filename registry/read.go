package registry

import (
	"github.com/cipublisher/cipublisher/fault"
)

// Read reads a registry from YAML, which JSON is too. The error is a
// fault.List of everything that is wrong with it, each fault under its place in
// the file: "repositories[3].s3.bucket".
func Read(text []byte) (Registry, error) {
	r, _, err := read(text, nil)
	return r, err
}

// Write reads a registry as Read does and hands the template of each stack over
// as soon as it is made, that of the provider first, so that a large registry
// takes the memory of its rows and of a few templates. What it has handed over
// counts only where the error is nil: a fault may be found after most of it. The
// notices are those of [Registry.Notices].
func Write(text []byte, write func(stack, template string) error) ([]fault.Notice, error) {
	_, notices, err := read(text, write)
	return notices, err
}

func read(text []byte, write func(stack, template string) error) (Registry, []fault.Notice, error) {
	var faults fault.List
	value, err := decode(text)
	if err != nil {
		faults.Add("the registry", "", "can't be read: "+err.Error(), "write YAML or JSON")
		return Registry{}, nil, faults.Err()
	}
	unsound, sound := refuse(&faults, value)
	if !sound {
		return Registry{}, nil, faults.Err()
	}
	r := registryOf(value.(map[string]any)) // which is an object
	if len(faults) > 0 {
		write = nil
	}
	if name, made, ok := r.ProviderStack(); ok && write != nil {
		if err := write(name, made.Indent()); err != nil {
			return Registry{}, nil, err
		}
	}
	p := r.newPass(unsound, write)
	failed := p.run()
	p.validate(&faults, unsound)
	if len(faults) == 0 && failed != nil {
		return r, nil, failed
	}
	if write == nil {
		return r, nil, faults.Err()
	}
	return r, p.told(), faults.Err()
}
