package cloud

import (
	"encoding/xml"
	"net/http"
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
		if !signedBy(r.Header.Get("Authorization")) {
			failQuery(w, http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
			return
		}
		writeXML(w, struct {
			XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
			Result  identity `xml:"GetCallerIdentityResult"`
		}{Result: identity{caller, "AROAEXAMPLE:ci", AccountID}})
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
