package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/intrinsic"
	"github.com/cipublisher/cipublisher/policy"
)

// Cause is a likely reason for a refusal.
type Cause struct {
	// ID is stable, in kebab case: "case", "colon", "immutable-form",
	// "plain-form", "space", "environment", "ref", "pull-request", "repository",
	// "owner", "ids", "wildcard", "two-operators", "audience", "claim", "issuer",
	// "key-prefix", "no-key", "missing", "deployment", "denied", "subject".
	ID string
	// Text is a sentence or two: what differs, and what to do.
	Text string
}

// explain finds the nearest subject and the causes of a refusal.
func (r *Result) explain(document policy.Document) {
	prefix := r.Issuer.Prefix()
	add := func(id, text string) {
		if !slices.ContainsFunc(r.Causes, func(c Cause) bool { return c.ID == id && c.Text == text }) {
			r.Causes = append(r.Causes, Cause{ID: id, Text: text})
		}
	}
	if r.Decision.Outcome == policy.ExplicitlyDenied {
		add("denied", "A statement with the effect Deny refuses the token, whatever others allow.")
	}
	if names := federated(document); !slices.ContainsFunc(names, func(arn string) bool { return isProviderOf(arn, r.Issuer) || opaque(arn) }) {
		trusted := "no identity provider"
		if len(names) > 0 {
			trusted = strings.Join(names, ", ")
		}
		add("issuer", "The token comes from "+r.Issuer.URL()+", and the policy trusts "+trusted+".")
	}
	r.Nearest = r.nearest(document, prefix+":sub")
	for _, m := range r.Statements {
		subjects := failedSubjects(m, prefix+":sub")
		wanted := slices.ContainsFunc(subjects, func(f policy.FailedCondition) bool { return slices.Contains(f.Want, r.Nearest) })
		if !m.Principal || r.Nearest != "" && !wanted || r.Nearest == "" && len(subjects) > 0 {
			continue // another statement comes nearer to admitting the token
		}
		for _, f := range m.Failed {
			r.condition(f, add)
		}
		twoOperators(document.Statements[m.Statement], len(subjects), prefix+":sub", add)
	}
}

// failedSubjects returns the positive tests of the subject that failed.
func failedSubjects(m policy.Match, key string) []policy.FailedCondition {
	return slices.DeleteFunc(slices.Clone(m.Failed), func(f policy.FailedCondition) bool {
		return f.Key != key || isNegative(f.Operator)
	})
}

// condition adds the causes of one condition that failed.
func (r *Result) condition(f policy.FailedCondition, add func(id, text string)) {
	prefix, claim := cutLast(f.Key, ":")
	switch {
	case slices.ContainsFunc(f.Want, func(w string) bool { return strings.Contains(w, intrinsic.Open) || policy.HasToken(w) }):
		add("deployment", "A value of "+f.Key+" is known only at deployment, so that it can't be compared here.")
	case prefix == "aws" || prefix == "sts" || prefix == "":
		return
	case !strings.EqualFold(prefix, r.Issuer.Prefix()):
		add("key-prefix", "The policy tests keys that begin with "+prefix+", and those of the token's issuer begin with "+r.Issuer.Prefix()+", so that the conditions can't match.")
	case claim == "sub":
		r.subject(f, add)
	case claim == "aud":
		audience(f, r.Issuer, add)
	case !f.Present && !slices.Contains(r.Issuer.Claims(), Claim(claim)) && claim != "amr":
		add("no-key", "AWS has no condition key for the claim "+claim+" of "+r.Issuer.Name()+", so that no token meets this condition. Take it out of the policy.")
	case !f.Present:
		add("missing", "The token has no claim "+claim+"."+missing[Claim(claim)])
	case claim == string(ClaimRepositoryID) || claim == string(ClaimRepositoryOwnerID):
		add("ids", "The claim "+claim+" is "+strings.Join(f.Got, ", ")+": another repository or owner than the policy means has this name now, or the number in the policy is wrong.")
	case foldsTo(f.Want, f.Got):
		add("case", "The claim "+claim+" differs in case only, and IAM compares with case.")
	case isNegative(f.Operator):
		add("claim", "The claim "+claim+" is "+strings.Join(f.Got, ", ")+", which the policy leaves out.")
	default:
		add("claim", "The claim "+claim+" is "+strings.Join(f.Got, ", ")+", and the policy wants "+strings.Join(f.Want, " or ")+".")
	}
}

// missing says why a token may lack a claim.
var missing = map[Claim]string{
	ClaimEnvironment:  " The job names no environment.",
	ClaimEnterpriseID: " The repository's owner is in no enterprise.",
}

func foldsTo(want, got []string) bool {
	for _, w := range want {
		for _, g := range got {
			if like(strings.ToLower(w), strings.ToLower(g)) {
				return true
			}
		}
	}
	return false
}

