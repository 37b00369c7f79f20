package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/intrinsic"
	"github.com/cipublisher/cipublisher/policy"
)

// Result is the decision of a trust policy on a token, with its reasons.
type Result struct {
	// Allowed reports whether the token is admitted: whether it may assume the role.
	Allowed bool
	// Decision names the statement that decided.
	Decision policy.Decision
	// Issuer of the token; if the token does not say, the policy's.
	Issuer Issuer
	// Subject is the token's sub claim.
	Subject string
	// Statements are those that the token does not meet, with each condition
	// that failed: the value wanted and the value seen. Empty for a token that
	// is allowed.
	Statements []policy.Match
	// Nearest is the subject of the policy that is most like the token's.
	// Empty for a token that is allowed, and without one.
	Nearest string
	// Causes are why the token was likely refused, the likeliest first.
	Causes []Cause
	// Notes say what was assumed.
	Notes []string
}

// Check decides whether a token may assume the role that has the trust policy.
// It decides as AWS does: a condition tests what AWS has a key for, and no
// other claim. What can't be seen from the two is assumed to be right: the
// signature, the time, and that the identity provider exists and lists the
// audience.
//
// A policy from FromTemplate may name its provider in a way that only the
// deployment resolves. Such a provider is taken to be the token's issuer, and
// Notes say so.
//
// The error is the one of policy.Document.Evaluate: a document that IAM would
// refuse.
func Check(document policy.Document, token Token) (Result, error) {
	result := Result{Subject: token.Subject()}
	issuer, known := token.Issuer()
	if !known {
		issuer = issuerIn(document)
		result.Notes = append(result.Notes, "The token has no iss claim; the policy's issuer, "+issuer.URL()+", is assumed.")
	}
	result.Issuer = issuer

	request := policy.Request{Action: assume, Context: conditionKeys(token, issuer)}
	var matches []policy.Match
	for i, provider := range providers(document, issuer) {
		request.Principal.Federated = provider
		decision, err := document.Evaluate(request)
		if err != nil {
			return Result{}, err
		}
		if i == 0 || decision.Allowed() {
			result.Decision = decision
			if matches, err = document.Explain(request); err != nil {
				return Result{}, err
			}
		}
		if decision.Allowed() {
			result.Allowed = true
			break
		}
	}
	if opaque(request.Principal.Federated) {
		result.Notes = append(result.Notes, "The provider "+request.Principal.Federated+" is known only at deployment; it is taken to be that of "+issuer.URL()+".")
	}
	if result.Allowed {
		return result, nil
	}
	result.Statements = slices.DeleteFunc(matches, func(m policy.Match) bool {
		// A Deny is of interest only when it refused the token.
		return (m.Effect == policy.Deny) != m.Applies() || !m.Action
	})
	result.explain(document)
	return result, nil
}

// conditionKeys returns the condition keys that AWS makes of a token: aud, sub and
// amr of every one, and of some issuers a few claims more. Where a token has
// azp, the authorized party, the key aud holds that.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
func conditionKeys(token Token, issuer Issuer) policy.Context {
	prefix := issuer.Prefix() + ":"
	keys := policy.Context{}
	for _, claim := range append([]Claim{"aud", "sub", "amr"}, issuer.claims...) {
		if values := token.Claims[claim]; len(values) > 0 {
			keys[prefix+string(claim)] = values
		}
	}
	if azp := token.one("azp"); azp != "" {
		keys[prefix+"aud"] = []string{azp}
	}
	return keys
}

// providers returns the principals of the document that may be the issuer's
// identity provider, at least one.
func providers(document policy.Document, issuer Issuer) []string {
	var found []string
	for _, arn := range federated(document) {
		if isProviderOf(arn, issuer) || opaque(arn) {
			found = append(found, arn)
		}
	}
	if len(found) == 0 {
		// No principal of the document: every statement says so.
		return []string{issuer.ProviderARN("aws", "000000000000")}
	}
	return found
}

func federated(document policy.Document) []string {
	var all []string
	for _, s := range document.Statements {
		if s.Principal != nil {
			all = append(all, s.Principal.Federated...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func isProviderOf(arn string, issuer Issuer) bool {
	return strings.HasSuffix(arn, ":oidc-provider/"+issuer.Prefix())
}

// opaque reports whether a principal does not say whose provider it is.
func opaque(arn string) bool {
	return !strings.Contains(arn, ":oidc-provider/") && (policy.HasToken(arn) || strings.Contains(arn, intrinsic.Open))
}

// issuerIn returns the issuer that a document tests the subjects of.
func issuerIn(document policy.Document) Issuer {
	for _, arn := range federated(document) {
		if _, prefix, ok := strings.Cut(arn, ":oidc-provider/"); ok {
			return issuerOf("https://" + prefix)
		}
	}
	for _, s := range document.Statements {
		for _, keys := range s.Conditions {
			for key := range keys {
				if prefix, ok := strings.CutSuffix(key, ":sub"); ok {
					return issuerOf("https://" + prefix)
				}
			}
		}
	}
	return GitHub()
}
