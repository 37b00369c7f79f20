package trust_test

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

const claimsJSON = `{
  "iss": "https://token.actions.githubusercontent.com",
  "aud": "sts.amazonaws.com",
  "sub": "repo:acme/app:ref:refs/heads/main",
  "repository_id": 2,
  "run_attempt": 1.5,
  "fork": false,
  "groups": ["a", "b"],
  "nested": {"x": 1},
  "environment": null
}`

func jwt(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode([]byte(claims)) + ".c2lnbmF0dXJl"
}

func TestParse(t *testing.T) {
	want := map[trust.Claim][]string{
		"iss": {"https://token.actions.githubusercontent.com"}, "aud": {"sts.amazonaws.com"}, "sub": {"repo:acme/app:ref:refs/heads/main"},
		"repository_id": {"2"}, "run_attempt": {"1.5"}, "fork": {"false"}, "groups": {"a", "b"},
	}
	padded := base64.StdEncoding.EncodeToString([]byte(claimsJSON))
	for name, parse := range map[string]func() (trust.Token, error){
		"claims":                 func() (trust.Token, error) { return trust.ParseClaims([]byte(claimsJSON)) },
		"claims with a BOM":      func() (trust.Token, error) { return trust.ParseClaims([]byte("\xef\xbb\xbf" + claimsJSON + "\n")) },
		"JWT":                    func() (trust.Token, error) { return trust.ParseJWT([]byte(jwt(claimsJSON))) },
		"JWT with white space":   func() (trust.Token, error) { return trust.ParseJWT([]byte("\n" + jwt(claimsJSON) + " \n")) },
		"JWT as a header has it": func() (trust.Token, error) { return trust.ParseJWT([]byte("Bearer " + jwt(claimsJSON))) },
		"JWT in quotes":          func() (trust.Token, error) { return trust.ParseJWT([]byte(`"` + jwt(claimsJSON) + `"`)) },
		"GitHub's answer": func() (trust.Token, error) {
			return trust.ParseJWT([]byte(`{"count":1,"value":"` + jwt(claimsJSON) + `"}`))
		},
		"JWT with padding": func() (trust.Token, error) { return trust.ParseJWT([]byte("e30." + padded + ".x")) },
	} {
		t.Run(name, func(t *testing.T) {
			token, err := parse()
			require.NoError(t, err)
			assert.Equal(t, want, token.Claims)
			assert.Equal(t, "repo:acme/app:ref:refs/heads/main", token.Subject())
			issuer, ok := token.Issuer()
			assert.True(t, ok)
			assert.Equal(t, "GitHub", issuer.Name())
		})
	}
}

// Session tags come nested or flat.
func TestParseSessionTags(t *testing.T) {
	for name, c := range map[string]struct {
		claims string
		want   map[string][]string
	}{
		"nested": {`{"sub":"a","https://aws.amazon.com/tags":{"principal_tags":{"Team":["platform"],"Cost":["1"]},"transitive_tag_keys":["Team"]}}`,
			map[string][]string{"Team": {"platform"}, "Cost": {"1"}}},
		"flat": {`{"sub":"a","https://aws.amazon.com/tags/principal_tags/Team":"platform","https://aws.amazon.com/tags/transitive_tag_keys":["Team"]}`,
			map[string][]string{"Team": {"platform"}}},
		"none":  {`{"sub":"a"}`, map[string][]string{}},
		"empty": {`{"sub":"a","https://aws.amazon.com/tags":{"principal_tags":{}}}`, map[string][]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			token, err := trust.ParseClaims([]byte(c.claims))
			require.NoError(t, err)
			assert.Equal(t, c.want, token.Tags)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, claims, jwt string }{
		{"nothing", "", "Claims is empty; give a JSON object of claims", "Token is empty; give the JWT that the job asked for"},
		{"white space", " \n", "Claims is empty; give a JSON object of claims", "Token is empty; give the JWT that the job asked for"},
		{"a JWT and claims swapped", jwt(claimsJSON), "Claims is a JWT; give it as Token, which decodes it", ""},
		{"claims and a JWT swapped", claimsJSON, "", "Token is JSON and not a JWT; give decoded claims as Claims"},
		{"words", "hello", "Claims holds no JSON object of claims (invalid character 'h' looking for beginning of value at byte 1); give one, with iss, aud and sub as the token has them",
			`Token is not three parts between dots, as a JWT is; give the whole token, from "eyJ" on`},
		{"a list", "[]", "Claims holds no JSON object of claims (it is a JSON array); give one, with iss, aud and sub as the token has them", ""},
		{"half an object", `{"sub":`, "Claims holds no JSON object of claims (unexpected EOF); give one, with iss, aud and sub as the token has them", ""},
		{"two objects", `{"sub":"a"}{"sub":"b"}`, "Claims has something after its JSON object; give one object", ""},
		{"no sub", `{"iss":"x"}`, "Claims has no sub claim, or not one text; give the claims of the job's token, unchanged", ""},
		{"two subs", `{"sub":["a","b"]}`, "Claims has no sub claim, or not one text; give the claims of the job's token, unchanged", ""},
		{"an audience in a list of lists", `{"sub":"a","aud":[["x"]]}`, "Claims has an aud claim that is neither a text nor a list of texts, as a token's is; give the claims of the job's token, unchanged", ""},
		{"an audience that is a number", `{"sub":"a","aud":7}`, "Claims has an aud claim that is neither a text nor a list of texts, as a token's is; give the claims of the job's token, unchanged", ""},
		{"a subject in a list of lists", `{"sub":[["a"]]}`, "Claims has no sub claim, or not one text; give the claims of the job's token, unchanged", ""},
		{"a masked token", "***", "", "Token was masked in the job's log; print the claims alone, or write the token to a file"},
		{"an encrypted token", "a.b.c.d.e", "", "Token is encrypted (a JWE), and can't be read without its key; give the claims as Claims"},
		{"a broken token", "a.?.c", "", "Token has a second part that is not base64url; give the whole token, unchanged"},
		{"a token of something else", "a.e30.c", "", "Token has no sub claim, or not one text; give the claims of the job's token, unchanged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.claims != "" {
				_, err := trust.ParseClaims([]byte(c.text))
				assert.EqualError(t, err, "cipublisher: "+c.claims)
			}
			if c.jwt != "" {
				_, err := trust.ParseJWT([]byte(c.text))
				assert.EqualError(t, err, "cipublisher: "+c.jwt)
			}
		})
	}
}
