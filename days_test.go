package cipublisher

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
)

func TestWholeDays(t *testing.T) {
	var faults fault.List
	assert.Equal(t, 30, wholeDays(&faults, "S3.RetentionDays", 30))
	assert.Empty(t, faults)
	for days, shown := range map[float64]string{
		0: "0", -1: "-1", 1.5: "1.5", math.Inf(1): "+Inf", -1.8881545897087827e+289: "-1.8881545897087827e+289", // as CDK writes a token
	} {
		faults = nil
		assert.Zero(t, wholeDays(&faults, "S3.RetentionDays", days))
		assert.Equal(t, fault.List{{Option: "S3.RetentionDays", Value: shown, Problem: "is not a whole number of days", Remedy: "set it to one or more, or leave it unset"}}, faults)
	}
}
