package trust

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// warn says why the statement that admits a token would also admit tokens that
// nobody meant to trust.
func (r *Result) warn(document policy.Document, request policy.Request) {
	add := addTo(&r.Warnings)
	s := document.Statements[r.Decision.Statement]
	prefix := r.Issuer.Prefix() + ":"
	issuer := r.Issuer.orDefault()
	subjects := tested(s, prefix+"sub")
	switch {
	case len(subjects) > 0:
	case !testsAny(s, prefix, issuer.binding()):
		add("no-subject", "The statement does not test the subject, so that "+r.everybody()+" may assume the role. Test sub for the "+
			issuer.words.repository+" and the context that you mean.")
	case !testsAny(s, prefix, contextClaims):
		whose := "the " + issuer.words.repository
		if !testsAny(s, prefix, issuer.ofRepository()) {
			whose = "every " + issuer.words.repository + " of the owner"
		}
		add("open-context", "The statement does not test the subject, so that every job of "+whose+" may assume the role, whatever its branch. Test sub.")
	}
	if len(tested(s, prefix+"aud")) == 0 {
		add("no-audience", "The statement does not test the audience: a token that was made for another service is admitted too, if the identity provider lists its audience.")
	}
	for _, pattern := range subjects {
		if like(pattern, r.Subject) {
			r.looseness(pattern, add)
		}
	}
	if len(subjects) > 0 && len(r.Warnings) == 0 {
		r.context(s, request, add)
	}
}

// contextClaims say where a job runs, beside its subject.
var contextClaims = []Claim{ClaimRef, ClaimEnvironment, ClaimJobWorkflowRef, ClaimWorkflow, "build_branch", "ref_protected"}

// ofRepository returns the claims that only one repository's tokens have.
func (i Issuer) ofRepository() []Claim {
	claims := []Claim{ClaimRepository, ClaimRepositoryID, "oidc.circleci.com/project-id"}
	for _, own := range i.identities {
		if !own.owner {
			claims = append(claims, own.claim)
		}
	}
	return claims
}

// binding returns the claims that only the tokens of one repository or of one
// owner have.
func (i Issuer) binding() []Claim {
	claims := append(i.ofRepository(), ClaimRepositoryOwnerID, ClaimEnterpriseID, "organization_slug")
	for _, own := range i.identities {
		claims = append(claims, own.claim)
	}
	return claims
}

// testsAny reports whether a statement tests one of the claims for something.
func testsAny(s policy.Statement, prefix string, claims []Claim) bool {
	return slices.ContainsFunc(claims, func(claim Claim) bool {
		return slices.ContainsFunc(tested(s, prefix+string(claim)), func(value string) bool { return !strings.HasPrefix(value, "*") })
	})
}

// everybody names whom an issuer signs tokens for: all users of the service, or
// those of one organization where the issuer's URL has it.
func (r *Result) everybody() string {
	if r.Issuer.Shared() {
		return "every job of every user of " + r.Issuer.Name()
	}
	return "every job of " + r.Issuer.URL()
}

// looseness explains a pattern that matched and says too little.
func (r *Result) looseness(pattern string, add adder) {
	fixed, open := pattern, strings.IndexAny(pattern, "*?")
	if open >= 0 {
		fixed = pattern[:open] + "*"
	}
	problem, _ := r.Issuer.orDefault().grammar.raw(fixed)
	beginning, _ := strings.CutSuffix(fixed, "*")
	_, circle := r.Issuer.orDefault().grammar.(circleCI)
	switch {
	case isGitHub(r.Issuer) && strings.Contains(repositoryOf(pattern), "@*"):
		add("open-ids", "The subject "+pattern+" leaves the ids open: whoever takes over the names is admitted. Write the ids.")
	case problem != "":
		add("open-subject", "The subject "+pattern+" "+problem+".")
	case circle && strings.Contains(pattern, "/user/*/"):
		add("open-user", "In the subject "+pattern+" the \"*\" for the user matches any \"/\" too, so that a fork's branch can be named like what follows. Write 36 \"?\" for it.")
	case strings.HasSuffix(pattern, "*") && open == len(pattern)-1 && consistsOf(beginning[len(beginning)-1:], letters+digits):
		add("loose-pattern", "The subject "+pattern+" also accepts names that go on with letters. End it in a separator before the \"*\".")
	}
}

// repositoryOf returns the repository in a subject of GitHub's.
func repositoryOf(subject string) string {
	repository, _, _ := strings.Cut(strings.TrimPrefix(subject, "repo:"), ":")
	return repository
}

// context explains a statement that also admits the same repository's jobs in
// the context that anybody can start, when the token is of another one.
func (r *Result) context(s policy.Statement, request policy.Request, add adder) {
	unreviewed, what := "", ""
	switch form := r.Issuer.orDefault().grammar.form(); {
	case isGitHub(r.Issuer):
		unreviewed, what = "repo:"+repositoryOf(r.Subject)+":pull_request", "pull requests, and environments that anybody who can write to the repository makes"
	case len(form.keys) > 0 && form.keys[len(form.keys)-1].name == "run_phase":
		beginning, _, _ := strings.Cut(r.Subject, ":run_phase:")
		unreviewed, what = beginning+":run_phase:plan", "speculative plans, which run for whatever a pull request proposes"
	}
	if unreviewed == "" || unreviewed == r.Subject {
		return
	}
	prefix := r.Issuer.Prefix() + ":"
	request.Context = maps.Clone(request.Context)
	request.Context[prefix+"sub"] = []string{unreviewed}
	delete(request.Context, prefix+string(ClaimEnvironment))
	if _, has := request.Context[prefix+string(ClaimRef)]; has {
		request.Context[prefix+string(ClaimRef)] = []string{"refs/pull/1/merge"}
	}
	if decision, err := policy.New(s).Evaluate(request); err == nil && decision.Allowed() {
		add("open-context", "The statement takes in "+what+" too. Name the context that you mean.")
	}
}

// tested returns the values that a statement wants of a key, by operators that
// no token without the key meets: neither IfExists nor ForAllValues is one.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
func tested(s policy.Statement, key string) []string {
	var values []string
	for operator, keys := range s.Conditions {
		if isNegative(operator) || strings.HasSuffix(operator, "IfExists") || strings.HasPrefix(operator, "ForAllValues:") || operator == "Null" {
			continue
		}
		for name, wanted := range keys {
			if strings.EqualFold(name, key) {
				values = append(values, wanted...)
			}
		}
	}
	slices.Sort(values)
	return values
}
