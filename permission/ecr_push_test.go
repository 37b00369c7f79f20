package permission_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

const (
	appImages   = "arn:aws:ecr:eu-west-1:111122223333:repository/team/app"
	pushSource  = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"
	loginSource = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html"
	seeSource   = "https://docs.aws.amazon.com/cli/latest/reference/ecr/describe-images.html"
)

// pushes are the calls of a push to a repository.
func pushes(repository string) []call {
	return []call{
		{"docker login: aws ecr get-login-password", "ecr:GetAuthorizationToken", "*", nil, loginSource},
		{"aws ecr describe-repositories --repository-names team/app", "ecr:DescribeRepositories", repository, nil, "https://docs.aws.amazon.com/cli/latest/reference/ecr/describe-repositories.html"},
		{"aws ecr describe-images --image-ids imageTag=v1", "ecr:DescribeImages", repository, nil, seeSource},
		{"aws ecr list-images", "ecr:ListImages", repository, nil, "https://docs.aws.amazon.com/cli/latest/reference/ecr/list-images.html"},
		{"docker push: HEAD manifest", "ecr:BatchGetImage", repository, nil, pushSource},
		{"docker push: HEAD blob", "ecr:BatchCheckLayerAvailability", repository, nil, pushSource},
		{"docker push: POST blob upload", "ecr:InitiateLayerUpload", repository, nil, pushSource},
		{"docker push: PATCH blob upload", "ecr:UploadLayerPart", repository, nil, pushSource},
		{"docker push: PUT blob upload", "ecr:CompleteLayerUpload", repository, nil, pushSource},
		{"docker push: PUT manifest", "ecr:PutImage", repository, nil, pushSource},
	}
}

var ecrPushes = []neighbour{
	{
		name: "ecr-push", set: permission.EcrPush{Repositories: []string{"team/app"}},
		calls: pushes(appImages),
		refused: []call{
			{client: "docker push to a sibling", action: "ecr:PutImage", resource: appImages + "-evil"},
			{client: "docker push in another region", action: "ecr:PutImage", resource: strings.Replace(appImages, "eu-west-1", "us-east-1", 1)},
			{client: "docker push in another account", action: "ecr:PutImage", resource: strings.Replace(appImages, "1111", "9999", 1)},
			{client: "docker pull", action: "ecr:GetDownloadUrlForLayer", resource: appImages},
			{client: "aws ecr batch-delete-image", action: "ecr:BatchDeleteImage", resource: appImages},
			{client: "aws ecr set-repository-policy", action: "ecr:SetRepositoryPolicy", resource: appImages},
			{client: "aws ecr put-image-tag-mutability", action: "ecr:PutImageTagMutability", resource: appImages},
		},
	},
	{
		name: "ecr-push-several", set: permission.EcrPush{Repositories: []string{"team/*", "base"}},
		calls: append(pushes(appImages), pushes("arn:aws:ecr:eu-west-1:111122223333:repository/base")...),
		refused: []call{
			{client: "docker push beside the beginning", action: "ecr:PutImage", resource: "arn:aws:ecr:eu-west-1:111122223333:repository/teams/app"},
			{client: "docker push below a plain name", action: "ecr:PutImage", resource: "arn:aws:ecr:eu-west-1:111122223333:repository/base/app"},
		},
	},
}

