package playground

import (
	"encoding/json"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Job is a job on GitHub and whether the role admits it.
type Job struct {
	// What says in words which job it is.
	What string `json:"what"`
	// Subject is the sub claim of its token.
	Subject  string `json:"subject"`
	Admitted bool   `json:"admitted"`
	// Undecided jobs depend on conditions on the request.
	Undecided bool `json:"undecided,omitempty"`
	// Why is the likeliest cause of a refusal.
	Why string `json:"why,omitempty"`
}

// repository is a repository on GitHub as its tokens name it. Without ids it
// sends the plain form of subjects.
type repository struct{ owner, ownerID, name, id string }

// repositoryOf reads OWNER/NAME or OWNER@ID/NAME@ID, which the core has
// accepted. All of an owner are some repository of the owner.
func repositoryOf(text string) repository {
	owner, name, _ := strings.Cut(text, "/")
	var r repository
	r.owner, r.ownerID, _ = strings.Cut(owner, "@")
	r.name, r.id, _ = strings.Cut(name, "@")
	if r.name == "*" {
		r.name = "any-repository"
		if r.ownerID != "" {
			r.id = "1"
		}
	}
	return r
}

// text is the repository in a subject.
func (r repository) text() string {
	if r.ownerID == "" {
		return r.owner + "/" + r.name
	}
	return r.owner + "@" + r.ownerID + "/" + r.name + "@" + r.id
}

// claims returns the claims of a token for a job of the repository, as GitHub
// documents them.
//
// https://docs.github.com/en/actions/reference/security/oidc
func (r repository) claims(context context, issuer trust.Issuer, audience string) map[string]string {
	ownerID, id := r.ownerID, r.id
	if ownerID == "" {
		ownerID, id = "1001", "1002" // every token has ids; a plain subject does not show them
	}
	claims := map[string]string{
		"iss": issuer.URL(), "aud": audience, "sub": "repo:" + r.text() + ":" + context.subject,
		"repository": r.owner + "/" + r.name, "repository_owner": r.owner,
		"repository_id": id, "repository_owner_id": ownerID, "ref": context.ref,
	}
	if context.environment != "" {
		claims["environment"] = context.environment
	}
	return claims
}

// context is where a job runs.
type context struct{ what, subject, ref, environment string }

func branch(name string) context {
	return context{"branch " + name, "ref:refs/heads/" + name, "refs/heads/" + name, ""}
}

func tag(name string) context {
	return context{"tag " + name, "ref:refs/tags/" + name, "refs/tags/" + name, ""}
}

func environment(name string) context {
	// A colon in a name is escaped in subjects.
	escaped := strings.ReplaceAll(name, ":", "%3A")
	return context{"environment " + name, "environment:" + escaped, "refs/heads/main", name}
}

var pullRequest = context{"a pull request", "pull_request", "refs/pull/1/merge", ""}

// contexts are those that the subject names, with text in place of *, and those
// that strangers to the role come from.
func contexts(s trust.Subject) []context {
	var all []context
	add := func(c context) {
		for _, other := range all {
			if other.subject == c.subject {
				return
			}
		}
		all = append(all, c)
	}
	for _, name := range s.Environments {
		add(environment(fill(name)))
	}
	for _, name := range s.Branches {
		add(branch(fill(name)))
	}
	for _, name := range s.Tags {
		add(tag(fill(name)))
	}
	add(branch("main"))
	add(branch("feature/login"))
	add(tag("v1.2.3"))
	add(environment("production"))
	add(pullRequest)
	return all
}

// fill puts some text in the place of a wildcard.
func fill(pattern string) string { return strings.ReplaceAll(pattern, "*", "1.0") }

// jobs checks jobs of the first repository that is trusted, and of others that
// look like it. Each has the claims that are asked for beside the subject.
// There are none for issuers other than GitHub.
func jobs(document policy.Document, o trust.Options, s trust.Subject) []Job {
	if o.Issuer.Name() != trust.GitHub().Name() || len(s.Repositories) == 0 {
		return nil
	}
	r := repositoryOf(s.Repositories[0])
	own := contexts(s)
	var all []Job
	check := func(what string, r repository, c context) {
		claims := r.claims(c, o.Issuer, audienceOf(o))
		for claim, values := range s.Claims {
			claims[string(claim)] = fill(values[0])
		}
		all = append(all, checkJob(document, what, claims))
	}
	for _, c := range own {
		check(c.what, r, c)
	}
	sibling, stranger, successor := r, r, r
	sibling.name, stranger.owner = r.name+"-tools", r.owner+"-inc"
	if r.ownerID != "" {
		sibling.id, stranger.ownerID, stranger.id = r.id+"1", r.ownerID+"1", r.id+"2"
		successor.ownerID, successor.id = r.ownerID+"9", r.id+"9"
	}
	check("another repository of the owner, "+own[0].what, sibling, own[0])
	check("an owner with a similar name, "+own[0].what, stranger, own[0])
	if r.ownerID != "" {
		check("who took over the names, "+own[0].what, successor, own[0])
	}
	return all
}

func audienceOf(o trust.Options) string {
	if o.Audience != "" {
		return o.Audience
	}
	partition := o.Partition
	if partition == "" {
		partition = "aws"
	}
	return o.Issuer.Audience(partition)
}

func checkJob(document policy.Document, what string, claims map[string]string) Job {
	j := Job{What: what, Subject: claims["sub"]}
	text, _ := json.Marshal(claims) // texts always have a form in JSON
	token, err := trust.ParseClaims(text)
	if err != nil {
		j.Why = err.Error()
		return j
	}
	result, err := trust.Check(document, token)
	if err != nil {
		j.Why = err.Error()
		return j
	}
	j.Admitted, j.Undecided = result.Allowed, result.Undecided
	if len(result.Causes) > 0 {
		j.Why = result.Causes[0].Text
	}
	return j
}
