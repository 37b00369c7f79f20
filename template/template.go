package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
)

// Limits of CloudFormation on one template.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const (
	MaxResources  = 500
	MaxOutputs    = 200
	MaxParameters = 200
	// MaxBytes is the largest template, in bytes, and MaxInlineBytes the
	// largest that a request itself may carry; a larger one goes by way of S3.
	MaxBytes       = 1_048_576
	MaxInlineBytes = 51_200
)

// formatVersion is the only version of the format that there is.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/format-version-structure.html
const formatVersion = "2010-09-09"

// Template is a CloudFormation template. Its strings may hold tokens, which
// are intrinsic functions when it is written.
type Template struct {
	// Description of the stack, at most 1,024 bytes.
	Description string
	// Metadata is for people and consoles.
	Metadata   map[string]any
	Parameters map[string]Parameter
	// Rules by name; they refuse a deployment before anything is made.
	Rules map[string]any
	// Conditions by name.
	Conditions map[string]any
	// Resources by logical id.
	Resources map[string]Resource
	Outputs   map[string]Output
}

// Parameter is an input of a template.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
type Parameter struct {
	Type                  string
	Description           string   `json:",omitempty"`
	Default               *string  `json:",omitempty"`
	AllowedValues         []string `json:",omitempty"`
	AllowedPattern        string   `json:",omitempty"`
	ConstraintDescription string   `json:",omitempty"`
	MinLength             int      `json:",omitempty"`
	MaxLength             int      `json:",omitempty"`
}

// Resource is one resource of a template.
type Resource struct {
	Type                string
	Condition           string         `json:",omitempty"`
	DeletionPolicy      string         `json:",omitempty"`
	UpdateReplacePolicy string         `json:",omitempty"`
	Metadata            map[string]any `json:",omitempty"`
	Properties          map[string]any `json:",omitempty"`
}

// Output is a value that the stack shows once it is deployed.
type Output struct {
	Description string `json:",omitempty"`
	Condition   string `json:",omitempty"`
	Value       any
}

// MarshalJSON writes the template on one line. The same template is always
// written as the same bytes.
func (t Template) MarshalJSON() ([]byte, error) {
	sections := struct {
		AWSTemplateFormatVersion string
		Description              string               `json:",omitempty"`
		Metadata                 map[string]any       `json:",omitempty"`
		Parameters               map[string]Parameter `json:",omitempty"`
		Rules                    map[string]any       `json:",omitempty"`
		Conditions               map[string]any       `json:",omitempty"`
		Resources                map[string]Resource
		Outputs                  map[string]Output `json:",omitempty"`
	}{formatVersion, t.Description, t.Metadata, t.Parameters, t.Rules, t.Conditions, map[string]Resource{}, map[string]Output{}}
	for id, resource := range t.Resources {
		resource.Properties, _ = resolve(resource.Properties).(map[string]any)
		sections.Resources[id] = resource
	}
	for id, output := range t.Outputs {
		output.Value = resolve(output.Value)
		sections.Outputs[id] = output
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(sections); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

// Indent returns the template as JSON for people: two spaces a level and a
// final newline.
func (t Template) Indent() string {
	line, err := t.MarshalJSON()
	if err != nil {
		panic(fmt.Sprintf("template: %v", err)) // its values are strings, lists and maps of them
	}
	var text bytes.Buffer
	if err := json.Indent(&text, line, "", "  "); err != nil {
		panic(fmt.Sprintf("template: %v", err))
	}
	text.WriteByte('\n')
	return text.String()
}

// Validate reports limits of CloudFormation that the template exceeds, as a
// fault.List.
func (t Template) Validate() error { return t.withinLimits(len(t.Indent())) }

func (t Template) withinLimits(bytes int) error {
	var faults fault.List
	for _, limit := range []struct {
		what      string
		n, atMost int
	}{
		{"resources", len(t.Resources), MaxResources},
		{"outputs", len(t.Outputs), MaxOutputs},
		{"parameters", len(t.Parameters), MaxParameters},
		{"bytes", bytes, MaxBytes},
	} {
		if limit.n > limit.atMost {
			faults.Add("the template", "", "has "+strconv.Itoa(limit.n)+" "+limit.what+", and CloudFormation takes "+strconv.Itoa(limit.atMost)+" at most",
				"divide it between several stacks")
		}
	}
	return faults.Err()
}
