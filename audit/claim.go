package audit

import (
	"strings"

	"github.com/cipublisher/cipublisher/trust"
)

// sets says who decides what a claim of a token is.
type sets int

const (
	// theJob: whoever writes the job, for any repository.
	theJob sets = iota
	// theName: the name of the repository, which passes to others.
	theName
	// theRepository, theOwner: the service, once for each repository or owner.
	theRepository
	theOwner
	// thePerson: the service, for the account that started the job.
	thePerson
	// theCode: what the job runs. A job of any repository may call a public
	// workflow, which then runs; what it does not call it can't pretend.
	theCode
)

// setBy says who decides what the claims are that AWS has condition keys for.
//
// https://docs.github.com/en/actions/reference/security/oidc
// https://docs.gitlab.com/ci/secrets/id_token_authentication/
// https://buildkite.com/docs/pipelines/security/oidc
// https://circleci.com/docs/openid-connect-tokens/
var setBy = map[trust.Claim]sets{
	"environment": theJob, "ref": theJob, "workflow": theJob, "job_workflow_ref": theCode,
	"repository": theName, "repository_id": theRepository, "repository_owner_id": theOwner, "enterprise_id": theOwner,
	"actor": thePerson, "actor_id": thePerson,

	"pipeline_source": theJob, "ref_protected": theJob, "runner_environment": theJob,
	"project_id": theRepository, "namespace_id": theOwner,
	"user_access_level": thePerson, "user_email": thePerson, "user_id": thePerson, "user_login": thePerson,

	"build_branch": theJob, "cluster_name": theJob, "cluster_id": theOwner,
	"pipeline_id": theRepository, "pipeline_slug": theName, "organization_id": theOwner, "organization_slug": theName,

	"oidc.circleci.com/project-id": theRepository,
}

// who a token's job belongs to.
type who int

const (
	// meant: the job that the policy means.
	meant who = iota
	// writer: another job of the same repository, by whoever may write to it.
	writer
	// sibling: a job of another repository of the same owner.
	sibling
	// heir: a job of whoever has taken over the names.
	heir
	// stranger: a job of anybody.
	stranger
	// lured: a job of anybody that somebody else has set off there, as whoever
	// comments on an issue does, or gives the repository a star.
	//
	// https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
	lured
)

// has reports whether somebody's token has what the policy wants of a claim.
func (w who) has(by sets) bool {
	switch w {
	case meant:
		return true
	case writer:
		return by != theCode && by != thePerson
	case sibling:
		return by == theOwner || by == theJob
	case heir:
		return by == theJob || by == theName || by == theCode
	case lured:
		return by == theJob || by == theCode || by == thePerson
	}
	return by == theJob || by == theCode
}

// foreign is what a claim of somebody else is.
func foreign(claim trust.Claim) string {
	switch {
	case claim == "job_workflow_ref":
		return "stranger/repository/.github/workflows/any.yml@refs/heads/any"
	case strings.HasSuffix(string(claim), "id"):
		return "999999999"
	}
	return "stranger"
}

// token returns the token of somebody's job with a subject. What the job itself
// decides is as the policy wants it, as far as the subject allows.
func (a admission) token(subject string, w who) trust.Token {
	claims := map[trust.Claim][]string{"iss": {a.issuer.URL()}, "aud": {a.audience(w)}, "sub": {subject}}
	if amr := wanted(a.Statement, a.issuer.Prefix()+":amr"); len(amr) > 0 {
		claims["amr"] = []string{concrete(amr[0])}
	}
	d, _ := a.issuer.Describe(subject)
	for _, claim := range a.issuer.Claims() {
		want := concrete(first(wanted(a.Statement, a.issuer.Prefix()+":"+string(claim))))
		value := foreign(claim)
		if w.has(setBy[claim]) {
			value = want
		}
		switch claim {
		case trust.ClaimRepository:
			value = d.Repository
		case trust.ClaimEnvironment:
			value, _ = strings.CutPrefix(d.Context, "environment:")
			if value == d.Context {
				value = "" // the job names none
			}
		case trust.ClaimRef:
			if ref, ok := strings.CutPrefix(d.Context, "ref:"); ok {
				value = ref
			} else if w == writer && d.Context != "" {
				value = "refs/heads/" + attack
			}
		case "build_branch":
			if branch, ok := strings.CutPrefix(d.Context, "ref:refs/heads/"); ok {
				value, _, _ = strings.Cut(branch, ":")
			}
		}
		if value != "" {
			claims[claim] = []string{value}
		}
	}
	return trust.Token{Claims: claims}
}

// attack is what an attacker calls a branch or an environment.
const attack = "attack"

// isTenant reports whether the audience says whose token it is, as that of a
// provider does which every account has.
func (a admission) isTenant() bool { return a.issuer.Shared() && !a.issuer.IsCI() }

// audience returns the aud claim that the statement wants, or else the usual
// one: any CI job may ask for any audience.
func (a admission) audience(w who) string {
	if want := first(wanted(a.Statement, a.issuer.Prefix()+":aud")); want != "" && (w != stranger || !a.isTenant()) {
		return concrete(want)
	}
	if usual := a.issuer.Audience("aws"); usual != "" {
		return usual
	}
	return "sts.amazonaws.com"
}

// concrete returns a text that a pattern matches.
func concrete(pattern string) string { return strings.NewReplacer("*", "x", "?", "x").Replace(pattern) }
