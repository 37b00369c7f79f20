package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/policy"
)

// Result is the decision of a trust policy on a token, with its reasons.
type Result struct {
	// Allowed reports whether the token is admitted: whether it may assume the
	// role.
	Allowed bool
	// Undecided reports that conditions on the request decide, such as
	// aws:SourceIp, and that Checker.Context does not say what they test.
	Undecided bool
	// Needs are the condition keys that would decide, sorted. Empty unless the
	// result is undecided.
	Needs []string
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
	// Warnings are why the statement that admits the token would admit others
	// whom nobody meant to trust.
	Warnings []Cause
	// Notes say what was assumed.
	Notes []string
}

// Checker decides whether tokens are admitted. The zero value knows nothing but
// the policy and the token.
type Checker struct {
	// Context holds condition keys of the request, such as aws:SourceIp or
	// sts:RoleSessionName. What it does not hold is unknown, and a condition on
	// it leaves the result undecided.
	Context policy.Context
	// Brief leaves the reasons out, for who checks many tokens: a result then
	// has no Statements, Nearest, Causes, Warnings or Needs.
	Brief bool
}

// Check decides whether a token may assume the role that has the trust policy,
// with the zero Checker.
func Check(document policy.Document, token Token) (Result, error) {
	return Checker{}.Check(document, token)
}

// Check decides whether a token may assume the role that has the trust policy.
// It decides as AWS does: a condition tests what AWS has a key for, and no
// other claim. What can't be seen from the two is assumed to be right: the
// signature, the time, and that the identity provider exists and lists the
// audience. A provider that only the deployment knows is taken to be the
// token's issuer, and Notes say so.
//
// The error is the one of policy.Document.Evaluate: a document that IAM would
// refuse.
func (c Checker) Check(document policy.Document, token Token) (Result, error) {
	result := Result{Subject: token.Subject()}
	issuer, known := token.Issuer()
	if !known {
		issuer = issuerIn(document)
		result.Notes = append(result.Notes, "The token has no iss claim; the policy's issuer, "+issuer.URL()+", is assumed.")
	}
	result.Issuer = issuer

	request := policy.Request{Action: assume, Context: conditionKeys(token, issuer)}
	for key, values := range c.Context {
		request.Context[key] = values
	}
	if err := result.decide(document, &request, providers(document, issuer), c.Brief); err != nil {
		return Result{}, err
	}
	for _, right := range token.rights() {
		if result.Allowed || result.Undecided {
			if err := result.require(document, right, providers(document, issuer), request.Context, c.Brief); err != nil {
				return Result{}, err
			}
		}
	}
	for _, provider := range providers(document, issuer) {
		if opaque(provider) {
			result.Notes = append(result.Notes, "The provider "+policy.ShowUnknown(provider)+" is known only at deployment; it is taken to be that of "+issuer.URL()+".")
		}
	}
	if c.Brief {
		return result, nil
	}
	if result.Allowed {
		result.warn(document, request)
		return result, nil
	}
	if !result.Undecided {
		result.explain(document)
	}
	return result, nil
}

// decide evaluates the policy twice, once as if no unknown condition held and
// once as if each did, and records what follows. The request then has the
// provider that decided.
func (r *Result) decide(document policy.Document, request *policy.Request, providers []string, brief bool) error {
	var matches []policy.Match
	for i, provider := range providers {
		request.Principal.Federated = provider
		sure, err := certain(document, request.Context).Evaluate(*request)
		if err != nil {
			return err
		}
		maybe, err := possible(document, request.Context).Evaluate(*request)
		if err != nil {
			return err
		}
		if i == 0 || sure.Allowed() {
			r.Decision = sure
			if !sure.Allowed() && !maybe.Allowed() {
				r.Decision = maybe // a Deny that surely applies
			}
			if !brief {
				if matches, err = document.Explain(*request); err != nil {
					return err
				}
			}
		}
		r.Undecided = r.Undecided || maybe.Allowed()
		if sure.Allowed() {
			r.Allowed, r.Undecided = true, false
			return nil
		}
	}
	for _, m := range matches {
		unknown := unknownIn(document.Statements[m.Statement], request.Context)
		switch {
		case r.Undecided && m.Principal && m.Action && len(unknown) > 0:
			r.Needs = append(r.Needs, unknown...)
			r.Statements = append(r.Statements, m)
		case !r.Undecided && (m.Effect == policy.Deny) == m.Applies() && (m.Effect == policy.Allow || len(unknown) == 0):
			// A Deny is of interest only when it refused the token.
			r.Statements = append(r.Statements, m)
		}
	}
	slices.Sort(r.Needs)
	r.Needs = slices.Compact(r.Needs)
	return nil
}

