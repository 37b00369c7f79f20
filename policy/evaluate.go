package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// Request is what somebody asks AWS to do.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
type Request struct {
	// Action is one action, without wildcards: "s3:PutObject".
	Action string
	// Resource is the ARN that the action is on; "*" for actions that know no
	// resource; empty for a trust policy, whose resource is its own role.
	Resource string
	// Principal is the caller. Only statements with a Principal or
	// NotPrincipal element ask for it; the others speak of whoever has the
	// policy attached.
	Principal Caller
	// Context holds the condition keys of the request. Nothing is added to it:
	// neither aws:PrincipalArn nor the time of day.
	Context Context
}

// Outcome is what a policy says to a request.
type Outcome int

// The three outcomes. The zero Outcome is the one of an empty policy.
const (
	// ImplicitlyDenied: no statement allows the request.
	ImplicitlyDenied Outcome = iota
	// Allowed: a statement allows the request and none denies it.
	Allowed
	// ExplicitlyDenied: a statement denies the request.
	ExplicitlyDenied
)

// String returns "allowed", "implicitly denied" or "explicitly denied".
func (o Outcome) String() string {
	switch o {
	case ImplicitlyDenied:
		return "implicitly denied"
	case Allowed:
		return "allowed"
	case ExplicitlyDenied:
		return "explicitly denied"
	}
	return fmt.Sprintf("Outcome(%d)", int(o))
}

// Decision is an outcome and the statement that it comes from: the first that
// denies, else the first that allows.
type Decision struct {
	Outcome Outcome
	// Document and Statement are indexes from 0; -1 when the request is
	// implicitly denied, which no statement does.
	Document, Statement int
	// Sid of the statement, if it has one.
	Sid string
}

// Allowed reports whether the outcome is Allowed.
func (d Decision) Allowed() bool { return d.Outcome == Allowed }

// String says the outcome and, unless it is implicit, the statement:
// `allowed by Statement[1](Upload) of document 0`.
func (d Decision) String() string {
	if d.Outcome == ImplicitlyDenied {
		return d.Outcome.String() + ": no statement allows it"
	}
	return fmt.Sprintf("%s by %s of document %d", d.Outcome, statementPath(d.Statement, d.Sid), d.Document)
}

// Evaluate decides a request by this document alone.
func (d Document) Evaluate(r Request) (Decision, error) { return Evaluate([]Document{d}, r) }

// Evaluate decides a request by documents that apply together, such as all
// policies of a role: it is allowed when any of them allows it and none
// denies it. Documents of which each must allow the request by itself
// (permissions boundaries, the two sides of a request across accounts) are
// evaluated one by one.
//
// CDK tokens are literal text: a resource with a token matches a request that
// has the same token.
//
// A document that IAM would not take is an error, wherever it is wrong: an
// operator that does not exist, a value that its operator cannot compare, a
// malformed variable. So is a malformed request. Every fault is in the error.
func Evaluate(documents []Document, r Request) (Decision, error) {
	if err := check(documents, r); err != nil {
		return undecided, err
	}
	e := evaluation{Request: r}
	decision := undecided
	for i := range documents {
		for j := range documents[i].Statements {
			if e.ruledOut(&documents[i].Statements[j]) {
				continue
			}
			if p := prepare(&documents[i], i, j); e.decides(&p, &decision) {
				return decision, nil
			}
		}
	}
	return decision, nil
}

// undecided is the decision before any statement.
var undecided = Decision{Document: -1, Statement: -1}

// evaluation is a request that meets statements.
type evaluation struct {
	Request
	// variables is false for a statement under the old version of the language,
	// in which policy variables are plain text.
	variables bool
}

func (d Document) variables() bool { return d.version() != oldVersion }

// resolve replaces policy variables, where the language has them.
func (e *evaluation) resolve(value string) (p pattern, resolved bool) {
	if !e.variables {
		return pattern{text: value}, true
	}
	return resolve(value, e.Context)
}

