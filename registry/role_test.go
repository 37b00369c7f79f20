package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
)

func TestRowsAreRoles(t *testing.T) {
	r := read(t, head+`
  - {team: platform, repository: acme/App, ownerId: 1234, id: 5678}
  - {team: web, repository: acme/site, ownerId: 1234, id: 9012, branches: [main], without: [ecr, codeArtifact], dev: true, allowDelete: false}
  - {team: web, repository: acme/lib, ownerId: 1234, id: 3456, roleName: library, s3: {bucket: "{team}-dist", prefix: "libs/{owner}/"}}
`)
	app := r.Roles(r.Repositories[0])
	require.Len(t, app, 1)
	require.Equal(t, "acme-App", app[0].PolicyName)
	require.Equal(t, "Publishes artifacts of acme/App, team platform", app[0].Description)
	require.Equal(t, []string{"acme@1234/App@5678"}, app[0].Trust.Subjects[0].Repositories)
	require.Equal(t, []string{"release"}, app[0].Trust.Subjects[0].Environments)
	require.Equal(t, permission.Publisher{
		S3:           &permission.S3{BucketName: "acme-dist", Prefix: "App/", DevPrefix: "dev/App/"},
		ECR:          &permission.ECR{RepositoryNames: []string{"app", "app/*"}},
		CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"packages"}},
	}, app[0].Sets[0])

	site := r.Roles(r.Repositories[1])
	require.Len(t, site, 2)
	require.Equal(t, "acme-site-dev", site[1].PolicyName)
	require.Empty(t, site[0].Trust.Subjects[0].Environments, "a row's branches take the place of the defaults' environments")
	require.True(t, site[1].Trust.Subjects[0].AnyRef)
	require.Empty(t, site[1].Trust.Subjects[0].Branches, "the dev role is for any ref, and for nothing else")
	require.Equal(t, permission.Publisher{
		S3:          &permission.S3{BucketName: "acme-dist", Prefix: "site/", DevPrefix: "dev/site/"},
		AllowDelete: new(bool),
		Dev:         true,
	}, site[1].Sets[0])

	lib := r.Roles(r.Repositories[2])[0]
	require.Equal(t, "library", lib.PolicyName)
	require.Equal(t, "web-dist", lib.Sets[0].(permission.Publisher).S3.BucketName)
	require.Equal(t, "libs/acme/", lib.Sets[0].(permission.Publisher).S3.Prefix)
}

// A name that IAM would refuse is shortened, and stays unique.
func TestLongNames(t *testing.T) {
	long := strings.Repeat("x", 90)
	r := read(t, head+fmt.Sprintf(`
  - {team: a, repository: acme/%s1, ownerId: 1, id: 1, dev: true, ecr: {repositories: [one]}}
  - {team: a, repository: acme/%s2, ownerId: 1, id: 2, dev: true, ecr: {repositories: [two]}}
`, long, long))
	seen := map[string]bool{}
	for _, row := range r.Repositories {
		for _, made := range r.Roles(row) {
			require.LessOrEqual(t, len(made.PolicyName), aws.MaxRoleName)
			require.False(t, seen[made.PolicyName])
			seen[made.PolicyName] = true
		}
	}
}
