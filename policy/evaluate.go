package policy

import (
	"fmt"
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
		return Decision{Document: -1, Statement: -1}, err
	}
	decision := Decision{Document: -1, Statement: -1}
	for i := range documents {
		e := &evaluation{Request: r, variables: documents[i].variables()}
		for j := range documents[i].Statements {
			s := &documents[i].Statements[j]
			if s.Effect == Allow && decision.Outcome == Allowed || !e.applies(s) {
				continue
			}
			decision = Decision{Outcome: Allowed, Document: i, Statement: j, Sid: s.Sid}
			if s.Effect == Deny {
				decision.Outcome = ExplicitlyDenied
				return decision, nil
			}
		}
	}
	return decision, nil
}

// evaluation is a request that meets a document.
type evaluation struct {
	Request
	// variables is false under the old version of the language, in which
	// policy variables are plain text.
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

// applies reports whether a statement speaks of the request.
func (e *evaluation) applies(s *Statement) bool {
	return e.actionMatches(s) && e.resourceMatches(s) && e.principalMatches(s) && s.Conditions.hold(e)
}

// actionMatches: "The prefix and the action name are case insensitive."
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
func (e *evaluation) actionMatches(s *Statement) bool {
	if len(s.NotActions) > 0 {
		return !e.actionIn(s.NotActions)
	}
	return e.actionIn(s.Actions)
}

func (e *evaluation) actionIn(patterns []string) bool {
	for _, text := range patterns {
		if (pattern{text: text}).matchFold(e.Action) {
			return true
		}
	}
	return false
}

// resourceMatches. A statement without resources stands in a trust policy.
func (e *evaluation) resourceMatches(s *Statement) bool {
	if len(s.NotResources) > 0 {
		return !e.resourceIn(s.NotResources)
	}
	return len(s.Resources) == 0 || e.resourceIn(s.Resources)
}

func (e *evaluation) resourceIn(patterns []string) bool {
	for _, text := range patterns {
		if p, resolved := e.resolve(text); resolved && p.matchResource(e.Resource) {
			return true
		}
	}
	return false
}

// principalMatches. A statement without a principal stands in an identity
// policy, and its principal is whoever has it attached.
func (e *evaluation) principalMatches(s *Statement) bool {
	if s.NotPrincipal != nil {
		return !s.NotPrincipal.exempts(e.Principal)
	}
	return s.Principal == nil || s.Principal.admits(e.Principal)
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
	e := &evaluation{Request: r, variables: d.variables()}
	matches := make([]Match, len(d.Statements))
	for i := range d.Statements {
		s := &d.Statements[i]
		matches[i] = Match{
			Statement: i,
			Sid:       s.Sid,
			Effect:    s.Effect,
			Principal: e.principalMatches(s),
			Action:    e.actionMatches(s),
			Resource:  e.resourceMatches(s),
			Failed:    s.Conditions.failed(e),
		}
	}
	return matches, nil
}

// check returns every fault of the documents and the request.
func check(documents []Document, r Request) error {
	var faults fault.List
	r.check(&faults)
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
