package cfn

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/policy"
)

// Template is a template whose values can be resolved. It is not safe for use
// by several goroutines.
type Template struct {
	// Resources by logical id, loops (Fn::ForEach) expanded.
	Resources map[string]Resource
	// Elsewhere names what adds to the template, or rewrites it, from
	// elsewhere: macros, includes, loops over what only the deployment knows.
	// What they bring is not known; a text changes whenever that may.
	Elsewhere []string
	// Transforms are the names of the template's macros.
	Transforms []string
	// Globals is the section of AWS SAM of that name.
	Globals any

	scope      Scope
	parameters map[string]parameter
	mappings   map[string]any
	conditions map[string]any
	// compared are the values that conditions compare a parameter with.
	compared map[string][]string
	views    map[string]*view
	coarse   map[string]string
	steps    int
	tooLarge bool
}

// Resource is a resource of a template, not yet resolved.
type Resource struct {
	// Type is the resource type; empty where it is no text.
	Type string
	// Condition is the name of the condition under which it is there, or nil.
	Condition any
	// Properties are what the type has; Attributes everything beside them that
	// AWS SAM or a macro may read.
	Properties, Attributes map[string]any
	// Line in the text, from 1; 0 for what a loop or another template made.
	Line int
}

// Read reads a template, and takes parameters to have these values instead of
// their defaults. Values may have unknowns.
//
// A text that is no template is an error; so is one of which two readers may
// think differently, because a key is there twice.
func Read(data []byte, parameters map[string]string) (*Template, error) {
	return read(data, parameters, Scope{}, checked)
}

// ReadYAML is Read of a YAML document that is decoded already.
func ReadYAML(document *yaml.Node, parameters map[string]string) (*Template, error) {
	root, lines, err := readNode(document, checked)
	if err != nil {
		return nil, err
	}
	return readTree(root, lines, parameters, Scope{})
}

// Scope tells the unknowns of a template within another from those of the
// outer one: what has one name in both is two values.
type Scope struct {
	// Name goes before the names of unknowns.
	Name string
	// Elsewhere is true where the template is deployed to other accounts or
	// regions, so that even these are not the outer one's.
	Elsewhere bool
}

// ReadNested is Read for a template that is in another, resolved, and so
// may have unknowns in its texts.
func ReadNested(data []byte, parameters map[string]string, scope Scope) (*Template, error) {
	return read(data, parameters, scope, func(text string) (string, error) { return text, nil })
}

func read(data []byte, parameters map[string]string, scope Scope, check check) (*Template, error) {
	root, lines, err := tree(data, check)
	if err != nil {
		return nil, err
	}
	return readTree(root, lines, parameters, scope)
}

func readTree(root any, lines map[string]int, parameters map[string]string, scope Scope) (*Template, error) {
	sections, isObject := root.(map[string]any)
	if !isObject {
		return nil, errors.New("it is no object")
	}
	resources, areObject := sections["Resources"].(map[string]any)
	if len(resources) == 0 && (sections["Resources"] != nil && !areObject || !IsTemplate(maps.Keys(sections))) {
		return nil, errors.New("it has no Resources")
	}
	t := &Template{
		Resources: map[string]Resource{}, Globals: sections["Globals"],
		mappings: object(sections["Mappings"]), conditions: object(sections["Conditions"]),
		views: map[string]*view{}, coarse: map[string]string{}, scope: scope,
	}
	t.parameters = readParameters(object(sections["Parameters"]), parameters)
	t.mappings = t.unrolled("Mappings", t.mappings)
	t.conditions, t.compared = t.unrolled("Conditions", t.conditions), map[string][]string{}
	comparedValues(any(t.conditions), t.compared)
	for id, value := range t.unrolled("Resources", resources) {
		t.Resources[id] = readResource(object(value), lines[id])
	}
	clear(t.views) // loops were resolved before all resources were known
	t.readTransforms(sections)
	return t, t.Err()
}

// sectionNames are all that a template may have at its top.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
var sectionNames = []string{
	"AWSTemplateFormatVersion", "Conditions", "Description", "Fn::Transform", "Globals", "Hooks", "Mappings", "Metadata",
	"Outputs", "Parameters", "Resources", "Rules", "Transform",
}

