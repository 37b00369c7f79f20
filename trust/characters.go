package trust

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A name that looks like another one is the cheapest attack on whoever reads a
// policy. Unicode has more such characters than can be listed; these are the
// ones that names on the services here can hold and that look the same in the
// usual fonts.
//
// https://www.unicode.org/reports/tr36/#visual_spoofing
// https://www.unicode.org/reports/tr39/#Confusable_Detection

// lookalikes are Cyrillic and Greek letters that look like Latin ones.
var lookalikes = func() map[rune]rune {
	const (
		foreign = "аеорсухіјѕԁһԛԝӏАВЕКМНОРСТХУІЈЅԚԜ" + "οανρικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ıɑɡ"
		latin   = "aeopcyxijsdhqwlABEKMHOPCTXYIJSQW" + "oavpikuABEZHIKMNOPTYX" + "iag"
	)
	plain := []rune(latin)
	letters := map[rune]rune{}
	for i, r := range []rune(foreign) {
		letters[r] = plain[i]
	}
	return letters
}()

// plainLetter returns the ASCII letter or digit that a character looks like,
// and the character itself when it looks like none.
func plainLetter(r rune) rune {
	if plain, ok := lookalikes[r]; ok {
		return plain
	}
	const alphabet = upper + lower
	switch {
	case '！' <= r && r <= '～': // full width
		return r - '！' + '!'
	case 0x1D400 <= r && r <= 0x1D6A3: // mathematical letters, in thirteen styles
		return rune(alphabet[(r-0x1D400)%52])
	case 0x1D7CE <= r && r <= 0x1D7FF: // mathematical digits, in five styles
		return '0' + (r-0x1D7CE)%10
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

// invisible reports whether a character shows nothing, or changes the direction
// of what follows.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || strings.ContainsRune("\u115f\u1160\u3164\uffa0", r)
}

// skeleton returns a text as it looks: equal for texts that look the same.
func skeleton(text string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return plainLetter(r)
	}, text)
}

// misleading says why a text may not be read as what it is: it has characters
// that show nothing, or a word that mixes Latin letters with letters that only
// look like them. Empty for every other text: a whole word in Cyrillic or Greek
// is a word, and an emoji may have a selector after it.
func misleading(text string) string {
	if isASCII(text) {
		return ""
	}
	before, latin, foreign := rune(0), false, false
	for _, r := range text {
		plain := plainLetter(r)
		switch {
		case unicode.Is(unicode.Variation_Selector, r) && before > unicode.MaxLatin1:
		case invisible(r):
			return "has a character that shows nothing or changes the direction of the text"
		case r != ' ' && plain == ' ':
			return "has a space that is not the plain one"
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			latin, foreign = false, false
		case plain != r:
			foreign = true
		case r <= unicode.MaxASCII && !unicode.IsDigit(r):
			latin = true
		}
		if latin && foreign {
			return "mixes Latin letters with letters that only look like them"
		}
		before = r
	}
	return ""
}

// isASCII reports whether a text has nothing but ASCII, of which no character
// looks like another one.
func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
