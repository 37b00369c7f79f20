package main

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFlags(t *testing.T) {
	o, err := parse([]string{"--sizes", "1, 10", "--json", "--peers", "empty"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, options{sizes: []int{1, 10}, peers: []string{"empty"}, repeat: 1, json: true}, o)

	o, err = parse(nil, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []int{1, 10, 100, 1000}, o.sizes)
	require.Subset(t, o.peers, []string{"cipublisher", "handwritten-go", "handwritten-ts", "empty"})

	for _, test := range []struct{ args, message string }{
		{"--sizes 0", `--sizes "0" is not a list of numbers above zero; write --sizes 1,10,100`},
		{"--sizes many", `--sizes "many" is not a list of numbers above zero`},
		{"--repeat 0", `--repeat 0 is not a number above zero`},
		{"--json --core", `--json prints runs of peers alone`},
		{"--json --write", `--json prints runs of peers alone`},
		{"--peers terraform", `--peers "terraform" is not one of cipublisher, handwritten-go, fewest-calls, handwritten-ts, empty, cipublisher-fast, template`},
		{"1000", `argument "1000" is left over; bench takes flags only`},
	} {
		_, err := parse(strings.Fields(test.args), io.Discard)
		require.ErrorContains(t, err, test.message)
	}
}
