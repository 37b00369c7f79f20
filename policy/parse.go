package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
)

// Parse reads a policy document as IAM would: a string or a list wherever the
// grammar allows both, a single statement without its list, numbers and
// booleans as condition values (kept as their JSON text).
//
// Where IAM is strict, so is Parse: the names of elements, effects and
// operators are case-sensitive; unknown and repeated elements, both of a pair
// such as Action and NotAction, empty lists and wildcards in principals are
// faults. The error is a fault.List that holds every fault of the document
// with its place, such as Statement[1](Upload).Action.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
func Parse(data []byte) (Document, error) {
	var r reader
	d := r.document(data)
	if err := r.faults.Err(); err != nil {
		return Document{}, err
	}
	return d, nil
}

// UnmarshalJSON is Parse, for documents inside a larger one.
func (d *Document) UnmarshalJSON(data []byte) error {
	parsed, err := Parse(data)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// reader collects the faults of a document while it is read. What cannot be
// read is reported and left out, so that the rest is still looked at.
type reader struct{ faults fault.List }

// root is the path of the document itself.
const root = "Document"

func (r *reader) document(data []byte) Document {
	if problem := syntaxProblem(data); problem != "" {
		r.faults.Add(root, "", problem, "correct the JSON")
		return Document{}
	}
	var d Document
	elements, ok := r.object(root, data)
	if !ok {
		return d
	}
	d.Version = oldVersion // "If you do not include a Version element, the value defaults to 2008-10-17"
	hasStatement := false
	for _, e := range elements {
		switch e.name {
		case "Version":
			d.Version = r.version(e.value)
		case "Id":
			d.ID = r.string("Id", e.value)
		case "Statement":
			hasStatement = true
			d.Statements = r.statements(e.value)
		default:
			r.unknown("", e.name, "Version", "Id", "Statement")
		}
	}
	if !hasStatement {
		r.faults.Add("Statement", "", "is missing", "add a statement, or a list of them")
	}
	r.repeatedSids(d.Statements)
	d.check("", &r.faults)
	return d
}

func (r *reader) version(value json.RawMessage) string {
	version := r.string("Version", value)
	if version == "" {
		if kindOf(value) == "string" {
			r.faults.Add("Version", "", "is empty", fmt.Sprintf("write %q", Version))
		}
		return Version // reported already
	}
	return version
}

func (r *reader) statements(value json.RawMessage) []Statement {
	if kindOf(value) == "object" {
		return []Statement{r.statement(0, value)}
	}
	items, ok := r.list("Statement", value, "a statement or a list of statements")
	if !ok {
		return nil
	}
	statements := make([]Statement, len(items))
	for i, item := range items {
		statements[i] = r.statement(i, item)
	}
	return statements
}

// statementElements in the order of the grammar.
var statementElements = []string{
	"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}

func (r *reader) statement(index int, value json.RawMessage) Statement {
	s := Statement{Effect: Allow} // so that check speaks of a wrong effect only where there is one
	path := statementPath(index, sidOf(value))
	elements, ok := r.object(path, value)
	if !ok {
		return s
	}
	has := map[string]bool{}
	for _, e := range elements {
		has[e.name] = true
		at := path + "." + e.name
		switch e.name {
		case "Sid":
			s.Sid = r.string(at, e.value)
		case "Effect":
			if kindOf(e.value) == "string" {
				s.Effect = Effect(r.string(at, e.value))
			} else {
				r.wrongKind(at, e.value, `"Allow" or "Deny"`)
			}
		case "Principal":
			s.Principal = r.principal(at, e.value)
		case "NotPrincipal":
			s.NotPrincipal = r.principal(at, e.value)
		case "Action":
			s.Actions = r.actions(at, e.value)
		case "NotAction":
			s.NotActions = r.actions(at, e.value)
		case "Resource":
			s.Resources = r.strings(at, e.value)
		case "NotResource":
			s.NotResources = r.strings(at, e.value)
		case "Condition":
			s.Conditions = r.conditions(at, e.value)
		default:
			r.unknown(path+".", e.name, statementElements...)
		}
	}
	for _, name := range []string{"Principal", "Action", "Resource"} {
		if has[name] && has["Not"+name] {
			r.faults.Add(path, "", fmt.Sprintf("has both %s and Not%s", name, name), "keep one of them")
		}
	}
	if !has["Effect"] {
		r.faults.Add(path+".Effect", "", "is missing", `write "Allow" or "Deny"`)
	}
	if !has["Action"] && !has["NotAction"] {
		r.faults.Add(path+".Action", "", "is missing", "name the actions")
	}
	// A statement with a principal may stand in a trust policy, which has no
	// resource; one without stands in an identity policy, which must have one.
	if !has["Resource"] && !has["NotResource"] && !has["Principal"] && !has["NotPrincipal"] {
		r.faults.Add(path+".Resource", "", "is missing", `name the resources, or "*"`)
	}
	return s
}

func (r *reader) principal(path string, value json.RawMessage) *Principal {
	p := &Principal{}
	if kindOf(value) == "string" {
		if name := r.string(path, value); name != "*" {
			r.faults.Add(path, name, "has no type of principal", `write "*", or {"AWS": …}, {"Federated": …}, {"Service": …}`)
		}
		p.Everyone = true
		return p
	}
	elements, ok := r.object(path, value)
	if !ok {
		return p
	}
	if len(elements) == 0 {
		r.faults.Add(path, "", "names nobody", `name a principal, or "*"`)
	}
	for _, e := range elements {
		at := path + "." + e.name
		switch e.name {
		case "AWS":
			p.AWS = r.principals(at, e.value)
		case "Federated":
			p.Federated = r.principals(at, e.value)
		case "Service":
			p.Service = r.principals(at, e.value)
		case "CanonicalUser":
			p.CanonicalUser = r.principals(at, e.value)
		default:
			r.unknown(path+".", e.name, "AWS", "Federated", "Service", "CanonicalUser")
		}
	}
	return p
}

// principals: "You cannot use a wildcard to match part of a principal name or
// ARN."
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func (r *reader) principals(path string, value json.RawMessage) []string {
	names := r.strings(path, value)
	for _, name := range names {
		everyone := name == "*" && strings.HasSuffix(path, ".AWS")
		if strings.ContainsAny(name, "*?") && !everyone {
			r.faults.Add(path, name, "has a wildcard, which IAM refuses in a principal", "name it in full, or test aws:PrincipalArn in a condition")
		}
	}
	return names
}

func (r *reader) actions(path string, value json.RawMessage) []string {
	actions := r.strings(path, value)
	for _, action := range actions {
		if action != "" && action != "*" && !strings.Contains(action, ":") && !HasToken(action) {
			r.faults.Add(path, action, "has no service prefix", `write it as "s3:GetObject"`)
		}
	}
	return actions
}

func (r *reader) conditions(path string, value json.RawMessage) Conditions {
	operators, ok := r.object(path, value)
	if !ok {
		return nil
	}
	conditions := Conditions{}
	for _, operator := range operators {
		at := path + "." + operator.name
		keys, ok := r.object(at, operator.value)
		if !ok || len(keys) == 0 {
			continue
		}
		values := make(map[string][]string, len(keys))
		for _, key := range keys {
			for other := range values {
				if other != key.name && equalFold(other, key.name) {
					r.faults.Add(at+"."+key.name, "", fmt.Sprintf("is the same key as %s, whose case differs", other), "put the values under one of them")
				}
			}
			values[key.name] = r.conditionValues(at+"."+key.name, key.value)
		}
		conditions[operator.name] = values
	}
	if len(conditions) == 0 {
		return nil
	}
	return conditions
}

// conditionValues: "Quotation marks are optional for numeric and Boolean
// values."
func (r *reader) conditionValues(path string, value json.RawMessage) []string {
	const allowed = "a string, a number, a boolean or a list of them"
	if kindOf(value) != "array" {
		return r.scalars(path, allowed, value)
	}
	items, _ := r.list(path, value, allowed)
	return r.scalars(path, allowed, items...)
}

func (r *reader) scalars(path, allowed string, items ...json.RawMessage) []string {
	values := make([]string, 0, len(items))
	for _, item := range items {
		switch kindOf(item) {
		case "string":
			values = append(values, r.string(path, item))
		case "number", "boolean":
			values = append(values, string(item))
		default:
			r.wrongKind(path, item, allowed)
		}
	}
	return values
}

func (r *reader) repeatedSids(statements []Statement) {
	for i, s := range statements {
		if s.Sid == "" {
			continue
		}
		first := slices.IndexFunc(statements, func(other Statement) bool { return other.Sid == s.Sid })
		if first < i {
			r.faults.Add(statementPath(i, s.Sid)+".Sid", s.Sid, fmt.Sprintf("names Statement[%d] too", first), "give every statement its own Sid")
		}
	}
}

// The functions below read JSON values of one kind.

// element is one name and value of an object, in the order of the text.
type element struct {
	name  string
	value json.RawMessage
}

// object returns the elements of an object. "Individual elements must not
// contain multiple instances of the same key."
func (r *reader) object(path string, value json.RawMessage) ([]element, bool) {
	if kindOf(value) != "object" {
		r.wrongKind(path, value, "an object")
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(value))
	next := func() json.Token {
		token, err := decoder.Token()
		if err != nil {
			panic(err) // syntaxProblem has found the text to be JSON
		}
		return token
	}
	next() // {
	var elements []element
	for decoder.More() {
		e := element{name: next().(string)}
		if err := decoder.Decode(&e.value); err != nil {
			panic(err)
		}
		if slices.ContainsFunc(elements, func(other element) bool { return other.name == e.name }) {
			r.faults.Add(path, e.name, "is there twice", "merge the two")
		}
		elements = append(elements, e)
	}
	return elements, true
}

// list returns the items of a list, which the grammar never lets be empty.
func (r *reader) list(path string, value json.RawMessage, allowed string) ([]json.RawMessage, bool) {
	if kindOf(value) != "array" {
		r.wrongKind(path, value, allowed)
		return nil, false
	}
	var items []json.RawMessage
	if err := json.Unmarshal(value, &items); err != nil {
		panic(err)
	}
	if len(items) == 0 {
		r.faults.Add(path, "", "is an empty list", "name at least one, or leave the element out")
		return nil, false
	}
	return items, true
}

// strings reads a string or a list of strings, none of them empty.
func (r *reader) strings(path string, value json.RawMessage) []string {
	const allowed = "a string or a list of strings"
	items := []json.RawMessage{value}
	if kindOf(value) != "string" {
		var ok bool
		if items, ok = r.list(path, value, allowed); !ok {
			return nil
		}
	}
	values := make([]string, 0, len(items))
	for _, item := range items {
		if kindOf(item) != "string" {
			r.wrongKind(path, item, allowed)
			continue
		}
		s := r.string(path, item)
		if s == "" {
			r.faults.Add(path, "", "has an empty string", "remove it")
		}
		values = append(values, s)
	}
	return values
}

func (r *reader) string(path string, value json.RawMessage) string {
	if kindOf(value) != "string" {
		r.wrongKind(path, value, "a string")
		return ""
	}
	var s string
	if err := json.Unmarshal(value, &s); err != nil {
		panic(err)
	}
	return s
}

func (r *reader) wrongKind(path string, value json.RawMessage, allowed string) {
	r.faults.Add(path, "", fmt.Sprintf("is %s", article(kindOf(value))), "write "+allowed)
}

func (r *reader) unknown(path, name string, known ...string) {
	remedy := "the elements here are " + strings.Join(known, ", ")
	if i := slices.IndexFunc(known, func(k string) bool { return equalFold(k, name) }); i >= 0 {
		remedy = fmt.Sprintf("write %q", known[i])
	}
	r.faults.Add(path+name, "", "is not an element of the policy language", remedy)
}

// sidOf returns the Sid of a statement, as far as there is one to read.
func sidOf(value json.RawMessage) string {
	var s struct{ Sid string }
	if json.Unmarshal(value, &s) != nil {
		return ""
	}
	return s.Sid
}

// kindOf names the kind of a JSON value by its first character.
func kindOf(value json.RawMessage) string {
	switch bytes.TrimLeft(value, " \t\r\n")[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

func article(kind string) string {
	if kind == "null" {
		return kind
	}
	if strings.ContainsRune("aeiou", rune(kind[0])) {
		return "an " + kind
	}
	return "a " + kind
}

// syntaxProblem returns why a text is not JSON, with the place, or "".
func syntaxProblem(data []byte) string {
	if len(bytes.TrimSpace(data)) == 0 {
		return "is empty"
	}
	if !utf8.Valid(data) {
		return "is not UTF-8 text"
	}
	var value json.RawMessage
	err := json.Unmarshal(data, &value)
	if err == nil {
		return ""
	}
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return "is not JSON: " + err.Error()
	}
	before := data[:max(0, min(int(syntax.Offset)-1, len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("is not JSON: line %d, column %d: %v", line, column, err)
}
