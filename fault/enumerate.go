package fault

import (
	"fmt"
	"strings"
)

// Enumerate lists names in a message, at most five of them: "a, b, c, d, e and 3
// more".
func Enumerate(names []string) string {
	const most = 5
	if more := len(names) - most; more > 0 {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}
