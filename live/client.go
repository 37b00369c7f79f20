package live

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

// tryTime bounds one try of a request.
var tryTime = 30 * time.Second

// WholeTime bounds everything that one call of this package does.
const WholeTime = 5 * time.Minute

// Load returns the SDK's settings. The partition may be empty: "aws".
func Load(ctx context.Context, partition string, options ...func(*config.LoadOptions) error) (sdk.Config, error) {
	options = append(options, config.WithHTTPClient(awshttp.NewBuildableClient().WithTimeout(tryTime)))
	settings, err := config.LoadDefaultConfig(ctx, options...)
	settings.Region = cmp.Or(settings.Region, aws.HomeRegion(cmp.Or(partition, "aws")))
	return settings, err
}

// Refused turns an error of the SDK into a fault of the option, with what to do
// about it. The set is the permission set that the calls need.
func Refused(option, set string, err error) error {
	var faults fault.List
	var api smithy.APIError
	problem, remedy := "failed: "+lastOf(err), "try again"
	switch {
	case errors.As(err, &api):
		problem = "is refused: " + api.ErrorCode() + ": " + api.ErrorMessage()
		switch code := api.ErrorCode(); {
		case strings.Contains(code, "AccessDenied") || strings.Contains(code, "Unauthorized"):
			remedy = `give the credentials what "cipublisher policy --set ` + set + `" prints`
		case strings.Contains(code, "Expired") || strings.Contains(code, "InvalidClientToken") || strings.Contains(code, "Signature") || strings.Contains(code, "UnrecognizedClient"):
			remedy = "renew the credentials"
		case strings.Contains(code, "Throttl"):
			remedy = "try again later"
		default:
			remedy = "see what AWS says"
		}
	case errors.Is(err, context.DeadlineExceeded):
		problem, remedy = "took too long", "look at the network, and try again"
	case errors.Is(err, context.Canceled):
		problem, remedy = "was broken off", ""
	case strings.Contains(err.Error(), "get credentials") || strings.Contains(err.Error(), "get identity"):
		problem, remedy = "has no credentials: "+lastOf(err), "set AWS_PROFILE, or log in with the AWS CLI"
	}
	faults.Add(option, "", problem, remedy)
	return faults.Err()
}

// lastOf returns the innermost error's text: the SDK wraps one in six others.
func lastOf(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
