package permission

import "strings"

// fill is what the placeholders of a table stand for, as pairs of placeholder
// ("{bucket}") and value. Values are put in once: a placeholder inside a value
// stays as it is.
//
// A strings.Replacer does the same, but builds an index first, which costs
// more than the few short patterns that follow.
type fill []string

// Replace returns the pattern with the values in place of the placeholders.
func (f fill) Replace(pattern string) string {
	var b strings.Builder
	for {
		start := strings.IndexByte(pattern, '{')
		if start < 0 {
			break
		}
		end := start + strings.IndexByte(pattern[start:], '}') + 1
		if end <= start {
			break
		}
		b.WriteString(pattern[:start])
		b.WriteString(f.value(pattern[start:end]))
		pattern = pattern[end:]
	}
	if b.Len() == 0 {
		return pattern
	}
	b.WriteString(pattern)
	return b.String()
}

// value returns what a placeholder stands for; itself, when it is none of the
// pairs.
func (f fill) value(placeholder string) string {
	for i := 0; i < len(f); i += 2 {
		if f[i] == placeholder {
			return f[i+1]
		}
	}
	return placeholder
}
