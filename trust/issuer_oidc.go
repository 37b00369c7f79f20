package trust

import "strings"

// OIDC returns any other issuer of OpenID Connect tokens, by its URL and the
// audience that its tokens for AWS have. How it writes subjects is not known
// here, so that only Raw ones can be trusted. AWS evaluates aud and sub.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
func OIDC(url, audience string) Issuer {
	issuer := Issuer{name: "OIDC", url: url, audience: audience, grammar: anyOIDC{}, arguments: []string{url, audience}, words: words{"repository", "repositories"}}
	httpsURL(&issuer.faults, url)
	return issuer
}

var oidcKind = kind{
	name: "oidc", function: "OIDC", parameters: []string{"URL", "AUDIENCE"},
	new: func(p []string) Issuer { return OIDC(p[0], p[1]) },
}

type anyOIDC struct{}

func (anyOIDC) compile(*builder, place, Subject) {}

// raw asks for the whole subject, or for a beginning that ends with a separator
// and has a name and a value: "project:acme:". A shorter one, such as "p*" or
// "project:*", would accept whoever else the issuer serves, and one that ends
// inside a value also values that go on: "project:acme*" is "acme-evil" too.
func (anyOIDC) raw(subject string) (problem, remedy string) {
	const example = `write the subject in full, or a beginning with a whole value, such as "project:acme:*"`
	fixed, pattern := strings.CutSuffix(subject, "*")
	switch {
	case !pattern:
		return "", ""
	case strings.Trim(subject, "*") == "":
		return "accepts every token of the issuer", example
	case !strings.ContainsRune(separators, rune(fixed[len(fixed)-1])):
		return "has no whole value before its wildcard, so it would also match values that go on", example
	case len(strings.FieldsFunc(fixed, func(r rune) bool { return strings.ContainsRune(separators, r) })) < 2:
		return "has no value before its wildcard, so it would accept everybody whom the issuer serves", example
	}
	return "", ""
}

// separators are what subjects have between their parts.
const separators = ":/|"

func (anyOIDC) of(Token) []Subject { return nil }

func (anyOIDC) form() subjectForm { return subjectForm{} }
