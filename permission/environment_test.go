package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
)

// One region at least of every partition, and those whose names come close to
// another partition's.
//
// https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
var regionsOf = map[string][]string{
	"aws": {
		"af-south-1", "ap-east-1", "ap-northeast-1", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-west-1", "il-central-1",
		"me-central-1", "mx-central-1", "sa-east-1", "us-east-1", "us-west-2",
	},
	"aws-cn":     {"cn-north-1", "cn-northwest-1"},
	"aws-eusc":   {"eusc-de-east-1"},
	"aws-iso":    {"us-iso-east-1", "us-iso-west-1"},
	"aws-iso-b":  {"us-isob-east-1", "us-isob-west-1"},
	"aws-iso-e":  {"eu-isoe-west-1"},
	"aws-iso-f":  {"us-isof-east-1", "us-isof-south-1"},
	"aws-us-gov": {"us-gov-east-1", "us-gov-west-1"},
}

func TestPartitionOf(t *testing.T) {
	for partition, regions := range regionsOf {
		for _, region := range regions {
			assert.Equal(t, partition, permission.PartitionOf(region), region)
			assert.NoError(t, permission.Environment{Region: region, Partition: partition}.Validate(), region)
			for other := range regionsOf {
				if other != partition {
					assert.Error(t, permission.Environment{Region: region, Partition: other}.Validate(), "%s in %s", region, other)
				}
			}
		}
	}
	assert.Equal(t, "aws", permission.PartitionOf(""), "what is not known is commercial")
}

// Missing values are for those to report who need them.
func TestEmptyEnvironmentIsValid(t *testing.T) {
	assert.NoError(t, permission.Environment{}.Validate())
}
