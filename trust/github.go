package trust

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
)

// gitHub is how GitHub writes the sub claim: the repository, then one of
// three contexts. A job that names an environment has only that in its
// subject, whatever started it; else a pull request has "pull_request"; else
// there is the git ref. A colon inside a value is written "%3A", nothing else
// is escaped.
//
// https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
type gitHub struct {
	// immutable is true where subjects may hold the ids of owner and repository.
	//
	// https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
	immutable bool
	// server is true for GitHub Enterprise Server, which escapes colons only
	// since version 3.19.
	server bool
}

// context is what follows the repository in a subject.
type context struct {
	text string
	// open is true when the text is the beginning of contexts.
	open bool
	// name is the branch, tag or environment as the options have it.
	name string
	// environment is true for an environment, false for pull requests and refs.
	environment bool
}

func (g gitHub) compile(b *builder, at place, s Subject) {
	contexts := g.contexts(b, at, s)
	both := b.bothForms(s)
	var repositories []repository // for the claims alone
	b.rules = slices.Grow(b.rules, 2*len(s.Repositories)*len(contexts))
	for i, text := range s.Repositories {
		option := at.of("Repositories").nth(i)
		r, ok := b.parseRepository(option, text)
		if ok && s.BothForms != nil && both && g.immutable && r.ownerID == "" {
			b.faults.Add(option.String(), text, "has no ids, which {"+at.String()+".BothForms} needs", `write "OWNER@ID/NAME@ID" or "OWNER@ID/*"`)
			ok = false
		}
		if !ok {
			continue
		}
		if len(s.Claims) > 0 {
			repositories = append(repositories, r)
		}
		b.repositoryRisks(r, s)
		b.contextRisks(r, contexts)
		g.forms(b, r, both, contexts, s.Claims)
	}
	b.identityClaims(at, s, repositories)
}

// bothForms reports whether both forms of a subject's repositories are accepted:
// by default where the plain one can be held to the ids.
func (b *builder) bothForms(s Subject) bool {
	if s.BothForms != nil {
		return *s.BothForms
	}
	p := b.options.partition()
	return b.immutable() && len(b.issuer.claims) > 0 && (p == "aws" || token.In(p))
}

// forms adds the forms of the repository to accept. A repository sends one
// or the other, never both. The plain one of a repository whose ids are known
// must have them, so that nobody can take over the name meanwhile.
func (g gitHub) forms(b *builder, r repository, both bool, contexts []context, claims Claims) {
	if r.ownerID == "" {
		g.rules(b, r.plain(), r.whole, contexts, claims, claimValue{})
		return
	}
	g.rules(b, r.immutable(), r.whole, contexts, claims, claimValue{})
	if !both {
		return
	}
	id := r.id()
	if len(claims) > 0 {
		claims, id = claims.with(id), claimValue{}
	}
	g.rules(b, r.plain(), r.whole, contexts, claims, id)
}

// contexts checks the contexts of the subject once, for all its repositories.
//
// Any ref means any branch and any tag. It leaves out pull requests
// and environments, and also refs/pull/…, the unreviewed merge of a pull
// request that some other events run on.
func (g gitHub) contexts(b *builder, at place, s Subject) []context {
	var contexts []context
	add := func(prefix string, names []pattern, environment bool) {
		for _, p := range names {
			contexts = append(contexts, context{
				text: prefix + strings.ReplaceAll(p.fixed, ":", "%3A"), open: p.open, name: p.String(), environment: environment,
			})
		}
	}
	add("environment:", b.environments(at.of("Environments"), s.Environments), true)
	add("ref:refs/heads/", b.refs(at.of("Branches"), s.Branches), false)
	add("ref:refs/tags/", b.refs(at.of("Tags"), s.Tags), false)
	if s.PullRequests {
		contexts = append(contexts, context{text: "pull_request"})
	}
	if s.AnyRef {
		add("ref:refs/heads/", []pattern{{open: true}}, false)
		add("ref:refs/tags/", []pattern{{open: true}}, false)
	}
	b.colons(s, g.server)
	return contexts
}

// rules adds what one form of a repository accepts.
//
// For a whole owner the repository ends in "*", and "*" matches anything, so
// that "repo:acme/*:ref:refs/heads/main" also matches an environment that
// somebody named "a:ref:refs/heads/main". GitHub's own escaping prevents that,
// except on Enterprise Server before 3.19. The trust does not lean on it: such
// patterns have an exception that refuses every environment with a bare colon
// in its name. Repositories, branches and tags can't have one, so this is the
// only way in which one context could pass for another. The claims ref and
// environment would distinguish them as well, but only where AWS evaluates
// them, and a job with an environment on the right ref would still pass.
func (gitHub) rules(b *builder, repository string, whole bool, contexts []context, claims Claims, id claimValue) {
	for _, c := range contexts {
		r := rule{subject: repository + ":" + c.text, claims: claims, id: id}
		if c.open {
			r.subject += "*"
		}
		if whole {
			r.shape = owner
			r.except = repository + ":environment:*:*"
		}
		b.add(r)
	}
}

