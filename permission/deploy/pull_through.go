package deploy

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// PullThrough is what a CI job needs to pull images through a pull-through cache
// of ECR: reading, and having the cache import from upstream what it has not.
type PullThrough struct {
	// CacheNames are the repositories of the cache: the prefix of its rule, and
	// what is below it, such as "docker-hub/*". Required.
	CacheNames []string
	// CreateRepositories lets a pull create those of CacheNames that are not there
	// yet. Where a repository creation template is for the cache, ECR does so by
	// the role of the template.
	CreateRepositories bool
}

var _ permission.Noticer = PullThrough{}

const (
	ecrPullOnlyPage    = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html#security-iam-awsmanpol-AmazonEC2ContainerRegistryPullOnly"
	ecrPullThroughPage = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html"
)

var pullThroughTable = table.New("PullThrough", "", nil, []table.Row{
	// The action takes no resource.
	{Sid: "PullThroughLogin", Resource: "*", Actions: []table.Action{
		{"ecr:GetAuthorizationToken", "aws ecr get-login-password, aws-actions/amazon-ecr-login", "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html"},
	}},
	{Sid: "PullThrough", Resource: "arn:{partition}:ecr:{region}:{account}:repository/{cached}", Actions: []table.Action{
		{"ecr:BatchGetImage", "docker pull reads the manifest: GET /v2/NAME/manifests/TAG", ecrPullOnlyPage},
		{"ecr:GetDownloadUrlForLayer", "docker pull reads the layers: GET /v2/NAME/blobs/DIGEST", ecrPullOnlyPage},
		{"ecr:BatchImportUpstreamImage", "docker pull of what the cache has not: it is imported from upstream with the permissions of who pulls", ecrPullThroughPage},
		{"ecr:CreateRepository", "docker pull of the first image of a repository: it is created with the permissions of who pulls", ecrPullThroughPage, "CreateRepositories"},
	}},
})

// Validate reports every fault of the options.
func (p PullThrough) Validate(env permission.Environment) error {
	faults := env.Faults("ECR")
	aws.ECRRepository.CheckNeededPatterns(&faults, "CacheNames", p.CacheNames, `name the repositories of the cache, such as "docker-hub/*"`)
	return faults.Err()
}

// Statements returns the statements of the set.
func (p PullThrough) Statements(env permission.Environment) []policy.Statement {
	return pullThroughTable.Statements(table.Options{"CreateRepositories": p.CreateRepositories}, table.At(placeIn(env).With("cached", p.CacheNames...)))
}

// Notices returns what a reviewer should know of legal options.
func (p PullThrough) Notices(permission.Environment) []fault.Notice {
	var all fault.Notices
	lookalike.Names(&all, "pull-through-no-slash", "CacheNames", p.CacheNames, "/*")
	if slices.Contains(p.CacheNames, "*") {
		all.Warn("pull-through-every-repository", "{CacheNames} \"*\" lets the job pull every image of the account in the region; name the prefix of the cache")
	}
	return all
}

func (p *PullThrough) options() option.Table {
	return option.Table{
		{Path: "CacheNames", Flag: "cache-repository", Value: "NAME", Example: "docker-hub/*", Field: &p.CacheNames,
			About: "repository of a pull-through cache of ECR, where * at the end is any characters"},
		{Path: "CreateRepositories", Flag: "create-cache-repositories", Field: &p.CreateRepositories,
			About: "let a pull create the repositories of {CacheNames} that are not there"},
	}
}
