package cipublisher

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/template"
)

func validateSession(faults *fault.List, option string, duration awscdk.Duration) {
	if duration == nil || *duration.IsUnresolved() {
		return
	}
	seconds := *duration.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)})
	if seconds < template.MinSessionSeconds || seconds > template.MaxSessionSeconds {
		faults.Add(option, strconv.FormatFloat(seconds, 'f', -1, 64)+" seconds", "is not a session length that IAM allows", "choose 1 to 12 hours")
	}
}
