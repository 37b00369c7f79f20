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
		name: "ecr-describe", options: "ECR.Describe", stores: "ecr",
		set:  func(p *permission.Publisher) { p.ECR.Describe = true },
		adds: []string{"ecr:DescribeImages" + image + "app", "ecr:ListImages" + image + "app", "ecr:DescribeRepositories" + image + "app"},
	},
	{
		name: "ecr-without-deletes", options: "ECR.AllowDelete", stores: "s3 ecr",
		set:    func(p *permission.Publisher) { p.ECR.AllowDelete = new(bool) },
		denies: []string{"ecr:BatchDeleteImage" + image + "app"},
		keeps:  []string{"ecr:PutImage" + image + "app", remove},
	},
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
