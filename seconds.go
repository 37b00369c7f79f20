package cipublisher

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
)

// sessionSeconds returns the longest session in seconds, 0 for the default.
func (p *RoleProps) sessionSeconds(faults *fault.List) int {
	return wholeSeconds(faults, "Role.MaxSessionDuration", p.MaxSessionDuration, "is not a session length that IAM allows", "choose 1 to 12 hours, in whole seconds")
}

// tokenSeconds returns the lifetime of a token in seconds, 0 where it is unset.
func tokenSeconds(faults *fault.List, option string, duration awscdk.Duration) int {
	return wholeSeconds(faults, option, duration, "is not a lifetime that CodeArtifact gives a token", "choose 15 minutes to 12 hours, in whole seconds")
}

// wholeSeconds returns a duration in seconds, 0 where it is unset. The core
// takes whole seconds, and 0 for none, so that neither passes for a duration.
// What only the deployment knows is no use: a policy needs the number, and the
// CDK's Role takes a token for a number that is too small.
func wholeSeconds(faults *fault.List, option string, duration awscdk.Duration, problem, remedy string) int {
	if duration == nil {
		return 0
	}
	if *duration.IsUnresolved() {
		faults.Add(option, "", "is a token, which only the deployment knows", "write the duration itself")
		return 0
	}
	seconds := *duration.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)})
	if whole := int(seconds); float64(whole) == seconds && whole > 0 {
		return whole
	}
	faults.Add(option, strconv.FormatFloat(seconds, 'f', -1, 64)+" seconds", problem, remedy)
	return 0
}
