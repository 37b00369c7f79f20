package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// documents reads a policy document of the template: an object, or its text,
// in each of its cases. What of it can't be read is an unknown of the
// holder, statement by statement, and hides nothing of the rest.
func (r *reader) documents(h *Holder, place string, value any, when cfn.When) []policy.Document {
	var all []policy.Document
	for _, c := range r.template.Elements(value, when) {
		object, isObject := c.Value.(map[string]any)
		if !isObject || object["Statement"] == nil {
			all = append(all, r.textDocuments(h, place, c)...)
			continue
		}
		all = append(all, r.document(h, place, object, c.When)...)
	}
	return all
}

// document reads an object. Its statements may each be there under conditions
// of their own.
func (r *reader) document(h *Holder, place string, object map[string]any, when cfn.When) []policy.Document {
	rest := maps.Clone(object)
	for _, known := range []string{"Version", "Id", "Statement"} {
		delete(rest, known)
	}
	version := r.text(object["Version"], when)
	if len(rest) > 0 || policy.HasUnknown(version) {
		r.unknown(h, when, place, "has more than statements", object)
		return nil
	}
	var statements []policy.Statement
	for i, element := range r.template.Elements(object["Statement"], when) {
		at := fmt.Sprintf("%s.Statement[%d]", place, i)
		for _, c := range r.statements(element) {
			read, err := statement(version, c.Value)
			if err != nil {
				r.refused(i, err)
				r.unknown(h, c.When, at, "can't be read ("+briefly(err)+")", element.Value)
				continue
			}
			if s, possible := conditioned(read, c.When); possible {
				statements = append(statements, s)
			}
		}
	}
	if len(statements) == 0 {
		return nil
	}
	if version == "" {
		version = "2008-10-17" // what IAM takes it to be
	}
	return []policy.Document{{Version: version, Statements: statements}}
}

// statements returns the cases of a statement. Of a list of actions or
// resources, those elements that are not always there are in statements of
// their own, so that what is always there stays one thing.
func (r *reader) statements(element cfn.Case) []cfn.Case {
	parts := []cfn.Case{element}
	for _, list := range []string{"Action", "Resource"} {
		var divided []cfn.Case
		for _, part := range parts {
			divided = append(divided, r.divided(part, list)...)
		}
		parts = divided
	}
	var all []cfn.Case
	for _, part := range parts {
		all = append(all, r.template.Cases(part.Value, part.When)...)
	}
	return all
}

// divided divides a statement by what the elements of a list are under.
func (r *reader) divided(statement cfn.Case, list string) []cfn.Case {
	properties := object(statement.Value)
	if value, isList := properties[list].([]any); !isList || len(value) < 2 {
		return []cfn.Case{statement}
	}
	var order []string
	whens, elements := map[string]cfn.When{}, map[string][]any{}
	for _, e := range r.template.Elements(properties[list], statement.When) {
		key := e.When.Key()
		if _, has := whens[key]; !has {
			order = append(order, key)
			whens[key] = e.When
		}
		elements[key] = append(elements[key], e.Value)
	}
	if len(order) < 2 {
		return []cfn.Case{statement}
	}
	var all []cfn.Case
	for _, key := range order {
		all = append(all, cfn.Case{When: whens[key], Value: withProperty(properties, list, elements[key])})
	}
	return all
}

// refused keeps the faults of a statement, with its place in the document.
func (r *reader) refused(index int, err error) {
	var faults fault.List
	faults.Append("", err)
	for _, f := range faults {
		f.Option = strings.Replace(f.Option, "Statement[0]", fmt.Sprintf("Statement[%d]", index), 1)
		f.Value = policy.ShowUnknown(f.Value)
		r.faults = append(r.faults, f)
	}
}

// statement reads one statement. A Condition, or a comparison in it, of which
// nothing is known is a condition on a key of its own, which nothing else
// follows from.
func statement(version string, value any) (policy.Statement, error) {
	object, isObject := value.(map[string]any)
	if !isObject {
		return policy.Statement{}, errors.New("it is no object")
	}
	object = maps.Clone(object)
	if condition, ok := object["Condition"]; ok {
		object["Condition"] = readable(condition)
	}
	document := map[string]any{"Statement": []any{object}}
	if version != "" {
		document["Version"] = version
	}
	parsed, err := policy.ParseValue(document)
	if err != nil {
		return policy.Statement{}, err
	}
	return parsed.Statements[0], nil
}

// readable replaces what is unknown of a Condition.
func readable(condition any) any {
	if text, ok := condition.(string); ok && policy.HasUnknown(text) {
		return map[string]any{"StringEquals": map[string]any{policy.Unknown("Condition " + text): "true"}}
	}
	operators, isObject := condition.(map[string]any)
	if !isObject {
		return condition
	}
	replaced := map[string]any{}
	unknown := map[string]any{}
	for operator, keys := range operators {
		if text, ok := keys.(string); ok && policy.HasUnknown(text) {
			unknown[policy.Unknown(operator+" "+text)] = "true"
		} else {
			replaced[operator] = keys
		}
	}
	if len(unknown) > 0 {
		if own, ok := replaced["StringEquals"].(map[string]any); ok {
			maps.Copy(unknown, own)
		}
		replaced["StringEquals"] = unknown
	}
	return replaced
}

// textDocuments reads documents that are JSON as text, or unknown as a whole.
func (r *reader) textDocuments(h *Holder, place string, element cfn.Case) []policy.Document {
	var all []policy.Document
	for _, c := range r.template.Cases(element.Value, element.When) {
		parse := func() (policy.Document, error) { return policy.ParseValue(c.Value) }
		if text, isText := c.Value.(string); isText {
			parse = func() (policy.Document, error) { return policy.ParseResolved([]byte(text)) }
		}
		document, err := parse()
		if err != nil {
			r.unknown(h, c.When, place, "can't be read ("+briefly(err)+")", element.Value)
			continue
		}
		all = append(all, under(document, c.When)...)
	}
	return all
}

func encode(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // a resolved value is always JSON
	}
	return text.Bytes()
}

// briefly says the first of the faults of a document.
func briefly(err error) string {
	var faults fault.List
	faults.Append("", err)
	text := policy.ShowUnknown(strings.TrimPrefix(fault.List(faults[:1]).Error(), "cipublisher: "))
	if len(faults) > 1 {
		text += fmt.Sprintf(", and %d more", len(faults)-1)
	}
	return text
}