// ruledOut reports whether a statement names actions and the request's is none
// of them, which needs no preparation to be seen.
func (e *evaluation) ruledOut(s *Statement) bool {
	for _, text := range s.Actions {
		if (pattern{text: text}).matchFold(e.Action) || HasUnknown(text) {
			return false
		}
	}
	return !isExcept(s.Actions, s.NotActions)
}

// decides applies a statement to the decision and reports whether that is
// final.
func (e *evaluation) decides(s *preparedStatement, decision *Decision) bool {
	if s.effect == Allow && decision.Outcome == Allowed || !e.applies(s) {
		return false
	}
	*decision = Decision{Outcome: Allowed, Document: s.document, Statement: s.statement, Sid: s.sid}
	if s.effect == Deny {
		decision.Outcome = ExplicitlyDenied
	}
	return s.effect == Deny
}

// applies reports whether a statement speaks of the request.
func (e *evaluation) applies(s *preparedStatement) bool {
	e.variables = s.variables
	if !e.actionMatches(s) || !e.resourceMatches(s) || !e.principalMatches(s) {
		return false
	}
	for i := range s.conditions {
		if !e.meets(s, &s.conditions[i]) {
			return false
		}
	}
	return true
}

// actionMatches: "The prefix and the action name are case insensitive."
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
func (e *evaluation) actionMatches(s *preparedStatement) bool {
	for i := range s.actions.values {
		p := &s.actions.values[i]
		if p.first < 0 && equalFold(p.text, e.Action) || p.first >= 0 && (pattern{text: p.text}).matchFold(e.Action) {
			return !s.actions.except
		}
	}
	return s.actions.except
}

// resourceMatches. A statement without resources is in a trust policy.
func (e *evaluation) resourceMatches(s *preparedStatement) bool {
	if s.resources.missing {
		return true
	}
	for i := range s.resources.values {
		if e.resourceIs(&s.resources.values[i]) {
			return !s.resources.except
		}
	}
	return s.resources.except
}

func (e *evaluation) resourceIs(p *preparedPattern) bool {
	if p.variable && e.variables {
		resolved, ok := resolve(p.text, e.Context)
		return ok && resolved.matchResource(e.Resource)
	}
	return pattern{text: p.text}.matchResourceFrom(p.first, e.Resource)
}

// principalMatches. A statement without a principal is in an identity
// policy, and its principal is whoever has it attached.
func (e *evaluation) principalMatches(s *preparedStatement) bool {
	if s.notPrincipal != nil {
		return !s.notPrincipal.exempts(e.Principal)
	}
	return s.principal == nil || s.principal.admits(e.Principal)
}

// meets reports whether a request meets a condition. One of which that is not
// known is met for a Deny, and not met for an Allow.
func (e *evaluation) meets(s *preparedStatement, c *preparedCondition) bool {
	if c.unknown || c.disputed(e) {
		return s.effect == Deny
	}
	return c.holds(c.want, c.key, e)
}

// disputed reports whether it is not certain what IAM makes of a condition on
// the request: one without values, except of ForAllValues, which holds without
// the key alone; and Null with a qualifier, where it makes a difference whether
// the qualifier counts.
func (c *preparedCondition) disputed(e *evaluation) bool {
	switch {
	case len(c.want) == 0:
		return c.set != forAllValues
	case !c.null || c.set == noQualifier:
		return false
	}
	got, _ := e.Context.lookup(c.key)
	byValue := c.set == forAllValues
	if !isNull(got) {
		byValue = c.nullHolds(c.want, false)
	}
	return byValue != c.nullHolds(c.want, isNull(got))
}

// Match says which parts of a statement a request meets.
type Match struct {
	// Statement is the index of the statement in its document; Sid and Effect
	// are its own.
	Statement int
	Sid       string
	Effect    Effect
	// Principal, Action and Resource report whether the statement covers those
	// of the request. A statement without the element covers everything.
	Principal, Action, Resource bool
	// Failed holds the conditions that are not met, sorted by operator and key.
	Failed []FailedCondition
}

