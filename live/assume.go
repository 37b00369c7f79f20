package live

import (
	"context"
	"errors"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/doctor"
)

const (
	// SessionName is the name of the session that Assume asks for, unless told
	// otherwise.
	SessionName = "cipublisher-doctor"
	// Seconds is how long that session would last: the least that AWS gives.
	//
	// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
	Seconds = 900
)

// Try is an attempt to assume a role.
type Try struct {
	// Role is the ARN of the role.
	Role string
	// Session is the name of the session. Default: SessionName.
	Session string
	// Seconds is how long the session would last, 900 to 43,200. Default: Seconds.
	Seconds int
}

// Assume tries to assume a role with a token, and returns AWS's answer. The
// request is not signed, so that no other credentials are needed or used. The
// credentials that AWS gives are thrown away: nobody gets them from here.
func Assume(ctx context.Context, try Try, token doctor.Secret) doctor.Answer {
	answer := doctor.Answer{Role: try.Role}
	if try.Session == "" {
		try.Session = SessionName
	}
	if try.Seconds == 0 {
		try.Seconds = Seconds
	}
	ctx, cancel := context.WithTimeout(ctx, WholeTime)
	defer cancel()
	role, _ := aws.ParseARN(try.Role)
	settings, err := Load(ctx, role.Partition, config.WithCredentialsProvider(sdk.AnonymousCredentials{}))
	if err != nil {
		answer.Message = lastOf(err)
		return answer
	}
	out, err := sts.NewFromConfig(settings).AssumeRoleWithWebIdentity(ctx, &sts.AssumeRoleWithWebIdentityInput{
		RoleArn: &try.Role, RoleSessionName: &try.Session, WebIdentityToken: sdk.String(token.Reveal()), DurationSeconds: sdk.Int32(int32(try.Seconds)), //nolint:gosec // bounded by AWS
	})
	var api smithy.APIError
	switch {
	case errors.As(err, &api):
		answer.Code, answer.Message = api.ErrorCode(), api.ErrorMessage()
	case err != nil:
		answer.Message = lastOf(err)
	case out.Credentials == nil || out.AssumedRoleUser == nil:
		answer.Message = "the answer has no credentials"
	default:
		answer.Accepted = true
		answer.Session = sdk.ToString(out.AssumedRoleUser.Arn)
		until := sdk.ToTime(out.Credentials.Expiration).UTC().Truncate(time.Second)
		answer.Until = &until
	}
	return answer
}
