package deploy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission/deploy"
)

// The constructs take these sets themselves, and the app and registries make
// publishers: only the command line has their options.
func TestOptionsAreForTheCommandLine(t *testing.T) {
	for _, set := range deploy.Sets() {
		for _, o := range set.New().Table {
			assert.NotEmpty(t, o.FlagName(), o.Path)
			assert.NotEmpty(t, o.NoProp, o.Path)
			assert.NotEmpty(t, o.NoKey, o.Path)
			assert.NotEmpty(t, o.NoRegistry, o.Path)
		}
	}
}
