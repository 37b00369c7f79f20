package policy

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// MarshalJSON writes the document on one line, without white space: elements
// in the order of the IAM grammar, statements in theirs, actions sorted, lists
// of one as the element itself, operators and condition keys sorted. The same
// document is always written as the same bytes.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
func (d Document) MarshalJSON() ([]byte, error) {
	return d.appendJSON(make([]byte, 0, 256+256*len(d.Statements))), nil
}

// Indent returns the document as JSON for people: two spaces a level and a
// final newline.
func (d Document) Indent() string {
	var b bytes.Buffer
	if err := json.Indent(&b, d.appendJSON(nil), "", "  "); err != nil {
		panic(err) // appendJSON writes nothing but JSON
	}
	b.WriteByte('\n')
	return b.String()
}

// Map returns the document as the plain value that its JSON stands for, for
// callers that embed it in a larger one, such as a CloudFormation template.
func (d Document) Map() map[string]any {
	statements := make([]any, len(d.Statements))
	for i, s := range d.Statements {
		statements[i] = s.Map()
	}
	m := map[string]any{"Version": d.version(), "Statement": statements}
	if d.ID != "" {
		m["Id"] = d.ID
	}
	return m
}

// Map returns the statement as the plain value that its JSON stands for.
func (s Statement) Map() map[string]any {
	m := map[string]any{"Effect": string(s.Effect)}
	if s.Sid != "" {
		m["Sid"] = s.Sid
	}
	if s.Principal != nil {
		m["Principal"] = s.Principal.value()
	}
	if s.NotPrincipal != nil {
		m["NotPrincipal"] = s.NotPrincipal.value()
	}
	for name, values := range map[string][]string{
		"Action": sorted(s.Actions), "NotAction": sorted(s.NotActions),
		"Resource": s.Resources, "NotResource": s.NotResources,
	} {
		if values != nil {
			m[name] = oneOrMany(values)
		}
	}
	if len(s.Conditions) > 0 {
		m["Condition"] = s.Conditions.value()
	}
	return m
}

func (d Document) version() string {
	if d.Version == "" {
		return Version
	}
	return d.Version
}

func (p *Principal) value() any {
	if p.Everyone {
		return "*"
	}
	m := map[string]any{}
	for _, kind := range p.kinds() {
		if len(kind.values) > 0 {
			m[kind.name] = oneOrMany(kind.values)
		}
	}
	return m
}

// principalKind is one entry of the grammar's principal_map.
type principalKind struct {
	name   string
	values []string
}

// kinds returns the principals in the order of the grammar.
func (p *Principal) kinds() [4]principalKind {
	return [4]principalKind{
		{"AWS", p.AWS}, {"Federated", p.Federated}, {"Service", p.Service}, {"CanonicalUser", p.CanonicalUser},
	}
}

func (c Conditions) value() map[string]any {
	operators := make(map[string]any, len(c))
	for operator, keys := range c {
		values := make(map[string]any, len(keys))
		for key, v := range keys {
			values[key] = oneOrMany(v)
		}
		operators[operator] = values
	}
	return operators
}

// oneOrMany writes a list of one as the element itself, the way AWS's own
// documents do.
func oneOrMany(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}

func sorted(values []string) []string {
	if slices.IsSorted(values) {
		return values
	}
	return slices.Sorted(slices.Values(values))
}

// The append functions write what Map returns, without building it: a
// document is written often and its maps would cost more than its bytes.

func (d Document) appendJSON(b []byte) []byte {
	b = append(b, `{"Version":`...)
	b = appendString(b, d.version())
	if d.ID != "" {
		b = append(b, `,"Id":`...)
		b = appendString(b, d.ID)
	}
	b = append(b, `,"Statement":[`...)
	for i := range d.Statements {
		if i > 0 {
			b = append(b, ',')
		}
		b = d.Statements[i].appendJSON(b)
	}
	return append(b, ']', '}')
}

func (s *Statement) appendJSON(b []byte) []byte {
	b = append(b, '{')
	if s.Sid != "" {
		b = append(b, `"Sid":`...)
		b = appendString(b, s.Sid)
		b = append(b, ',')
	}
	b = append(b, `"Effect":`...)
	b = appendString(b, string(s.Effect))
	if s.Principal != nil {
		b = append(b, `,"Principal":`...)
		b = s.Principal.appendJSON(b)
	}
	if s.NotPrincipal != nil {
		b = append(b, `,"NotPrincipal":`...)
		b = s.NotPrincipal.appendJSON(b)
	}
	b = appendElement(b, `,"Action":`, sorted(s.Actions))
	b = appendElement(b, `,"NotAction":`, sorted(s.NotActions))
	b = appendElement(b, `,"Resource":`, s.Resources)
	b = appendElement(b, `,"NotResource":`, s.NotResources)
	if len(s.Conditions) > 0 {
		b = append(b, `,"Condition":`...)
		b = s.Conditions.appendJSON(b)
	}
	return append(b, '}')
}

func appendElement(b []byte, name string, values []string) []byte {
	if values == nil {
		return b
	}
	return appendValues(append(b, name...), values)
}

func (p *Principal) appendJSON(b []byte) []byte {
	if p.Everyone {
		return append(b, `"*"`...)
	}
	b = append(b, '{')
	first := true
	for _, kind := range p.kinds() {
		if len(kind.values) == 0 {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendString(b, kind.name)
		b = append(b, ':')
		b = appendValues(b, kind.values)
	}
	return append(b, '}')
}

func (c Conditions) appendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, operator := range sortedKeys(c) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, operator)
		b = append(b, ':', '{')
		for j, key := range sortedKeys(c[operator]) {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendString(b, key)
			b = append(b, ':')
			b = appendValues(b, c[operator][key])
		}
		b = append(b, '}')
	}
	return append(b, '}')
}

func sortedKeys[V any](m map[string]V) []string {
	keys := slices.AppendSeq(make([]string, 0, len(m)), maps.Keys(m))
	slices.Sort(keys)
	return keys
}

func appendValues(b []byte, values []string) []byte {
	if len(values) == 1 {
		return appendString(b, values[0])
	}
	b = append(b, '[')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, v)
	}
	return append(b, ']')
}

// appendString writes a JSON string. What needs an escape is rare in a policy
// and left to encoding/json, without its escapes for HTML: "<" in a condition
// value stays one character, as a person wrote it and as IAM counts it.
func appendString(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\' {
			return appendEscaped(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendEscaped(b []byte, s string) []byte {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic(err) // every string encodes
	}
	return append(b, bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
}
