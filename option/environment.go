package option

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
)

// Environment returns the options of where the stores are.
func Environment(e *permission.Environment) Table {
	return Table{
		{Path: "AccountId", Value: "ID", Example: "123456789012", Field: &e.AccountID,
			About: "account that owns the stores and the role, twelve digits"},
		{Path: "Partition", Value: "PARTITION", Choices: aws.Partitions(), Example: "aws-cn", Unset: "the region's, or aws where no region is named", Field: &e.Partition,
			NoRegistry: "it follows from region, or from where the stacks are deployed", About: "partition of the account, such as aws-cn"},
		{Path: "Region", Value: "REGION", Choices: aws.Regions(), Example: "eu-west-1", Field: &e.Region, About: "region of the stores, such as eu-west-1"},
	}
}

// Limits returns the options that limit a whole policy.
func Limits(l *permission.Limited) Table {
	return Table{
		{Path: "PinRegion", Field: &l.PinRegion, About: "require that requests to S3 and for ECR tokens go to {Region}"},
		{Path: "OrganizationId", Value: "ID", Example: "o-a1b2c3d4e5", Field: &l.OrganizationID,
			About: "AWS Organizations id that the account of every resource must belong to, such as o-a1b2c3d4e5"},
	}.complete()
}

// Limit returns a set under limits, itself where there are none.
func Limit(set permission.Set, l permission.Limited) permission.Set {
	if !l.PinRegion && l.OrganizationID == "" {
		return set
	}
	l.Set = set
	return l
}
