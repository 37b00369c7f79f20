package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

func TestWorkload(t *testing.T) {
	for publishers, stacks := range map[int]int{1: 1, 200: 1, 201: 2, 1000: 5} {
		made := workload(publishers)
		require.Len(t, made, stacks)
		names := map[string]bool{}
		for _, s := range made {
			require.LessOrEqual(t, len(s.publishers), perStack)
			for _, p := range s.publishers {
				names[p.name] = true
			}
		}
		require.Len(t, names, publishers)
	}
	for _, publishers := range []int{2, 1000, 3000} {
		_, err := registry.Read(registryOf(publishers))
		require.NoError(t, err)
	}
}
