package job_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/internal/job"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Each CI has a job that is YAML, also for a role that may publish nothing.
func TestNamed(t *testing.T) {
	for _, name := range []string{"github", "gitlab"} {
		service, ok := job.Named(name)
		require.True(t, ok)
		assert.NotEmpty(t, service.Issuers)
		assert.NotEmpty(t, service.Remedy)
		text := service.Write(policy.Document{}, trust.Options{Subjects: []trust.Subject{{}}}, job.Settings{Region: "eu-west-1"})
		var read map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(text), &read), text)
		assert.NotContains(t, text, "[[")
	}
	_, ok := job.Named("GitHub")
	assert.False(t, ok)
}
