package role

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Environment returns an environment with what is empty in it taken from
// another one. A region that is named decides the partition, because the other
// environment may be in another one.
func Environment(e, otherwise permission.Environment) permission.Environment {
	if e.Partition == "" {
		e.Partition = otherwise.Partition
		if e.Region != "" && !policy.HasToken(e.Region) {
			e.Partition = permission.PartitionOf(e.Region)
		}
	}
	e.Region = or(e.Region, otherwise.Region)
	e.AccountID = or(e.AccountID, otherwise.AccountID)
	return e
}

// arnOf returns the ARN of something in IAM, which has no region.
func arnOf(home permission.Environment, resource string) string {
	return "arn:" + partitionOf(home) + ":iam::" + home.AccountID + ":" + resource
}

func partitionOf(home permission.Environment) string {
	return or(home.Partition, permission.PartitionOf(home.Region))
}
