package audit

import (
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/trust"
)

// home is any account, for options whose documents are not used.
const home = "111122223333"

// accepted returns the subjects that the issuer's own options make of a
// repository in some context; none where the issuer has no such context.
func accepted(issuer trust.Issuer, s trust.Subject) []string {
	if strings.Contains(strings.Join(s.Repositories, ""), "@") {
		no := false
		s.BothForms = &no
	}
	var all []string
	for _, subject := range (trust.Options{Issuer: issuer, AccountID: home, Subjects: []trust.Subject{s}}).Accepted() {
		all = append(all, concrete(subject))
	}
	return all
}

// strangers are repositories that nobody trusts, in the forms of the services.
var strangers = []string{"stranger/repository", "stranger/project/workspace", "99999999-9999-4999-8999-999999999999"}

// contexts are where jobs may run, the usual first.
func contexts(repository string) []trust.Subject {
	r := []string{repository}
	return []trust.Subject{
		{Repositories: r, Branches: []string{"main"}}, {Repositories: r, Environments: []string{attack}}, {Repositories: r, PullRequests: true},
		{Repositories: r, Tags: []string{"v1"}}, {Repositories: r, RunPhases: []string{"apply"}}, {Repositories: r, AnyRef: true},
	}
}

// strangersOf returns subjects of strangers' jobs, at least one. They are the same
// for every issuer of a service, so that they are made once.
func strangersOf(issuer trust.Issuer) []string {
	if known, is := strangersKnown.Load(issuer.URL()); is {
		return known.([]string)
	}
	all := makeStrangers(issuer)
	strangersKnown.Store(issuer.URL(), all)
	return all
}

var strangersKnown sync.Map

func makeStrangers(issuer trust.Issuer) []string {
	var all []string
	for _, repository := range strangers {
		for _, s := range contexts(repository) {
			all = append(all, accepted(issuer, s)...)
		}
		if len(all) > 0 {
			return all
		}
	}
	return []string{"stranger"}
}

// names and endings are what the first wildcard of a subject may stand for,
// alone and with what follows: a name of somebody else's, or where a name has
// begun already, how it goes on.
var (
	names = []string{
		"stranger", "stranger/repository", "repo:stranger/repository", "stranger/repository:ref:refs/heads/main", "repo:stranger/repository:ref:refs/heads/main",
		"other-repository", "other-repository:ref:refs/heads/main", "other-repository@999999999", "other-repository@999999999:ref:refs/heads/main",
		"999999999", "999999999/other-repository@999999999:ref:refs/heads/main", "ref:refs/heads/main", "project_path:stranger/repository", "evil-",
	}
	endings = []string{"-evil", "-evil/repository", "-evil:ref:refs/heads/main", "-evil/repository:ref:refs/heads/main", ":ref:refs/heads/main"}
)

// filled returns subjects that a pattern may match, in the form that the issuer
// gives them. Not each of them is possible.
func filled(issuer trust.Issuer, pattern string) []string {
	open := strings.IndexAny(pattern, "*?")
	if open < 0 {
		return []string{pattern}
	}
	// Wildcards side by side are one, which is as long as it likes if there is an
	// asterisk among them.
	end := open + len(pattern[open:]) - len(strings.TrimLeft(pattern[open:], "*?"))
	fillings := names
	switch {
	case !strings.Contains(pattern[open:end], "*"):
		fillings = []string{strings.Repeat("x", end-open), strings.Repeat("1", end-open)}
	case open > 0 && isLetterOrDigit(pattern[open-1]):
		fillings = endings
	case strings.HasPrefix(pattern, "repo:") && strings.Contains(pattern[:open], "/") && strings.HasSuffix(pattern[:open], ":"):
		fillings = []string{"ref:refs/heads/main"} // the whole context
	}
	rest := strings.ReplaceAll(pattern[end:], "@*", "@999999999")
	if repository, isContext := strings.CutSuffix(rest, ":*"); isContext && strings.HasPrefix(pattern, "repo:") {
		rest = repository + ":ref:refs/heads/main"
	}
	rest = concrete(rest)
	var all []string
	for _, filling := range fillings {
		subject := pattern[:open] + filling + rest
		if d, ok := issuer.Describe(subject); ok && d.Context != "" {
			all = append(all, subject)
		}
	}
	return all
}

// possible reports whether a job of the issuer could have the subject: whether
// the owner, the repository and the context are such as the service has.
func possible(issuer trust.Issuer, subject string) bool {
	return (trust.Options{Issuer: issuer, AccountID: home, Audience: "x", Subjects: []trust.Subject{{Raw: []string{subject}}}}).Validate() == nil
}

// inContext returns the subjects of other jobs of the repository that a subject
// is of.
func inContext(issuer trust.Issuer, d trust.Description, s trust.Subject) []string {
	d.Repository = concrete(strings.ReplaceAll(d.Repository, "/*", "/other-repository"))
	if d.RepositoryID != "" || d.OwnerID != "" {
		d.OwnerID, d.RepositoryID = id(d.OwnerID), id(d.RepositoryID)
	}
	s.Repositories = []string{issuer.Repository(d)}
	return accepted(issuer, s)
}

// id is an id, or any where the pattern leaves it open.
func id(text string) string {
	if text == "" || strings.ContainsAny(text, "*?") {
		return "999999999"
	}
	return text
}

// isOpen reports whether a text has a wildcard.
func isOpen(text string) bool { return strings.ContainsAny(text, "*?") }
