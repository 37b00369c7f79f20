package audit

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// trial tries tokens on a trust policy. Whether one is admitted, package trust
// decides, by the whole policy.
type trial struct {
	document  policy.Document
	providers map[string]account.Provider
	// found has what was found, by rule and by the statement that admitted.
	found []outcome
	// admits has the statements by which a stranger is admitted: whatever else
	// they admit is part of that.
	admits map[int]bool
	// filled has what patterns may stand for.
	filled map[string][]string
}

// outcome is an attack that succeeded.
type outcome struct {
	rule      string
	statement int
	sid       string
	token     trust.Token
	text      string
	needs     []string // keys of the request that decide
}

// attacks tries every attack on a trust policy. Of an issuer that is no CI
// service known here, it tries strangers alone: what other subjects mean is not
// known. The error is that of a policy
// that IAM would refuse.
func attacks(document policy.Document, providers map[string]account.Provider) ([]outcome, error) {
	t := &trial{document: document, providers: providers, admits: map[int]bool{}, filled: map[string][]string{}}
	list := admissions(document)
	// A refusal would be the same for every token.
	if len(list) > 0 {
		if _, err := trust.Check(document, list[0].token("x", meant)); err != nil {
			return nil, err
		}
	}
	for _, a := range list {
		t.strangers(a)
	}
	list = slices.DeleteFunc(list, func(a admission) bool { return !a.issuer.IsCI() })
	for _, a := range list {
		t.names(a)
		t.contexts(a)
		t.heirs(a)
		t.claims(a)
		t.audiences(a)
		t.tags(a)
	}
	for _, a := range list {
		t.meant(a)
	}
	return t.found, nil
}

// try records an attack that succeeds, once for each statement that admits.
func (t *trial) try(rule string, token trust.Token, text string) bool {
	result, err := trust.Checker{Brief: true}.Check(t.document, token)
	if err != nil || !result.Allowed && !result.Undecided {
		return false
	}
	o := outcome{rule: rule, statement: result.Decision.Statement, sid: result.Decision.Sid, token: token, text: text}
	if result.Undecided {
		whole, err := trust.Check(t.document, token)
		if err != nil || len(whole.Statements) == 0 {
			return false
		}
		o.statement, o.sid, o.needs = whole.Statements[0].Statement, whole.Statements[0].Sid, whole.Needs
	}
	weak := t.admits[o.statement]
	switch {
	case rule == "stranger" || rule == "any-job":
		t.admits[o.statement] = true
	case weak && (rule == "look-alike-owner" || rule == "look-alike-repository" || rule == "whole-owner" || rule == "any-context" ||
		rule == "pull-requests" || rule == "any-branch" || rule == "loose-ref" || rule == "ref-in-environment" || rule == "name-taken-over" ||
		rule == "open-ids" || rule == "missing-claim"):
		return true
	}
	if !slices.ContainsFunc(t.found, func(f outcome) bool { return f.rule == rule && f.statement == o.statement }) {
		t.found = append(t.found, o)
	}
	return true
}

// tryFilled tries what a pattern may stand for, as far as a comparison with the
// pattern says that it is the attack; every one where that is "".
func (t *trial) tryFilled(a admission, pattern, rule, attack string, w who, text string) bool {
	for _, subject := range t.fill(a.issuer, pattern) {
		if attack != "" && a.compare(pattern, subject) != attack {
			continue
		}
		token := a.token(subject, w)
		// Most are not admitted, and whether they are is sooner known.
		if t.admitted(token) && (!isOpen(pattern) || possible(a.issuer, subject)) && t.try(rule, token, text) {
			return true
		}
	}
	return false
}

// admitted reports whether a token is admitted, or may be.
func (t *trial) admitted(token trust.Token) bool {
	result, err := trust.Checker{Brief: true}.Check(t.document, token)
	return err == nil && (result.Allowed || result.Undecided)
}

// fill is filled, once for each pattern.
func (t *trial) fill(issuer trust.Issuer, pattern string) []string {
	key := issuer.URL() + " " + pattern
	all, known := t.filled[key]
	if !known {
		all = filled(issuer, pattern)
		t.filled[key] = all
	}
	return all
}

