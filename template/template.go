package template

import (
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
func (t Template) MarshalJSON() ([]byte, error) { return []byte(t.written(false)), nil }

// Indent returns the template as JSON for people: two spaces a level and a
// final newline.
func (t Template) Indent() string { return t.written(true) }

func (t Template) written(indented bool) string {
	const ofResource = 2500 // bytes, about what a policy or a role takes
	w := &writer{indented: indented}
	w.text.Grow(ofResource * (1 + len(t.Resources)))
	w.open('{')
	w.next()
	w.key("AWSTemplateFormatVersion")
	w.string(formatVersion)
	w.given("Description", t.Description)
	section(w, "Metadata", t.Metadata, w.plain)
	section(w, "Parameters", t.Parameters, func(p Parameter) { w.other(p) })
	section(w, "Rules", t.Rules, w.plain)
	section(w, "Conditions", t.Conditions, w.plain)
	w.next()
	w.key("Resources")
	object(w, t.Resources, w.resource)
	section(w, "Outputs", t.Outputs, w.output)
	w.close('}')
	if indented {
		w.text.WriteByte('\n')
	}
	return w.text.String()
}

func section[V any](w *writer, name string, members map[string]V, write func(V)) {
	if len(members) > 0 {
		w.next()
		w.key(name)
		object(w, members, write)
	}
}

func (w *writer) resource(r Resource) {
	w.open('{')
	w.next()
	w.key("Type")
	w.string(r.Type)
	w.given("Condition", r.Condition)
	w.given("DeletionPolicy", r.DeletionPolicy)
	w.given("UpdateReplacePolicy", r.UpdateReplacePolicy)
	section(w, "Metadata", r.Metadata, w.plain)
	section(w, "Properties", r.Properties, w.value)
	w.close('}')
}

func (w *writer) output(o Output) {
	w.open('{')
	w.given("Description", o.Description)
	w.given("Condition", o.Condition)
	w.next()
	w.key("Value")
	w.value(o.Value)
	w.close('}')
}

func (w *writer) given(name, text string) {
	if text != "" {
		w.next()
		w.key(name)
		w.string(text)
	}
}

func (w *writer) plain(value any) { w.write(value, false) }

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
