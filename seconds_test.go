package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
)

// The core takes whole seconds, and 0 for none.
func TestInvalidDurations(t *testing.T) {
	requireRefused(t, []invalid{
		{"a session that is too short",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Minutes(jsii.Number(30))}
			},
			`Role.MaxSessionDuration "1800 seconds" is not a session length that IAM allows; choose 1 to 12 hours`},
		{"a session that is too long",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Days(jsii.Number(1))}
			},
			`Role.MaxSessionDuration "86400 seconds" is not a session length that IAM allows; choose 1 to 12 hours`},
		{"a session of no length",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Seconds(jsii.Number(0))}
			},
			`Role.MaxSessionDuration "0 seconds" is not a session length that IAM allows; choose 1 to 12 hours, in whole seconds`},
		{"a session of half a second",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Millis(jsii.Number(3600500))}
			},
			`Role.MaxSessionDuration "3600.5 seconds" is not a session length that IAM allows; choose 1 to 12 hours, in whole seconds`},
		{"a session that only the deployment knows",
			func(p *props) { p.Role = &cipublisher.RoleProps{MaxSessionDuration: later()} },
			`Role.MaxSessionDuration is a token, which only the deployment knows; write the duration itself`},
		{"a lifetime that only the deployment knows",
			func(p *props) { p.CodeArtifact.TokenDuration = later() },
			`CodeArtifact.TokenDuration is a token, which only the deployment knows; write the duration itself`},
		{"a token that lives for a fraction of a second",
			func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Millis(jsii.Number(1)) },
			`CodeArtifact.TokenDuration "0.001 seconds" is not a lifetime that CodeArtifact gives a token; choose 15 minutes to 12 hours, in whole seconds`},
		{"a token that lives for a fraction more",
			func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Millis(jsii.Number(900500)) },
			`CodeArtifact.TokenDuration "900.5 seconds" is not a lifetime that CodeArtifact gives a token; choose 15 minutes to 12 hours, in whole seconds`},
	})
}

// later is a duration that a parameter of the template says.
func later() awscdk.Duration {
	return awscdk.Duration_Seconds(awscdk.Token_AsNumber(awscdk.Fn_Ref(jsii.String("Seconds"))))
}
