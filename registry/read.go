package registry

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cipublisher/cipublisher/fault"
)

var schema = sync.OnceValue(func() *jsonschema.Schema {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		panic(fmt.Sprintf("registry: the schema: %v", err))
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", document); err != nil {
		panic(fmt.Sprintf("registry: the schema: %v", err))
	}
	return compiler.MustCompile("schema.json")
})

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
	if top, _ := value.(map[string]any); top != nil {
		if rows, _ := top["repositories"].([]any); len(rows) > MaxRepositories {
			faults.Add("repositories", "", fmt.Sprintf("has %d rows, and %d are the most that one registry takes", len(rows), MaxRepositories), "divide it between accounts")
			return Registry{}, nil, faults.Err()
		}
	}
	unsound, sound := refuseBySchema(&faults, value)
	if !sound {
		return Registry{}, nil, faults.Err()
	}
	r := registryOf(value.(map[string]any)) // as the schema has it
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
