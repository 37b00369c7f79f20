package permission_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// named is a publisher of every store with nothing but what must be said.
func named(dev bool) permission.Publisher {
	return permission.Publisher{
		S3:           &permission.S3{BucketName: "acme-dist"},
		ECR:          &permission.ECR{RepositoryNames: []string{"app"}},
		CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"packages"}},
		Dev:          dev,
	}
}

// actionsOf returns the actions that a document allows, sorted.
func actionsOf(document policy.Document) []string {
	var all []string
	for _, s := range document.Statements {
		if s.Effect == policy.Allow {
			all = append(all, s.Actions...)
		}
	}
	slices.Sort(all)
	return all
}

// A store that nobody asks for is not granted, and a publisher of none is
// refused.
func TestNothingUnlessAsked(t *testing.T) {
	_, env := full()
	assert.EqualError(t, permission.Publisher{}.Validate(env), "cipublisher: S3, Ecr and CodeArtifact are all unset, so there is nothing to publish to; set at least one")
	for store, publisher := range map[string]permission.Publisher{
		"s3":           {S3: named(false).S3},
		"ecr":          {ECR: named(false).ECR},
		"codeartifact": {CodeArtifact: named(false).CodeArtifact},
	} {
		for _, action := range actionsOf(documentOf(t, publisher, env)) {
			assert.True(t, action[:len(store)] == store || store == "codeartifact" && action == "sts:GetServiceBearerToken", "%s for %s", action, store)
		}
	}
}

// A publisher deletes nothing unless it is told to, in no mode and no store.
func TestNoDeletesUnlessAsked(t *testing.T) {
	_, env := full()
	deletes := func(p permission.Publisher) (all []string) {
		for _, action := range actionsOf(documentOf(t, p, env)) {
			if action == "s3:DeleteObject" || action == "ecr:BatchDeleteImage" || action == "ecr-public:BatchDeleteImage" {
				all = append(all, action)
			}
		}
		return all
	}
	p := named(false)
	p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}}
	assert.Empty(t, deletes(p))
	assert.Empty(t, deletes(named(true)))
	p.AllowDelete = ptr(true)
	assert.Equal(t, []string{"ecr-public:BatchDeleteImage", "ecr:BatchDeleteImage", "s3:DeleteObject"}, deletes(p))
}

// A dev publisher writes below dev/ and to no image repository that is not
// named for it.
func TestDevPublisherOfTheSameOptions(t *testing.T) {
	_, env := full()
	document := documentOf(t, named(true), env)
	assert.True(t, permits(t, document, "s3:PutObject s3:::acme-dist/dev/app.zip s3:RequestObjectTag/Release=false"))
	assert.False(t, permits(t, document, "s3:PutObject s3:::acme-dist/app/feature/login.zip s3:RequestObjectTag/Release=false"))
	assert.Equal(t, []string{"s3:ListBucket", "s3:PutObject", "s3:PutObjectTagging"}, actionsOf(document))
	p := named(true)
	p.ECR.DevRepositoryNames = []string{"dev/app"}
	document = documentOf(t, p, env)
	assert.True(t, permits(t, document, "ecr:PutImage"+image+"dev/app"))
	assert.False(t, permits(t, document, "ecr:PutImage"+image+"app"))
	p.ECR.RepositoryNames = nil
	assert.NoError(t, p.Validate(env), "releases need not be named where there are none")
}
