package aws_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
)

func TestUnknownRegion(t *testing.T) {
	for region, nearest := range map[string]string{
		"eu-centrall-1": "eu-central-1", "eu-west-11": "eu-west-1", "us-esat-1": "us-east-1", "cn-nort-1": "cn-north-1", "us-gov-eats-1": "us-gov-east-1",
	} {
		notices := aws.UnknownRegion("Region", region)
		if assert.Len(t, notices, 1, region) {
			assert.Equal(t, "region-unknown", notices[0].ID)
			assert.False(t, notices[0].Note, "it is a warning")
			assert.Equal(t, `Region "`+region+`" is no region that is known here, and a policy for a region that does not exist grants nothing; `+
				`check its spelling: the nearest known one is "`+nearest+`"`, notices[0].String())
		}
	}
}

func TestKnownRegionsAndFaultsHaveNoNotice(t *testing.T) {
	for _, region := range append(aws.Regions(), "", "EU-WEST-1", "eu-west-1a", "${Token[AWS.Region.4]}", "eu-${Token[AWS.Region.4]}-1") {
		assert.Empty(t, aws.UnknownRegion("Region", region), region)
	}
}
