package aws_test

import (
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/aws"
)

// ecrRules are what the rules of image repositories accept and refuse.
var ecrRules = map[string]accepting{
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
}

func TestPatternsOfImageRepositories(t *testing.T) {
	checkPatterns(t, []patternOf{
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
	})
}
