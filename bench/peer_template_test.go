package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

// What is measured is a registry that the command line takes, with as many
// roles as were asked for.
func TestTheRegistryIsTheWorkload(t *testing.T) {
	for _, publishers := range []int{10, 100} {
		r, err := registry.Read(registryOf(publishers))
		require.NoError(t, err)
		roles := 0
		for s := range r.StacksOfRoles() {
			roles += len(s.Roles)
		}
		require.Equal(t, publishers, roles)
	}
}