// right is something that a token asks for beside the role itself, and that the
// trust policy must grant too.
type right struct {
	action, cause, text string
}

// rights returns what a token asks for.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
func (t Token) rights() []right {
	var list []right
	if len(t.Tags) > 0 {
		list = append(list, right{"sts:TagSession", "tags",
			"The token sets session tags (the claim " + tagsClaim + "), and the policy does not grant sts:TagSession to it. " +
				"Make the issuer leave the tags out: who may tag a session can pretend to have any tag that a policy tests."})
	}
	if len(t.Claims[sourceIdentityClaim]) > 0 {
		list = append(list, right{"sts:SetSourceIdentity", "source-identity",
			"The token sets a source identity (the claim " + string(sourceIdentityClaim) + "), and the policy does not grant sts:SetSourceIdentity to it."})
	}
	return list
}

// require refuses a token that asks for something that the policy does not
// grant.
func (r *Result) require(document policy.Document, needed right, providers []string, context policy.Context, brief bool) error {
	also := Result{}
	if err := also.decide(document, &policy.Request{Action: needed.action, Context: context}, providers, brief); err != nil {
		return err
	}
	switch {
	case also.Allowed:
	case also.Undecided:
		r.Allowed, r.Undecided, r.Statements = false, true, also.Statements
		r.Needs = also.Needs
	default:
		r.Allowed, r.Undecided, r.Needs = false, false, nil
		r.Decision, r.Statements = also.Decision, nil
		r.Causes = append(r.Causes, Cause{ID: needed.cause, Text: needed.text})
	}
	return nil
}

// conditionKeys returns the condition keys that AWS makes of a token: aud, sub
// and amr of every one, and of some issuers a few claims more. Where a token
// has azp, the authorized party, the key aud holds that. Session tags and the
// source identity are keys of the request.
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
	for tag, values := range token.Tags {
		keys["aws:RequestTag/"+tag] = values
		keys["aws:TagKeys"] = append(keys["aws:TagKeys"], tag)
	}
	if len(token.Tags) > 0 {
		slices.Sort(keys["aws:TagKeys"])
	}
	if identity := token.one(sourceIdentityClaim); identity != "" {
		keys["sts:SourceIdentity"] = []string{identity}
	}
	return keys
}

// providers returns the principals of the document that may be the issuer's
// identity provider, at least one.
func providers(document policy.Document, issuer Issuer) []string {
	var found []string
	for _, arn := range federated(document) {
		if isProviderOf(arn, issuer) {
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

// isProviderOf reports whether a principal is the issuer's identity provider,
// or may turn out to be it at deployment.
func isProviderOf(arn string, issuer Issuer) bool {
	if atDeployment(arn) {
		return opaque(arn) || strings.HasSuffix(arn, ":oidc-provider/"+issuer.Prefix())
	}
	if builtIn[arn] {
		return arn == issuer.Prefix()
	}
	partition, account, is := splitProvider(arn)
	return is && issuer.ProviderARN(partition, account) == arn && aws.Partition.Accepts(partition) && aws.AccountID.Accepts(account)
}

// atDeployment reports whether only the deployment knows a text in full: one
// from a template with unknowns, or one with CDK tokens. A placeholder that
// somebody left in a policy is neither.
func atDeployment(text string) bool { return policy.HasUnknown(text) || token.In(text) }

// opaque reports whether a principal does not say whose provider it is.
func opaque(arn string) bool { return atDeployment(arn) && !strings.Contains(arn, ":oidc-provider/") }

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