// strangers tries jobs of anybody: with subjects of their own, and with those
// that a pattern leaves room for.
func (t *trial) strangers(a admission) {
	rule, whose := "stranger", "a repository of anybody"
	switch {
	case !a.issuer.Shared():
		rule, whose = "any-job", "any token of "+a.issuer.URL()
	case !a.issuer.IsCI():
		whose = "anybody with a token of " + a.issuer.URL()
	}
	for _, subject := range strangersOf(a.issuer) {
		token := a.token(subject, stranger)
		if t.try(rule, token, "admits "+whose+", such as "+subject) {
			return
		}
	}
	if a.wantsPerson() {
		for _, subject := range strangersOf(a.issuer) {
			if t.try(rule, a.token(subject, lured), "admits "+whose+" in which a user that it names sets off a job, as by a comment, such as "+subject) {
				return
			}
		}
	}
	for _, pattern := range a.subjects {
		if t.tryFilled(a, pattern, rule, "stranger", stranger, "admits "+whose+", by the subject "+pattern) {
			return
		}
	}
}

// compare says what a subject has that a pattern leaves open: the rule of the
// attack that it is, or "" where owner and repository are the pattern's own.
func (a admission) compare(pattern, subject string) string {
	p, ok := a.issuer.Describe(pattern)
	s, is := a.issuer.Describe(subject)
	switch {
	case !is:
		return ""
	case !ok:
		return "stranger" // the pattern names no owner in the form that subjects have
	}
	_, name, _ := strings.Cut(p.Repository, "/")
	switch {
	case (p.Owner == "" || isOpen(p.Owner)) && s.Owner != "":
		if strings.Trim(cmp.Or(p.Owner, p.Repository), "*?/") != "" {
			return "look-alike-owner"
		}
		return "stranger"
	case p.Owner != s.Owner:
		return "stranger"
	case p.Repository == "" || isOpen(name) && !slices.ContainsFunc(strings.Split(name, "/"), isPartlyOpen):
		return "whole-owner"
	case isOpen(p.Repository):
		return "look-alike-repository"
	case isOpen(p.OwnerID) || isOpen(p.RepositoryID):
		return "open-ids"
	}
	return ""
}

// isPartlyOpen reports whether a name has a wildcard and more.
func isPartlyOpen(name string) bool { return isOpen(name) && strings.Trim(name, "*?") != "" }

// names tries owners, repositories and ids that a pattern leaves room for.
func (t *trial) names(a admission) {
	for _, pattern := range a.subjects {
		if !isOpen(pattern) {
			continue
		}
		for _, rule := range []struct {
			id, text string
			who
		}{
			{"look-alike-owner", "admits other owners", stranger}, {"look-alike-repository", "admits other repositories", sibling},
			{"whole-owner", "admits every repository of the owner", sibling}, {"open-ids", "leaves the ids open", heir},
		} {
			t.tryFilled(a, pattern, rule.id, rule.id, rule.who, rule.text+", by the subject "+pattern)
		}
	}
}

// contexts tries other jobs of the repositories that the statement names.
func (t *trial) contexts(a admission) {
	for _, pattern := range a.subjects {
		d, ok := a.issuer.Describe(pattern)
		if !ok || d.Repository == "" || isOpen(d.Owner) {
			continue
		}
		tried := func(rule, text string, s trust.Subject) bool {
			for _, subject := range inContext(a.issuer, d, s) {
				if t.try(rule, a.token(subject, writer), text) {
					return true
				}
			}
			return false
		}
		name := d.Repository
		open := tried("any-context", "admits every environment of "+name+", also one that any writer makes up in a job", trust.Subject{Environments: []string{attack}})
		if !open {
			tried("pull-requests", "admits pull requests of "+name, trust.Subject{PullRequests: true})
			// Who names the phase means it.
			open = (d.Context == "" || isOpen(d.Context)) &&
				tried("any-context", "admits speculative plans of "+name+", which run for whatever a pull request proposes", trust.Subject{RunPhases: []string{"plan"}})
		}
		if !open && !tried("any-branch", "admits every branch of "+name, trust.Subject{Branches: []string{attack}}) {
			t.loose(a, pattern)
		}
		t.inEnvironment(a, pattern, d)
	}
}

