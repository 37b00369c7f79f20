package policy

import (
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
)

// The frame of an unknown: noncharacters, which Unicode sets aside for use
// inside a program, so that Parse can refuse them in what comes from outside.
//
// https://www.unicode.org/faq/private_use.html#nonchar1
const (
	unknownOpen  = "\uFDD0"
	unknownClose = "\uFDD1"
)

// Unknown returns text that stands for a value which only the deployment
// knows: inside a value of a document, as a whole value (then of any number of
// values) or as a condition key. The identity says which value it is. Equal
// identities are equal values, and nothing else equals an unknown: no literal
// text, and no wildcard except one that takes in every text. An identity with
// unknowns in it is shown first.
func Unknown(identity string) string {
	var b strings.Builder
	b.WriteString(unknownOpen)
	for _, c := range []byte(ShowUnknown(identity)) {
		if isPlain(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	b.WriteString(unknownClose)
	return b.String()
}

// isPlain reports whether a byte of an identity stands for itself: those that
// mean nothing in an ARN, a pattern, a variable or JSON.
func isPlain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("._/=+@- ,", c) >= 0
}

// HasUnknown reports whether a text contains an unknown.
func HasUnknown(s string) bool { return strings.Contains(s, unknownOpen) }

// ShowUnknown returns a text for people: every unknown as its identity in
// angle brackets, the rest as it is.
func ShowUnknown(s string) string {
	if !HasUnknown(s) {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, unknownOpen)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		identity, after, _ := strings.Cut(rest, unknownClose)
		b.WriteString("<" + unescaped(identity) + ">")
		s = after
	}
}

// unescaped undoes the escapes of Unknown.
func unescaped(identity string) string {
	var b strings.Builder
	for i := 0; i < len(identity); i++ {
		var c byte
		if identity[i] == '%' && i+2 < len(identity) {
			if _, err := fmt.Sscanf(identity[i+1:i+3], "%02X", &c); err == nil {
				b.WriteByte(c)
				i += 2
				continue
			}
		}
		b.WriteByte(identity[i])
	}
	return b.String()
}

// unknownLength is the length of the unknown that a text begins with, 0 where
// it begins with none. One that is not closed takes in the rest.
func unknownLength(text string) int {
	if !strings.HasPrefix(text, unknownOpen) {
		return 0
	}
	if end := strings.Index(text, unknownClose); end >= 0 {
		return end + len(unknownClose)
	}
	return len(text)
}

// anythingUnknown returns a pattern that matches whatever a pattern may turn
// out to match. An unknown before the fifth colon of an ARN may have the rest
// of the ARN in it.
func anythingUnknown(text string) string {
	before, rest, found := strings.Cut(text, unknownOpen)
	if !found {
		return text
	}
	if aws.IsARN(before) && strings.Count(before, ":") < arnParts-1 || before == "" {
		return everything
	}
	var b strings.Builder
	for found {
		b.WriteString(before + everything)
		rest = unknownOpen + rest
		before, rest, found = strings.Cut(rest[unknownLength(rest):], unknownOpen)
	}
	return b.String() + before
}
