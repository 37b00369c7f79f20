package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
)

var invalidPresets = []invalid{
	{"unknown preset", func(p *permission.Publisher, _ *permission.Environment) {
		p.Preset = "acme"
		p.ECR.EveryRepository, p.CodeArtifact.EveryRepository = true, true
	}, []string{
		`Preset "acme" is no preset; use one of agilecustoms-release, terraform-aws-ci-publisher`,
	}},
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
