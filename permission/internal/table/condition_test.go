package table_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

func TestWhen(t *testing.T) {
	for _, test := range []struct {
		when []string
		want bool
	}{
		{nil, true},
		{[]string{"On"}, true},
		{[]string{"Off"}, false},
		{[]string{"!On"}, false},
		{[]string{"!Off"}, true},
		{[]string{"On", "Off"}, false},
		{[]string{"Off|On"}, true},
		{[]string{"Off|!On"}, false},
		{[]string{"On", "!On|!Off"}, true},
	} {
		rows := []table.Row{{Sid: "A", When: test.when, Resource: "*", Actions: actions("s3:A")}}
		assert.Equal(t, test.want, len(statementsOf(rows, nil, table.Options{"On": true, "Off": false}, table.Place{})) == 1, test.when)
	}
}

// An action may need options beside those of its row.
func TestWhenOfAnAction(t *testing.T) {
	rows := []table.Row{{Sid: "A", When: []string{"On"}, Resource: "*", Actions: []table.Action{
		{"s3:A"}, {"s3:B", "", "", "More"}, {"s3:C", "", "", "!More|On, Never"}, {"s3:D", "", "", "!More"},
	}}}
	for more, want := range map[bool][]string{true: {"s3:A", "s3:B"}, false: {"s3:A", "s3:D"}} {
		assert.Equal(t, []policy.Statement{allow("A", nil, "*", want...)}, statementsOf(rows, nil, table.Options{"On": true, "More": more, "Never": false}, table.Place{}))
	}
	assert.Empty(t, statementsOf(rows, nil, table.Options{"On": false, "More": true, "Never": true}, table.Place{}))
	assert.Equal(t, []string{"On", "!More|On", "Never"}, rows[0].WhenOf(rows[0].Actions[2]))
	assert.Equal(t, []string{"On"}, rows[0].When, "stays as it is")
}

// A limit concerns the actions that its patterns name, in whatever order it
// takes some out.
func TestLimitsConcernActions(t *testing.T) {
	for _, test := range []struct {
		patterns []string
		want     []string
	}{
		{[]string{"s3:*"}, []string{"s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"}},
		{[]string{"s3:Put*"}, []string{"s3:PutObject", "s3:PutObjectAcl"}},
		{[]string{"s3:*", "!s3:PutObjectAcl"}, []string{"s3:GetObject", "s3:PutObject"}},
		{[]string{"!s3:PutObjectAcl", "s3:*"}, []string{"s3:GetObject", "s3:PutObject"}},
		{[]string{"s3:GetObject", "ecr:*"}, []string{"s3:GetObject", "ecr:PutImage"}},
		{[]string{"!s3:GetObject"}, nil},
	} {
		limit := table.Limit{Actions: test.patterns, Operator: "Bool", Key: "k", Values: []string{"true"}}
		rows := []table.Row{{Sid: "A", Apart: "B", Resource: "*", Actions: actions("s3:GetObject", "s3:PutObject", "s3:PutObjectAcl", "ecr:PutImage")}}
		var limited []string
		for _, s := range statementsOf(rows, []table.Limit{limit}, nil, here) {
			if s.Conditions != nil {
				limited = append(limited, s.Actions...)
			}
		}
		assert.Equal(t, test.want, limited, test.patterns)
	}
}

// Conditions of the row and of limits are one block, each key with its values.
func TestConditionsOfRowAndLimits(t *testing.T) {
	rows := []table.Row{{Sid: "A", Resource: "*", Conditions: policy.Conditions{"StringEquals": {"a": {"{bucket}"}}}, Actions: actions("s3:A")}}
	limits := []table.Limit{
		{When: []string{"On"}, Actions: []string{"s3:*"}, Operator: "StringEquals", Key: "b", Values: []string{"x-{bucket}"}},
		{When: []string{"Off"}, Actions: []string{"s3:*"}, Operator: "Bool", Key: "c", Values: []string{"true"}},
	}
	got := statementsOf(rows, limits, table.Options{"On": true, "Off": false}, here)
	assert.Equal(t, []policy.Statement{allow("A", policy.Conditions{"StringEquals": {"a": {"b"}, "b": {"x-b"}}}, "*", "s3:A")}, got)
}
