package permission_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

var ecrHardenings = []hardening{
	{
		name: "ecr-repositories", options: "ECR.RepositoryNames", stores: "ecr",
		set:    func(p *permission.Publisher) { p.ECR.RepositoryNames = []string{"app", "team/*"} },
		denies: []string{"ecr:PutImage" + image + "other", "ecr:BatchDeleteImage" + image + "other", "ecr:PutImage" + image + "app-evil", "ecr:PutImage" + image + "team-evil/app"},
		keeps:  []string{"ecr:PutImage" + image + "app", "ecr:PutImage" + image + "team/lib", "ecr:BatchDeleteImage" + image + "app", "ecr:GetAuthorizationToken *"},
	},
	{
		name: "ecr-dev-repositories", options: "ECR.DevRepositoryNames", stores: "ecr", dev: true,
		set:    func(p *permission.Publisher) { p.ECR.DevRepositoryNames = []string{"dev/*"} },
		denies: []string{"ecr:PutImage" + image + "app"},
		keeps:  []string{"ecr:PutImage" + image + "dev/app"},
	},
	{
		name: "ecr-pull", options: "ECR.Pull", stores: "ecr",
		set:   func(p *permission.Publisher) { p.ECR.Pull = true },
		adds:  []string{"ecr:GetDownloadUrlForLayer" + image + "app"},
		keeps: []string{"ecr:PutImage" + image + "app"},
	},
	{
		name: "ecr-promote", options: "ECR.PromoteFrom", stores: "ecr",
		set: func(p *permission.Publisher) {
			p.ECR.RepositoryNames, p.ECR.EveryRepository = []string{"app"}, false
			p.ECR.PromoteFrom = []string{"candidates", "arn:aws:ecr:us-east-1:999988887777:repository/team/*"}
		},
		denies: []string{"ecr:PutImage" + image + "candidates", "ecr:BatchDeleteImage" + image + "candidates"},
		adds: []string{"ecr:GetDownloadUrlForLayer" + image + "candidates",
			"ecr:GetDownloadUrlForLayer ecr:us-east-1:999988887777:repository/team/app", "ecr:BatchGetImage ecr:us-east-1:999988887777:repository/team/app"},
		keeps: []string{"ecr:PutImage" + image + "app", "ecr:BatchGetImage" + image + "candidates"},
		refuses: []string{"ecr:GetDownloadUrlForLayer" + image + "app", "ecr:GetDownloadUrlForLayer" + image + "candidates-evil",
			"ecr:GetDownloadUrlForLayer ecr:us-east-1:999988887777:repository/candidates", "ecr:PutImage ecr:us-east-1:999988887777:repository/team/app"},
	},
	{
		name: "ecr-sign", options: "ECR.SigningProfiles", stores: "ecr",
		set:  func(p *permission.Publisher) { p.ECR.SigningProfiles = []string{"images"} },
		adds: []string{"signer:SignPayload signer:eu-west-1:111122223333:/signing-profiles/images"},
		refuses: []string{"signer:SignPayload signer:eu-west-1:111122223333:/signing-profiles/images_evil", "signer:SignPayload signer:us-east-1:111122223333:/signing-profiles/images",
			"signer:RevokeSignature signer:eu-west-1:111122223333:/signing-profiles/images", "signer:StartSigningJob signer:eu-west-1:111122223333:/signing-profiles/images"},
		keeps: []string{"ecr:PutImage" + image + "app"},
	},
	{
		name: "ecr-describe", options: "ECR.Describe", stores: "ecr",
		set: func(p *permission.Publisher) { p.ECR.Describe = true },
		adds: []string{"ecr:DescribeImages" + image + "app", "ecr:ListImages" + image + "app", "ecr:DescribeRepositories" + image + "app",
			"ecr:DescribeImageScanFindings" + image + "app"},
	},
	{
		name: "ecr-without-deletes", options: "ECR.AllowDelete", stores: "s3 ecr",
		set:    func(p *permission.Publisher) { p.ECR.AllowDelete = new(bool) },
		denies: []string{"ecr:BatchDeleteImage" + image + "app"},
		keeps:  []string{"ecr:PutImage" + image + "app", remove},
	},
}

// ECR makes a repository on push where a creation template says so, since
// December 2025: a push needs the same actions then, on the name that is yet to
// be, and none of them makes a repository by itself.
//
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
func TestPushingToARepositoryThatIsYetToBe(t *testing.T) {
	_, env := full()
	publisher := permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"team/*"}, Pull: true, Describe: true}, AllowDelete: ptr(true)}
	document := policy.New(publisher.Statements(env)...)
	const repository = "arn:aws:ecr:eu-west-1:111122223333:repository/team/new"
	for _, action := range []string{"BatchCheckLayerAvailability", "InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage", "BatchGetImage"} {
		assert.True(t, permits(t, document, "ecr:"+action+" "+repository[8:]), action)
	}
	for _, action := range []string{"CreateRepository", "CreateRepositoryCreationTemplate", "TagResource"} {
		assert.False(t, permits(t, document, "ecr:"+action+" "+repository[8:]), action)
	}
}

