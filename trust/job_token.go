package trust

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// Token is what the token of a CI job says.
type Token struct {
	// Claims by name. Numbers and booleans are kept as JSON writes them; claims
	// that are objects or null are left out.
	Claims map[Claim][]string
	// Tags are the session tags that the token sets, with their values.
	Tags map[string][]string
}

// AWS reads session tags and the source identity from these claims of a token.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
const (
	tagsClaim           = "https://aws.amazon.com/tags"
	sourceIdentityClaim = Claim("https://aws.amazon.com/source_identity")
)

// ParseClaims reads a token's claims from a JSON object, such as
//
//	{"iss": "https://token.actions.githubusercontent.com",
//	 "aud": "sts.amazonaws.com", "sub": "repo:acme/app:ref:refs/heads/main"}
//
// The error is a fault.List whose option is "Claims".
func ParseClaims(data []byte) (Token, error) {
	data = bytes.TrimSpace(trimBOM(data))
	if strings.Count(string(data), ".") == 2 && bytes.HasPrefix(data, []byte("eyJ")) {
		return Token{}, tokenFault("Claims", "is a JWT", "give it as {Token}, which decodes it")
	}
	return parseObject("Claims", data)
}

// ParseJWT decodes the claims of a JSON Web Token. It does not verify the
// signature: it explains a token to the person who has it, and trusts nothing.
// The answer of GitHub's token endpoint, {"value": "JWT"}, is understood too.
// The error is a fault.List whose option is "Token".
func ParseJWT(data []byte) (Token, error) {
	text := strings.TrimSpace(string(data))
	if strings.HasPrefix(text, "{") {
		var response struct {
			Value string `json:"value"`
		}
		if json.Unmarshal([]byte(text), &response) != nil || response.Value == "" {
			return Token{}, tokenFault("Token", "is JSON and not a JWT", "give decoded claims as {Claims}")
		}
		text = response.Value
	}
	text = strings.Trim(strings.TrimPrefix(strings.TrimPrefix(text, "Bearer "), "bearer "), "\"'")
	parts := strings.Split(text, ".")
	switch {
	case text == "":
		return Token{}, tokenFault("Token", "is empty", "give the JWT that the job asked for")
	case text == "***":
		return Token{}, tokenFault("Token", "was masked in the job's log", "print the claims alone, or write the token to a file")
	case len(parts) == 5:
		return Token{}, tokenFault("Token", "is encrypted (a JWE), and can't be read without its key", "give the claims as {Claims}")
	case len(parts) != 3:
		return Token{}, tokenFault("Token", "is not three parts between dots, as a JWT is", "give the whole token, from \"eyJ\" on")
	}
	// Some tools print base64 with padding or in the alphabet with "+" and "/".
	encoded := strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(parts[1], "="))
	claims, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil {
		return Token{}, tokenFault("Token", "has a second part that is not base64url", "give the whole token, unchanged")
	}
	return parseObject("Token", claims)
}

func tokenFault(option, problem, remedy string) error {
	var faults fault.List
	faults.Add(option, "", problem, remedy)
	return faults.Err()
}

func parseObject(option string, data []byte) (Token, error) {
	if len(data) == 0 {
		return Token{}, tokenFault(option, "is empty", "give a JSON object of claims")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return Token{}, tokenFault(option, "holds no JSON object of claims ("+describe(err)+")", "give one, with iss, aud and sub as the token has them")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Token{}, tokenFault(option, "has something after its JSON object", "give one object")
	}
	token := Token{Claims: make(map[Claim][]string, len(object))}
	for name, value := range object {
		if values := scalars(value); values != nil {
			token.Claims[Claim(name)] = values
		}
	}
	token.Tags = sessionTags(object)
	const unchanged = "give the claims of the job's token, unchanged"
	switch {
	case len(token.one("sub")) == 0:
		return Token{}, tokenFault(option, "has no sub claim, or not one text", unchanged)
	case !isAudience(object["aud"]):
		return Token{}, tokenFault(option, "has an aud claim that is neither a text nor a list of texts, as a token's is", unchanged)
	}
	return token, nil
}

// trimBOM takes off the mark that some editors write before a text.
func trimBOM(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }

// describe says where JSON is wrong, in the words of encoding/json.
func describe(err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("%v at byte %d", err, syntax.Offset)
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return "it is a JSON " + kind.Value
	}
	return err.Error()
}

// sessionTags returns the tags that a token sets, in the nested form of the
// claim or in the flat one.
func sessionTags(object map[string]any) map[string][]string {
	const principal = "principal_tags"
	tags := map[string][]string{}
	nested, _ := object[tagsClaim].(map[string]any)
	list, _ := nested[principal].(map[string]any)
	for key, value := range list {
		tags[key] = scalars(value)
	}
	for name, value := range object {
		if key, flat := strings.CutPrefix(name, tagsClaim+"/"+principal+"/"); flat {
			tags[key] = scalars(value)
		}
	}
	return tags
}

// isAudience reports whether a value can be the aud claim of a token, or its
// absence.
//
// https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
func isAudience(value any) bool {
	list, isList := value.([]any)
	if !isList {
		_, isText := value.(string)
		return isText || value == nil
	}
	return !slices.ContainsFunc(list, func(element any) bool { _, isText := element.(string); return !isText })
}

// scalars returns the values of a claim as texts.
func scalars(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case json.Number:
		return []string{v.String()}
	case bool:
		return []string{strconv.FormatBool(v)}
	case []any:
		values := []string{}
		for _, element := range v {
			one := scalars(element)
			if _, isList := element.([]any); isList || len(one) != 1 {
				return nil
			}
			values = append(values, one[0])
		}
		return values
	}
	return nil
}

// one returns the only value of a claim; empty when there is none or several.
func (t Token) one(claim Claim) string {
	if values := t.Claims[claim]; len(values) == 1 {
		return values[0]
	}
	return ""
}

// Subject returns the sub claim.
func (t Token) Subject() string { return t.one("sub") }

// Issuer returns the issuer that signed the token, by its iss claim. It is not
// ok when the token has none.
func (t Token) Issuer() (issuer Issuer, ok bool) {
	iss := t.one("iss")
	if iss == "" {
		return Issuer{}, false
	}
	issuer = issuerOf(iss)
	if _, unknown := issuer.grammar.(anyOIDC); unknown && strings.HasPrefix(t.Subject(), "project_path:") {
		issuer = GitLabSelfManaged(iss) // no URL says so, and no other service writes this
	}
	return issuer, true
}
