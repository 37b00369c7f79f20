package trust

import (
	"slices"
	"strings"
)

// parts of "repo:OWNER@ID/NAME@ID:KIND:VALUE".
type parts struct {
	owner, ownerID, name, kind, value string
	ids                               bool
}

func (p parts) context() string {
	if p.value == "" {
		return p.kind
	}
	return p.kind + ":" + p.value
}

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

// defaultKinds are the contexts of a subject that nobody customized.
var defaultKinds = []string{"environment", "pull_request", "ref"}

// subjectClaims are the claims that a customized subject can be made of, beside
// repo and context.
//
// https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository
var subjectClaims = []string{
	"actor", "actor_id", "base_ref", "enterprise", "enterprise_id", "environment", "event_name", "head_ref", "job_workflow_ref", "job_workflow_sha",
	"ref", "ref_type", "repository", "repository_id", "repository_owner", "repository_owner_id", "repository_visibility", "run_attempt", "run_id",
	"run_number", "runner_environment", "sha", "workflow", "workflow_ref", "workflow_sha",
}

// isCustomized reports whether a subject has a form that GitHub sends only
// where somebody customized it.
func isCustomized(subject string) bool {
	p, ok := split(subject)
	if !ok {
		first, _, _ := strings.Cut(subject, ":")
		return slices.Contains(subjectClaims, first)
	}
	if !slices.Contains(defaultKinds, p.kind) {
		return slices.Contains(subjectClaims, p.kind)
	}
	return hasClaim(p.value) || p.kind == "pull_request" && p.value != "" && slices.Contains(subjectClaims, strings.Split(p.value, ":")[0])
}

// hasClaim reports whether a value is followed by a further claim.
func hasClaim(value string) bool {
	_, rest, found := strings.Cut(value, ":")
	for found {
		var name string
		if name, rest, found = strings.Cut(rest, ":"); found && slices.Contains(subjectClaims, name) {
			return true
		}
	}
	return false
}

// gitHubParts compares GitHub's subjects part by part.
func (r *Result) gitHubParts(got, want string, add adder) {
	g, ok1 := split(got)
	w, ok2 := split(want)
	if ok1 && ok2 {
		switch {
		case strings.Contains(want, "://"):
			add("form", "The policy's subject "+want+" has an address in it. Write the repository as OWNER/NAME.")
			return
		case w.name == "" && !strings.ContainsAny(w.owner, "*?"):
			add("form", "The policy's subject "+want+" names no repository. Write it as repo:OWNER/NAME:CONTEXT.")
			return
		case !like(strings.ToLower(w.owner), strings.ToLower(g.owner)):
			add("owner", "The token is of a repository of "+g.owner+", and the policy trusts "+w.owner+".")
			return
		case !like(strings.ToLower(w.name), strings.ToLower(g.name)) && w.name != "":
			add("repository", "The token is of the repository "+g.owner+"/"+g.name+", and the policy trusts "+w.owner+"/"+w.name+".")
		case g.ids && !w.ids:
			add("immutable-form", textOf("immutable-form"))
		case w.ids && !g.ids:
			add("plain-form", textOf("plain-form"))
		}
	}
	switch {
	case isCustomized(got):
		add("customized", "The token's subject is customized: it does not end with the environment, pull request or ref of GitHub's default. "+r.customization())
		return
	case isCustomized(want):
		add("customized", "The policy wants a customized subject, and the token has GitHub's default one. "+r.customization())
		return
	case !ok1:
		add("form", "The token's subject does not have the form of GitHub's.")
		return
	case !ok2:
		add("form", "The policy's subject "+want+" does not have the form of GitHub's, repo:OWNER/NAME:CONTEXT.")
		return
	}
	gitHubContext(g, w, want, add)
}

// customization says where the form of a repository's subjects can be seen.
func (r *Result) customization() string {
	repository := "OWNER/NAME"
	if p, ok := split(r.Subject); ok && p.name != "" {
		repository = p.owner + "/" + p.name
	}
	return "`gh api repos/" + repository + "/actions/oidc/customization/sub` shows the form that the repository sends. Write the whole subject into the policy, or take the customization back."
}

// gitHubContext compares what follows the repository.
func gitHubContext(g, w parts, want string, add adder) {
	if like(strings.ToLower(w.context()), strings.ToLower(g.context())) || w.kind == "*" {
		return
	}
	switch {
	case w.kind == "" && w.value == "":
		add("no-context", "The policy's subject "+want+" ends with the repository, and the token's goes on with "+g.context()+". Add the context, such as :environment:NAME or :ref:refs/heads/BRANCH.")
	case !slices.Contains(defaultKinds, w.kind) && !strings.ContainsAny(w.kind, "*?"):
		add("form", "The policy's subject has \""+w.kind+"\" where GitHub writes environment, pull_request or ref.")
	case g.kind == "environment" && w.kind == "environment":
		add("environment", "The job names the environment "+g.value+", and the policy trusts "+w.value+".")
	case g.kind == "environment":
		add("environment", "The job names the environment "+g.value+", so that its subject holds that and neither ref nor pull request. Trust the environment, or leave it out of the job.")
	case w.kind == "environment":
		add("environment", "The policy trusts the environment "+w.value+", and the job names none. Write \"environment: "+w.value+"\" in the job.")
	case strings.HasPrefix(g.value, mergeQueue):
		add("merge-queue", "The merge queue started the job: it runs on a branch of the queue's own, below "+mergeQueue+". "+
			"Publish from the branch that the queue merges into, after the merge.")
	case g.kind == "pull_request":
		add("pull-request", "A pull request started the job, so that its subject holds that and not a ref. Publish after the merge, or trust pull requests.")
	case strings.HasPrefix(g.value, "refs/pull/"):
		add("pull-request", "The job runs on "+g.value+", the merge of a pull request that nobody has approved yet. Publish after the merge.")
	case w.kind == "pull_request":
		add("pull-request", "The policy trusts pull requests, and something else started the job.")
	case like("refs/heads/"+w.value, g.value) || like("refs/tags/"+w.value, g.value):
		add("ref", "The policy has the short name "+w.value+", and the subject has the full ref, "+g.value+".")
	default:
		add("ref", "The job runs on "+g.value+", and the policy trusts "+w.value+".")
	}
}

// mergeQueue is where a merge queue has its branches.
//
// https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
const mergeQueue = "refs/heads/gh-readonly-queue/"