// identityClaims refuses claims that belong to one repository or owner on a
// subject of several, where one could pass with the claim of another, and
// claims that contradict the repository, which no token would satisfy.
func (b *builder) identityClaims(at place, s Subject, repositories []repository) {
	for _, own := range []struct {
		claim Claim
		of    string
		// name identifies the owner of the claim; value is what the repository
		// says the claim must be.
		name, value func(repository) string
	}{
		{ClaimRepositoryID, "repository", repository.key, func(r repository) string { return r.nameID }},
		{ClaimRepository, "repository", repository.key, repository.fullName},
		{ClaimRepositoryOwnerID, "owner", func(r repository) string { return strings.ToLower(r.owner) }, func(r repository) string { return r.ownerID }},
	} {
		values := s.Claims[own.claim]
		if len(values) == 0 || len(repositories) == 0 {
			continue
		}
		option, value := at.of("Claims."+string(own.claim)), strings.Join(values, ", ")
		first := repositories[0]
		several := slices.ContainsFunc(repositories, func(r repository) bool { return own.name(r) != own.name(first) })
		literal := !first.whole || own.claim == ClaimRepositoryOwnerID
		known := own.value(first)
		switch {
		case several || literal && len(values) > 1:
			b.faults.Add(option.String(), value, "belongs to one "+own.of+"; with several, one could pass with the claim of another",
				"give each "+own.of+" a subject of its own")
		case known != "" && values[0] != known && !token.In(values[0]+known):
			b.faults.Add(option.String(), value, "contradicts {"+at.String()+".Repositories[0]}, so no token has both", "write "+strconv.Quote(known)+" or leave the claim out")
		}
	}
	if values := s.Claims[ClaimEnvironment]; len(values) > 0 && len(repositories) > 0 && len(s.Environments) == 0 {
		b.faults.Add(at.String()+".Claims."+string(ClaimEnvironment), strings.Join(values, ", "),
			"never comes with these contexts: a job that names an environment has only that in its subject",
			"name the environment in {"+at.String()+".Environments}")
	}
}

// key identifies a repository, or all repositories of an owner.
func (r repository) key() string {
	return strings.ToLower(r.opaque + r.owner + "/" + r.name)
}

// fullName is the repository claim of the repository; empty for several and
// for what a token hides.
func (r repository) fullName() string {
	if r.whole || r.opaque != "" {
		return ""
	}
	return r.owner + "/" + r.name
}

// rawOwners says what the beginning of a raw subject must hold for the subject
// to be bound to one owner. Others, such as job_workflow_ref, don't bind it:
// anybody can call a public reusable workflow.
//
// https://docs.github.com/en/actions/reference/security/oidc#customizing-the-subject-claims-for-an-organization-or-repository
var rawOwners = []struct {
	prefix string
	// ends are the characters that end the owner.
	ends  string
	check func(string) bool
}{
	{"repo:", "/", func(owner string) bool {
		name, id, has := strings.Cut(owner, "@")
		return ownerProblem(name) == "" && (!has || isNumber(id))
	}},
	{"repository_owner:", ":", func(owner string) bool { return ownerProblem(owner) == "" }},
	{"repository_owner_id:", ":", isNumber},
	{"repository_id:", ":", isNumber},
}

func (g gitHub) raw(subject string) (problem, remedy string) {
	remedy = `begin it with "repo:OWNER/NAME:", "repository_owner:OWNER:", "repository_owner_id:ID:" or "repository_id:ID:"`
	fixed, pattern := strings.CutSuffix(subject, "*")
	for _, o := range rawOwners {
		rest, ok := strings.CutPrefix(fixed, o.prefix)
		if !ok {
			continue
		}
		end := strings.IndexAny(rest, o.ends)
		if end < 0 && pattern {
			return "has no whole owner before its wildcard, so it would also match owners with a longer name", remedy
		}
		owner, after := rest, ""
		if end >= 0 {
			owner, after = rest[:end], rest[end+1:]
		}
		if !o.check(owner) {
			return "names no owner that GitHub could have", remedy
		}
		if o.prefix != "repo:" {
			return "", ""
		}
		name, _, ended := strings.Cut(after, ":")
		if pattern && !ended && name != "" {
			return "has no whole repository before its wildcard, so it would also match repositories with a longer name", remedy
		}
		if name, id, has := strings.Cut(name, "@"); name != "" && (nameProblem(name) != "" || has && !isNumber(id)) {
			return "names no repository that GitHub could have", remedy
		}
		if name == "" && !(pattern && !ended) {
			return "names no repository that GitHub could have", remedy
		}
		return "", ""
	}
	return "is bound to no owner", remedy
}

// of reads a subject that nobody customized. The ids of owner and repository
// are those of the claims where the subject has none: the trust then outlives
// the day on which the repository's subjects get them.
func (gitHub) of(t Token) []Subject {
	p, ok := split(t.Subject())
	if !ok || p.name == "" || isCustomized(t.Subject()) {
		return nil
	}
	written, _, _ := strings.Cut(strings.TrimPrefix(t.Subject(), "repo:"), ":")
	var s Subject
	branch, isBranch := strings.CutPrefix(p.context(), "ref:refs/heads/")
	tag, isTag := strings.CutPrefix(p.context(), "ref:refs/tags/")
	switch {
	case p.kind == "environment":
		s.Environments = []string{strings.ReplaceAll(p.value, "%3A", ":")}
	case isBranch:
		s.Branches = []string{branch}
	case isTag:
		s.Tags = []string{tag}
	case p.context() == "pull_request":
		s.PullRequests = true
	default:
		return nil // refs/pull of some events, or a form that is new
	}
	ownerID, id := t.one(ClaimRepositoryOwnerID), t.one(ClaimRepositoryID)
	var all []Subject
	if !p.ids && isNumber(ownerID) && isNumber(id) {
		s.Repositories = []string{p.owner + "@" + ownerID + "/" + p.name + "@" + id}
		all = append(all, s)
	}
	s.Repositories = []string{written}
	return append(all, s)
}

func (gitHub) form() subjectForm { return subjectForm{} }
