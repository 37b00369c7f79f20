package job

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What a user writes stays text: it is no expression of GitHub's and no YAML.
func TestQuoteYAML(t *testing.T) {
	for text, want := range map[string]string{
		`a`: `"a"`, `a: "b"`: `"a: \"b\""`, "a\nb": `"a\nb"`, `${{ secrets.X }}`: `"${{ '${{' }} secrets.X }}"`,
	} {
		assert.Equal(t, want, quoteYAML(text))
	}
}

// A name is itself as a pattern; one that ends in "*" begins what is matched.
func TestGitlabPattern(t *testing.T) {
	for name, want := range map[string]string{"main": `/^main$/`, "release/*": `/^release\//`, "v1.0": `/^v1\.0$/`, "*": `/^/`} {
		assert.Equal(t, want, gitlabPattern(name))
		assert.NotPanics(t, func() { regexp.MustCompile(gitlabPattern(name)) })
	}
}
