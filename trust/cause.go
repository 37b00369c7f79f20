package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// Cause is a likely reason for a refusal, or for a warning.
type Cause struct {
	// ID is stable, in kebab case.
	//
	// Of the subject: "case", "colon", "characters", "space", "braces",
	// "immutable-form", "plain-form", "ids", "owner", "repository", "environment",
	// "ref", "pull-request", "merge-queue", "run-phase", "user", "origin", "commit",
	// "step", "no-context", "customized", "form", "wildcard", "two-operators",
	// "subject".
	//
	// Of the rest: "issuer", "principal", "action", "placeholder", "deployment",
	// "key-prefix", "no-key", "request-key", "missing", "audience", "claim", "tags",
	// "source-identity", "denied".
	//
	// Of a warning: "no-subject", "no-audience", "open-subject", "open-context",
	// "open-ids", "open-user", "loose-pattern".
	ID string
	// Text is a sentence or two: what differs, and what to do.
	Text string
}

// adder adds a cause, once.
type adder func(id, text string)

func addTo(list *[]Cause) adder {
	return func(id, text string) {
		if cause := (Cause{ID: id, Text: text}); !slices.Contains(*list, cause) {
			*list = append(*list, cause)
		}
	}
}

// explain finds the nearest subject and the causes of a refusal.
func (r *Result) explain(document policy.Document) {
	prefix := r.Issuer.Prefix()
	add := addTo(&r.Causes)
	if len(r.Causes) > 0 {
		return // it asked for more than the role
	}
	if r.Decision.Outcome == policy.ExplicitlyDenied {
		add("denied", "A statement with the effect Deny refuses the token, whatever others allow.")
	}
	principal(document, r.Issuer, add)
	r.action(document, add)
	nearest := r.nearest(document, prefix+":sub")
	r.Nearest = policy.ShowUnknown(nearest)
	for _, m := range r.Statements {
		subjects := failedSubjects(m, prefix+":sub")
		wanted := slices.ContainsFunc(subjects, func(f policy.FailedCondition) bool { return slices.Contains(f.Want, nearest) })
		if !m.Principal || !m.Action || nearest != "" && !wanted || nearest == "" && len(subjects) > 0 {
			continue // another statement comes nearer to admitting the token
		}
		for _, f := range m.Failed {
			r.condition(f, add)
		}
		twoOperators(document.Statements[m.Statement], len(subjects), prefix+":sub", add)
	}
}

// principal explains why no principal of the policy is the token's issuer.
func principal(document policy.Document, issuer Issuer, add adder) {
	names := federated(document)
	if slices.ContainsFunc(names, func(arn string) bool { return isProviderOf(arn, issuer) }) {
		return
	}
	for _, name := range names {
		switch {
		case placeholder.MatchString(name):
			add("placeholder", "The principal "+name+" has a placeholder that nobody has filled in, so that it is no provider.")
			return
		case name == issuer.Prefix(), strings.HasSuffix(name, "/"+issuer.Prefix()):
			add("principal", "The principal "+name+" is not the ARN of an identity provider. Write it as "+issuer.ProviderARN("aws", "ACCOUNT_ID")+".")
			return
		}
	}
	trusted := "no identity provider"
	if len(names) > 0 {
		trusted = strings.Join(names, ", ")
	}
	add("issuer", "The token comes from "+issuer.URL()+", and the policy trusts "+trusted+".")
}

// action explains statements that trust the issuer and grant something else.
func (r *Result) action(document policy.Document, add adder) {
	for _, m := range r.Statements {
		if m.Effect == policy.Allow && m.Principal && m.Action {
			return
		}
	}
	for _, m := range r.Statements {
		if m.Effect == policy.Allow && m.Principal && !m.Action {
			add("action", "Statement "+statementName(m.Statement, m.Sid)+" grants "+granted(document.Statements[m.Statement])+", and a token needs "+assume+".")
		}
	}
}

func granted(s policy.Statement) string {
	if len(s.NotActions) > 0 {
		return "all actions except " + strings.Join(s.NotActions, ", ")
	}
	return strings.Join(s.Actions, ", ")
}

// failedSubjects returns the positive tests of the subject that failed.
func failedSubjects(m policy.Match, key string) []policy.FailedCondition {
	return slices.DeleteFunc(slices.Clone(m.Failed), func(f policy.FailedCondition) bool {
		return !strings.EqualFold(f.Key, key) || isNegative(f.Operator)
	})
}

// placeholder matches what people leave in a policy that they copied. Of what
// stands between "${" and "}", a policy variable has a colon in its name.
var placeholder = lazyregexp.New(`\$\{[A-Za-z_][^}:]*\}|\{\{[^}]*\}\}|<[^<>]+>|\$[A-Z][A-Z_]+|%[A-Z][A-Z_]+%` +
	`|\b(YOUR|MY)[-_ ]?[A-Z][A-Z_-]*|\b(AWS_)?ACCOUNT[-_]?(ID|NUMBER)\b|\b[A-Z_]+_HERE\b|__[A-Z_]+__` +
	`|\b(ORG|ORGANIZATION|OWNER|REPO|REPOSITORY|GROUP|PROJECT|PIPELINE|WORKSPACE|BRANCH|USERNAME)([-_](NAME|SLUG|ID|UUID))?\b|\b[Xx]{4,}\b|#{3,}`)

