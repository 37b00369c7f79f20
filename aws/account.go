package aws

import "strings"

// AccountID is the rule of account ids.
//
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
var AccountID = newValueRule("an AWS account id", "write its twelve digits, without hyphens or spaces, leading zeros included", `[0-9]{12}`, `[0-9]*`).
	withQuick(func(value string) bool { return len(value) == 12 && strings.Trim(value, "0123456789") == "" })

// OrganizationID is the rule of the ids of organizations.
//
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
var OrganizationID = newValueRule("the id of an organization", `write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`, `o-[a-z0-9]{10,32}`, `[a-z0-9-]*`)

// OrganizationalUnitID is the rule of the ids of organizational units and of
// the root, which holds all of them.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
var OrganizationalUnitID = newValueRule("the id of an organizational unit", `write "ou-…" or "r-…", as AWS Organizations shows it`,
	`ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32}`, `[a-z0-9-]*`)
