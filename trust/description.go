package trust

import (
	"cmp"
	"strings"
)

// Description says what a subject is of, or a pattern of subjects: in a
// pattern, each part may hold wildcards of its own.
type Description struct {
	// Owner of the repository; empty where the issuer's URL names it, or where
	// nothing says it.
	Owner, OwnerID string
	// Repository is the whole name, with the owner: "acme/app". Empty where a
	// wildcard may stand for all of it.
	Repository, RepositoryID string
	// Context is what follows the repository as the subject has it, such as
	// "ref:refs/heads/main". Empty where the subject ends before it.
	Context string
}

// Repository returns how a Subject of the issuer names the repository of a
// description: with its ids where it has them, "acme@1234/app@5678".
func (i Issuer) Repository(d Description) string {
	owner, name, _ := strings.Cut(d.Repository, "/")
	switch {
	case i.orDefault().ownerless:
		return name
	case d.OwnerID+d.RepositoryID != "":
		return owner + "@" + d.OwnerID + "/" + name + "@" + d.RepositoryID
	}
	return d.Repository
}

// Describe returns the parts of a subject of the issuer, or of a pattern of
// subjects. It is not ok for one that has another form, such as one that was
// customized.
func (i Issuer) Describe(subject string) (d Description, ok bool) {
	i = i.orDefault()
	if isGitHub(i) {
		return describeGitHub(subject)
	}
	f := i.grammar.form()
	p, ok := f.read(subject)
	if !ok || len(f.keys) == 0 || f.keys[0].name != "" && !strings.HasPrefix(subject, f.keys[0].name+f.separator) {
		return Description{}, false
	}
	var repository, context []string
	for _, key := range f.keys {
		value, has := p.values[key.label]
		if !has {
			continue
		}
		switch key.cause {
		case "owner":
			d.Owner = value
			repository = append(repository, value)
		case "repository":
			repository = append(repository, value)
		default:
			if key.name != "" {
				context = append(context, key.name)
			}
			context = append(context, value)
		}
	}
	if p.tail != "" {
		context = append(context, p.tail)
	}
	d.Repository, d.Context = strings.Join(repository, "/"), strings.Join(context, f.separator)
	if d.Owner == "" {
		d.Owner = firstOf(d.Repository)
	}
	return d, true
}

// describeGitHub reads repo:OWNER/NAME:CONTEXT, with or without ids. Where a
// wildcard ends the subject early, what it may stand for is not there.
func describeGitHub(subject string) (d Description, ok bool) {
	rest, ok := strings.CutPrefix(subject, "repo:")
	if !ok || rest == "" {
		return Description{}, false
	}
	repository, context, _ := strings.Cut(rest, ":")
	owner, name, whole := strings.Cut(repository, "/")
	d.Owner, d.OwnerID, _ = strings.Cut(owner, "@")
	d.Context = context
	if whole {
		name, d.RepositoryID, _ = strings.Cut(name, "@")
		d.Repository = d.Owner + "/" + name
	}
	return d, true
}

// Words says the description in words: "repository acme/app, branch main".
func (i Issuer) Words(d Description) string {
	of := i.orDefault().words
	var parts []string
	switch name, whole := strings.CutSuffix(d.Repository, "/*"); {
	case d.Repository == "" && (d.Owner == "" || strings.ContainsAny(d.Owner, "*?")):
		parts = append(parts, "every "+of.repository+" of every owner like "+cmp.Or(d.Owner, "*"))
	case d.Repository == "":
		parts = append(parts, "every "+of.repository+" of "+d.Owner)
	case whole && !strings.ContainsAny(name, "*?"):
		parts = append(parts, "every "+of.repository+" of "+name)
	case strings.ContainsAny(d.Repository, "*?"):
		parts = append(parts, "every "+of.repository+" like "+d.Repository)
	default:
		parts = append(parts, of.repository+" "+d.Repository)
	}
	if d.RepositoryID != "" && d.RepositoryID != "*" {
		parts = append(parts, "id "+d.RepositoryID)
	} else if d.OwnerID != "" && d.OwnerID != "*" {
		parts = append(parts, "owner id "+d.OwnerID)
	}
	return strings.Join(append(parts, contextWords(d.Context)), ", ")
}

// contextBeginnings are the beginnings of a context, in words.
var contextBeginnings = []struct{ beginning, words, every string }{
	{"ref:refs/heads/", "branch ", "every branch"},
	{"ref:refs/tags/", "tag ", "every tag"},
	{"environment:", "environment ", "every environment"},
	{"ref_type:branch:ref:", "branch ", "every branch"},
	{"ref_type:tag:ref:", "tag ", "every tag"},
	{"run_phase:", "run phase ", "every run phase"},
}

func contextWords(context string) string {
	switch context {
	case "", "*":
		return "any context: every branch, tag, environment and pull request"
	case "pull_request":
		return "pull requests"
	}
	for _, c := range contextBeginnings {
		if value, ok := strings.CutPrefix(context, c.beginning); ok {
			value, _, _ = strings.Cut(value, ":commit:*") // which differs each time
			if value == "*" {
				return c.every
			}
			return c.words + value
		}
	}
	return "context " + context
}

// Shared reports whether every user of the service has tokens of this issuer.
// Of others, the URL names an organization or an instance, whose members alone
// do.
func (i Issuer) Shared() bool {
	url := i.URL()
	for _, k := range kinds {
		// An issuer that needs no parameter has one URL for all its users.
		if len(k.parameters) == 0 && k.new(nil).URL() == url {
			return true
		}
	}
	return builtIn[i.Prefix()]
}

// IsCI reports whether the issuer is a CI service that this library knows.
func (i Issuer) IsCI() bool {
	_, unknown := i.orDefault().grammar.(anyOIDC)
	return !unknown
}

// builtIn are the providers that every account has, which a policy names
// without an ARN. Everybody has tokens of them.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity
var builtIn = map[string]bool{
	"cognito-identity.amazonaws.com": true, "accounts.google.com": true, "www.amazon.com": true, "graph.facebook.com": true,
}

// IssuerOf returns the issuer whose identity provider a policy names: by its
// ARN, or one that every account has.
func IssuerOf(provider string) (issuer Issuer, ok bool) {
	if builtIn[provider] {
		return OIDC("https://"+provider, ""), true
	}
	if _, _, is := splitProvider(provider); !is {
		return Issuer{}, false
	}
	_, prefix, _ := strings.Cut(provider, ":oidc-provider/")
	return issuerOf("https://" + prefix), true
}
