package audit

import (
	"slices"
	"strings"

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

// strangersOf returns subjects of strangers' jobs, at least one.
func strangersOf(issuer trust.Issuer) []string {
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

// filled returns subjects that a pattern may match, each one that a job of the
// issuer could have.
func filled(issuer trust.Issuer, pattern string) []string {
	open := strings.IndexAny(pattern, "*?")
	if open < 0 {
		return []string{pattern}
	}
	fillings := names
	if open > 0 && isLetterOrDigit(pattern[open-1]) {
		fillings = endings
	}
	var all []string
	for _, filling := range fillings {
		subject := pattern[:open] + filling + concrete(strings.ReplaceAll(pattern[open+1:], "@*", "@999999999"))
		if possible(issuer, subject) && !slices.Contains(all, subject) {
			all = append(all, subject)
		}
	}
	return all
}

// possible reports whether a job of the issuer could have the subject: whether
// the owner, the repository and the context are such as the service has.
func possible(issuer trust.Issuer, subject string) bool {
	d, ok := issuer.Describe(subject)
	return ok && d.Context != "" && (trust.Options{Issuer: issuer, AccountID: home, Audience: "x", Subjects: []trust.Subject{{Raw: []string{subject}}}}).Validate() == nil
}

// inContext returns the subjects of other jobs of the repository that a subject
// is of.
func inContext(issuer trust.Issuer, d trust.Description, s trust.Subject) []string {
	repository := concrete(d.Repository)
	if d.RepositoryID != "" || d.OwnerID != "" {
		owner, name, _ := strings.Cut(repository, "/")
		repository = owner + "@" + id(d.OwnerID) + "/" + name + "@" + id(d.RepositoryID)
	}
	if issuer.Name() == "CircleCI" {
		_, repository, _ = strings.Cut(repository, "/")
	}
	s.Repositories = []string{repository}
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
