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
		name: "ecr-push", set: permission.EcrPush{RepositoryNames: []string{"team/app"}},
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
		name: "ecr-push-several", set: permission.EcrPush{RepositoryNames: []string{"team/*", "base"}},
		calls: append(pushes(appImages), pushes("arn:aws:ecr:eu-west-1:111122223333:repository/base")...),
		refused: []call{
			{client: "docker push beside the beginning", action: "ecr:PutImage", resource: "arn:aws:ecr:eu-west-1:111122223333:repository/teams/app"},
			{client: "docker push below a plain name", action: "ecr:PutImage", resource: "arn:aws:ecr:eu-west-1:111122223333:repository/base/app"},
		},
	},
}

func ExampleEcrPush() {
	set := permission.EcrPush{RepositoryNames: []string{"team/app"}}
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
	one := func(name string) permission.EcrPush { return permission.EcrPush{RepositoryNames: []string{name}} }
	const (
		shape = `is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`
		image = "names a tag or digest, and IAM can't distinguish the images of a repository; write the name of the repository alone"
		atEnd = `holds "*" before its end; end with "*", or write the names out`
	)
	checkInvalid(t, []invalid{
		{"no repository", permission.EcrPush{}, `RepositoryNames is missing; name the repositories, or write "*" for every one of the account and region`},
		{"empty", one(""), `RepositoryNames[0] is empty; name one, or leave it out; perhaps a variable is not set`},
		{"ARN", one(appImages), `RepositoryNames[0] "` + appImages + `" is an ARN; write the name of the repository alone`},
		{"address", one("111122223333.dkr.ecr.eu-west-1.amazonaws.com/app"), `RepositoryNames[0] "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app" is the address of a repository; write its name alone, without registry and tag`},
		{"image with a tag", one("team/app:v1"), `RepositoryNames[0] "team/app:v1" ` + image},
		{"image by its digest", one("app@sha256:0"), `RepositoryNames[0] "app@sha256:0" ` + image},
		{"wildcard before the end", one("*/app"), `RepositoryNames[0] "*/app" ` + atEnd},
		{"two wildcards", one("team/**"), `RepositoryNames[0] "team/**" ` + atEnd},
		{"question mark", one("team/ap?"), `RepositoryNames[0] "team/ap?" holds "?", which IAM reads as any one character; write the names out`},
		{"upper case", one("Team/app"), `RepositoryNames[0] "Team/app" ` + shape},
		{"leading slash", one("/app"), `RepositoryNames[0] "/app" ` + shape},
		{"trailing slash", one("team/"), `RepositoryNames[0] "team/" ` + shape},
		{"pattern that begins with a slash", one("/team/*"), `RepositoryNames[0] "/team/*" ` + shape},
		{"one letter", one("a"), `RepositoryNames[0] "a" ` + shape},
		{"wildcard beside a token", one("${Token[TOKEN.1]}*/app"), `RepositoryNames[0] "${Token[TOKEN.1]}*/app" ` + atEnd},
		{"the second", permission.EcrPush{RepositoryNames: []string{"app", "App"}}, `RepositoryNames[1] "App" ` + shape},
		{"one that another covers", permission.EcrPush{RepositoryNames: []string{"team/*", "team/app"}}, `RepositoryNames[1] "team/app" is covered by RepositoryNames[0] "team/*"; leave it out`},
	})
	assert.EqualError(t, one("app").Validate(permission.Environment{}), "cipublisher: 2 faults:\n"+
		"  - AccountId is missing, and the ARNs of ECR name the account; set it to the twelve digits of the account\n"+
		`  - Region is missing, and the ARNs of ECR name the region; set it to a region such as "eu-west-1"`)
}

func TestEcrPushNotices(t *testing.T) {
	one := func(name string) permission.EcrPush { return permission.EcrPush{RepositoryNames: []string{name}} }
	checkNotices(t, []noticed{
		{"a name", one("team/app"), nil},
		{"a directory", one("team/*"), nil},
		{"a token", one("${Token[TOKEN.1]}"), nil},
		{"everything", one("*"), []string{`note ecr-every-repository: the policy covers every ECR repository of the account in the region, because {RepositoryNames} asks for "*"`}},
		{"a name that others continue", one("team/app*"), []string{`warning ecr-repository-no-slash: {RepositoryNames[0]} "team/app*" covers look-alikes such as "team/appevil"; write "team/app/*" unless names really go on so`}},
	})
}

// A publisher and a push set say once what both need.
func TestEcrPushSharesTheLogin(t *testing.T) {
	publisher := permission.Publisher{ECR: &permission.ECR{}}
	var sids []string
	for _, s := range permission.Combine(ireland, publisher, permission.EcrPush{RepositoryNames: []string{"app"}}) {
		sids = append(sids, s.Sid)
	}
	assert.Equal(t, []string{"EcrLogin", "EcrPublish", "EcrPush", "EcrSee"}, sids)
}