// audience explains a foreign aud.
func audience(f policy.FailedCondition, issuer Issuer, add func(id, text string)) {
	switch {
	case !f.Present:
		add("audience", "The token has no aud claim.")
	case len(f.Got) > 1:
		add("audience", "The token has several audiences, and the policy compares with one. Ask for a token for "+strings.Join(f.Want, " or ")+" alone.")
	case isGitHub(issuer) && strings.HasPrefix(f.Got[0], "https://"):
		add("audience", "The audience is GitHub's default, which a token has when nobody asks for another. Ask for "+strings.Join(f.Want, " or ")+
			": aws-actions/configure-aws-credentials does, unless its input audience says otherwise.")
	default:
		add("audience", "The token was made for "+strings.Join(f.Got, ", ")+", and the policy wants "+strings.Join(f.Want, " or ")+". Make the job ask for that audience, or change the policy.")
	}
}

func isGitHub(i Issuer) bool {
	_, ok := i.orDefault().grammar.(gitHub)
	return ok
}

// twoOperators explains two positive tests of the subject in one statement,
// of which the token meets some.
func twoOperators(s policy.Statement, failed int, key string, add func(id, text string)) {
	if operators := positive(s, key); failed > 0 && failed < len(operators) {
		add("two-operators", "One statement tests sub with "+strings.Join(operators, " and ")+", and a token must meet both. Put them into two statements.")
	}
}

// difference is one way in which a subject and a pattern can be made equal.
type difference struct {
	id            string
	subject, want func(string) string
	text          string
}

func same(s string) string { return s }

func colons(s string) string {
	return strings.NewReplacer("%3A", ":", "%3a", ":").Replace(s)
}

// differences are tried alone, then together.
var differences = []difference{
	{"case", strings.ToLower, strings.ToLower,
		"The subjects differ in case, and IAM compares with case. Write owner, repository, branch and environment as GitHub shows them."},
	{"colon", colons, colons,
		"The subjects differ in how a colon is written: in a value of the subject GitHub writes it as %3A."},
	{"immutable-form", withoutIDs, same,
		"The token has the immutable subject, with the ids of owner and repository, and the policy the plain one. A repository sends one or the other; write the ids into the policy."},
	{"plain-form", same, withoutIDs,
		"The token has the plain subject, and the policy the immutable one, with ids. Turn immutable subjects on for the repository, or accept both forms while it migrates."},
	{"space", strings.TrimSpace, strings.TrimSpace, "The subjects differ in a space at the beginning or end."},
}

// withoutIDs takes the ids out of "repo:OWNER@ID/NAME@ID:CONTEXT".
func withoutIDs(subject string) string {
	rest, ok := strings.CutPrefix(subject, "repo:")
	if !ok {
		return subject
	}
	repository, context, found := strings.Cut(rest, ":")
	parts := strings.Split(repository, "/")
	for i, part := range parts {
		name, id, has := strings.Cut(part, "@")
		if has && isNumber(id) {
			parts[i] = name
		}
	}
	subject = "repo:" + strings.Join(parts, "/")
	if found {
		subject += ":" + context
	}
	return subject
}

func hasIDs(subject string) bool { return withoutIDs(subject) != subject }

// subject explains why the subject is none of those wanted.
func (r *Result) subject(f policy.FailedCondition, add func(id, text string)) {
	if isNegative(f.Operator) {
		add("subject", "The subject is one of those that the statement leaves out. If it is of an environment with a colon in its name, name the repository in the policy: patterns for a whole owner leave such environments out.")
		return
	}
	if !f.Present {
		add("missing", "The token has no sub claim.")
		return
	}
	got := r.Subject
	want, found := nearestOf(f.Want, got)
	if !found {
		return
	}
	if f.Operator == "StringEquals" && strings.ContainsAny(want, "*?") && like(want, got) {
		add("wildcard", "StringEquals takes the wildcard in "+want+" for a plain character. Use StringLike.")
		return
	}
	if hasIDs(got) && hasIDs(want) && like(withoutIDs(want), withoutIDs(got)) {
		add("ids", "The names are those that the policy trusts, the ids are not: another owner or repository has taken the names, or the ids in the policy are wrong.")
		return
	}
	if found := whatDiffers(got, want); found != nil {
		for _, d := range found {
			add(d.id, d.text)
		}
		return
	}
	r.parts(got, want, add)
}

// whatDiffers returns the fewest differences that make the subject match.
func whatDiffers(got, want string) []difference {
	var best []difference
	for set := 1; set < 1<<len(differences); set++ {
		var chosen []difference
		g, w := got, want
		for i, d := range differences {
			if set>>i&1 == 1 {
				chosen = append(chosen, d)
				g, w = d.subject(g), d.want(w)
			}
		}
		if (best == nil || len(chosen) < len(best)) && like(w, g) {
			best = chosen
		}
	}
	return best
}

