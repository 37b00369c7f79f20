package trust_test

import (
	"strings"

	"github.com/cipublisher/cipublisher/trust"
)

// Names of branches, tags and environments.
var invalidRefs = []invalidCase{
	{"empty branch", branch("")},
	{"full ref for a branch", branch("refs/heads/main")},
	{"wildcard in the middle of a branch", branch("rel*/1")},
	{"two wildcards", branch("release/**")},
	{"question mark in a branch", branch("release-?")},
	{"variable in a branch", branch("${aws:username}")},
	{"branch with a space", branch("my branch")},
	{"branch with a colon", branch("a:ref:refs/heads/main")},
	{"branch that ends in a slash", branch("release/")},
	{"branch with two dots", branch("a..b")},
	{"branch that begins with a hyphen", branch("-x")},
	{"branch that ends in .lock", branch("main.lock")},
	{"tag with a tilde", subject(trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v1~2"}})},
	{"empty environment", environment("")},
	{"environment with a space at its end", environment("release ")},
	{"environment too long", environment(strings.Repeat("e", 256))},
	{"environment with a line feed", environment("release\n")},
	{"environment that is not UTF-8", environment("release\xff")},
	{"run phases on GitHub", subject(trust.Subject{Repositories: []string{"acme/app"}, RunPhases: []string{"apply"}})},
}
