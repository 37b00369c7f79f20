package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The app takes every option of a publisher, and what it is given reaches the
// props: no option is dropped silently.
func TestEveryOptionHasAKey(t *testing.T) {
	for _, o := range table() {
		key := o.ContextKey()
		if key == "" {
			require.NotEmpty(t, o.NoKey, o.Path)
			continue
		}
		t.Run(key, func(t *testing.T) {
			context := map[string]any{
				"mode": "normal", "s3Bucket": "other-dist", "ecrRepository": "other", "codeArtifactDomain": "other", "codeArtifactRepository": "other", "githubRepositories": "other/app", "githubEnvironments": "other", "outputs": false,
			}
			before, err := parse(context)
			require.NoError(t, err)
			context[key] = o.Example
			after, err := parse(context)
			require.NoError(t, err)
			require.NotEqual(t, before.publishers[0].props, after.publishers[0].props)
		})
	}
}