// parts compares GitHub's subjects part by part.
func (r *Result) parts(got, want string, add func(id, text string)) {
	g, ok1 := split(got)
	w, ok2 := split(want)
	if !isGitHub(r.Issuer) || !ok1 || !ok2 {
		return
	}
	switch {
	case !strings.EqualFold(g.owner, w.owner):
		add("owner", "The token is of a repository of "+g.owner+", and the policy trusts "+w.owner+".")
		return
	case !like(strings.ToLower(w.name), strings.ToLower(g.name)):
		add("repository", "The token is of the repository "+g.owner+"/"+g.name+", and the policy trusts "+w.owner+"/"+w.name+".")
	case g.ids && !w.ids:
		add("immutable-form", textOf("immutable-form"))
	case w.ids && !g.ids:
		add("plain-form", textOf("plain-form"))
	}
	if like(strings.ToLower(w.context()), strings.ToLower(g.context())) {
		return
	}
	switch {
	case g.kind == "environment" && w.kind == "environment":
		add("environment", "The job names the environment "+g.value+", and the policy trusts "+w.value+".")
	case g.kind == "environment":
		add("environment", "The job names the environment "+g.value+", so that its subject holds that and neither ref nor pull request. Trust the environment, or leave it out of the job.")
	case w.kind == "environment":
		add("environment", "The policy trusts the environment "+w.value+", and the job names none. Write \"environment: "+w.value+"\" in the job.")
	case g.kind == "pull_request":
		add("pull-request", "A pull request started the job, so that its subject holds that and not a ref. Publish after the merge, or trust pull requests.")
	case w.kind == "pull_request":
		add("pull-request", "The policy trusts pull requests, and something else started the job.")
	default:
		add("ref", "The job runs on "+g.value+", and the policy trusts "+w.value+".")
	}
}

func textOf(id string) string {
	return differences[slices.IndexFunc(differences, func(d difference) bool { return d.id == id })].text
}

// parts of "repo:OWNER@ID/NAME@ID:KIND:VALUE".
type parts struct {
	owner, ownerID, name, kind, value string
	ids                               bool
}

func (p parts) context() string { return p.kind + ":" + p.value }

func split(subject string) (p parts, ok bool) {
	plain, ok := strings.CutPrefix(withoutIDs(subject), "repo:")
	repository, context, _ := strings.Cut(plain, ":")
	p.owner, p.name, _ = strings.Cut(repository, "/")
	p.kind, p.value, _ = strings.Cut(context, ":")
	p.ids = hasIDs(subject)
	before, _, _ := strings.Cut(subject, "/")
	_, p.ownerID, _ = strings.Cut(before, "@")
	return p, ok
}

// nearest returns the wanted subject most like the token's; empty when a
// statement accepts the token's subject.
func (r *Result) nearest(document policy.Document, key string) string {
	var wanted []string
	for _, m := range r.Statements {
		if m.Effect != policy.Allow || !m.Principal || len(positive(document.Statements[m.Statement], key)) == 0 {
			continue
		}
		failed := failedSubjects(m, key)
		if len(failed) == 0 {
			return ""
		}
		for _, f := range failed {
			wanted = append(wanted, f.Want...)
		}
	}
	slices.Sort(wanted)
	near, _ := nearestOf(wanted, r.Subject)
	return near
}

// positive returns the operators with which a statement tests a key for what
// it names, sorted.
func positive(s policy.Statement, key string) []string {
	var operators []string
	for operator, keys := range s.Conditions {
		if len(keys[key]) > 0 && !isNegative(operator) && operator != "Null" {
			operators = append(operators, operator)
		}
	}
	slices.Sort(operators)
	return operators
}

// isNegative reports whether an operator holds for what it does not name.
func isNegative(operator string) bool { return strings.Contains(operator, "Not") }

// nearestOf returns the pattern at the least distance.
func nearestOf(patterns []string, subject string) (string, bool) {
	best, found := "", false
	least := 0
	for _, p := range patterns {
		d := distance(withoutIDs(p), withoutIDs(subject))
		// At the same distance, the form of the token is nearer.
		d = 2 * d
		if strings.Contains(p, "@") != strings.Contains(subject, "@") {
			d++
		}
		if !found || d < least {
			best, least, found = p, d, true
		}
	}
	return best, found
}

// distance is how many characters must change for a text to match a pattern,
// regardless of case; a "*" takes any number of characters. It looks at the
// first thousand: its time grows with the product of the lengths, and whoever
// made the token chose one.
func distance(pattern, text string) int {
	const most = 1000
	text, _ = cut(text, most)
	pattern, _ = cut(pattern, most)
	t := []rune(strings.ToLower(text))
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for _, c := range strings.ToLower(pattern) {
		diagonal := row[0]
		if c != '*' {
			row[0]++
		}
		for j := range t {
			above := row[j+1]
			switch {
			case c == '*':
				row[j+1] = min(above, row[j])
			case c == t[j] || c == '?':
				row[j+1] = diagonal
			default:
				row[j+1] = 1 + min(diagonal, above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(t)]
}

// like reports whether StringLike holds, as policy evaluates it.
func like(pattern, text string) bool {
	const key = "trust:text"
	statement := policy.Statement{
		Effect: policy.Allow, Actions: []string{assume},
		Conditions: policy.Conditions{"StringLike": {key: {pattern}}},
	}
	decision, err := policy.New(statement).Evaluate(policy.Request{Action: assume, Context: policy.Context{key: {text}}})
	return err == nil && decision.Allowed()
}

// cutLast splits a text at the last separator.
func cutLast(text, separator string) (before, after string) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return "", text
	}
	return text[:i], text[i+len(separator):]
}
