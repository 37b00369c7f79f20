package cipublisher

import (
	"math"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
)

// tokenSeconds returns the lifetime of a token in seconds, 0 where it is unset.
// In the core 0 stands for no limit, and a fraction would be cut off: both are
// refused here, and so is what only the deployment knows. The bounds are the
// core's.
func tokenSeconds(faults *fault.List, option string, duration awscdk.Duration) int {
	if duration == nil {
		return 0
	}
	if *duration.IsUnresolved() {
		faults.Add(option, "", "is a token, which only the deployment knows", "write the duration itself")
		return 0
	}
	seconds := *duration.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)})
	if seconds < 1 || seconds != math.Trunc(seconds) {
		faults.Add(option, strconv.FormatFloat(seconds, 'f', -1, 64)+" seconds", "is not a lifetime that CodeArtifact gives a token", "choose 15 minutes to 12 hours, in whole seconds")
		return 0
	}
	return int(seconds)
}