// An image may go to a repository exactly when its name, or a name that ends
// with "*", says so.
func TestRepositoriesAreThoseNamed(t *testing.T) {
	names := rapid.StringMatching(`[ab]{2,3}(/[ab]{1,2})?`)
	rapid.Check(t, func(t *rapid.T) {
		_, env := full()
		var list []string
		for range rapid.IntRange(1, 4).Draw(t, "names") {
			name := names.Draw(t, "name")
			if rapid.Bool().Draw(t, "pattern") {
				name += "*"
			}
			list = append(list, name)
		}
		publisher := permission.Publisher{ECR: &permission.ECR{RepositoryNames: list}, AllowDelete: ptr(true)}
		if publisher.Validate(env) != nil {
			return // a name that another one covers
		}
		repository := names.Draw(t, "repository")
		named := slices.ContainsFunc(list, func(name string) bool {
			beginning, isPattern := strings.CutSuffix(name, "*")
			return name == repository || isPattern && strings.HasPrefix(repository, beginning)
		})
		document := policy.New(publisher.Statements(env)...)
		arn := "arn:aws:ecr:eu-west-1:111122223333:repository/" + repository
		assert.Equal(t, named, allows(t, document, "ecr:PutImage", arn, nil), "%s in %v", repository, list)
		assert.Equal(t, named, allows(t, document, "ecr:BatchDeleteImage", arn, nil), "%s in %v", repository, list)
	})
}

var invalidECR = []invalid{
	{"repository by its address", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app"}
	}, []string{
		`Ecr.RepositoryNames[0] "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app" is the address of a repository; write its name alone, without registry and tag`,
	}},
	{"repository with a tag", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"app:latest"}
	}, []string{
		`Ecr.RepositoryNames[0] "app:latest" names a tag or digest, and IAM can't distinguish the images of a repository; write the name of the repository alone`,
	}},
	{"repository by its ARN", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"arn:aws:ecr:eu-west-1:111122223333:repository/app"}
	}, []string{
		`Ecr.RepositoryNames[0] "arn:aws:ecr:eu-west-1:111122223333:repository/app" is an ARN; write the name of the repository alone`,
	}},
	{"repository in upper case", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"Team/App"}
	}, []string{
		`Ecr.RepositoryNames[0] "Team/App" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`,
	}},
	{"repository of one letter", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"a"}
	}, []string{
		`Ecr.RepositoryNames[0] "a" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`,
	}},
	{"repository that is empty", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{""}
	}, []string{
		`Ecr.RepositoryNames[0] is empty; name one, or leave it out; perhaps a variable is not set`,
	}},
	{"repository pattern in the middle", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"team/*/app"}
	}, []string{
		`Ecr.RepositoryNames[0] "team/*/app" holds "*" before its end; end with "*", or write the names out`,
	}},
	{"repository with a question mark", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"team-?/app"}
	}, []string{
		`Ecr.RepositoryNames[0] "team-?/app" holds "?", which IAM reads as any one character; write the names out`,
	}},
	{"repository with a policy variable", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"${aws:username}/app"}
	}, []string{
		`Ecr.RepositoryNames[0] "${aws:username}/app" holds "${", which begins an IAM policy variable; write the name itself`,
	}},
	{"repository that another name covers", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"team/*", "team/app", "*"}
	}, []string{
		`Ecr.RepositoryNames[0] "team/*" is covered by Ecr.RepositoryNames[2] "*"; leave it out`,
		`Ecr.RepositoryNames[1] "team/app" is covered by Ecr.RepositoryNames[0] "team/*"; leave it out`,
		`Ecr.RepositoryNames[1] "team/app" is covered by Ecr.RepositoryNames[2] "*"; leave it out`,
	}},
	{"wildcard beside a repository token", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.RepositoryNames = []string{"${Token[TOKEN.1]}:*"}
	}, []string{
		`Ecr.RepositoryNames[0] "${Token[TOKEN.1]}:*" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`,
	}},
	{"dev repository twice", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECR.DevRepositoryNames = []string{"dev/app", "dev/app"}
	}, []string{
		`Ecr.DevRepositoryNames[1] "dev/app" is covered by Ecr.DevRepositoryNames[0] "dev/app"; leave it out`,
	}},
}
