package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// Parse reads a policy document as IAM would: a string or a list wherever the
// grammar allows both, a single statement without its list, numbers and
// booleans as condition values (kept as their JSON text).
//
// Where IAM is strict, so is Parse: the names of elements, effects and
// operators are case-sensitive; unknown and repeated elements, both of a pair
// such as Action and NotAction and wildcards in principals are
// faults, and so is what IAM refuses when a policy is saved. Where IAM takes
// what its grammar does not have, Parse reads it with its meaning: empty lists,
// a Sid that is a number, a Sid twice in a policy of a resource. The error is a fault.List that holds every fault of the document
// with its place, such as Statement[1](Upload).Action.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
//
// The characters that frame an Unknown are a fault too: no text from outside
// may pass for one. See ParseResolved.
func Parse(data []byte) (Document, error) { return parse(data, reader{}) }

// ParseResolved is Parse for a document that the program itself has made out
// of a template and that may hold an Unknown wherever the grammar has a value
// or a condition key. What it is made from must not contain one.
func ParseResolved(data []byte) (Document, error) { return parse(data, reader{resolved: true}) }

// ParseValue is ParseResolved for the value that such a text stands for, as
// [encoding/json] reads it into an any. It panics where the value is no JSON.
func ParseValue(value any) (Document, error) {
	r := reader{resolved: true}
	return r.read(nodeOf(value))
}

func parse(data []byte, r reader) (Document, error) {
	value, problem := readJSON(data)
	if problem != "" {
		r.faults.Add(root, "", problem, "correct the JSON")
		return Document{}, r.faults.Err()
	}
	if !r.resolved && value.hasUnknown() {
		r.faults.Add(root, "", "has the character U+FDD0 or U+FDD1, which is for internal use", "remove it")
		return Document{}, r.faults.Err()
	}
	return r.read(value)
}

