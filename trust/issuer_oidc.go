package trust

import "strings"

// OIDC returns any other issuer of OpenID Connect tokens, by its URL and the
// audience that its tokens for AWS have. How it writes subjects is not known
// here, so that only Raw ones can be trusted. AWS evaluates aud and sub.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
func OIDC(url, audience string) Issuer {
	issuer := Issuer{name: "OIDC", url: url, audience: audience, grammar: anyOIDC{}}
	httpsURL(&issuer.faults, url)
	return issuer
}

var oidcKind = kind{
	name: "oidc", parameters: []string{"URL", "AUDIENCE"},
	new: func(p []string) Issuer { return OIDC(p[0], p[1]) },
}

type anyOIDC struct{}

func (anyOIDC) compile(*builder, string, Subject) {}

// raw asks for a beginning at least: nothing is known of the owner's place.
func (anyOIDC) raw(subject string) (problem, remedy string) {
	if strings.Trim(subject, "*") == "" {
		return "accepts every token of the issuer", "write how the subject begins"
	}
	return "", ""
}
