package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

// An operation of an API that is new, or that less secures, is a gain.
func TestOperations(t *testing.T) {
	api := func(body string) []review.Holder {
		holders, err := review.FromTemplate([]byte("Resources:\n  R:\n    Type: AWS::ApiGateway::RestApi\n    Properties: {Body: "+body+"}\n"), review.Context{})
		require.NoError(t, err)
		return holders
	}
	secured := api("{paths: {/a: {get: {security: [{k: []}]}}}}")
	for body, want := range map[string]bool{
		"{paths: {/a: {get: {security: [{k: []}], description: other}}}}":          false,
		"{paths: {/a: {get: {}}}}":                                                 true,
		"{paths: {/a: {get: {}}}, security: [{k: []}]}":                            false,
		"{paths: {/a: {get: {security: []}}}, security: [{k: []}]}":                true,
		"{paths: {/a: {get: {security: [{k: []}]}, post: {security: [{k: []}]}}}}": true,
		"{paths: {}}": false,
		"{paths: {/a: {get: {security: [{k: []}]}}}, securityDefinitions: {k: {type: basic}}}": true,
	} {
		assert.Equal(t, want, gained(secured, api(body)), body)
	}
}
