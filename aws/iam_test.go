package aws_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

// check is a function that adds faults about one text.
type check = func(faults *fault.List, option, value string)

// problems returns what a check says of a value.
func problems(check check, value string) []string {
	var faults fault.List
	check(&faults, "Option", value)
	var all []string
	for _, f := range faults {
		all = append(all, f.Problem)
	}
	return all
}

func TestIAMNamesPathsAndDescriptions(t *testing.T) {
	const (
		characters  = ", which IAM does not allow in a name"
		rolePath    = "is not an IAM path"
		policyPath  = "is not the path of an IAM policy"
		description = "has characters that IAM does not allow in a description"
	)
	for _, test := range []struct {
		name  string
		check check
		value string
		want  []string
	}{
		{"role", aws.CheckRoleName, "publisher", nil},
		{"role, every character", aws.CheckRoleName, "aZ09_+=,.@-", nil},
		{"role, longest", aws.CheckRoleName, strings.Repeat("a", 64), nil},
		{"role, too long", aws.CheckRoleName, strings.Repeat("a", 65), []string{"has 65 characters"}},
		{"role, empty", aws.CheckRoleName, "", []string{"is empty"}},
		{"role, slash", aws.CheckRoleName, "ci/publisher", []string{`has "/"` + characters}},
		{"role, wildcard", aws.CheckRoleName, "a*", []string{`has "*"` + characters}},
		{"role, umlaut", aws.CheckRoleName, "ä", []string{`has "ä"` + characters}},
		{"role, every bad character", aws.CheckRoleName, "a/b c/*", []string{`has "/" and " " and "*"` + characters}},
		{"role, token", aws.CheckRoleName, tok, nil},
		{"role, token and more", aws.CheckRoleName, tok + "-dev", nil},
		{"role, token and wildcard", aws.CheckRoleName, tok + "*", []string{`has "*"` + characters}},
		{"policy, longest", aws.CheckPolicyName, strings.Repeat("a", 128), nil},
		{"policy, too long", aws.CheckPolicyName, strings.Repeat("a", 129), []string{"has 129 characters"}},

		{"role path", aws.CheckRolePath, "/ci/", nil},
		{"role path, root", aws.CheckRolePath, "/", nil},
		{"role path, odd", aws.CheckRolePath, "/a!b//c/", nil},
		{"role path, empty", aws.CheckRolePath, "", []string{"is empty"}},
		{"role path, open", aws.CheckRolePath, "/ci", []string{rolePath}},
		{"role path, space", aws.CheckRolePath, "/a b/", []string{rolePath}},
		{"role path, longest", aws.CheckRolePath, "/" + strings.Repeat("a", 510) + "/", nil},
		{"role path, too long", aws.CheckRolePath, "/" + strings.Repeat("a", 511) + "/", []string{"has 513 characters"}},
		{"role path, token", aws.CheckRolePath, "/" + tok + "/", nil},
		{"role path, token and space", aws.CheckRolePath, "/ " + tok + "/", []string{rolePath}},
		{"policy path", aws.CheckPolicyPath, "/ci/team-1/", nil},
		{"policy path, root", aws.CheckPolicyPath, "/", nil},
		{"policy path, odd", aws.CheckPolicyPath, "/a!b/", []string{policyPath}},
		{"policy path, asterisk", aws.CheckPolicyPath, "/*/", []string{policyPath}},
		{"policy path, empty part", aws.CheckPolicyPath, "/a//", []string{policyPath}},
		{"policy path, open", aws.CheckPolicyPath, "ci/", []string{policyPath}},
		{"policy path, token", aws.CheckPolicyPath, tok, nil},
		{"policy path, token and asterisk", aws.CheckPolicyPath, "/*" + tok, []string{policyPath}},

		{"description", aws.CheckDescription, "Runs CI jobs of é\n", nil},
		{"description, empty", aws.CheckDescription, "", nil},
		{"description, longest", aws.CheckDescription, strings.Repeat("é", 1000), nil},
		{"description, too long", aws.CheckDescription, strings.Repeat("é", 1001), []string{"has 1001 characters"}},
		{"description, beyond Latin-1", aws.CheckDescription, "日", []string{description}},
		{"description, control", aws.CheckDescription, "a\x00", []string{description}},
		{"description, C1", aws.CheckDescription, "a\u0085", []string{description}},
		{"description, token", aws.CheckDescription, tok, nil},
	} {
		assert.Equal(t, test.want, problems(test.check, test.value), test.name)
	}
}

func TestSessionSeconds(t *testing.T) {
	for seconds, want := range map[int]bool{0: false, 3599: false, 3600: true, 43200: true, 43201: false, -1: false} {
		var faults fault.List
		aws.CheckSessionSeconds(&faults, "Option", seconds)
		assert.Equal(t, want, len(faults) == 0, seconds)
	}
}
