package trust

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
)

// Claim is the name of a claim in a token.
type Claim string

// The claims of GitHub's tokens that AWS has condition keys for.
//
// https://docs.github.com/en/actions/reference/security/oidc#oidc-token-claims
const (
	// ClaimActor is the account that started the run, such as "octocat".
	ClaimActor Claim = "actor"
	// ClaimActorID is the number of that account.
	ClaimActorID Claim = "actor_id"
	// ClaimEnterpriseID is the number of the enterprise.
	ClaimEnterpriseID Claim = "enterprise_id"
	// ClaimEnvironment is the environment that the job names.
	ClaimEnvironment Claim = "environment"
	// ClaimJobWorkflowRef is the reusable workflow that the job is in, such as
	// "acme/ci/.github/workflows/release.yml@refs/heads/main".
	ClaimJobWorkflowRef Claim = "job_workflow_ref"
	// ClaimRef is the git ref that started the run, such as "refs/heads/main".
	ClaimRef Claim = "ref"
	// ClaimRepository is "OWNER/NAME".
	ClaimRepository Claim = "repository"
	// ClaimRepositoryID is the number of the repository, which outlives renames
	// and is never given to another.
	ClaimRepositoryID Claim = "repository_id"
	// ClaimRepositoryOwnerID is the number of the repository's owner.
	ClaimRepositoryOwnerID Claim = "repository_owner_id"
	// ClaimWorkflow is the name of the workflow.
	ClaimWorkflow Claim = "workflow"
)

// Claims are further conditions on a token: each claim must have one of its
// values. A value may end in "*" where the claim is text.
type Claims map[Claim][]string

// claimRule is what is known of the values of a claim.
type claimRule struct {
	// problem says why a literal value can't be one; empty when it can.
	problem func(value string) string
	// pattern allows "*" at the end.
	pattern bool
	remedy  string
}

func isNumber(value string) bool {
	return consistsOf(value, digits) && value[0] != '0' && len(value) <= 20
}

func number(value string) string {
	if isNumber(value) {
		return ""
	}
	return "is not a number"
}

func anyText(string) string { return "" }

// claimRules has the claims whose values have a known form. Claims without a
// row take any text.
var claimRules = map[Claim]claimRule{
	ClaimActor: {problem: func(v string) string {
		if consistsOf(strings.TrimSuffix(v, "[bot]"), letters+digits+"-_") {
			return ""
		}
		return "is not the name of an account"
	}, remedy: `write it as GitHub shows it, such as "octocat" or "dependabot[bot]"`},
	ClaimActorID:           {problem: number, remedy: "write the number that https://api.github.com/users/NAME gives as id"},
	ClaimEnterpriseID:      {problem: number, remedy: "write the number of the enterprise"},
	ClaimRepositoryID:      {problem: number, remedy: "write the number that `gh api repos/OWNER/NAME --jq .id` prints"},
	ClaimRepositoryOwnerID: {problem: number, remedy: "write the number that `gh api users/OWNER --jq .id` prints"},
	ClaimRef: {problem: func(v string) string {
		for _, root := range []string{"refs/heads/", "refs/tags/", "refs/pull/"} {
			if name, ok := strings.CutPrefix(v, root); ok {
				return refProblem(name)
			}
		}
		return "is not a full git ref"
	}, pattern: true, remedy: `write it as "refs/heads/main" or "refs/tags/v1"`},
	ClaimRepository: {problem: func(v string) string {
		owner, name, ok := strings.Cut(v, "/")
		if ok && ownerProblem(owner) == "" && nameProblem(name) == "" {
			return ""
		}
		return "is not OWNER/NAME"
	}, remedy: `write it as "acme/app"`},
	ClaimJobWorkflowRef: {problem: func(v string) string {
		owner, rest, ok := strings.Cut(v, "/")
		name, file, ok2 := strings.Cut(rest, "/")
		if ok && ok2 && ownerProblem(owner) == "" && nameProblem(name) == "" && strings.HasPrefix(file, ".github/workflows/") {
			return ""
		}
		return "does not begin with a repository and its workflow folder"
	}, pattern: true, remedy: `write it as "acme/ci/.github/workflows/release.yml@refs/heads/main"`},
	ClaimEnvironment: {problem: environmentProblem, pattern: true, remedy: "write the environment's name"},
	ClaimWorkflow:    {problem: anyText, pattern: true},
}

