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

// Another way takes the place of the resource, where an option asks for it and
// the place has one; a denial is about both.
func TestOtherWays(t *testing.T) {
	rows := []table.Row{
		{Sid: "A", Resource: "bucket/{bucket}/*", Actions: actions("s3:A")},
		{Sid: "B", Resource: "bucket/{bucket}", Actions: actions("s3:B")},
		{Sid: "C", Resource: "key/{bucket}", Actions: actions("s3:C")},
		{Sid: "D", Deny: true, Resource: "bucket/{bucket}/*", Actions: actions("s3:D")},
	}
	of := func(on bool, way ...string) [][]string {
		ways := []table.Way{{When: "Way", Of: "bucket/{bucket}/", As: "{way}/object/"}, {When: "Way", Of: "bucket/{bucket}", As: "{way}"}}
		places := table.Places{"": {here.With("way", way...), here.With("way")}}
		var all [][]string
		for _, s := range table.New("Test", "", nil, rows).Through(ways...).Statements(table.Options{"Way": on}, places) {
			all = append(all, s.Resources)
		}
		return all
	}
	itself := [][]string{{"bucket/b/*"}, {"bucket/b"}, {"key/b"}, {"bucket/b/*"}}
	assert.Equal(t, itself, of(false, "w"), "not asked for")
	assert.Equal(t, itself, of(true), "no way in any place")
	assert.Equal(t, [][]string{{"w/object/*", "bucket/b/*"}, {"w", "bucket/b"}, {"key/b"}, {"w/object/*", "bucket/b/*"}}, of(true, "w"), "one place has a way")
	assert.Panics(t, func() {
		table.New("Test", "", nil, rows).Through(table.Way{When: "Typo", Of: "bucket/", As: "x/"}).Statements(table.Options{}, table.At(here))
	}, "an option that nobody knows")
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
