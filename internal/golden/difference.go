package golden

import (
	"fmt"
	"strings"
)

// firstDifference shows the first line in which two texts differ.
func firstDifference(want, got string) string {
	wanted, made := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(wanted), len(made)) {
		if a, b := line(wanted, i), line(made, i); a != b {
			return fmt.Sprintf("line %d\n  want: %s\n  got:  %s", i+1, a, b)
		}
	}
	return "no line"
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(the text has ended)"
}
