package policy

import "strings"

// shape is a value of a policy, cut into what it matches: characters, "?",
// "*", and policy variables and CDK tokens, which are the same text whenever
// they are written the same. Runs of wildcards are in one order, every "?"
// before a single "*", so that equal runs are equal.
type shape []string

const (
	anyText      = "*"
	anyCharacter = "?"
)

// largestComparison bounds the steps of comparing two shapes. IAM takes no
// document near it; whatever is larger is compared as text.
const largestComparison = 1 << 26

// shapeOf cuts a value. Without wildcards, "*" and "?" mean themselves;
// without variables, as in documents of version 2008-10-17, "${" does.
func shapeOf(text string, wildcards, variables bool) shape {
	var s shape
	characters, star := 0, false
	flush := func() {
		for range characters {
			s = append(s, anyCharacter)
		}
		if star {
			s = append(s, anyText)
		}
		characters, star = 0, false
	}
	for len(text) > 0 {
		length := characterLength(text)
		switch c := text[0]; {
		case wildcards && c == '*':
			star = true
		case wildcards && c == '?':
			characters++
		case c == '*' || c == '?':
			s = append(s, `\`+text[:1]) // no character of one byte is written like this
		case variables && strings.HasPrefix(text, "${"):
			flush()
			length = variableLength(text)
			s = append(s, text[:length])
		default:
			flush()
			s = append(s, text[:length])
		}
		text = text[length:]
	}
	flush()
	return s
}

// variableLength is the length of the variable or token that a text begins
// with; of "${" alone where it is neither.
func variableLength(text string) int {
	if _, length, ok := readVariable(text); ok {
		return length
	}
	if end := strings.Index(text, "}"); end >= 0 && strings.HasPrefix(text, "${Token[") {
		return end + 1
	}
	return len("${")
}

// isVariable reports whether an element of a shape is text of any length.
func isVariable(element string) bool { return strings.HasPrefix(element, "${") }

// covers reports whether everything that narrow matches is matched by s. It
// never says so wrongly. A "*" of s takes in any element of narrow, "?"
// one character, everything else itself alone.
func (s shape) covers(narrow shape) bool {
	if len(s)*len(narrow) > largestComparison {
		return false
	}
	i, j := 0, 0
	star, resume := -1, 0
	for j < len(narrow) {
		if i < len(s) {
			switch w, n := s[i], narrow[j]; {
			case w == anyText:
				i++
				star, resume = i, j
				continue
			case w == n, w == anyCharacter && n != anyText && !isVariable(n):
				i++
				j++
				continue
			}
		}
		if star < 0 {
			return false
		}
		resume++
		i, j = star, resume
	}
	for i < len(s) && s[i] == anyText {
		i++
	}
	return i == len(s)
}

// meets reports whether some text matches both shapes. It never denies that
// wrongly; a variable may stand for any text.
func (s shape) meets(b shape) bool {
	if len(s)*len(b) > largestComparison {
		return true
	}
	open := func(element string) bool { return element == anyText || isVariable(element) }
	// reached[j] says whether the elements of s up to the current one can be
	// matched with the first j of b.
	reached := make([]bool, len(b)+1)
	reached[0] = true
	for j, e := range b {
		reached[j+1] = reached[j] && open(e)
	}
	for _, e := range s {
		diagonal := reached[0]
		reached[0] = reached[0] && open(e)
		for j, f := range b {
			above := reached[j+1]
			one := e == f || e == anyCharacter || f == anyCharacter
			reached[j+1] = open(e) && (above || reached[j]) || open(f) && (above || reached[j]) ||
				!open(e) && !open(f) && one && diagonal
			diagonal = above
		}
	}
	return reached[len(b)]
}

// coversResource is covers for two values of a Resource element, where a
// wildcard stays within its part of the ARN; see pattern.matchResource.
func coversResource(wide, narrow string, wideVariables, narrowVariables bool) bool {
	if wide == anyText || wide == narrow && wideVariables == narrowVariables {
		return true
	}
	// The rest of the narrow value after as many colons as the wide one has is
	// taken together: the last part of a pattern is matched against all of it.
	parts := strings.SplitN(wide, ":", arnParts)
	others := strings.SplitN(narrow, ":", len(parts))
	if len(others) < len(parts) {
		return false
	}
	for i := range parts {
		// A "*" that ends a part may run on beyond the colon.
		if i < len(parts)-1 && strings.HasSuffix(others[i], anyText) && !strings.HasSuffix(parts[i], anyText) {
			return false
		}
		if !shapeOf(parts[i], true, wideVariables).covers(shapeOf(others[i], true, narrowVariables)) {
			return false
		}
	}
	return true
}