// condition adds the causes of one condition that failed.
func (r *Result) condition(f policy.FailedCondition, add adder) {
	prefix, claim := cutLast(f.Key, ":")
	unfilled := slices.IndexFunc(f.Want, placeholder.MatchString)
	switch {
	case atDeployment(f.Key):
		add("deployment", "The deployment decides whether the statement is there: "+f.Key+" must be "+strings.Join(f.Want, " or ")+". Give the parameters that decide.")
	case slices.ContainsFunc(f.Want, atDeployment):
		add("deployment", "A value of "+f.Key+" is known only at deployment, so that it can't be compared here.")
	case isOfRequest(f.Key) && isNeverSent(f.Key):
		add("request-key", "AWS sends no "+f.Key+" when a token assumes a role, so that no token meets this condition. Take it out of the policy.")
	case isOfRequest(f.Key):
		return // nobody said what the request has
	case !strings.EqualFold(prefix, r.Issuer.Prefix()):
		add("key-prefix", "The policy tests keys that begin with "+prefix+", and those of the token's issuer begin with "+r.Issuer.Prefix()+", so that the conditions can't match.")
	case unfilled >= 0:
		add("placeholder", "The policy wants "+f.Want[unfilled]+", which has a placeholder that nobody has filled in.")
	case strings.EqualFold(claim, "sub"):
		r.subject(f, add)
	case strings.EqualFold(claim, "aud"):
		audience(f, r.Issuer, add)
	case !f.Present && !slices.Contains(r.Issuer.Claims(), Claim(claim)) && claim != "amr":
		add("no-key", "AWS has no condition key for the claim "+claim+" of "+r.Issuer.Name()+", so that no token meets this condition. Take it out of the policy.")
	case !f.Present:
		add("missing", "The token has no claim "+claim+"."+missing[Claim(claim)])
	case isIdentity(r.Issuer, Claim(claim)):
		add("ids", "The claim "+claim+" is "+strings.Join(f.Got, ", ")+": another "+r.Issuer.orDefault().words.repository+" or owner than the policy means has this name now, or the number in the policy is wrong.")
	case foldsTo(f.Want, f.Got):
		add("case", "The claim "+claim+" differs in case only, and IAM compares with case.")
	case isNegative(f.Operator):
		add("claim", "The claim "+claim+" is "+strings.Join(f.Got, ", ")+", which the policy leaves out.")
	default:
		add("claim", "The claim "+claim+" is "+strings.Join(f.Got, ", ")+", and the policy wants "+strings.Join(f.Want, " or ")+".")
	}
}

// isIdentity reports whether a claim belongs to one repository or owner.
func isIdentity(issuer Issuer, claim Claim) bool {
	return claim == ClaimRepositoryID || claim == ClaimRepositoryOwnerID ||
		slices.ContainsFunc(issuer.orDefault().identities, func(own identity) bool { return own.claim == claim })
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
func audience(f policy.FailedCondition, issuer Issuer, add adder) {
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
func twoOperators(s policy.Statement, failed int, key string, add adder) {
	if operators := positive(s, key); failed > 0 && failed < len(operators) {
		add("two-operators", "One statement tests sub with "+strings.Join(operators, " and ")+", and a token must meet both. Put them into two statements.")
	}
}

// subject explains why the subject is none of those wanted.
func (r *Result) subject(f policy.FailedCondition, add adder) {
	got := r.Subject
	want, found := nearestOf(f.Want, got)
	switch {
	case isNegative(f.Operator):
		text := "The subject is one of those that the statement leaves out."
		if isGitHub(r.Issuer) {
			text += " If it is of an environment with a colon in its name, name the repository in the policy: patterns for a whole owner leave such environments out."
		}
		add("subject", text)
	case !f.Present:
		add("missing", "The token has no sub claim.")
	case !found:
		add("subject", "The policy accepts no subject at all.")
	case baseOperator(f.Operator) == "StringEquals" && strings.ContainsAny(want, "*?") && like(want, got):
		add("wildcard", "StringEquals takes the wildcard in "+want+" for a plain character. Use StringLike.")
	case isGitHub(r.Issuer) && hasIDs(got) && hasIDs(want) && like(withoutIDs(want), withoutIDs(got)):
		add("ids", "The names are those that the policy trusts, the ids are not: another owner or repository has taken the names, or the ids in the policy are wrong.")
	case r.spelling(got, want, add):
	case isGitHub(r.Issuer):
		r.gitHubParts(got, want, add)
	default:
		r.otherParts(got, want, add)
	}
}

// baseOperator returns an operator without its set operator and IfExists.
func baseOperator(operator string) string {
	_, operator = cutLast(operator, ":")
	return strings.TrimSuffix(operator, "IfExists")
}

// cutLast splits a text at the last separator.
func cutLast(text, separator string) (before, after string) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return "", text
	}
	return text[:i], text[i+len(separator):]
}
