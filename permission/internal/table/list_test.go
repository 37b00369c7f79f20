package table_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// What is listed is each action of each row with its reason, and the caller's to
// change.
func TestListsAreTheCallers(t *testing.T) {
	listed := table.New("Set", "Store", []table.Limit{
		{When: []string{"On"}, Actions: []string{"s3:*"}, Operator: "Bool", Key: "k", Values: []string{"true"}, Source: "page"},
	}, []table.Row{
		{Sid: "A", When: []string{"On"}, Resource: "{bucket}", Conditions: policy.Conditions{"StringEquals": {"k": {"v"}}}, Actions: []table.Action{
			{"s3:A", "call a", "page a"}, {"s3:B", "call b", "page b"},
		}},
		{Sid: "D", Deny: true, Resource: "*", Actions: actions("s3:C")},
	})
	rows := func() []table.ListedRow {
		return table.ListRows([]table.Table{listed}, func(r table.ListedRow) table.ListedRow { return r })
	}
	limits := func() []table.ListedLimit {
		return table.ListLimits([]table.Table{listed}, func(l table.ListedLimit) table.ListedLimit { return l })
	}
	got := rows()
	require.Len(t, got, 3)
	assert.Equal(t, table.ListedRow{
		Set: "Set", Store: "Store", When: []string{"On"}, Sid: "A", Effect: policy.Allow, Action: "s3:B", Call: "call b", Source: "page b",
		Resource: "{bucket}", Conditions: policy.Conditions{"StringEquals": {"k": {"v"}}},
	}, got[1])
	assert.Equal(t, policy.Deny, got[2].Effect)
	assert.Nil(t, got[2].Conditions, "none stays none")

	got[0].When[0], got[0].Conditions["StringEquals"]["k"][0] = "!On", "changed"
	limits()[0].When[0], limits()[0].Actions[0], limits()[0].Values[0] = "!On", "ecr:*", "false"
	assert.Equal(t, []string{"On"}, rows()[0].When)
	assert.Equal(t, []string{"v"}, rows()[0].Conditions["StringEquals"]["k"])
	assert.Equal(t, table.ListedLimit{
		Set: "Set", Store: "Store", When: []string{"On"}, Actions: []string{"s3:*"}, Operator: "Bool", Key: "k", Values: []string{"true"}, Source: "page",
	}, limits()[0])
}

// A limit that two tables of a store have is one line of the list; that of
// another store is another one.
func TestASharedLimitIsListedOnce(t *testing.T) {
	limits := []table.Limit{{Actions: []string{"s3:*"}, Operator: "Bool", Key: "k", Values: []string{"true"}}}
	rows := []table.Row{{Sid: "A", Resource: "*", Actions: actions("s3:A")}}
	tables := []table.Table{table.New("Set", "S3", limits, rows), table.New("Set", "S3", limits, rows), table.New("Set", "Other", limits, rows)}
	got := table.ListLimits(tables, func(l table.ListedLimit) string { return l.Store })
	assert.Equal(t, []string{"S3", "Other"}, got)
}
