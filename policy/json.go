package policy

import (
	"bytes"
	"encoding/json"
	"slices"
)

// MarshalJSON writes the document on one line, without white space: keys in
// the order of the IAM grammar, statements in theirs, actions sorted, lists of
// one as the element itself.
func (d Document) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(d.Map()); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// Indent returns the document as JSON for people: two spaces a level and a
// final newline.
func (d Document) Indent() string {
	compact, err := d.MarshalJSON()
	if err != nil {
		panic(err) // strings and maps of strings always encode
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		panic(err)
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
	version := d.Version
	if version == "" {
		version = Version
	}
	m := map[string]any{"Version": version, "Statement": statements}
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
		if len(values) > 0 {
			m[name] = oneOrMany(values)
		}
	}
	if len(s.Conditions) > 0 {
		m["Condition"] = s.Conditions.value()
	}
	return m
}

func (p *Principal) value() any {
	if p.Everyone {
		return "*"
	}
	m := map[string]any{}
	for name, values := range map[string][]string{
		"AWS": p.AWS, "CanonicalUser": p.CanonicalUser, "Federated": p.Federated, "Service": p.Service,
	} {
		if len(values) > 0 {
			m[name] = oneOrMany(values)
		}
	}
	return m
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
