package aws_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

const tok = "${Token[TOKEN.7]}"

// rules are the values that each rule accepts and refuses, in the form in
// which AWS documents them.
var rules = map[string]struct {
	rule             aws.Rule
	accepts, refuses []string
}{
	"account id": {
		aws.AccountID,
		[]string{"123456789012", "000000000000", tok, "1" + tok},
		[]string{"", "12345678901", "1234567890123", "1234-5678-9012", "12345678901a", " 123456789012", "123456789012\n", "*", tok + "*", "１２３４５６７８９０１２"},
	},
	"organization": {
		aws.OrganizationID,
		[]string{"o-a1b2c3d4e5", "o-" + strings.Repeat("a", 32), tok},
		[]string{"", "o-short", "o-" + strings.Repeat("a", 33), "O-a1b2c3d4e5", "o-*", "r-a1b2", "ou-ab12-11111111", tok + "*"},
	},
	"organizational unit": {
		aws.OrganizationalUnitID,
		[]string{"ou-ab12-11111111", "r-ab12", tok},
		[]string{"", "ou-ab12", "o-a1b2c3d4e5", "ou-ab12-1111111", "r-abc", "x ou-ab12-11111111", "r-ab12 "},
	},
	"partition": {
		aws.Partition,
		[]string{"aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov", tok},
		[]string{"", "AWS", "aws-eu", "awsaws", "aws-", "aws|aws-cn", "*", tok + "*"},
	},
	"region": {
		aws.Region,
		[]string{"eu-west-1", "us-gov-east-1", "us-iso-west-1", "eusc-de-east-1", "eu-centrall-1", "xx-new-12", tok, "eu-" + tok},
		[]string{"", "eu-west", "eu-west-1a", "EU-WEST-1", "eu_west_1", "euwest1", "eu-west-123", "*", "eu-*-1", tok + "*", "eu-west-1 "},
	},
	"ECR repository": {
		aws.ECRRepository,
		[]string{"app", "ab", "team/app", "a.b", "a_b", "a__b", "a-b", "a---b", "1/2", "a/b/c-d/e__f", strings.Repeat("a", 256), tok, "team/" + tok},
		[]string{"", "a", "App", "a..b", "a___b", "a._b", "a_-b", "-a", "a-", "a/", "/a", "a//b", "a b", strings.Repeat("a", 257), "a*", "a:b", tok + "*", tok + "A"},
	},
	"ECR Public repository": {
		aws.ECRPublicRepository,
		[]string{"app", "team/app", "a.b", "a_b", "a-b", strings.Repeat("a", 205), tok},
		[]string{"", "a", "a__b", "a--b", "a..b", strings.Repeat("a", 206)},
	},
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
	"DynamoDB table": {
		aws.DynamoDBTable,
		[]string{"abc", "Lock_table.1-x", strings.Repeat("a", 255), tok},
		[]string{"", "ab", "a b c", "abc*", strings.Repeat("a", 256), tok + "*"},
	},
}

func TestRules(t *testing.T) {
	for name, test := range rules {
		t.Run(name, func(t *testing.T) {
			for _, value := range test.accepts {
				var faults fault.List
				assert.True(t, test.rule.Accepts(value), "%q", value)
				assert.True(t, test.rule.Check(&faults, "Option", value), "%q", value)
				assert.Empty(t, faults, "%q", value)
			}
			for _, value := range test.refuses {
				var faults fault.List
				assert.False(t, test.rule.Accepts(value), "%q", value)
				assert.False(t, test.rule.Check(&faults, "Option", value), "%q", value)
				if assert.Len(t, faults, 1, "%q", value) {
					assert.Equal(t, "Option", faults[0].Option)
					assert.Equal(t, value, faults[0].Value)
					assert.NotEmpty(t, faults[0].Remedy)
				}
			}
		})
	}
}

func TestPatternsOfNames(t *testing.T) {
	for _, test := range []struct {
		rule  aws.Rule
		value string
		want  string
	}{
		{aws.ECRRepository, "team/app", ""},
		{aws.ECRRepository, "*", ""},
		{aws.ECRRepository, "team/*", ""},
		{aws.ECRRepository, "team/app-*", ""},
		{aws.ECRRepository, "team/app_*", ""},
		{aws.ECRRepository, "a*", ""},
		{aws.ECRRepository, "team//*", "is not the name of an ECR repository"},
		{aws.ECRRepository, "/*", "is not the name of an ECR repository"},
		{aws.ECRRepository, "Team*", "is not the name of an ECR repository"},
		{aws.ECRRepository, strings.Repeat("a", 257) + "*", "is not the name of an ECR repository"},
		{aws.ECRRepository, tok + "*", ""},
		{aws.ECRRepository, tok + "A*", "is not the name of an ECR repository"},
		{aws.ECRRepository, tok + "*-*", `holds "*" before its end`},
		{aws.ECRRepository, "", "is empty"},
		{aws.ECRRepository, "te*am", `holds "*" before its end`},
		{aws.ECRRepository, "te**", `holds "*" before its end`},
		{aws.ECRRepository, "te?m", `holds "?", which IAM reads as any one character`},
		{aws.ECRRepository, "${aws:username}", `holds "${", which begins an IAM policy variable`},
		{aws.ECRRepository, "arn:aws:ecr:eu-west-1:123456789012:repository/app", "is an ARN"},
		{aws.ECRRepository, "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app", "is the address of a repository"},
		{aws.ECRRepository, "public.ecr.aws/acme/app", "is the address of a repository"},
		{aws.ECRRepository, "app:latest", "names a tag or digest, and IAM can't distinguish the images of a repository"},
		{aws.CodeArtifactRepository, "a*", ""},
		{aws.CodeArtifactRepository, strings.Repeat("a", 99) + "*", ""},
		{aws.CodeArtifactRepository, strings.Repeat("a", 100) + "*", "is not the name of a CodeArtifact repository"},
		{aws.CodeArtifactRepository.Literal(), "ab", ""},
		{aws.CodeArtifactRepository.Literal(), "a*", `holds "*", where one name is meant`},
		{aws.CodeArtifactRepository, "arn:" + tok, "is an ARN"},
		{aws.CodeArtifactPackage, "@acme/app", `begins with "@", which CodeArtifact leaves out of npm scopes`},
		{aws.CodeArtifactNamespace, "com/acme", `holds "/", which divides the parts of a package`},
	} {
		var faults fault.List
		accepted := test.rule.CheckPattern(&faults, "Option", test.value)
		assert.Equal(t, test.want == "", accepted, "%q", test.value)
		problem := ""
		for _, f := range faults {
			problem += f.Problem
		}
		assert.Equal(t, test.want, problem, "%q", test.value)
	}
}

// A rule that knows no "*" for several values refuses it everywhere.
func TestOnlyNamesHavePatterns(t *testing.T) {
	for name, test := range rules {
		var faults fault.List
		assert.False(t, test.rule.Check(&faults, "Option", "*"), name)
	}
}
