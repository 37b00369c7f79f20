package deploy_test

import (
	"strings"

	"github.com/cipublisher/cipublisher/permission"
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
		{"aws ecr describe-images --image-ids imageTag=v1", "ecr:DescribeImages", repository, nil, seeSource},
		{"aws ecr list-images", "ecr:ListImages", repository, nil, "https://docs.aws.amazon.com/cli/latest/reference/ecr/list-images.html"},
		{"aws ecr describe-repositories --repository-names app", "ecr:DescribeRepositories", repository, nil, "https://docs.aws.amazon.com/cli/latest/reference/ecr/describe-repositories.html"},
		{"aws ecr wait image-scan-complete --image-id imageTag=v1", "ecr:DescribeImageScanFindings", repository, nil, "https://docs.aws.amazon.com/cli/latest/reference/ecr/wait/image-scan-complete.html"},
		{"crane push: HEAD manifest", "ecr:BatchGetImage", repository, nil, pushSource},
		{"docker push: HEAD blob", "ecr:BatchCheckLayerAvailability", repository, nil, pushSource},
		{"docker push: POST blob upload", "ecr:InitiateLayerUpload", repository, nil, pushSource},
		{"docker push: PATCH blob upload", "ecr:UploadLayerPart", repository, nil, pushSource},
		{"docker push: PUT blob upload", "ecr:CompleteLayerUpload", repository, nil, pushSource},
		{"docker push: PUT manifest", "ecr:PutImage", repository, nil, pushSource},
	}
}

var ecrPushes = []setCase{
	{
		name: "ecr-push", set: permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"team/app"}, Describe: true}},
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
		name: "ecr-push-several", set: permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"team/*", "base"}, Describe: true}},
		calls: append(pushes(appImages), pushes("arn:aws:ecr:eu-west-1:111122223333:repository/base")...),
		refused: []call{
			{client: "docker push beside the beginning", action: "ecr:PutImage", resource: "arn:aws:ecr:eu-west-1:111122223333:repository/teams/app"},
			{client: "docker push below a plain name", action: "ecr:PutImage", resource: "arn:aws:ecr:eu-west-1:111122223333:repository/base/app"},
		},
	},
}
