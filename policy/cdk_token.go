package policy

import (
	"regexp"
	"strings"
)

// token matches what CDK puts into a string for a value that only the
// deployment knows. The character class is CDK's own, so that nothing else
// can pass as a token.
//
// https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
var token = regexp.MustCompile(`[$#]\{Token\[[a-zA-Z0-9:._-]*\]\}`)

// firstToken matches a token that a text begins with.
var firstToken = regexp.MustCompile(`^` + token.String())

// HasToken reports whether a string contains a CDK token, so that its value
// is not known before deployment.
func HasToken(s string) bool { return mayHaveToken(s) && token.MatchString(s) }

// WithoutTokens returns the literal remainder of a string: what it says
// without its CDK tokens.
func WithoutTokens(s string) string {
	if !mayHaveToken(s) {
		return s
	}
	return token.ReplaceAllString(s, "")
}

// mayHaveToken sorts out most strings without a regular expression, which is
// a hundred times slower on a whole document.
func mayHaveToken(s string) bool { return strings.Contains(s, "{Token[") }
