package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
)

// A region belongs to one partition, and is refused in every other.
func TestRegionsAndPartitions(t *testing.T) {
	for _, region := range aws.Regions() {
		for _, partition := range aws.Partitions() {
			err := permission.Environment{Region: region, Partition: partition}.Validate()
			assert.Equal(t, partition == aws.PartitionOf(region), err == nil, "%s in %s: %v", region, partition, err)
		}
	}
}

// Missing values are for those to report who need them.
func TestEmptyEnvironmentIsValid(t *testing.T) {
	assert.NoError(t, permission.Environment{}.Validate())
}