// IsTemplate reports whether an object with these keys is a template: it has
// Resources, or else nothing that is no section of one. CDK writes a stack
// without resources as parameters and rules alone.
func IsTemplate(keys iter.Seq[string]) bool {
	all := slices.Collect(keys)
	return slices.Contains(all, "Resources") || len(all) > 0 && !slices.ContainsFunc(all, func(key string) bool { return !slices.Contains(sectionNames, key) })
}

// tree reads a text in either format. A text, a number and a boolean are
// strings, and null is nil: IAM and CloudFormation take the one for the other.
func tree(data []byte, check check) (any, map[string]int, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if trimmed := bytes.TrimSpace(data); bytes.HasPrefix(trimmed, []byte("{")) || bytes.HasPrefix(trimmed, []byte("[")) {
		value, lines, err := readJSON(data, check)
		if err == nil || !bytes.HasPrefix(trimmed, []byte("{")) {
			return value, lines, err
		}
		// YAML has a flow form that looks like JSON and is none.
		if value, lines, yamlErr := readYAML(data, check); yamlErr == nil {
			return value, lines, nil
		}
		return nil, nil, err
	}
	return readYAML(data, check)
}

// check returns a text of a template, or says why no template may have it.
type check func(text string) (string, error)

// checked refuses the two characters that unknowns are made of, so that no
// text of a template passes for one.
func checked(text string) (string, error) {
	if strings.ContainsAny(text, "\uFDD0\uFDD1") {
		return "", errors.New("it has the noncharacter U+FDD0 or U+FDD1, which no name of AWS has")
	}
	return text, nil
}

func object(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}

func readResource(value map[string]any, line int) Resource {
	r := Resource{Condition: value["Condition"], Properties: object(value["Properties"]), Attributes: maps.Clone(value), Line: line}
	r.Type, _ = value["Type"].(string)
	for _, known := range []string{"Type", "Condition", "Properties", "Metadata", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "UpdatePolicy", "CreationPolicy", "Description"} {
		delete(r.Attributes, known)
	}
	if r.Properties == nil && value["Properties"] != nil { // a function in place of all of them
		r.Attributes["Properties"] = value["Properties"]
	}
	return r
}

// The macros of AWS whose work on a template is known: language extensions are
// resolved here, and AWS SAM changes its own resource types and Globals alone,
// which are read as they are.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
var knownTransforms = []string{"AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"}

func (t *Template) readTransforms(sections map[string]any) {
	list, isList := sections["Transform"].([]any)
	if !isList && sections["Transform"] != nil {
		list = []any{sections["Transform"]}
	}
	for _, transform := range list {
		name, isText := transform.(string)
		if !isText {
			name, _ = object(transform)["Name"].(string)
		}
		t.Transforms = append(t.Transforms, name)
		switch {
		case slices.Contains(knownTransforms, name):
		case name == "AWS::Include":
			t.elsewhere(name, transform)
		case name == "AWS::CodeDeployBlueGreen": // what Hooks say, under a role of theirs
			t.elsewhere(name, sections["Hooks"])
		default:
			// A macro is handed the whole template, and may make anything of it.
			t.elsewhere("macro "+name, []any{transform, without(sections, "Description", "Metadata")})
		}
	}
	if include, ok := sections["Fn::Transform"]; ok {
		t.elsewhere("Fn::Transform", include)
	}
}

func without(m map[string]any, names ...string) map[string]any {
	copied := maps.Clone(m)
	for _, name := range names {
		delete(copied, name)
	}
	return copied
}

// elsewhere adds to Elsewhere.
func (t *Template) elsewhere(what string, value any) {
	t.Elsewhere = append(t.Elsewhere, policy.ShowUnknown(what+" "+compact(t.opaque(value, nil))))
}

// largestWork bounds the values that are resolved for one template, so that
// none keeps its reader busy: CDK's largest need a hundredth of it.
const largestWork = 1_000_000

// step counts one value, and reports whether there may be more.
func (t *Template) step() bool {
	t.steps++
	t.tooLarge = t.tooLarge || t.steps > largestWork
	return !t.tooLarge
}

// Err is not nil when the template has taken too much work to be resolved to
// its end; what it was resolved to is then of no use.
func (t *Template) Err() error {
	if t.tooLarge {
		return fmt.Errorf("it takes more than %d steps to resolve", largestWork)
	}
	return nil
}

// Parameters returns the names of the template's parameters, sorted.
func (t *Template) Parameters() []string { return slices.Sorted(maps.Keys(t.parameters)) }
