package cloud

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// Check is one question that AWS puts to IAM for a request.
type Check struct {
	// Call is the API operation, or the request as the page writes it:
	// "PutObject", "HEAD /v2/NAME/blobs/DIGEST".
	Call string
	// Action, Resource and Context are what is decided.
	Action, Resource string
	Context          policy.Context
	// Source is the page that says that the call asks for the action.
	Source string
	// Allowed is the decision.
	Allowed bool

	// through is the access point that is asked, nil for none: then the bucket
	// behind it is asked too.
	through *accessPoint
}

// Trace is what a cloud was asked.
type Trace struct {
	// Requests counts the HTTP requests to AWS.
	Requests int
	// Checks in the order in which they were made.
	Checks []Check
	// Unknown are requests that no row of a table stands for. They are answered
	// by an error: a request that is not understood is not authorized.
	Unknown []string
	// Strays are the hosts beside AWS's that the client wanted.
	Strays []string
}

// Trace returns what was asked so far.
func (c *Cloud) Trace() Trace {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	t := c.trace
	t.Checks = append([]Check(nil), t.Checks...)
	return t
}

func (c *Cloud) stray(host string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.trace.Strays = append(c.trace.Strays, host)
}

func (c *Cloud) request() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.trace.Requests++
}

func (c *Cloud) unknown(format string, arguments ...any) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.trace.Unknown = append(c.trace.Unknown, fmt.Sprintf(format, arguments...))
}

// authorize decides and records checks in order, up to the first that is
// refused, which it returns. Nil is allowed.
func (c *Cloud) authorize(checks ...Check) *Check {
	for _, check := range checks {
		check.Allowed = Decide(c.documents, check)
		c.mutex.Lock()
		c.trace.Checks = append(c.trace.Checks, check)
		c.mutex.Unlock()
		if !check.Allowed {
			return &check
		}
	}
	return nil
}

// Decide decides a check by identity policies. What cannot be evaluated is
// refused.
func Decide(documents []policy.Document, check Check) bool {
	request := policy.Request{Action: check.Action, Resource: check.Resource, Context: check.Context, Principal: policy.Caller{AWS: caller}}
	if check.through != nil {
		verdict, err := check.through.access(documents).Evaluate(request)
		return err == nil && verdict.Allowed()
	}
	decision, err := policy.Evaluate(documents, request)
	return err == nil && decision.Allowed()
}

// refusal is the sentence in which AWS refuses.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
func (check Check) refusal() string {
	return fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action",
		caller, check.Action, check.Resource, check.Action)
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
var credentialScope = regexp.MustCompile(`Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request`)

// signedBy reports whether a request is signed with the caller's access key.
func signedBy(authorization string) bool {
	scope := credentialScope.FindStringSubmatch(authorization)
	return scope != nil && scope[1] == AccessKeyID && strings.HasPrefix(authorization, "AWS4-HMAC-SHA256 ")
}
