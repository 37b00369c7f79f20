package doctor

import (
	"strconv"
	"strings"
	"time"

	"github.com/cipublisher/cipublisher/trust"
)

// skew is by how much a clock may be wrong before somebody refuses a token for
// it. AWS does not say how much it allows; five minutes is what its other
// signatures do.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
const skew = 5 * time.Minute

// lookAtToken finds what in the token itself keeps it from being accepted.
func (j *Job) lookAtToken(visit *Visit) {
	found := &visit.Findings
	if j.ahead.Abs() > skew {
		direction := "ahead of"
		if j.ahead < 0 {
			direction = "behind"
		}
		found.add("clock", Warning, "The job's clock is "+j.ahead.Abs().Round(time.Second).String()+" "+direction+" the time that the service gives.",
			"set the runner's clock: AWS refuses requests that are signed at another time", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html")
	}
	now := j.Now.Add(-j.ahead)
	if at, ok := timeOf(visit.Token, "exp"); ok && !now.Before(at) {
		found.add("expired", Problem, "The token expired at "+at.Format(time.RFC3339)+", "+now.Sub(at).Round(time.Second).String()+" ago.",
			"take it anew right before it is used; if it was made a moment ago, the job's clock is wrong", "")
	}
	for _, claim := range []trust.Claim{"nbf", "iat"} {
		if at, ok := timeOf(visit.Token, claim); ok && at.Sub(now) > skew {
			found.add("early", Problem, "The token is valid from "+at.Format(time.RFC3339)+" on, and the job's clock says "+now.UTC().Format(time.RFC3339)+".", "set the runner's clock", "")
			break
		}
	}
	j.lookAtAudience(visit)
}

// lookAtAudience finds an audience that the issuer's usual client for AWS would
// not have asked for. It may be meant: the provider and the trust policy
// decide.
func (j *Job) lookAtAudience(visit *Visit) {
	issuer, known := visit.Token.Issuer()
	seen := visit.Token.Claims["aud"]
	switch {
	case !known:
		visit.Findings.add("no-issuer", Problem, "The token has no iss claim, so AWS finds no identity provider for it.", "give the job's token, unchanged", "")
	case len(seen) == 0:
		visit.Findings.add("audience", Problem, "The token has no aud claim, and AWS accepts none without.", "ask for a token for "+j.audience(issuer), "")
	case len(seen) > 1:
		visit.Findings.add("audience", Warning, "The token has several audiences, "+strings.Join(seen, ", ")+", and a trust policy compares with one.", "ask for a token for "+j.audience(issuer)+" alone", "")
	case j.audience(issuer) != "" && seen[0] != j.audience(issuer):
		visit.Findings.add("audience", Warning, "The token is for "+seen[0]+", and tokens of "+issuer.Name()+" for AWS are usually for "+j.audience(issuer)+".",
			"make the job ask for that one, or have the identity provider in IAM and the trust policy name "+seen[0], "")
	}
}

// timeOf reads a claim that holds a time, in seconds.
//
// https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
func timeOf(t trust.Token, claim trust.Claim) (time.Time, bool) {
	values := t.Claims[claim]
	if len(values) != 1 {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseFloat(values[0], 64)
	if err != nil || seconds < 0 || seconds > 1<<40 {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0).UTC(), true
}
