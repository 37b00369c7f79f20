package aws

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
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

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
const iamNamePattern = `[A-Za-z0-9_+=,.@-]`

var iamNameCharacters = lazyregexp.New(`^` + iamNamePattern + `*$`)

// CheckPolicyName adds a fault unless a managed policy can have the name.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
func CheckPolicyName(faults *fault.List, option, name string) {
	checkIAMName(faults, option, name, MaxPolicyName)
}

// CheckRoleName adds a fault unless a role can have the name.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func CheckRoleName(faults *fault.List, option, name string) {
	checkIAMName(faults, option, name, MaxRoleName)
}

func checkIAMName(faults *fault.List, option, name string, most int) {
	literal := token.Without(name)
	switch {
	case name == "":
		faults.Add(option, "", "is empty", "leave it unset for the default, or write 1 to "+strconv.Itoa(most)+" characters")
	case !iamNameCharacters.MatchString(literal):
		faults.Add(option, name, "has "+badCharacters(literal)+", which IAM does not allow in a name", "use letters, digits and _+=,.@-")
	case len(literal) > most:
		faults.Add(option, name, "has "+strconv.Itoa(len(literal))+" characters", "shorten it to "+strconv.Itoa(most)+" at most")
	}
}

// badCharacters lists what a name must not have, each once.
func badCharacters(name string) string {
	var all []string
	for _, r := range name {
		if c := strconv.Quote(string(r)); !iamNameCharacters.MatchString(string(r)) && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return strings.Join(all, " and ")
}

// Paths of roles may hold every printable character, those of managed policies
// only the characters of names, and no empty part.
var (
	rolePath             = lazyregexp.New(`^(/|/[\x21-\x7e]+/)$`)
	rolePathCharacters   = lazyregexp.New(`^[\x21-\x7e]*$`)
	policyPath           = lazyregexp.New(`^(/` + iamNamePattern + `+)*/$`)
	policyPathCharacters = lazyregexp.New(`^[A-Za-z0-9_+=,.@/-]*$`)
)

// CheckPolicyPath adds a fault unless a managed policy can have the path.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
func CheckPolicyPath(faults *fault.List, option, path string) {
	checkPath(faults, option, path, policyPath, policyPathCharacters, "is not the path of an IAM policy",
		`begin and end it with "/", as in "/ci/", with letters, digits and _+=,.@- between`)
}

// CheckRolePath adds a fault unless a role can have the path.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func CheckRolePath(faults *fault.List, option, path string) {
	checkPath(faults, option, path, rolePath, rolePathCharacters, "is not an IAM path",
		`begin and end it with "/", as in "/ci/", with printable characters and no spaces between`)
}

func checkPath(faults *fault.List, option, path string, shape, characters *lazyregexp.Regexp, problem, remedy string) {
	literal := token.Without(path)
	if literal != path {
		shape = characters
	}
	switch {
	case path == "":
		faults.Add(option, "", "is empty", `begin and end it with "/", as in "/ci/"`)
	case !shape.MatchString(literal):
		faults.Add(option, path, problem, remedy)
	case len(literal) > MaxPath:
		faults.Add(option, path, "has "+strconv.Itoa(len(literal))+" characters", "shorten it to "+strconv.Itoa(MaxPath)+" at most")
	}
}

// CheckDescription adds a fault unless a role can have the text as its
// description.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func CheckDescription(faults *fault.List, option, text string) {
	literal := token.Without(text)
	if n := utf8.RuneCountInString(literal); n > MaxDescription {
		faults.Add(option, text, "has "+strconv.Itoa(n)+" characters", "shorten it to "+strconv.Itoa(MaxDescription)+" at most")
	}
	if strings.ContainsFunc(literal, func(r rune) bool {
		return r != '\t' && r != '\n' && r != '\r' && (r < 0x20 || r == 0x7f || r > 0xff || 0x7f < r && r < 0xa1)
	}) {
		faults.Add(option, text, "has characters that IAM does not allow in a description", "use printable Latin-1 characters")
	}
}

// CheckSessionSeconds adds a fault unless a role's sessions can last so long.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func CheckSessionSeconds(faults *fault.List, option string, seconds int) {
	if seconds < MinSessionSeconds || seconds > MaxSessionSeconds {
		faults.Add(option, strconv.Itoa(seconds)+" seconds", "is not a session length that IAM allows", "choose 1 to 12 hours")
	}
}
