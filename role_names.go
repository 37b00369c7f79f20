package cipublisher

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Limits of IAM, in characters and seconds.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	maxPolicyName     = 128
	maxRoleName       = 64
	maxPath           = 512
	maxDescription    = 1000
	minSessionSeconds = 3600
	maxSessionSeconds = 43200
)

var (
	nameShape = regexp.MustCompile(`^[\w+=,.@-]+$`)
	// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
	pathShape = regexp.MustCompile(`^(/|/[\x21-\x7e]+/)$`)
)

func validateName(faults *fault.List, option, name string, limit int) {
	literal := policy.WithoutTokens(name)
	switch {
	case name == "":
		faults.Add(option, "", "is empty", "leave it unset for the default, or write 1 to "+strconv.Itoa(limit)+" characters")
	case literal == "":
	case !nameShape.MatchString(literal):
		faults.Add(option, name, "has characters that IAM does not allow in a name", "use letters, digits and _+=,.@-")
	case len(literal) > limit:
		faults.Add(option, name, "has "+strconv.Itoa(len(literal))+" characters", "shorten it to "+strconv.Itoa(limit)+" at most")
	}
}

func validatePath(faults *fault.List, option, path string) {
	literal := policy.WithoutTokens(path)
	switch {
	case path == "":
		faults.Add(option, "", "is empty", `begin and end it with "/", as in "/ci/"`)
	case policy.HasToken(path) && literal == "":
	case !policy.HasToken(path) && !pathShape.MatchString(path):
		faults.Add(option, path, "is not an IAM path", `begin and end it with "/", as in "/ci/", with printable characters and no spaces between`)
	case len(literal) > maxPath:
		faults.Add(option, path, "has "+strconv.Itoa(len(literal))+" characters", "shorten it to "+strconv.Itoa(maxPath)+" at most")
	}
}

// validateDescription holds a text against the rules of a role's description.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func validateDescription(faults *fault.List, option, text string) {
	literal := policy.WithoutTokens(text)
	if n := utf8.RuneCountInString(literal); n > maxDescription {
		faults.Add(option, text, "has "+strconv.Itoa(n)+" characters", "shorten it to "+strconv.Itoa(maxDescription)+" at most")
	}
	if strings.ContainsFunc(literal, func(r rune) bool {
		return r != '\t' && r != '\n' && r != '\r' && (r < 0x20 || r == 0x7f || r > 0xff || 0x7f < r && r < 0xa1)
	}) {
		faults.Add(option, text, "has characters that IAM does not allow in a description", "use printable Latin-1 characters")
	}
}

func validateSession(faults *fault.List, option string, duration awscdk.Duration) {
	if duration == nil || *duration.IsUnresolved() {
		return
	}
	seconds := *duration.ToSeconds(&awscdk.TimeConversionOptions{Integral: jsii.Bool(false)})
	if seconds < minSessionSeconds || seconds > maxSessionSeconds {
		faults.Add(option, strconv.FormatFloat(seconds, 'f', -1, 64)+" seconds", "is not a session length that IAM allows", "choose 1 to 12 hours")
	}
}