func (r *reader) read(value node) (Document, error) {
	d := r.document(value)
	for i, f := range r.faults {
		r.faults[i].Option, r.faults[i].Value, r.faults[i].Problem = ShowUnknown(f.Option), ShowUnknown(f.Value), ShowUnknown(f.Problem)
	}
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
type reader struct {
	faults fault.List
	// resolved says that the document may hold unknowns.
	resolved bool
}

// root is the path of the document itself.
const root = "Document"

func (r *reader) document(value node) Document {
	elements, ok := r.object(root, value)
	if !ok {
		return Document{}
	}
	// "If you do not include a Version element, the value defaults to 2008-10-17"
	d := Document{Version: oldVersion}
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

func (r *reader) version(value node) string {
	version := r.string("Version", value)
	if value.kind == stringNode && version == "" {
		r.faults.Add("Version", "", "is empty", fmt.Sprintf("write %q", Version))
	}
	return version // empty is valid for a Document, so that check says nothing of it again
}

func (r *reader) statements(value node) []Statement {
	if value.kind == objectNode {
		return []Statement{r.statement(0, value)}
	}
	if value.kind != listNode {
		r.wrongKind("Statement", value, "a statement or a list of statements")
	} else if len(value.items) == 0 {
		r.faults.Add("Statement", "", "is an empty list", "name at least one, or leave the element out")
	}
	items := value.items
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

func (r *reader) statement(index int, value node) Statement {
	s := Statement{Effect: Allow} // so that check speaks of a wrong effect only where there is one
	path := statementPath(index, value.sid())
	elements, ok := r.object(path, value)
	if !ok {
		return s
	}
	has := map[string]bool{}
	for _, e := range elements {
		has[e.name] = true
	}
	identity := !has["Principal"] && !has["NotPrincipal"]
	for _, e := range elements {
		at := path + "." + e.name
		switch e.name {
		case "Sid":
			s.Sid = r.sid(at, e.value)
		case "Effect":
			if e.value.kind != stringNode {
				r.wrongKind(at, e.value, `"Allow" or "Deny"`)
				continue
			}
			s.Effect = Effect(e.value.text)
		case "Principal":
			s.Principal = r.principal(at, e.value)
		case "NotPrincipal":
			s.NotPrincipal = r.principal(at, e.value)
		case "Action":
			s.Actions = r.actions(at, e.value)
		case "NotAction":
			s.NotActions = r.actions(at, e.value)
		case "Resource":
			s.Resources = r.resources(at, e.value, identity)
		case "NotResource":
			s.NotResources = r.resources(at, e.value, identity)
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
	// A statement with a principal may be in a trust policy, which has no
	// resource; one without is in an identity policy, which must have one.
	switch hasResource := has["Resource"] || has["NotResource"]; {
	case !hasResource && identity:
		r.faults.Add(path+".Resource", "", "is missing", `name the resources, or "*"`)
	case hasResource && s.trusts():
		r.faults.Add(path+".Resource", "", prohibited, "remove it")
	}
	return s
}

func (r *reader) principal(path string, value node) *Principal {
	p := &Principal{}
	if value.kind == stringNode {
		if value.text != "*" {
			r.faults.Add(path, value.text, "has no type of principal", `write "*", or {"AWS": …}, {"Federated": …}, {"Service": …}`)
		}
		p.Everyone = true
		return p
	}
	elements, ok := r.object(path, value)
	if !ok {
		return p
	}
	for _, e := range elements {
		at := path + "." + e.name
		switch e.name {
		case "AWS":
			p.AWS = r.principals(at, e)
		case "Federated":
			p.Federated = r.principals(at, e)
		case "Service":
			p.Service = r.principals(at, e)
		case "CanonicalUser":
			p.CanonicalUser = r.principals(at, e)
		default:
			r.unknown(path+".", e.name, "AWS", "Federated", "Service", "CanonicalUser")
		}
	}
	return p
}

// principals reads the principals of one type. "You cannot use a wildcard to
// match part of a principal name or ARN".
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func (r *reader) principals(path string, e element) []string {
	names := r.strings(path, e.value)
	for _, name := range names {
		r.refuse(path, name)(principalProblem(e.name, name))
	}
	if len(names) == 0 {
		return nil // nobody of this type
	}
	return names
}

// refuse adds a fault where there is a problem.
func (r *reader) refuse(path, value string) func(problem, remedy string) {
	return func(problem, remedy string) {
		if problem != "" {
			r.faults.Add(path, value, problem, remedy)
		}
	}
}

func (r *reader) resources(path string, value node, identity bool) []string {
	resources := r.strings(path, value)
	for _, resource := range resources {
		r.refuse(path, resource)(resourceProblem(resource, identity))
	}
	return resources
}

// sid reads a Sid, which IAM takes as a number too.
func (r *reader) sid(path string, value node) string {
	if value.kind == numberNode {
		return value.text
	}
	return r.string(path, value)
}

func (r *reader) actions(path string, value node) []string {
	actions := r.strings(path, value)
	for _, action := range actions {
		r.refuse(path, action)(actionProblem(action))
	}
	return actions
}

func (r *reader) conditions(path string, value node) Conditions {
	operators, ok := r.object(path, value)
	if !ok {
		return nil
	}
	conditions := Conditions{}
	for _, operator := range operators {
		at := path + "." + operator.name
		keys, ok := r.object(at, operator.value)
		if !ok {
			continue
		}
		values := make(map[string][]string, len(keys))
		first := make(map[string]string, len(keys))
		for _, key := range keys {
			r.refuse(at, key.name)(keyProblem(key.name))
			if other, known := first[folded(key.name)]; known && other != key.name {
				r.faults.Add(at+"."+key.name, "", fmt.Sprintf("is the same key as %s, whose case differs", other), "put the values under one of them")
			} else {
				first[folded(key.name)] = key.name
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
func (r *reader) conditionValues(path string, value node) []string {
	const allowed = "a string, a number, a boolean or a list of them"
	if value.kind != listNode {
		return r.scalars(path, allowed, value)
	}
	return r.scalars(path, allowed, value.items...)
}

func (r *reader) scalars(path, allowed string, items ...node) []string {
	values := make([]string, 0, len(items))
	for _, item := range items {
		switch item.kind {
		case stringNode, numberNode, booleanNode:
			values = append(values, item.text)
		default:
			r.wrongKind(path, item, allowed)
		}
	}
	return values
}

// strings reads a string or a list of strings, none of them empty. The list may
// be: IAM Access Analyzer only suggests to fill an "Empty array".
func (r *reader) strings(path string, value node) []string {
	const allowed = "a string or a list of strings"
	items := []node{value}
	switch value.kind {
	case listNode:
		items = value.items
	case stringNode:
	default:
		r.wrongKind(path, value, allowed)
		return nil
	}
	values := make([]string, 0, len(items))
	for _, item := range items {
		switch {
		case item.kind != stringNode:
			r.wrongKind(path, item, allowed)
		case item.text == "":
			r.faults.Add(path, "", "has an empty string", "remove it")
		default:
			values = append(values, item.text)
		}
	}
	return values
}

func (r *reader) string(path string, value node) string {
	if value.kind != stringNode {
		r.wrongKind(path, value, "a string")
		return ""
	}
	return value.text
}

// object returns the elements of an object. "Individual elements must not
// contain multiple instances of the same key."
func (r *reader) object(path string, value node) ([]element, bool) {
	if value.kind != objectNode {
		r.wrongKind(path, value, "an object")
		return nil, false
	}
	seen := make(map[string]bool, len(value.elements))
	for _, e := range value.elements {
		if seen[e.name] {
			r.faults.Add(path, e.name, "is there twice", "merge the two")
		}
		seen[e.name] = true
	}
	return value.elements, true
}

func (r *reader) wrongKind(path string, value node, allowed string) {
	r.faults.Add(path, "", "is "+string(value.kind), "write "+allowed)
}

func (r *reader) unknown(path, name string, known ...string) {
	remedy := "the elements here are " + strings.Join(known, ", ")
	if i := slices.IndexFunc(known, func(k string) bool { return equalFold(k, name) }); i >= 0 {
		remedy = fmt.Sprintf("write %q", known[i])
	}
	r.faults.Add(path+name, "", "is not an element of the policy language", remedy)
}

// repeatedSids: a Sid names one statement of an identity policy. Services take
// policies of their resources with a Sid twice.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
func (r *reader) repeatedSids(statements []Statement) {
	if slices.ContainsFunc(statements, func(s Statement) bool { return s.Principal != nil || s.NotPrincipal != nil }) {
		return
	}
	first := map[string]int{}
	for i, s := range statements {
		if s.Sid == "" {
			continue
		}
		if other, known := first[s.Sid]; known {
			r.faults.Add(statementPath(i, s.Sid)+".Sid", s.Sid, fmt.Sprintf("names Statement[%d] too", other), "give every statement its own Sid")
		} else {
			first[s.Sid] = i
		}
	}
}
