package registry

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/fault"
)

// schema is compiled when the first registry is read.
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
	var faults fault.List
	value, err := decode(text)
	if err != nil {
		faults.Add("the registry", "", "can't be read: "+err.Error(), "write YAML or JSON")
		return Registry{}, faults.Err()
	}
	if top, _ := value.(map[string]any); top != nil {
		if rows, _ := top["repositories"].([]any); len(rows) > MaxRepositories {
			faults.Add("repositories", "", fmt.Sprintf("has %d rows, and %d are the most that one registry takes", len(rows), MaxRepositories), "divide it between accounts")
			return Registry{}, faults.Err()
		}
	}
	unsound, sound := refuseBySchema(&faults, value)
	if !sound {
		return Registry{}, faults.Err()
	}
	plain, err := json.Marshal(value)
	if err != nil {
		return Registry{}, err
	}
	var r Registry
	if err := json.Unmarshal(plain, &r); err != nil && len(unsound) == 0 {
		return Registry{}, err // the schema has seen to it that this can't be
	}
	r.known = known{}
	r.validate(&faults, unsound)
	return r, faults.Err()
}

// decode returns the plain value that a YAML text stands for.
func decode(text []byte) (any, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	var second any
	if err := decoder.Decode(&second); err == nil {
		return nil, fmt.Errorf("it holds more than one document")
	}
	return value, nil
}
