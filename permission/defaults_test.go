package permission_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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

// Repositories are named, or every one is asked for: neither and both are a
// fault, in each store of a publisher and of a builder.
func TestRepositoriesAreNamedOrEveryOne(t *testing.T) {
	_, env := full()
	sets := func(names []string, every bool) map[string]permission.Set {
		return map[string]permission.Set{
			"Ecr":          permission.Publisher{ECR: &permission.ECR{RepositoryNames: names, EveryRepository: every}},
			"CodeArtifact": permission.Publisher{CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: names, EveryRepository: every}},
		}
	}
	readers := func(names []string, every bool) map[string]permission.Set {
		return map[string]permission.Set{
			"Ecr":          permission.Builder{ECR: &permission.ECRRead{RepositoryNames: names, EveryRepository: every}},
			"CodeArtifact": permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", RepositoryNames: names, EveryRepository: every}},
		}
	}
	for _, make := range []func([]string, bool) map[string]permission.Set{sets, readers} {
		for store, set := range make(nil, false) {
			assert.EqualError(t, set.Validate(env), "cipublisher: "+store+".RepositoryNames is missing; name the repositories, or set "+store+".EveryRepository for all of them")
		}
		for store, set := range make([]string{"app"}, true) {
			assert.EqualError(t, set.Validate(env), "cipublisher: "+store+`.EveryRepository "true" and `+store+".RepositoryNames exclude each other; leave one of them out")
		}
		for _, set := range make([]string{"app"}, false) {
			assert.NoError(t, set.Validate(env))
		}
		for store, set := range make(nil, true) {
			assert.NoError(t, set.Validate(env))
			text := policy.New(set.Statements(env)...).Indent()
			assert.Contains(t, text, map[string]string{"Ecr": ":repository/*\"", "CodeArtifact": ":repository/acme/*\""}[store])
		}
	}
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

// A preset fills what is unset. What is set, to whatever, stays.
func TestPresetsFillWhatIsUnset(t *testing.T) {
	_, env := full()
	for name, preset := range permission.Presets() {
		t.Run(name, func(t *testing.T) {
			assert.NotEmpty(t, preset.Source)
			p := named(false)
			p.Preset = name
			assert.Contains(t, actionsOf(documentOf(t, p, env)), "s3:DeleteObject")
			assert.NotContains(t, documentOf(t, p, env).Indent(), ":repository/*\"", "repositories are named")

			p.AllowDelete, p.S3.RequireReleaseTag, p.S3.DevDelete, p.S3.DevPrefix = new(bool), new(bool), new(bool), "own/"
			p.ECR.DevRepositoryNames = []string{"own"}
			plain := p
			plain.Preset = ""
			for _, p.Dev = range []bool{false, true} {
				plain.Dev = p.Dev
				assert.Equal(t, documentOf(t, plain, env), documentOf(t, p, env))
			}
		})
	}
}

// The preset of the Terraform module grants no store but ECR that is not named.
func TestPresetOfTheTerraformModuleAlone(t *testing.T) {
	_, env := full()
	for _, dev := range []bool{false, true} {
		for _, action := range actionsOf(documentOf(t, permission.Publisher{Preset: module, Dev: dev}, env)) {
			assert.Equal(t, "ecr:", action[:4])
		}
	}
}

// The action's calls, in both modes, as its own documentation has them: it
// needs no more than the preset grants.
func TestPresetFitsTheAction(t *testing.T) {
	_, env := full()
	p := permission.Publisher{Preset: "agilecustoms-release", S3: &permission.S3{BucketName: "acme-dist"}, ECR: &permission.ECR{RepositoryNames: []string{"app"}}}
	for dev, requests := range map[bool][]string{
		false: {
			"s3:ListBucket s3:::acme-dist", put + isRel, tag + isRel, remove,
			"ecr:GetAuthorizationToken *", "ecr:PutImage" + image + "app", "ecr:BatchDeleteImage" + image + "app",
		},
		true: {
			"s3:ListBucket s3:::acme-dist",
			"s3:PutObject s3:::acme-dist/app/feature-login/app.zip s3:RequestObjectTag/Release=false",
			"s3:PutObjectTagging s3:::acme-dist/app/feature-login/app.zip s3:RequestObjectTag/Release=false",
			"s3:DeleteObject s3:::acme-dist/app/feature-login/stale.zip",
			"ecr:GetAuthorizationToken *", "ecr:PutImage" + image + "app",
		},
	} {
		p.Dev = dev
		document := documentOf(t, p, env)
		for _, request := range requests {
			assert.True(t, permits(t, document, request), "dev %v: %s", dev, request)
		}
	}
	p.ECR = nil
	p.Dev = false
	require.NotContains(t, actionsOf(documentOf(t, p, env)), "ecr:PutImage", "only the Terraform module grants ECR unasked")
}
