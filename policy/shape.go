package policy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/internal/token"
)

// shape is a value of a policy, cut into what it matches, one element each: a
// character (its code point), "?", "*", or an opaque text. Runs of wildcards
// are in one order, every "?" before a single "*", so that equal runs are
// equal.
type shape []int32

// Elements that are no characters. Opaque texts (policy variables, CDK tokens,
// unknowns) count down from firstOpaque: the same text has the same element.
const (
	anyText      = int32(-1)
	anyCharacter = int32(-2)
	firstOpaque  = int32(-3)
)

// everything is what a value that is "*" alone matches.
const everything = "*"

func isOpaque(element int32) bool { return element <= firstOpaque }

// literal reports whether a shape matches one text alone.
func (s shape) literal() bool {
	for _, element := range s {
		if element < 0 {
			return false
		}
	}
	return true
}

// only returns the one text that a shape matches, if it is one; a text that is
// not empty.
func (s shape) only() (text string, exact bool) {
	for _, element := range s {
		if element < 0 || element > unicode.MaxRune {
			return "", false
		}
	}
	b := make([]byte, 0, len(s))
	for _, element := range s {
		b = utf8.AppendRune(b, element)
	}
	return string(b), len(s) > 0
}

// all reports whether a shape matches every text.
func (s shape) all() bool { return len(s) == 1 && s[0] == anyText }

func (s shape) hasOpaque() bool {
	for _, element := range s {
		if isOpaque(element) {
			return true
		}
	}
	return false
}

func (s shape) endsWithAnyText() bool { return len(s) > 0 && s[len(s)-1] == anyText }

// shaping cuts values into shapes. It gives every opaque text its element and
// counts the steps of comparing shapes, so that documents made to take long
// are answered at once, on the side of caution.
type shaping struct {
	opaque map[string]int32
	steps  int
	// actions and resources are those that have been prepared.
	actions   map[string]listed[*actionShape] // by their text in lower case
	resources map[resourceText]listed[*resourceShape]
	meanings  map[resourceMeaning]int32
	buffer    []byte
}

// largestComparison bounds the steps of one comparison of documents: far more
// than documents within IAM's quotas can take, and a fraction of a second.
const largestComparison = 1 << 26

func newShaping(documents []Document) *shaping {
	actions := 0
	for _, d := range documents {
		for _, s := range d.Statements {
			actions += len(s.Actions) + len(s.NotActions)
		}
	}
	return &shaping{
		opaque: map[string]int32{}, actions: make(map[string]listed[*actionShape], actions),
		resources: map[resourceText]listed[*resourceShape]{}, meanings: map[resourceMeaning]int32{},
	}
}

// reading says how the characters of a value are read.
type reading struct {
	wildcards bool // "*" and "?" are wildcards
	variables bool // "${" begins a policy variable
	fold      bool // upper and lower case are the same
}

// shape cuts a value.
func (c *shaping) shape(text string, r reading) shape {
	s := make(shape, 0, len(text))
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
		if c := text[0]; c < utf8.RuneSelf && c != '*' && c != '?' && c != '$' && c != '#' { // nearly always
			if r.fold && 'a' <= c && c <= 'z' {
				c -= 'a' - 'A' // the least, as foldedCharacter has it
			}
			flush()
			s = append(s, int32(c))
			text = text[1:]
			continue
		}
		character, length := utf8.DecodeRuneInString(text)
		element := character
		if character == utf8.RuneError && length == 1 {
			element = unicode.MaxRune + 1 + rune(text[0]) // a byte that is no character is itself
		}
		switch opaque, opaqueLength := opaqueAt(text, r.variables); {
		case opaqueLength > 0:
			length = opaqueLength
			element = c.opaqueElement(opaque)
		case r.wildcards && character == '*':
			star = true
			text = text[length:]
			continue
		case r.wildcards && character == '?':
			characters++
			text = text[length:]
			continue
		case r.fold:
			element = foldedCharacter(element)
		}
		flush()
		s = append(s, element)
		text = text[length:]
	}
	flush()
	return s
}

// plainLength returns the length of the beginning of a text that has neither
// wildcards nor opaque texts, so that what the text matches begins with it.
func plainLength(text string) int {
	for i := range len(text) {
		switch text[i] {
		case '*', '?', '$', '#', unknownOpen[0]:
			return i
		}
	}
	return len(text)
}

// opaqueAt returns the opaque text that a text begins with, and its length
// there; 0 where it begins with none. CDK tokens and unknowns are opaque in
// every version of the language, policy variables where the language has them.
func opaqueAt(text string, variables bool) (opaque string, length int) {
	switch text[0] {
	case unknownOpen[0]:
		length = unknownLength(text)
		return text[:length], length
	case '$', '#':
		if strings.HasPrefix(text[1:], "{Token[") {
			if length := token.Length(text); length > 0 {
				return text[:length], length
			}
		}
	}
	if !variables || !strings.HasPrefix(text, "${") {
		return "", 0
	}
	v, length, ok := readVariable(text)
	if !ok {
		return "", 0
	}
	return v.identity(), length
}

// identity is one text for all ways to write a variable: the names of keys are
// not case-sensitive.
func (v variable) identity() string {
	if v.isCharacter() {
		return v.name
	}
	identity := "${" + folded(v.name)
	if v.hasFallback {
		identity += ", '" + v.fallback + "'"
	}
	return identity + "}"
}

func (c *shaping) opaqueElement(text string) int32 {
	if len(text) == 1 { // ${*}, ${?} and ${$} are the characters
		return int32(text[0])
	}
	element, known := c.opaque[text]
	if !known {
		element = firstOpaque - int32(len(c.opaque))
		c.opaque[text] = element
	}
	return element
}

// foldedCharacter returns the least of the characters that are the same but
// for their case.
func foldedCharacter(character rune) rune {
	least := character
	for c := unicode.SimpleFold(character); c != character; c = unicode.SimpleFold(c) {
		least = min(least, c)
	}
	return least
}

// spend takes steps off what a comparison may take and reports whether it had
// them.
func (c *shaping) spend(steps int) bool {
	c.steps -= steps
	return c.steps >= 0
}

// covers reports whether everything that narrow matches is matched by wide. It
// never says so wrongly. A "*" of wide takes in any element of narrow, "?" one
// character, everything else itself alone.
func (c *shaping) covers(wide, narrow shape) bool {
	i, j := 0, 0
	star, resume := -1, 0
	for j < len(narrow) {
		if !c.spend(1) {
			return false
		}
		if i < len(wide) {
			switch w, n := wide[i], narrow[j]; {
			case w == anyText:
				i++
				star, resume = i, j
				continue
			case w == n, w == anyCharacter && (n >= 0 || n == anyCharacter):
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
	for i < len(wide) && wide[i] == anyText {
		i++
	}
	return i == len(wide)
}

// meets reports whether some text may match both shapes. It never denies that
// wrongly; an opaque text may be any.
func (c *shaping) meets(a, b shape) bool {
	if !c.spend(len(a)*len(b) + 1) {
		return true
	}
	open := func(element int32) bool { return element == anyText || isOpaque(element) }
	// reached[j] says whether the elements of a up to the current one can be
	// matched with the first j of b.
	reached := make([]bool, len(b)+1)
	reached[0] = true
	for j, e := range b {
		reached[j+1] = reached[j] && open(e)
	}
	for _, e := range a {
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
