// Package token finds CDK tokens in strings: what the CDK writes for a value
// that only the deployment knows.
//
// https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
package token

import (
	"regexp"
	"strings"
)

// The character class is CDK's own, so that nothing else can pass as a token.
var token = regexp.MustCompile(`[$#]\{Token\[([a-zA-Z0-9:._-]*)\]\}`)

var first = regexp.MustCompile(`^` + token.String())

// In reports whether a string holds a token, so that its value is not known
// before deployment.
func In(s string) bool { return mayHave(s) && token.MatchString(s) }

// Without returns what a string says without its tokens.
func Without(s string) string {
	if !mayHave(s) {
		return s
	}
	return token.ReplaceAllString(s, "")
}

// Names returns the names of the tokens in a string, "AWS.Region.4" of
// "${Token[AWS.Region.4]}", in their order.
func Names(s string) []string {
	if !mayHave(s) {
		return nil
	}
	var names []string
	for _, match := range token.FindAllStringSubmatch(s, -1) {
		names = append(names, match[1])
	}
	return names
}

// Show returns a string for people: a token as the CDK calls it, "<AWS.Region>"
// for "${Token[AWS.Region.4]}", or as "<CDK token>" where it has no name.
func Show(s string) string {
	if !mayHave(s) {
		return s
	}
	return token.ReplaceAllStringFunc(s, func(t string) string {
		name := token.FindStringSubmatch(t)[1]
		if cut := strings.LastIndex(name, "."); cut > 0 {
			name = name[:cut]
		}
		if name == "TOKEN" || name == "" {
			name = "CDK token"
		}
		return "<" + name + ">"
	})
}

// Length returns how many bytes of a string the token takes that it begins
// with, 0 where it begins with none.
func Length(s string) int {
	if len(s) < 2 || !strings.HasPrefix(s[1:], "{Token[") {
		return 0
	}
	return len(first.FindString(s))
}

// mayHave answers for most strings without a regular expression, which is a
// hundred times slower on a whole document.
func mayHave(s string) bool { return strings.Contains(s, "{Token[") }
