package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Versions are read in the order of their numbers, and those that are refused
// are named.
func TestVersions(t *testing.T) {
	document := func(action string) string {
		return `{"document": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "` + action + `", "Resource": "*"}]}}`
	}
	read, refused, err := versions([]byte(`{
		"B": {"versions": {"v10": ` + document("s3:C") + `, "v1": ` + document("s3:A") + `, "v2": ` + document("s3:B") + `}},
		"A": {"versions": {"v1": ` + document("none") + `}}
	}`))
	require.NoError(t, err)
	require.Len(t, refused, 1)
	require.Contains(t, refused[0], `A v1: `)
	require.Len(t, read, 2)
	require.Empty(t, read[0])
	var actions []string
	for _, d := range read[1] {
		actions = append(actions, d.Statements[0].Actions...)
	}
	require.Equal(t, []string{"s3:A", "s3:B", "s3:C"}, actions)

	var pairs []string
	for _, pair := range changes(read, 10) {
		pairs = append(pairs, pair[0].Statements[0].Actions[0]+" "+pair[1].Statements[0].Actions[0])
	}
	require.Equal(t, []string{"s3:A s3:B", "s3:B s3:C", "s3:A s3:C"}, pairs)
	require.Len(t, changes(read, 2), 2)

	_, _, err = versions([]byte("x"))
	require.ErrorContains(t, err, "the managed policies: ")
}
