package playground

import (
	"encoding/json"
	"strings"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/internal/yamljson"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Token is whether a token is admitted, and why.
type Token struct {
	Admitted  bool `json:"admitted"`
	Undecided bool `json:"undecided"`
	// Report is what "cipublisher check trust" prints.
	Report string `json:"report"`
}

// checkToken answers whether a trust policy admits a token.
func checkToken(r Request) (Answer, fault.List) {
	var faults fault.List
	document := readTrust(r.Trust, &faults)
	seen := readToken(r.Token, &faults)
	check := trust.Checker{Context: readContext(r.Context, &faults)}
	if len(faults) > 0 {
		return Answer{}, faults
	}
	result, err := check.Check(document, seen)
	if err != nil {
		blame(&faults, "trust", err)
		return Answer{}, faults
	}
	return Answer{Token: &Token{result.Allowed, result.Undecided, result.Report()}}, nil
}

// readTrust reads a trust policy, or the role that has it as the AWS CLI
// prints it.
func readTrust(text string, faults *fault.List) policy.Document {
	if strings.TrimSpace(text) == "" {
		faults.Add("trust", "", "is missing", "paste the trust policy of a role")
		return policy.Document{}
	}
	if token.In(text) {
		faults.Add("trust", "", "holds a CDK token, which means nothing outside a CDK app", "paste what cdk synth or the AWS CLI prints")
		return policy.Document{}
	}
	content, err := yamljson.Read([]byte(text))
	if err != nil {
		blame(faults, "trust", err)
		return policy.Document{}
	}
	read := policy.Parse
	if account.HasRoles(content) {
		read = func(content []byte) (policy.Document, error) { return account.RoleTrust(content, "") }
	}
	document, err := read(content)
	blame(faults, "trust", err)
	return document
}

// readToken reads a token or its claims, whichever the text is.
func readToken(text string, faults *fault.List) trust.Token {
	text = strings.TrimSpace(text)
	if claims, err := yamljson.Read([]byte(text)); err == nil {
		text = string(claims)
	}
	if text == "" {
		faults.Add("token", "", "is missing", "paste the claims of a token, or the token")
		return trust.Token{}
	}
	// GitHub's token endpoint answers {"value": TOKEN}, which is no claim.
	var answer struct{ Value string }
	read := trust.ParseJWT
	if strings.HasPrefix(text, "{") && (json.Unmarshal([]byte(text), &answer) != nil || answer.Value == "") {
		read = trust.ParseClaims
	}
	seen, err := read([]byte(text))
	blame(faults, "token", err)
	return seen
}

// readContext reads the condition keys of the request, KEY=VALUE on each line.
func readContext(text string, faults *fault.List) policy.Context {
	context := policy.Context{}
	for _, line := range lines(text) {
		key, value, found := strings.Cut(line, "=")
		if !found || key == "" {
			faults.Add("context", line, "is not a key and a value", "write KEY=VALUE on each line")
			continue
		}
		context[key] = append(context[key], value)
	}
	return context
}

// blame adds what is wrong in a field, under the name of the field.
func blame(faults *fault.List, field string, err error) {
	var found fault.List
	found.Append(field, err)
	for _, f := range found {
		if f.Option != field {
			f.Problem = strings.TrimSpace(f.Option + " " + f.Problem)
		}
		*faults = append(*faults, fault.Fault{Option: field, Value: f.Value, Problem: f.Problem, Remedy: f.Remedy})
	}
}
