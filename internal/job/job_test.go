package job

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

func TestRepositoryName(t *testing.T) {
	for repository, want := range map[string]string{
		"acme/app": "app", "acme@1/app@2": "app", "acme/*": "app", "acme@1/*": "app", "group/sub/app": "app", "app": "app",
	} {
		assert.Equal(t, want, repositoryName(trust.Subject{Repositories: []string{repository, "acme/other"}}), repository)
	}
	assert.Equal(t, "app", repositoryName(trust.Subject{}))
}

func TestKeyPrefix(t *testing.T) {
	for granted, want := range map[string]string{"": "app/", "release/": "release/app/", "*/feature/": "app/feature/"} {
		assert.Equal(t, want, keyPrefix(granted, "app"), granted)
	}
}

func TestConcrete(t *testing.T) {
	assert.Equal(t, "release", concrete([]string{"release", "other"}))
	assert.Equal(t, "release-", concrete([]string{"release-*"}))
	assert.Empty(t, concrete(nil))
}

// The job does what the policy allows: what it does not grant is empty.
func TestNewJob(t *testing.T) {
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	made := func(p permission.Publisher) job {
		require.NoError(t, p.Validate(env))
		options := trust.Options{AccountID: env.AccountID, Subjects: []trust.Subject{{Repositories: []string{"acme/app"}, Environments: []string{"release"}}}}
		return newJob(policy.New(p.Statements(env)...), options, Settings{Dev: p.Dev, Region: env.Region, AccountID: env.AccountID, WriteOnce: true})
	}
	everything := made(permission.Publisher{
		S3: &permission.S3{BucketName: "acme-dist", Prefix: "release/"}, ECR: &permission.ECR{RepositoryNames: []string{"team/*"}},
		CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"packages"}, Formats: []string{"npm"}},
	})
	assert.Equal(t, "acme-dist", everything.Bucket)
	assert.Equal(t, "release/app/", everything.KeyPrefix)
	assert.Equal(t, "team/app", everything.ECRRepository)
	assert.Equal(t, []string{"acme", "packages", "npm"}, []string{everything.Domain, everything.CodeArtifactRepository, everything.CodeArtifactFormat})
	assert.Equal(t, "arn:aws:iam::111122223333:role/ci/publisher", everything.RoleARN)
	assert.True(t, everything.WriteOnce && everything.DefaultAudience && everything.Waiting)

	dev := made(permission.Publisher{Dev: true, S3: &permission.S3{BucketName: "acme-dist"}, ECR: &permission.ECR{EveryRepository: true}})
	assert.Equal(t, "dev/app/", dev.KeyPrefix)
	assert.Empty(t, dev.ECRRepository+dev.Domain)
	assert.Equal(t, "arn:aws:iam::111122223333:role/ci/publisher-dev", dev.RoleARN)
	assert.False(t, dev.WriteOnce)
}
