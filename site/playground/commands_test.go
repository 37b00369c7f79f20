package playground

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a shell would read otherwise is quoted; what it makes of it is the word
// itself.
func TestQuoted(t *testing.T) {
	for word, want := range map[string]string{
		"acme@1234/app@5678": "acme@1234/app@5678",
		"v*":                 "'v*'",
		"$(id)":              "'$(id)'",
		"it's":               `'it'\''s'`,
		"a\tb c":             "'a\tb c'",
		"~":                  "'~'",
	} {
		assert.Equal(t, want, quoted(word))
		out, err := exec.Command("bash", "-c", "printf %s "+quoted(word)).Output()
		require.NoError(t, err)
		assert.Equal(t, word, string(out))
	}
}

func TestCommands(t *testing.T) {
	answer, _ := makeRole(roles["China"])
	require.NotNil(t, answer.Role, "%v", answer.Faults)
	assert.Equal(t, []string{
		"cipublisher policy \\\n  --account-id 123456789012 \\\n  --region cn-north-1 \\\n  --s3-bucket acme-dist",
		"cipublisher trust \\\n  --account-id 123456789012 \\\n  --repo acme/app \\\n  --branch main \\\n  --partition aws-cn",
	}, answer.Role.Commands)
}