// checkClaims adds the faults of the claims of the subject at the option path.
// What looked for claims and found none must not pass for "any token".
func (b *builder) checkClaims(at place, claims Claims) {
	if claims != nil && len(claims) == 0 {
		b.faults.Add(at.String()+".Claims", "", "is empty", "name a claim, or leave it unset")
	}
	for _, claim := range claims.sorted() {
		option := at.of("Claims." + string(claim))
		if !slices.Contains(b.issuer.claims, claim) {
			b.unknownClaim(option, claim, claims[claim])
			continue
		}
		if len(claims[claim]) == 0 {
			b.faults.Add(option.String(), "", "has no value", "give it a value or leave the claim out")
		}
		rule, known := claimRules[claim]
		if !known {
			rule = claimRule{problem: anyText, pattern: true}
		}
		for _, value := range claims[claim] {
			b.checkClaim(option, value, rule)
		}
	}
}

func (b *builder) unknownClaim(option place, claim Claim, values []string) {
	value := strings.Join(values, ", ")
	switch {
	case claim == "sub":
		b.faults.Add(option.String(), value, "is what the repositories and refs of a subject are for", "use {Subjects[0].Raw} for a subject of another form")
	case claim == "aud":
		b.faults.Add(option.String(), value, "is always tested", "use {Audience} to change it")
	case len(b.issuer.claims) == 0:
		b.faults.Add(option.String(), value, "can't be tested: AWS has no condition key for any claim of "+b.issuer.name+" but aud and sub", "leave it out")
	default:
		b.faults.Add(option.String(), value, "can't be tested: AWS has no condition key for this claim of "+b.issuer.name+", so the condition would never match",
			"use one of "+joinClaims(b.issuer.claims))
	}
}

func joinClaims(claims []Claim) string {
	names := make([]string, len(claims))
	for i, c := range claims {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}

func (b *builder) checkClaim(option place, value string, rule claimRule) {
	literal := token.Without(value)
	if !rule.pattern && strings.Contains(literal, "*") {
		b.faults.Add(option.String(), value, "has a wildcard, and this claim names one thing", rule.remedy)
		return
	}
	fixed, pattern, ok := b.pattern(option, value)
	if !ok || token.In(value) {
		return
	}
	if pattern && fixed == "" {
		b.faults.Add(option.String(), value, "tests nothing", "leave the claim out or give it a beginning")
		return
	}
	if pattern {
		// A beginning is well formed when some continuation of it is.
		fixed += "x"
	}
	if problem := rule.problem(fixed); problem != "" {
		b.faults.Add(option.String(), value, problem, rule.remedy)
	}
}

// with returns the claims and a further one, unless they have it.
func (c Claims) with(more claimValue) Claims {
	if c[more.claim] != nil {
		return c
	}
	all := maps.Clone(c)
	all[more.claim] = []string{more.value}
	return all
}

// sorted returns the claims in alphabetical order.
func (c Claims) sorted() []Claim {
	all := make([]Claim, 0, len(c))
	for claim := range c {
		all = append(all, claim)
	}
	slices.Sort(all)
	return all
}

// key returns a text that is equal for equal conditions.
func (c Claims) key() string {
	if len(c) == 0 {
		return ""
	}
	var b []byte
	for _, claim := range c.sorted() {
		b = append(b, claim...)
		for _, v := range c[claim] {
			b = append(append(b, '\x00'), v...)
		}
		b = append(b, '\x01')
	}
	return string(b)
}