// loose tries a ref or an environment whose name goes on where the pattern
// ends.
func (t *trial) loose(a admission, pattern string) {
	beginning, open := strings.CutSuffix(pattern, "*")
	if !open || beginning == "" || !isLetterOrDigit(beginning[len(beginning)-1]) || isOpen(beginning) {
		return
	}
	t.try("loose-ref", a.token(beginning+"-evil", writer), "admits names that go on, by the subject "+pattern)
}

func isLetterOrDigit(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// inEnvironment tries an environment with a colon in its name, where a wildcard
// for the repository reaches into the context.
func (t *trial) inEnvironment(a admission, pattern string, d trust.Description) {
	if !isOpen(d.Repository) || d.Context == "" || isOpen(d.Context) || !strings.HasPrefix(pattern, "repo:") {
		return
	}
	repository, _, _ := strings.Cut(pattern, ":"+d.Context)
	t.try("ref-in-environment", a.token(concrete(repository)+":environment:"+attack+":"+d.Context, sibling),
		"admits an environment whose name ends in :"+d.Context+", by the subject "+pattern)
}

// heirs tries the same names with other ids: those of whoever has taken over
// the names after a rename or a removal.
func (t *trial) heirs(a admission) {
	if !a.issuer.Shared() || !slices.ContainsFunc(a.issuer.Claims(), func(c trust.Claim) bool { return setBy[c] == theRepository || setBy[c] == theOwner }) {
		return
	}
	for _, pattern := range a.subjects {
		d, ok := a.issuer.Describe(pattern)
		if !ok || d.OwnerID != "" || d.Owner == "" || isOpen(d.Owner) {
			continue
		}
		t.tryFilled(a, pattern, "name-taken-over", "", heir, "admits whoever has the names, by the subject "+pattern)
	}
}

// claims tries tokens without a claim that the statement tests, and with the
// claim of another repository.
func (t *trial) claims(a admission) {
	prefix := a.issuer.Prefix() + ":"
	for _, claim := range append([]trust.Claim{"aud", "sub", "amr"}, a.issuer.Claims()...) {
		operator := vacuous(a.Statement, prefix+string(claim))
		if operator == "" {
			continue
		}
		for _, subject := range a.intended() {
			token := a.token(subject, meant)
			if len(token.Claims[claim]) == 0 {
				continue
			}
			delete(token.Claims, claim)
			if t.try("missing-claim", token, "admits a token without the claim "+string(claim)+", by the operator "+operator) {
				break
			}
		}
	}
	for _, claim := range a.issuer.Claims() {
		if setBy[claim] == theRepository && t.shared(a, claim, wanted(a.Statement, prefix+string(claim))) {
			return
		}
	}
}

// vacuous returns an operator on a key that is met where the key is missing.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
func vacuous(s policy.Statement, key string) string {
	for _, operator := range slices.Sorted(maps.Keys(s.Conditions)) {
		if (strings.HasSuffix(operator, "IfExists") || strings.HasPrefix(operator, "ForAllValues:")) && len(valuesUnder(s.Conditions[operator], key)) > 0 {
			return operator
		}
	}
	return ""
}

// shared tries the ids of several repositories with the subject of one of them.
func (t *trial) shared(a admission, claim trust.Claim, ids []string) bool {
	var repositories, subjects []string
	for _, subject := range a.subjects {
		if d, ok := a.issuer.Describe(subject); ok && !isOpen(d.Repository) && !slices.Contains(repositories, d.Repository) {
			repositories, subjects = append(repositories, d.Repository), append(subjects, subject)
		}
	}
	if len(ids) < 2 || len(subjects) < 2 {
		return false
	}
	token := a.token(concrete(subjects[0]), meant)
	for _, id := range ids[:2] {
		token.Claims[claim] = []string{concrete(id)}
		if result, err := (trust.Checker{Brief: true}).Check(t.document, token); err != nil || !result.Allowed {
			return false
		}
	}
	return t.try("shared-claims", token, "admits "+repositories[0]+" with each of the ids "+strings.Join(ids, ", "))
}

// audiences tries a token that was made for another service, where the
// provider may list its audience.
func (t *trial) audiences(a admission) {
	if len(wanted(a.Statement, a.issuer.Prefix()+":aud")) > 0 {
		return
	}
	audiences, note := []string{"https://example.com/another-service"}, ", if the provider lists it, which the input does not say"
	if provider, known := t.providers[a.provider]; known && provider.Detailed {
		audiences, note = slices.DeleteFunc(slices.Clone(provider.Audiences), func(audience string) bool { return audience == a.audience(meant) }), ", which the provider lists"
	}
	for _, subject := range append(a.intended(), strangersOf(a.issuer)...) {
		for _, audience := range audiences {
			token := a.token(subject, meant)
			token.Claims["aud"] = []string{audience}
			if t.try("foreign-audience", token, "admits a token for the audience "+audience+note) {
				return
			}
		}
	}
}

// tags tries a token that sets session tags.
func (t *trial) tags(a admission) {
	if !slices.ContainsFunc(t.document.Statements, grantsTags) {
		return
	}
	for _, subject := range append(a.intended(), strangersOf(a.issuer)...) {
		token := a.token(subject, meant)
		token.Tags = map[string][]string{"team": {attack}}
		if t.try("session-tags", token, "admits a token that sets session tags") {
			return
		}
	}
}

// grantsTags reports whether a statement lets somebody set session tags.
func grantsTags(s policy.Statement) bool {
	s = policy.Statement{Effect: policy.Allow, Actions: s.Actions, NotActions: s.NotActions, Principal: &policy.Principal{Everyone: true}}
	decision, err := policy.New(s).Evaluate(policy.Request{Action: "sts:TagSession"})
	return err == nil && decision.Allowed()
}

// intended returns the subjects that the statement means.
func (a admission) intended() []string {
	var all []string
	for _, pattern := range a.subjects {
		subject := concrete(pattern)
		if isOpen(pattern) {
			candidates := filled(a.issuer, pattern)
			if i := slices.IndexFunc(candidates, func(candidate string) bool { return possible(a.issuer, candidate) }); i >= 0 {
				subject = candidates[i]
			}
		}
		all = append(all, subject)
	}
	return all
}

// meant tries the jobs that the statement means. Where it names several, one
// that is admitted shows that it works.
func (t *trial) meant(a admission) {
	why := ""
	intended := a.intended()
	if len(intended) == 0 {
		intended = strangersOf(a.issuer)[:1]
	}
	for _, s := range t.document.Statements {
		if s.Effect == policy.Deny { // which may except the jobs that are meant
			intended = append(intended, valuesOf(s, a.issuer.Prefix()+":sub")...)
		}
	}
	for _, subject := range intended {
		result, err := trust.Check(t.document, a.token(concrete(subject), meant))
		if err == nil && result.Allowed {
			if refused, is := t.bareColon(a, subject); is {
				result = refused
			}
		}
		if err != nil || result.Allowed || result.Undecided {
			return
		}
		if why == "" && len(result.Causes) > 0 {
			why = result.Causes[0].Text
		}
	}
	t.found = append(t.found, outcome{rule: "never-admitted", statement: a.index, sid: a.Sid, text: strings.TrimSpace("refuses every job that it means. " + why)})
}

// bareColon checks the job of an environment whose name a subject writes with the
// colon that it has, where GitHub writes "%3A". It returns the result where that
// is why the job is refused, and not of a subject that was customized, whose
// claims have colons between them. GitHub Enterprise Server writes the colon
// before version 3.19, so that its jobs are admitted.
//
// https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
func (t *trial) bareColon(a admission, subject string) (trust.Result, bool) {
	d, ok := a.issuer.Describe(subject)
	name, is := strings.CutPrefix(d.Context, "environment:")
	if !ok || !is || !strings.Contains(name, ":") || strings.HasPrefix(a.issuer.Text(), "github-enterprise-server:") {
		return trust.Result{}, false
	}
	refused := func(environment, cause string) (trust.Result, bool) {
		for _, written := range inContext(a.issuer, d, trust.Subject{Environments: []string{environment}}) {
			result, err := trust.Check(t.document, a.token(written, meant))
			if err == nil && !result.Allowed && slices.ContainsFunc(result.Causes, func(c trust.Cause) bool { return c.ID == cause }) {
				return result, true
			}
		}
		return trust.Result{}, false
	}
	if _, customized := refused(attack, "customized"); customized {
		return trust.Result{}, false
	}
	return refused(concrete(name), "colon")
}
