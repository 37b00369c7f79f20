package permission

import "github.com/cipublisher/cipublisher/policy"

// SetRow is one line of the list that a security reviewer reads of a set
// beside [Publisher]: an action, on what, when, and why.
type SetRow struct {
	// Set is "EcrPush", "EcsDeploy", "TerraformState" or "Terragrunt".
	Set string
	// When names the options that add the row; empty is always.
	When string
	// Sid is the Sid of the statement that the row is part of.
	Sid string
	// Action, Call and Source are the row of the set's table.
	Action
	// Resource is the resource with the options' names between braces. An
	// option of several values makes several resources.
	Resource string
	// Conditions of the statement, with the options' names between braces;
	// nil means none.
	Conditions policy.Conditions
}

// tables lists the tables of the sets beside Publisher.
var tables = []struct {
	set   string
	parts []part
}{
	{"EcrPush", ecrPushParts},
	{"EcsDeploy", ecsDeployParts},
	{"TerraformState", terraformStateParts},
	{"Terragrunt", terragruntParts},
}

// SetRows returns every row of the tables of EcrPush, EcsDeploy,
// TerraformState and Terragrunt, in the order of the statements. Terragrunt
// also has the rows of TerraformState. There is no other source of their
// permissions.
func SetRows() []SetRow {
	var all []SetRow
	for _, table := range tables {
		for _, p := range table.parts {
			for _, action := range p.actions {
				all = append(all, SetRow{
					Set: table.set, When: p.when, Sid: p.sid, Action: action,
					Resource: p.resource, Conditions: cloneConditions(p.conditions),
				})
			}
		}
	}
	return all
}
