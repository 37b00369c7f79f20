package role

import (
	"cmp"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
)

// Environment returns an environment with what is empty in it taken from
// another one. A region that is named decides the partition, because the other
// environment may be in another one.
func Environment(e, otherwise permission.Environment) permission.Environment {
	if e.Partition == "" {
		e.Partition = otherwise.Partition
		if e.Region != "" && !token.In(e.Region) {
			e.Partition = aws.PartitionOf(e.Region)
		}
	}
	e.Region = cmp.Or(e.Region, otherwise.Region)
	e.AccountID = cmp.Or(e.AccountID, otherwise.AccountID)
	return e
}

// arnOf returns the ARN of something in IAM, which has no region.
func arnOf(home permission.Environment, resource string) string {
	return aws.ARN{Partition: home.ARNPartition(), Service: "iam", Account: home.AccountID, Resource: resource}.String()
}
