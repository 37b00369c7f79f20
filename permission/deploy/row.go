package deploy

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
)

// tables are those that the statements of this package are made of.
var tables = []table.Table{cdkTable, ecsTable, lambdaTable, pullThroughTable, siteTable, terraformStateTable, terragruntTable, auditTable, verifyTable}

// Rows returns every row of the sets of this package, in the order of their
// statements. Terragrunt also has the rows of TerraformState.
func Rows() []permission.Row {
	return table.ListRows(tables, func(r table.ListedRow) permission.Row { return permission.Row(r) })
}

// Limits returns every condition that is added to the rows of the sets.
func Limits() []permission.Limit {
	return table.ListLimits(tables, func(l table.ListedLimit) permission.Limit { return permission.Limit(l) })
}

// placeIn returns what every pattern of a table may name.
func placeIn(env permission.Environment) table.Place {
	return table.Place{}.With("partition", env.ARNPartition()).With("region", env.Region).With("account", env.AccountID)
}
