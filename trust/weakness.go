package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// warn says why the statement that admits a token would also admit tokens that
// nobody meant to trust.
func (r *Result) warn(document policy.Document) {
	add := addTo(&r.Warnings)
	s := document.Statements[r.Decision.Statement]
	prefix := r.Issuer.Prefix()
	subjects := tested(s, prefix+":sub")
	if len(subjects) == 0 {
		add("no-subject", "The statement does not test the subject, so that "+r.everybody()+" may assume the role. Test sub for the "+
			r.Issuer.orDefault().words.repository+" and the context that you mean.")
	}
	if len(tested(s, prefix+":aud")) == 0 {
		add("no-audience", "The statement does not test the audience: a token that was made for another service is admitted too, if the identity provider lists its audience.")
	}
	for _, pattern := range subjects {
		if like(pattern, r.Subject) {
			r.looseness(pattern, add)
		}
	}
}

// everybody names whom an issuer signs tokens for: all users of the service, or
// those of one organization where the issuer's URL has it.
func (r *Result) everybody() string {
	if url := r.Issuer.URL(); slices.Contains([]string{GitHub().URL(), GitLab().URL(), Terraform().URL(), Buildkite().URL()}, url) {
		return "every job of every user of " + r.Issuer.Name()
	}
	return "every job of " + r.Issuer.URL()
}

// looseness explains a pattern that matched and says too little.
func (r *Result) looseness(pattern string, add adder) {
	fixed, open := pattern, false
	if i := strings.IndexAny(pattern, "*?"); i >= 0 {
		fixed, open = pattern[:i], true
	}
	literal := fixed
	if open {
		literal += "*"
	}
	if problem, _ := r.Issuer.orDefault().grammar.raw(literal); problem != "" {
		add("open-subject", "The subject "+pattern+" "+problem+".")
		return
	}
	if open && isGitHub(r.Issuer) && r.takesInPullRequests(pattern) {
		add("open-context", "The subject "+pattern+" takes in pull requests and environments that anybody who can write to the repository makes. "+
			"Name the branch, the tag or a protected environment.")
	}
}

// takesInPullRequests reports whether a pattern that matches the token also
// matches the same repository's pull requests.
func (r *Result) takesInPullRequests(pattern string) bool {
	repository, _, _ := strings.Cut(strings.TrimPrefix(r.Subject, "repo:"), ":")
	return !strings.HasSuffix(r.Subject, ":pull_request") && like(pattern, "repo:"+repository+":pull_request")
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
