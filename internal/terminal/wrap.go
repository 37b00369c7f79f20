package terminal

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks a text into lines of at most Width characters, each with
// the indent before it. A single word that is longer stays whole.
func Wrap(indent, text string) string {
	var b strings.Builder
	width := 0
	for _, word := range strings.Fields(text) {
		length := utf8.RuneCountInString(word)
		switch {
		case width == 0:
			b.WriteString(indent)
			width = len(indent)
		case width+1+length > Width:
			b.WriteString("\n" + indent)
			width = len(indent)
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += length
	}
	b.WriteByte('\n')
	return b.String()
}
