package role

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// Limits of IAM, in characters and seconds.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	MaxPolicyName     = 128
	MaxRoleName       = 64
	MaxPath           = 512
	MaxDescription    = 1000
	MinSessionSeconds = 3600
	MaxSessionSeconds = 43200
)

// The shapes of names and paths, as regular expressions.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
const (
	NamePattern = `^[\w+=,.@-]+$`
	PathPattern = `^(/|/[\x21-\x7e]+/)$`
)

var (
	nameShape = lazyregexp.New(NamePattern)
	pathShape = lazyregexp.New(PathPattern)
)

// ValidateName holds the name of a policy or a role against IAM's rules. Of a
// name with tokens, only what stands beside them is judged.
func ValidateName(faults *fault.List, option, name string, limit int) {
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

// ValidatePath holds the path of a policy or a role against IAM's rules.
func ValidatePath(faults *fault.List, option, path string) {
	literal := policy.WithoutTokens(path)
	switch {
	case path == "":
		faults.Add(option, "", "is empty", `begin and end it with "/", as in "/ci/"`)
	case policy.HasToken(path) && literal == "":
	case !policy.HasToken(path) && !pathShape.MatchString(path):
		faults.Add(option, path, "is not an IAM path", `begin and end it with "/", as in "/ci/", with printable characters and no spaces between`)
	case len(literal) > MaxPath:
		faults.Add(option, path, "has "+strconv.Itoa(len(literal))+" characters", "shorten it to "+strconv.Itoa(MaxPath)+" at most")
	}
}

// ValidateDescription holds a text against the rules of a role's description.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func ValidateDescription(faults *fault.List, option, text string) {
	literal := policy.WithoutTokens(text)
	if n := utf8.RuneCountInString(literal); n > MaxDescription {
		faults.Add(option, text, "has "+strconv.Itoa(n)+" characters", "shorten it to "+strconv.Itoa(MaxDescription)+" at most")
	}
	if strings.ContainsFunc(literal, func(r rune) bool {
		return r != '\t' && r != '\n' && r != '\r' && (r < 0x20 || r == 0x7f || r > 0xff || 0x7f < r && r < 0xa1)
	}) {
		faults.Add(option, text, "has characters that IAM does not allow in a description", "use printable Latin-1 characters")
	}
}

// ValidateSession holds the longest session of a role, in seconds, against
// IAM's rules.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func ValidateSession(faults *fault.List, option string, seconds float64) {
	if seconds < MinSessionSeconds || seconds > MaxSessionSeconds || seconds != math.Trunc(seconds) {
		faults.Add(option, strconv.FormatFloat(seconds, 'f', -1, 64)+" seconds", "is not a session length that IAM allows", "choose 1 to 12 hours")
	}
}

// Numbered returns the name of one of several things, counted from zero: the
// first has the name itself, the next ends with 2.
func Numbered(name, separator string, i int) string {
	if i == 0 {
		return name
	}
	return name + separator + strconv.Itoa(i+1)
}
