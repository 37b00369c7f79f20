package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

// The gate is measured on a template of nearly the largest size.
func TestTheLargestStackIsOne(t *testing.T) {
	for _, own := range []string{"", ", s3: {bucket: acme-more}"} {
		size := 0
		_, err := registry.Write([]byte(largestStack(own)), func(_, template string) error {
			size += len(template)
			return nil
		})
		require.NoError(t, err)
		require.InDelta(t, 1<<20, size, 1<<16, "bytes")
		r, err := registry.Read([]byte(largestStack(own)))
		require.NoError(t, err)
		require.Len(t, slices.Collect(r.StacksOfRoles()), 1)
	}
}
