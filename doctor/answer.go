package doctor

import (
	"strings"
	"time"

	"github.com/cipublisher/cipublisher/trust"
)

// Answer is what AWS answered when the job tried to assume a role. It holds no
// credentials.
type Answer struct {
	// Role is the ARN of the role.
	Role string `json:"role"`
	// Accepted is true where AWS gave credentials.
	Accepted bool `json:"accepted"`
	// Session is the ARN of the session that AWS would have begun, and Until when
	// it would end. Empty without Accepted.
	Session string     `json:"session,omitempty"`
	Until   *time.Time `json:"until,omitempty"`
	// Code and Message are AWS's. Code is empty where there was no answer, and
	// Message then says why.
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
	// Causes are why, the likeliest first.
	Causes []trust.Cause `json:"causes,omitempty"`
}

// explanation is why AWS gives an answer, and what to do.
type explanation struct {
	// code is AWS's code, and message a part of its message, without case; empty
	// for every message.
	code, message string
	id, text      string
}

// explanations are tried in turn; the first that fits is the cause. {issuer},
// {audience} and {role} stand for those of the job.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors
// https://repost.aws/knowledge-center/iam-sts-invalididentitytoken
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
var explanations = []explanation{
	{"InvalidIdentityToken", "no openidconnect provider found", "no-provider",
		"The account of {role} has no identity provider for {issuer}. Create it with that URL, letter for letter, or write the role of the account that has it."},
	{"InvalidIdentityToken", "incorrect token audience", "audience",
		"The identity provider for {issuer} does not list the audience {audience} among its client ids. Add it there, or ask for a token for one that is."},
	{"InvalidIdentityToken", "thumbprint", "thumbprint",
		"The identity provider for {issuer} has the thumbprint of another certificate. Update it; for GitHub, GitLab.com and others whose certificates AWS knows, none is compared."},
	{"InvalidIdentityToken", "verification key", "keys",
		"AWS could not get the keys of {issuer}: its /.well-known/openid-configuration and jwks_uri must be reachable from the internet and answer within five seconds. Try again once; if that is no help, look at the firewall."},
	{"InvalidIdentityToken", "missing a required claim", "claim", "The token lacks a claim that AWS needs: iss, sub and aud."},
	{"InvalidIdentityToken", "", "token", "AWS can't verify the token: its signature, its issuer {issuer} or its form is not what the identity provider expects. Take the token anew, unchanged."},
	{"ExpiredTokenException", "", "expired", "The token has expired. Take it anew right before it is used."},
	{"IDPCommunicationError", "", "unreachable", "AWS could not reach {issuer}. Try again; if it stays so, the issuer is down, or not reachable from the internet."},
	{"IDPRejectedClaim", "", "rejected", "{issuer} rejected the token: it has expired or was revoked. Take it anew."},
	{"PackedPolicyTooLarge", "", "too-large", "The session policy and the session tags are too large together. The token sets the tags (the claim https://aws.amazon.com/tags): set fewer, or shorter ones."},
	{"MalformedPolicyDocument", "", "session-policy", "The session policy is not one. The doctor sends none: something between it and AWS does."},
	{"RegionDisabledException", "", "region", "The region is not enabled in the account, or STS is switched off in it. Enable it in the account's settings, or ask another region."},
	{"ValidationError", "maxsessionduration", "duration", "The session asked for is longer than the role allows. Ask for a shorter one, or raise the role's maximum session duration."},
	{"ValidationError", "durationseconds", "duration", "The session's duration is out of bounds: 900 seconds to 43,200, and at most what the role allows."},
	{"ValidationError", "rolesessionname", "session-name", "The name of the session is not one: two to 64 letters, digits and _=,.@-."},
	{"ValidationError", "request arn", "role-arn", "{role} is not the ARN of a role."},
	{"ValidationError", "", "request", "AWS finds the request wrong. Its message says where."},
	{"AccessDenied", "tagsession", "tags", "The token sets session tags, and the trust policy does not grant sts:TagSession to it. Make the issuer leave them out."},
	{"AccessDenied", "", "refused",
		"The trust policy of {role} does not admit the token, or the role does not exist: AWS answers both alike. Give the trust policy as a file, and the doctor says which condition fails."},
	{"Throttling", "", "throttled", "AWS got too many requests. Try again later."},
	{"", "", "no-answer", "There was no answer from AWS. Look at the network and the region; a proxy must let sts through."},
}

// Explain says why AWS gave the answer, from its code and message and the token
// that was sent.
func (v Visit) Explain(a Answer) Answer {
	a.Message = v.Redactor.Text(a.Message)
	if a.Accepted {
		return a
	}
	issuer, _ := v.Token.Issuer()
	fill := strings.NewReplacer("{issuer}", issuer.URL(), "{audience}", strings.Join(v.Token.Claims["aud"], ", "), "{role}", a.Role)
	message := strings.ToLower(a.Message)
	for _, e := range explanations {
		if strings.HasPrefix(strings.TrimSuffix(a.Code, "Exception"), strings.TrimSuffix(e.code, "Exception")) && (e.code != "" || a.Code == "") && strings.Contains(message, e.message) {
			a.Causes = append(a.Causes, trust.Cause{ID: e.id, Text: fill.Replace(e.text)})
			return a
		}
	}
	a.Causes = append(a.Causes, trust.Cause{ID: "unknown", Text: "The doctor has no explanation for " + a.Code + "; AWS's message is all there is."})
	return a
}
