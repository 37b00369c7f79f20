package table_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// statementsOf returns the statements of rows and limits at places of kind "".
func statementsOf(rows []table.Row, limits []table.Limit, options table.Options, places ...table.Place) []policy.Statement {
	return table.New("Test", "", limits, rows).Statements(options, table.Places{"": places})
}

func actions(names ...string) []table.Action {
	var all []table.Action
	for _, name := range names {
		all = append(all, table.Action{name})
	}
	return all
}

func allow(sid string, conditions policy.Conditions, resource string, actions ...string) policy.Statement {
	return policy.Statement{Sid: sid, Effect: policy.Allow, Actions: actions, Resources: []string{resource}, Conditions: conditions}
}

var here = table.Place{}.With("bucket", "b")

// What a limit leaves out stands apart; where the limit is not asked for, it is
// one statement.
func TestLimitsPartActions(t *testing.T) {
	tagged := table.Limit{When: []string{"Tag"}, Actions: []string{"s3:Put*", "!s3:PutAcl"}, Operator: "StringEquals", Key: "tag", Values: []string{"x"}}
	rows := []table.Row{{Sid: "A", Apart: "Rest", Resource: "{bucket}", Actions: actions("s3:PutObject", "s3:Get", "s3:PutTags", "s3:PutAcl")}}
	conditions := policy.Conditions{"StringEquals": {"tag": {"x"}}}
	assert.Equal(t, []policy.Statement{allow("A", conditions, "b", "s3:PutObject", "s3:PutTags"), allow("Rest", nil, "b", "s3:Get", "s3:PutAcl")},
		statementsOf(rows, []table.Limit{tagged}, table.Options{"Tag": true}, here))
	assert.Equal(t, []policy.Statement{allow("A", nil, "b", "s3:PutObject", "s3:PutTags", "s3:Get", "s3:PutAcl")},
		statementsOf(rows, []table.Limit{tagged}, table.Options{"Tag": false}, here))

	rows[0].Deny = true
	assert.Len(t, statementsOf(rows, []table.Limit{tagged}, table.Options{"Tag": true}, here), 1, "no limit concerns a denial")
}

// What is wrong with a table shows at once, and never as a wider document.
func TestMistakesPanic(t *testing.T) {
	row := func(change func(*table.Row)) []table.Row {
		r := table.Row{Sid: "A", Resource: "{bucket}", Actions: actions("s3:A")}
		change(&r)
		return []table.Row{r}
	}
	limit := []table.Limit{{Actions: []string{"s3:*"}, Operator: "StringEquals", Key: "k", Values: []string{"{none}"}}}
	plain := row(func(*table.Row) {})
	for _, test := range []struct {
		name, want string
		rows       []table.Row
		limits     []table.Limit
	}{
		{"an option that nobody knows", "table: nothing is known of option Typo", row(func(r *table.Row) { r.When = []string{"!Typo"} }), nil},
		{"a kind of place that nobody knows", "table: nothing is known of each typo", row(func(r *table.Row) { r.Each = "typo" }), nil},
		{"a name that nobody knows", "table: nothing is known of {typo}", row(func(r *table.Row) { r.Resource = "{typo}" }), nil},
		{"a name that does not end", "table: no } in {bucket", row(func(r *table.Row) { r.Resource = "{bucket" }), nil},
		{"a condition without values", "table: A: StringEquals k has no values, so it would be no condition",
			row(func(r *table.Row) { r.Conditions = policy.Conditions{"StringEquals": {"k": {"{none}"}}} }), nil},
		{"a limit without values", "table: A: StringEquals k has no values, so it would be no condition", plain, limit},
		{"actions under other limits", "table Test : Sid A: s3:B is under other limits or conditions, or on another resource, than s3:A; give its row an Apart Sid",
			row(func(r *table.Row) { r.Actions = actions("s3:A", "s3:B") }), []table.Limit{{Actions: []string{"s3:A"}, Operator: "Bool", Key: "k", Values: []string{"true"}}}},
		{"one Sid on two resources", "table Test : Sid A: s3:A is under other limits or conditions, or on another resource, than s3:A; give its row an Apart Sid",
			append(row(func(r *table.Row) { r.Resource = "*" }), plain...), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.PanicsWithValue(t, test.want, func() { statementsOf(test.rows, test.limits, nil, here.With("none")) })
		})
	}
}