// Applies reports whether the statement speaks of the request: it then allows
// or denies it, as its effect says.
func (m Match) Applies() bool {
	return m.Principal && m.Action && m.Resource && len(m.Failed) == 0
}

// String says what the request does not meet, a line each.
func (m Match) String() string {
	var b strings.Builder
	b.WriteString(statementPath(m.Statement, m.Sid))
	if m.Applies() {
		b.WriteString(" applies")
		return b.String()
	}
	b.WriteString(" does not apply")
	for _, part := range []struct {
		name    string
		matches bool
	}{{"principal", m.Principal}, {"action", m.Action}, {"resource", m.Resource}} {
		if !part.matches {
			b.WriteString("\n  it does not cover the " + part.name)
		}
	}
	for _, f := range m.Failed {
		b.WriteString("\n  " + f.String())
	}
	return b.String()
}

// Explain says of every statement what a request meets and what it does not,
// in the order of the document. It returns an error where Evaluate does.
func (d Document) Explain(r Request) ([]Match, error) {
	if err := check([]Document{d}, r); err != nil {
		return nil, err
	}
	e := &evaluation{Request: r}
	matches := make([]Match, len(d.Statements))
	for i := range d.Statements {
		s := prepare(&d, 0, i)
		e.variables = s.variables
		matches[i] = Match{
			Statement: i,
			Sid:       s.sid,
			Effect:    s.effect,
			Principal: e.principalMatches(&s),
			Action:    e.actionMatches(&s),
			Resource:  e.resourceMatches(&s),
			Failed:    e.failed(&s),
		}
	}
	return matches, nil
}

// failed returns the conditions that are not met, sorted by operator and key.
func (e *evaluation) failed(s *preparedStatement) []FailedCondition {
	var failed []FailedCondition
	for i := range s.conditions {
		c := &s.conditions[i]
		if e.meets(s, c) {
			continue
		}
		got, present := e.Context.lookup(c.key)
		failed = append(failed, FailedCondition{
			Operator: c.name, Key: c.key, Want: slices.Clone(c.want), Got: slices.Clone(got), Present: present,
		})
	}
	return failed
}

// check returns every fault of the documents and the request.
func check(documents []Document, r Request) error {
	var faults fault.List
	r.check(&faults)
	faults.Append("", checkDocuments(documents))
	return faults.Err()
}

func checkDocuments(documents []Document) error {
	var faults fault.List
	for i := range documents {
		if documents[i].sound() {
			continue
		}
		prefix := ""
		if len(documents) > 1 {
			prefix = fmt.Sprintf("Document[%d].", i)
		}
		documents[i].check(prefix, &faults)
	}
	return faults.Err()
}

func (r Request) faults() error {
	var faults fault.List
	r.check(&faults)
	return faults.Err()
}

func (r Request) check(faults *fault.List) {
	switch {
	case r.Action == "":
		faults.Add("Action", "", "is missing", `name one action, such as "s3:GetObject"`)
	case strings.ContainsAny(r.Action, "*?"):
		faults.Add("Action", r.Action, "has a wildcard, but a request is for one action", `name one action, such as "s3:GetObject"`)
	case !strings.Contains(r.Action, ":"):
		faults.Add("Action", r.Action, "has no service prefix", `write it as "s3:GetObject"`)
	}
	given := 0
	for _, kind := range []string{r.Principal.AWS, r.Principal.Federated, r.Principal.Service} {
		if kind != "" {
			given++
		}
	}
	if given > 1 {
		faults.Add("Principal", "", "is of several kinds at once", "set one of AWS, Federated and Service")
	}
	if !r.Context.ambiguous() {
		return
	}
	names := sortedKeys(r.Context)
	for i, name := range names {
		for _, other := range names[:i] {
			if equalFold(name, other) {
				faults.Add("Context", name, fmt.Sprintf("is given as %q too, and the names of keys are not case-sensitive", other), "give the key once")
			}
		}
	}
}
