package terminal

import (
	"strings"
	"unicode"
)

// Break breaks a text into lines of a width, at a space where the next
// word then fits, else behind what separates the parts of a name; lines after
// the first are indented. Control characters, which a file may have brought
// along, are made visible.
func Break(text string, width int) []string {
	const indent = "  "
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
	var lines []string
	before := "" // the indent, from the second line on
	for rest := []rune(text); ; before = indent {
		room := width - len(before)
		if len(rest) <= room {
			return append(lines, before+string(rest))
		}
		least := len(indent) + 1 - len(before)
		cut := room
		for i := room; i > least; i-- {
			if strings.ContainsRune("/:,", rest[i-1]) {
				cut = i
				break
			}
		}
		for i := room; i > least; i-- {
			if rest[i] != ' ' {
				continue
			}
			if wordLength(rest[i+1:], width) <= width-len(indent) {
				cut = i
			}
			break
		}
		lines = append(lines, strings.TrimRight(before+string(rest[:cut]), " "))
		rest = rest[cut:]
		for len(rest) > 0 && rest[0] == ' ' {
			rest = rest[1:]
		}
	}
}

// wordLength is the length of the word that a text begins with, as far as it
// matters.
func wordLength(text []rune, most int) int {
	for i, r := range text[:min(len(text), most+1)] {
		if r == ' ' {
			return i
		}
	}
	return min(len(text), most+1)
}
