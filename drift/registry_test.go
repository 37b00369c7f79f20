package drift_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/drift"
	"github.com/cipublisher/cipublisher/registry"
)

func TestOfRegistryRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change                     func(*registry.Registry)
		account, region, complaint string
	}{
		"another account": {func(r *registry.Registry) { r.AccountID = "444455556666" }, "111122223333", "", "is the account of the registry"},
		"no region":       {func(r *registry.Registry) { r.Region = "" }, "111122223333", "", "Region is missing"},
		"another region":  {func(*registry.Registry) {}, "111122223333", "us-east-1", "is not the region of the registry"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t)
			test.change(&r)
			_, err := drift.OfRegistry(r, test.account, "aws", test.region)
			assert.ErrorContains(t, err, test.complaint)
		})
	}
	r := read(t)
	r.Region = ""
	holders, err := drift.OfRegistry(r, "111122223333", "", "cn-north-1")
	assert.NoError(t, err)
	assert.False(t, drift.HasUnknown(holders))
}
