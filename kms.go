package cipublisher

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// keysIn returns the ARNs of the keys that statements are about.
func keysIn(statements []policy.Statement) []string {
	var keys []string
	for _, s := range statements {
		for _, r := range s.Resources {
			if strings.HasPrefix(s.Actions[0], "kms:") && !slices.Contains(keys, r) {
				keys = append(keys, r)
			}
		}
	}
	return keys
}
