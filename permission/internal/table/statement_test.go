package table_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

func TestRowsOfOneSidAreOneStatement(t *testing.T) {
	rows := []table.Row{
		{Sid: "A", Resource: "{bucket}", Actions: actions("s3:A")},
		{Sid: "B", Resource: "{bucket}", Actions: actions("s3:B")},
		{Sid: "A", When: []string{"More"}, Resource: "{bucket}", Actions: actions("s3:C")},
	}
	assert.Equal(t, []policy.Statement{allow("A", nil, "b", "s3:A", "s3:C"), allow("B", nil, "b", "s3:B")},
		statementsOf(rows, nil, table.Options{"More": true}, here))
	assert.Equal(t, []policy.Statement{allow("A", nil, "b", "s3:A"), allow("B", nil, "b", "s3:B")},
		statementsOf(rows, nil, table.Options{"More": false}, here))
}

// An action that two rows of a Sid have, each for reasons of its own, stands
// once.
func TestAnActionStandsOnce(t *testing.T) {
	rows := []table.Row{
		{Sid: "A", Resource: "{bucket}", Actions: actions("s3:A", "s3:B")},
		{Sid: "A", Resource: "{bucket}", Actions: actions("s3:B", "s3:C")},
	}
	assert.Equal(t, []policy.Statement{allow("A", nil, "b", "s3:A", "s3:B", "s3:C")}, statementsOf(rows, nil, nil, here))
}

// What takes away is never one statement with what gives.
func TestDenialsAreApart(t *testing.T) {
	rows := []table.Row{
		{Sid: "A", Resource: "{bucket}", Actions: actions("s3:A")},
		{Sid: "A", Apart: "Not", Deny: true, Resource: "{bucket}", Actions: actions("s3:B")},
	}
	got := statementsOf(rows, nil, nil, here)
	assert.Equal(t, allow("A", nil, "b", "s3:A"), got[0])
	assert.Equal(t, policy.Statement{Sid: "Not", Effect: policy.Deny, Actions: []string{"s3:B"}, Resources: []string{"b"}}, got[1])
}

func TestPlaces(t *testing.T) {
	rows := []table.Row{{Sid: "A", Resource: "{bucket}", Actions: actions("s3:A")}}
	other, third := table.Place{}.With("bucket", "c"), table.Place{}.With("bucket", "d", "e")
	assert.Equal(t, []string{"b", "c", "d", "e"}, statementsOf(rows, nil, nil, here, other, here, third)[0].Resources, "each resource once")
	assert.Empty(t, statementsOf(rows, nil, nil), "no place, no statement")
	assert.Empty(t, statementsOf(rows, nil, nil, table.Place{}.With("bucket")), "nothing to name, no statement")

	// A limit per place leaves a place without values as it is.
	limit := table.Limit{Actions: []string{"s3:*"}, Operator: "StringLike", Key: "prefix", Values: []string{"{listed}"}, PerPlace: true}
	got := statementsOf(rows, []table.Limit{limit}, nil, here.With("listed", "x*"), other.With("listed"))
	assert.Equal(t, []policy.Statement{
		allow("A", policy.Conditions{"StringLike": {"prefix": {"x*"}}}, "b", "s3:A"), allow("A2", nil, "c", "s3:A"),
	}, got)
}
