package aws_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

// codeArtifactRules are what the rules of CodeArtifact accept and refuse.
var codeArtifactRules = map[string]accepting{
	"CodeArtifact domain": {
		aws.CodeArtifactDomain,
		[]string{"ab", "my-company", "a1", "a" + strings.Repeat("b", 49), tok},
		[]string{"", "a", "1a", "My", "a-", "a_b", "a" + strings.Repeat("b", 50), "a*", tok + "*"},
	},
	"CodeArtifact repository": {
		aws.CodeArtifactRepository,
		[]string{"ab", "Team.app_x-1", "1a", strings.Repeat("a", 100), tok},
		[]string{"", "a", "-a", ".a", "a/b", strings.Repeat("a", 101), "a*", tok + "*"},
	},
	"CodeArtifact package": {
		aws.CodeArtifactPackage,
		[]string{"a", "app", "com.acme", "a+b,c", "a$b", "a>@b", strings.Repeat("a", 255), tok},
		[]string{"", "a/b", "a#b", "a b", "a*b", "a?", strings.Repeat("a", 256), tok + "*"},
	},
}

func TestPatternsOfCodeArtifact(t *testing.T) {
	checkPatterns(t, []patternOf{
		{aws.CodeArtifactRepository, "a*", ""},
		{aws.CodeArtifactRepository, strings.Repeat("a", 99) + "*", ""},
		{aws.CodeArtifactRepository, strings.Repeat("a", 100) + "*", "is not the name of a CodeArtifact repository"},
		{aws.CodeArtifactRepository.Literal(), "ab", ""},
		{aws.CodeArtifactRepository.Literal(), "a*", `holds "*", where one name is meant`},
		{aws.CodeArtifactRepository, "arn:" + tok, "is an ARN"},
		{aws.CodeArtifactPackage, "@acme/app", `begins with "@", which CodeArtifact leaves out of npm scopes`},
		{aws.CodeArtifactNamespace, "com/acme", `holds "/", which divides the parts of a package`},
	})
}

func TestTokenSeconds(t *testing.T) {
	for seconds, want := range map[int]bool{0: false, 899: false, 900: true, 43200: true, 43201: false, -1: false} {
		var faults fault.List
		aws.CheckTokenSeconds(&faults, "Option", seconds)
		assert.Equal(t, want, len(faults) == 0, seconds)
	}
}
