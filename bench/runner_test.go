package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRunsOfDifferentThingsAreRefused(t *testing.T) {
	require.NoError(t, sameDocuments([]result{{Peer: "empty"}, {Peer: "a", PolicyChars: 7}, {Peer: "b", PolicyChars: 7}}))
	require.EqualError(t, sameDocuments([]result{{Peer: "a", PolicyChars: 7}, {Peer: "empty"}, {Peer: "b", PolicyChars: 8}}),
		"a made policies of 7 characters and b of 8, so they do not compare")
}
