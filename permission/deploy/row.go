package deploy

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
)

// tables are those that the statements of this package are made of.
var tables = []table.Table{ecsDeployTable, terraformStateTable, terragruntTable}

// Rows returns every row of EcsDeploy, TerraformState and Terragrunt, in the
// order of their statements. Terragrunt also has the rows of TerraformState.
func Rows() []permission.Row {
	var all []permission.Row
	for _, t := range tables {
		rows, _ := t.List()
		for _, row := range rows {
			all = append(all, permission.Row(row))
		}
	}
	return all
}

// Limits returns every condition that the sets add to their rows.
func Limits() []permission.Limit {
	var all []permission.Limit
	for _, t := range tables {
		_, limits := t.List()
		for _, limit := range limits {
			all = append(all, permission.Limit(limit))
		}
	}
	return all
}

// placeIn returns what every pattern of a table may name.
func placeIn(env permission.Environment) table.Place {
	return table.Place{}.With("partition", env.ARNPartition()).With("region", env.Region).With("account", env.AccountID)
}
