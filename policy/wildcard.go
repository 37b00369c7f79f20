package policy

import (
	"strings"
	"unicode/utf8"
)

// pattern is a value of a policy in which * stands for any characters, or
// none, and ? for exactly one.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
type pattern struct {
	text string
	// literal marks the bytes of text that came out of a policy variable and
	// mean themselves even if they are * or ?. Nil when there are none.
	literal []bool
}

// wildcard reports whether the byte at i is an active wildcard.
func (p pattern) wildcard(i int) bool {
	return (p.text[i] == '*' || p.text[i] == '?') && (p.literal == nil || !p.literal[i])
}

// firstWildcard returns where the first active wildcard is, or -1.
func (p pattern) firstWildcard() int {
	for i := 0; i < len(p.text); i++ {
		if p.wildcard(i) {
			return i
		}
	}
	return -1
}

func (p pattern) slice(from, to int) pattern {
	if p.literal == nil {
		return pattern{text: p.text[from:to]}
	}
	return pattern{text: p.text[from:to], literal: p.literal[from:to]}
}

// match reports whether the pattern matches all of s. It never looks back
// further than the last *, so that its time is at most the product of the
// lengths, whatever the pattern.
func (p pattern) match(s string) bool { return p.glob(s, false) }

// matchFold is match without regard to the case of ASCII letters. Other
// letters have their case: no name in a policy has them, and folding them
// would let the Kelvin sign pass for the k of kms.
func (p pattern) matchFold(s string) bool { return p.glob(s, true) }

func (p pattern) glob(s string, fold bool) bool {
	i, j := 0, 0
	star, resume := -1, 0 // after the last *, and where its match of s ends
	for j < len(s) {
		if i < len(p.text) {
			c := p.text[i]
			switch {
			case (c == '*' || c == '?') && p.wildcard(i):
				i++
				if c == '*' {
					star, resume = i, j
				} else {
					j += characterLength(s[j:])
				}
				continue
			case c == s[j] || fold && lower(c) == lower(s[j]):
				i++
				j++
				continue
			}
		}
		if star < 0 {
			return false
		}
		resume += characterLength(s[resume:])
		i, j = star, resume
	}
	for i < len(p.text) && p.text[i] == '*' && p.wildcard(i) {
		i++
	}
	return i == len(p.text)
}

// characterLength returns the bytes of the first character, so that ? matches
// one character in any script.
func characterLength(s string) int {
	if s[0] < utf8.RuneSelf {
		return 1
	}
	_, size := utf8.DecodeRuneInString(s)
	return size
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

// equalFold compares without regard to the case of ASCII letters.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if a[i] != b[i] && lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

// arnParts is how many parts an ARN has; colons after the fifth belong to its
// last part, the resource.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
const arnParts = 6

// matchResource matches a Resource element against the ARN of a request. A
// wildcard stays within its part of the ARN, but a * that ends a part may run
// on beyond the colon: "arn:aws:s3:*" is everything in S3. The last part of
// the pattern is matched against all the rest, where a colon is a character
// like any other.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
func (p pattern) matchResource(arn string) bool { return p.matchResourceFrom(p.firstWildcard(), arn) }

// matchResourceFrom is matchResource for who knows where the first wildcard is.
func (p pattern) matchResourceFrom(first int, arn string) bool {
	if first < 0 {
		return p.text == arn
	}
	if !strings.HasPrefix(arn, p.text[:first]) {
		return false
	}
	if strings.Count(p.text[:first], ":") >= arnParts-1 {
		return p.slice(first, len(p.text)).match(arn[first:])
	}
	return p.matchParts(arn)
}

func (p pattern) matchParts(arn string) bool {
	part := 1
	// Where to go on after the last part that ended with *, which may take in
	// further parts of the ARN. As with a * between characters, only the last
	// one ever has to be tried again.
	gap, afterGap, gapRest, gapPart := false, pattern{}, "", 0
	rest := arn
	for {
		end := strings.IndexByte(p.text, ':')
		if part == arnParts || end < 0 {
			if p.match(rest) {
				return true
			}
		} else if colon := strings.IndexByte(rest, ':'); colon < 0 {
			return false
		} else if here := p.slice(0, end); here.match(rest[:colon]) {
			p, rest, part = p.slice(end+1, len(p.text)), rest[colon+1:], part+1
			if end > 0 && here.text[end-1] == '*' && here.wildcard(end-1) {
				gap, afterGap, gapRest, gapPart = true, p, rest, part
			}
			continue
		}
		colon := strings.IndexByte(gapRest, ':')
		if !gap || colon < 0 {
			return false
		}
		gapRest = gapRest[colon+1:]
		p, rest, part = afterGap, gapRest, gapPart
	}
}

// matchARN matches the value of an Arn operator: each of the six parts is
// checked by itself. The second result is false when either side is no ARN.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
func (p pattern) matchARN(arn string) (matches, ok bool) {
	if strings.Count(p.text, ":") < arnParts-1 || strings.Count(arn, ":") < arnParts-1 {
		return false, false
	}
	for part := 1; part < arnParts; part++ {
		end, colon := strings.IndexByte(p.text, ':'), strings.IndexByte(arn, ':')
		if !p.slice(0, end).match(arn[:colon]) {
			return false, true
		}
		p, arn = p.slice(end+1, len(p.text)), arn[colon+1:]
	}
	return p.match(arn), true
}
