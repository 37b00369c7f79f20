package deploy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

const (
	cachedNode    = "arn:aws:ecr:eu-west-1:111122223333:repository/docker-hub/library/node"
	pullSource    = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html#security-iam-awsmanpol-AmazonEC2ContainerRegistryPullOnly"
	throughSource = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html"
)

var cachePulls = []call{
	{"docker login: aws ecr get-login-password", "ecr:GetAuthorizationToken", "*", nil, loginSource},
	{"docker pull: GET manifest", "ecr:BatchGetImage", cachedNode, nil, pullSource},
	{"docker pull: GET blob", "ecr:GetDownloadUrlForLayer", cachedNode, nil, pullSource},
	{"docker pull of what the cache has not", "ecr:BatchImportUpstreamImage", cachedNode, nil, throughSource},
}

var cacheStrangers = []call{
	{client: "docker push to the cache", action: "ecr:PutImage", resource: cachedNode},
	{client: "docker pull beside the cache", action: "ecr:BatchGetImage", resource: appImages},
	{client: "a prefix that begins alike", action: "ecr:BatchImportUpstreamImage", resource: "arn:aws:ecr:eu-west-1:111122223333:repository/docker-hub-evil/node"},
	{client: "another rule", action: "ecr:CreatePullThroughCacheRule", resource: "*"},
	{client: "an image of the cache, to delete", action: "ecr:BatchDeleteImage", resource: cachedNode},
}

var pullThroughs = []setCase{
	{
		name: "pull-through", set: deploy.PullThrough{CacheNames: []string{"docker-hub/*"}},
		calls: cachePulls,
		refused: concat(cacheStrangers, []call{
			{client: "a repository, to create", action: "ecr:CreateRepository", resource: cachedNode},
		}),
	},
	{
		name: "pull-through-create", set: deploy.PullThrough{CacheNames: []string{"docker-hub/*"}, CreateRepositories: true},
		calls: concat(cachePulls, []call{
			{"docker pull of the first image of a repository", "ecr:CreateRepository", cachedNode, nil, throughSource},
		}),
		refused: concat(cacheStrangers, []call{
			{client: "a repository beside the cache, to create", action: "ecr:CreateRepository", resource: appImages},
		}),
	},
}

func ExamplePullThrough() {
	set := deploy.PullThrough{CacheNames: []string{"docker-hub/*"}}
	document := policy.New(set.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"})...)
	fmt.Println(document.Statements[1].Resources)
	// Output:
	// [arn:aws:ecr:eu-west-1:111122223333:repository/docker-hub/*]
}

func TestPullThroughRefuses(t *testing.T) {
	checkInvalid(t, []invalid{
		{"no cache", deploy.PullThrough{}, `CacheNames is missing; name the repositories of the cache, such as "docker-hub/*"`},
		{"an empty name", deploy.PullThrough{CacheNames: []string{""}}, "CacheNames[0] is empty; name one, or leave it out; perhaps a variable is not set"},
		{"an ARN", deploy.PullThrough{CacheNames: []string{cachedNode}}, `CacheNames[0] "` + cachedNode + `" is an ARN; write the name of the repository alone`},
	})
	assert.Error(t, deploy.PullThrough{CacheNames: []string{"docker-hub/*"}}.Validate(permission.Environment{}))
}

func TestPullThroughNotices(t *testing.T) {
	checkNotices(t, []noticed{
		{"a prefix", deploy.PullThrough{CacheNames: []string{"docker-hub/*"}}, nil},
		{"every repository", deploy.PullThrough{CacheNames: []string{"*"}},
			[]string{`warning pull-through-every-repository: {CacheNames} "*" lets the job pull every image of the account in the region; name the prefix of the cache`}},
		{"a prefix that others continue", deploy.PullThrough{CacheNames: []string{"docker-hub*"}},
			[]string{`warning pull-through-no-slash: {CacheNames[0]} "docker-hub*" covers look-alikes such as "docker-hubevil"; write "docker-hub/*" unless names really go on so`}},
	})
}
