package trust

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
)

// uuid checks a name that is a UUID, with or without braces.
func (b *builder) uuid(option place, text string) bool {
	if token.In(text) {
		return b.literal(option, text, text)
	}
	if !isUUID(strings.Trim(text, "{}")) {
		b.faults.Add(option.String(), text, "is not a UUID", `write it as "{123e4567-e89b-12d3-a456-426614174000}"`)
		return false
	}
	return true
}

func braced(uuid string) string { return "{" + strings.Trim(uuid, "{}") + "}" }

// isUUID reports whether the text is a UUID in lower case, as tokens have it.
func isUUID(text string) bool {
	groups := strings.Split(text, "-")
	if len(groups) != 5 {
		return false
	}
	for i, n := range []int{8, 4, 4, 4, 12} {
		if len(groups[i]) != n || !consistsOf(groups[i], digits+"abcdef") {
			return false
		}
	}
	return true
}
