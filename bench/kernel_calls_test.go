package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRequestsAreCounted(t *testing.T) {
	calls, err := requests(strings.NewReader(`> {"api":"load","name":"a"}
[@jsii/kernel] load {
  > {"api":"not at the beginning"}
< {"ok":{}}
> {"api":"create","args":"` + strings.Repeat(`> {"api":`, 20000) + `"}
> {"exit":0}
`))
	require.NoError(t, err)
	require.Equal(t, 2, calls)
}