func ExampleEcrPush() {
	set := permission.EcrPush{Repositories: []string{"team/app"}}
	document := policy.New(set.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"})...)
	for _, s := range document.Statements {
		fmt.Println(s.Sid, s.Resources[0])
	}
	// Output:
	// EcrLogin *
	// EcrPush arn:aws:ecr:eu-west-1:111122223333:repository/team/app
	// EcrSee arn:aws:ecr:eu-west-1:111122223333:repository/team/app
}

func TestEcrPushRefuses(t *testing.T) {
	one := func(name string) permission.EcrPush { return permission.EcrPush{Repositories: []string{name}} }
	const shape = `is not the name of an ECR repository; use lower-case letters and digits, with single ".", "_", "-" or "/" between them`
	checkInvalid(t, []invalid{
		{"no repository", permission.EcrPush{}, `Repositories is missing; name the repositories, or write "*" for every one of the account and region`},
		{"empty", one(""), `Repositories[0] is empty; name the repository, or write "*" for every one of the account and region`},
		{"ARN", one(appImages), `Repositories[0] "` + appImages + `" is an ARN; write the repository's name alone`},
		{"address", one("111122223333.dkr.ecr.eu-west-1.amazonaws.com/app"), `Repositories[0] "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app" is an address; write the repository's name alone, which follows the first "/"`},
		{"image with a tag", one("team/app:v1"), `Repositories[0] "team/app:v1" names an image; write the repository's name alone: IAM can't tell tags apart`},
		{"image by its digest", one("app@sha256:0"), `Repositories[0] "app@sha256:0" names an image; write the repository's name alone: IAM can't tell tags apart`},
		{"wildcard before the end", one("*/app"), `Repositories[0] "*/app" has a wildcard before its end; use one "*", at the end`},
		{"two wildcards", one("team/**"), `Repositories[0] "team/**" has a wildcard before its end; use one "*", at the end`},
		{"question mark", one("team/ap?"), `Repositories[0] "team/ap?" has a wildcard before its end; use one "*", at the end`},
		{"upper case", one("Team/app"), `Repositories[0] "Team/app" ` + shape},
		{"leading slash", one("/app"), `Repositories[0] "/app" ` + shape},
		{"trailing slash", one("team/"), `Repositories[0] "team/" ` + shape},
		{"policy variable", one("${aws:username}"), `Repositories[0] "${aws:username}" names an image; write the repository's name alone: IAM can't tell tags apart`},
		{"pattern that begins with a slash", one("/team/*"), `Repositories[0] "/team/*" ` + shape},
		{"one letter", one("a"), `Repositories[0] "a" has 1 characters; ECR's names have 2 to 256`},
		{"wildcard beside a token", one("${Token[TOKEN.1]}*/app"), `Repositories[0] "${Token[TOKEN.1]}*/app" has a wildcard before its end; use one "*", at the end`},
		{"the second", permission.EcrPush{Repositories: []string{"app", "App"}}, `Repositories[1] "App" ` + shape},
	})
	assert.EqualError(t, one("app").Validate(permission.Environment{}), "cipublisher: 2 faults:\n"+
		"  - AccountId is missing, and the ARNs of ECR name the account; set it to the twelve digits of the account\n"+
		`  - Region is missing, and the ARNs of ECR name the region; set it to a region such as "eu-west-1"`)
}

func TestEcrPushNotices(t *testing.T) {
	one := func(name string) permission.EcrPush { return permission.EcrPush{Repositories: []string{name}} }
	checkNotices(t, []noticed{
		{"a name", one("team/app"), nil},
		{"a directory", one("team/*"), nil},
		{"a token", one("${Token[TOKEN.1]}"), nil},
		{"everything", one("*"), []string{`note ecr-every-repository: {Repositories[0]} "*" covers every ECR repository of the account in the region`}},
		{"a name that others continue", one("team/app*"), []string{`warning ecr-look-alikes: {Repositories[0]} "team/app*" also covers look-alikes such as "team/app-evil"; write "team/app/*" unless names really continue it`}},
	})
}

// A publisher and a push set say once what both need.
func TestEcrPushSharesTheLogin(t *testing.T) {
	publisher := permission.Publisher{ECR: &permission.ECR{}}
	var sids []string
	for _, s := range permission.Combine(ireland, publisher, permission.EcrPush{Repositories: []string{"app"}}) {
		sids = append(sids, s.Sid)
	}
	assert.Equal(t, []string{"EcrLogin", "EcrPublish", "EcrPush", "EcrSee"}, sids)
}
