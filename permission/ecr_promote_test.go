package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
)

func copying(sources ...string) permission.Publisher {
	return permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}, PromoteFrom: sources}}
}

func TestSourcesInECRAreChecked(t *testing.T) {
	_, env := full()
	const repository = "arn:aws:ecr:eu-west-1:999988887777:repository/"
	const shape = `is not the ARN of an ECR repository; write the repository's name, or its whole ARN, such as "arn:aws:ecr:eu-west-1:111122223333:repository/candidates"`
	assert.NoError(t, copying("candidates", "team/*", repository+"candidates", repository+"team/*").Validate(env))
	for source, want := range map[string]string{
		"":                        "is empty; name one, or leave it out; perhaps a variable is not set",
		"*/app":                   `"*/app" holds "*" before its end; end with "*", or write the names out`,
		repository + "*/app":      `"` + repository + `*/app" holds "*" before its end; end with "*", or write the names out`,
		"arn:aws:s3:::candidates": `"arn:aws:s3:::candidates" ` + shape,
		"arn:aws:ecr:*:999988887777:repository/app":             `"arn:aws:ecr:*:999988887777:repository/app" ` + shape,
		"arn:aws:ecr:eu-west-1:*:repository/app":                `"arn:aws:ecr:eu-west-1:*:repository/app" ` + shape,
		"arn:aws-cn:ecr:cn-north-1:999988887777:repository/app": `"arn:aws-cn:ecr:cn-north-1:999988887777:repository/app" is in partition aws-cn, not in aws; name a repository of the same partition`,
	} {
		assert.EqualError(t, copying(source).Validate(env), "cipublisher: Ecr.PromoteFrom[0] "+want)
	}
}

func TestSourcesInECRAreNoticed(t *testing.T) {
	_, env := full()
	var got []string
	for _, notice := range copying("*", "arn:aws:ecr:eu-west-1:999988887777:repository/app*").Notices(env) {
		got = append(got, notice.ID+": "+notice.Text)
	}
	assert.Equal(t, []string{
		`ecr-promote-every-repository: the publisher may read every ECR repository of that account and region, because {Ecr.PromoteFrom[0]} asks for "*"`,
		`ecr-promote-no-slash: {Ecr.PromoteFrom[1]} "app*" covers look-alikes such as "appevil"; write "app/*" unless names really go on so`,
	}, got)
}

func TestSigningProfilesAreNames(t *testing.T) {
	_, env := full()
	for profile, want := range map[string]string{
		"*":       `"*" holds "*", where one name is meant; write the names out`,
		"my-name": `"my-name" is not the name of a signing profile; use 2 to 64 letters, digits and underscores`,
		"":        "is empty; name one, or leave it out; perhaps a variable is not set",
	} {
		p := copying()
		p.ECR.SigningProfiles = []string{profile}
		assert.EqualError(t, p.Validate(env), "cipublisher: Ecr.SigningProfiles[0] "+want)
	}
}
