package cloud

import (
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// sts answers a request to STS.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
func (c *Cloud) sts(w http.ResponseWriter, r *http.Request) {
	c.request()
	if err := r.ParseForm(); err != nil {
		failQuery(w, http.StatusBadRequest, "MalformedInput", err.Error())
		return
	}
	switch action := r.Form.Get("Action"); action {
	case "GetCallerIdentity":
		// "No permissions are required to perform this operation."
		// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
		signer, known := c.signer(r.Header.Get("Authorization"))
		if !known {
			failQuery(w, http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
			return
		}
		writeXML(w, struct {
			XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
			Result  identity `xml:"GetCallerIdentityResult"`
		}{Result: identity{sessionOf(signer), "AROAEXAMPLE:ci", AccountID}})
	case "AssumeRole":
		c.assumeRole(w, r)
	case "AssumeRoleWithWebIdentity":
		c.assume(w, r)
	default:
		c.unknown("STS: %s", action)
		failQuery(w, http.StatusNotImplemented, "InvalidAction", "no such operation here: "+action)
	}
}

type identity struct {
	ARN     string `xml:"Arn"`
	UserID  string `xml:"UserId"`
	Account string
}

// assume gives the caller's credentials to whom the trust policy admits. The
// token's signature is not verified.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
func (c *Cloud) assume(w http.ResponseWriter, r *http.Request) {
	token, err := trust.ParseJWT([]byte(r.Form.Get("WebIdentityToken")))
	if err != nil {
		failQuery(w, http.StatusBadRequest, "InvalidIdentityToken", err.Error())
		return
	}
	check := Check{
		Call: "AssumeRoleWithWebIdentity", Action: "sts:AssumeRoleWithWebIdentity", Resource: r.Form.Get("RoleArn"),
		Source: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
	}
	check.Allowed = check.Resource == RoleARN && c.admits(token)
	c.mutex.Lock()
	c.trace.Checks = append(c.trace.Checks, check)
	c.mutex.Unlock()
	if !check.Allowed {
		failQuery(w, http.StatusForbidden, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
		return
	}
	writeXML(w, struct {
		XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleWithWebIdentityResponse"`
		Result  session  `xml:"AssumeRoleWithWebIdentityResult"`
	}{Result: session{
		Credentials: credentials{AccessKeyID, SecretAccessKey, "example", time.Now().Add(time.Hour).UTC().Format(time.RFC3339)},
		Role:        assumedRole{caller, "AROAEXAMPLE:ci"},
	}})
}

const (
	assumeRolePage  = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
	sessionTagsPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html"
)

// assumeRole gives the credentials of a role to the caller, if its policies
// allow it. The roles here trust their account.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
func (c *Cloud) assumeRole(w http.ResponseWriter, r *http.Request) {
	if !signedBy(r.Header.Get("Authorization")) {
		failQuery(w, http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
		return
	}
	arn := r.Form.Get("RoleArn")
	checks := []Check{{Call: "AssumeRole", Action: "sts:AssumeRole", Resource: arn, Context: policy.Context{"aws:SecureTransport": {"true"}}, Source: assumeRolePage}}
	if r.Form.Has("Tags.member.1.Key") {
		checks = append(checks, Check{Call: "AssumeRole", Action: "sts:TagSession", Resource: arn, Context: policy.Context{"aws:SecureTransport": {"true"}}, Source: sessionTagsPage})
	}
	refused := c.authorize(checks...)
	key, exists := c.signIn(arn)
	if refused != nil || !exists {
		failQuery(w, http.StatusForbidden, "AccessDenied", "User: "+caller+" is not authorized to perform: sts:AssumeRole on resource: "+arn)
		return
	}
	writeXML(w, struct {
		XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleResponse"`
		Result  session  `xml:"AssumeRoleResult"`
	}{Result: session{
		Credentials: credentials{key, SecretAccessKey, "example", time.Now().Add(time.Hour).UTC().Format(time.RFC3339)},
		Role:        assumedRole{sessionOf(arn), "AROAEXAMPLE:ci"},
	}})
}

// sessionOf returns the ARN of a session of a role.
func sessionOf(role string) string {
	if role == RoleARN {
		return caller
	}
	return "arn:" + Partition + ":sts::" + AccountID + ":assumed-role/" + role[strings.LastIndex(role, "/")+1:] + "/ci"
}

type session struct {
	Credentials credentials
	Role        assumedRole `xml:"AssumedRoleUser"`
}

type credentials struct {
	AccessKeyID     string `xml:"AccessKeyId"`
	SecretAccessKey string
	SessionToken    string
	Expiration      string
}

type assumedRole struct {
	ARN string `xml:"Arn"`
	ID  string `xml:"AssumedRoleId"`
}

// admits reports whether the trust policy admits a token. A role without one
// admits nobody.
func (c *Cloud) admits(token trust.Token) bool {
	if c.trust == nil {
		return false
	}
	result, err := trust.Check(*c.trust, token)
	return err == nil && result.Allowed
}

// Trust gives the role a trust policy.
func (c *Cloud) Trust(document policy.Document) { c.trust = &document }

// failQuery answers in the form of AWS's query protocol.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
func failQuery(w http.ResponseWriter, code int, name, message string) {
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(code)
	encodeXML(w, struct {
		XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ ErrorResponse"`
		Type    string   `xml:"Error>Type"`
		Code    string   `xml:"Error>Code"`
		Message string   `xml:"Error>Message"`
	}{Type: "Sender", Code: name, Message: message})
}
