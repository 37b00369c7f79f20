package cipublisher

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func validateSession(faults *fault.List, option string, duration awscdk.Duration) {
	if duration == nil || *duration.IsUnresolved() {
		return
	}
	seconds := *duration.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)})
	if seconds < aws.MinSessionSeconds || seconds > aws.MaxSessionSeconds {
		faults.Add(option, strconv.FormatFloat(seconds, 'f', -1, 64)+" seconds", "is not a session length that IAM allows", "choose 1 to 12 hours")
	}
}
