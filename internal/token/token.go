// Package token finds CDK tokens in strings: what the CDK writes for a value
// that only the deployment knows.
//
// https://docs.aws.amazon.com/cdk/v2/guide/tokens.html
package token

import "strings"

// cut returns the first token of a string by its name, "AWS.Region.4" of
// "${Token[AWS.Region.4]}", and what is before and after it. A regular
// expression says the same and takes five times as long (BenchmarkGrammar),
// which is much on a whole document.
func cut(s string) (before, name, after string, found bool) {
	for from := 0; ; {
		at := strings.Index(s[from:], "{Token[")
		if at < 0 {
			return s, "", "", false
		}
		brace := from + at
		from = brace + len("{Token[")
		end := from
		for end < len(s) && inName(s[end]) {
			end++
		}
		if brace > 0 && (s[brace-1] == '$' || s[brace-1] == '#') && strings.HasPrefix(s[end:], "]}") {
			return s[:brace-1], s[from:end], s[end+len("]}"):], true
		}
	}
}

// inName reports whether a character is one of the names of tokens. The class is
// the CDK's own, so that nothing else can pass as a token.
func inName(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte(":._-", c) >= 0
}

// replace returns a string with something else for each token.
func replace(s string, by func(name string) string) string {
	before, name, after, found := cut(s)
	if !found {
		return s
	}
	var b strings.Builder
	for found {
		b.WriteString(before)
		b.WriteString(by(name))
		before, name, after, found = cut(after)
	}
	b.WriteString(before)
	return b.String()
}

// In reports whether a string holds a token, so that its value is not known
// before deployment.
func In(s string) bool {
	_, _, _, found := cut(s)
	return found
}

// Without returns what a string says without its tokens.
func Without(s string) string { return replace(s, func(string) string { return "" }) }

// Names returns the names of the tokens in a string, "AWS.Region.4" of
// "${Token[AWS.Region.4]}", in their order.
func Names(s string) []string {
	var names []string
	for {
		_, name, after, found := cut(s)
		if !found {
			return names
		}
		names, s = append(names, name), after
	}
}

// Show returns a string for people: a token as the CDK calls it, "<AWS.Region>"
// for "${Token[AWS.Region.4]}", or as "<CDK token>" where it has no name.
func Show(s string) string {
	return replace(s, func(name string) string {
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
	before, _, after, found := cut(s)
	if !found || before != "" {
		return 0
	}
	return len(s) - len(after)
}
