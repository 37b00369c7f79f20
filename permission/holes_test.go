package permission_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
)

// recommended is the set of options that docs/least-privilege.md recommends: dev
// releases in places of their own, everything named, every upload tagged.
func recommended(dev bool) permission.Limited {
	return permission.Limited{
		Set: permission.Publisher{
			S3: &permission.S3{
				BucketName: "acme-dist", Prefix: "release/", DevPrefix: "dev/",
				DevDelete: ptr(true), RequireReleaseTag: ptr(true), ListPrefix: true, ResourceAccount: true, SecureTransport: true,
			},
			ECR: &permission.ECR{RepositoryNames: []string{"app"}, DevRepositoryNames: []string{"dev/app"}},
			CodeArtifact: &permission.CodeArtifact{
				DomainName: "acme", RepositoryNames: []string{"release"}, DevRepositoryNames: []string{"dev"}, Formats: []string{"npm"},
			},
			AllowDelete: ptr(true),
			Dev:         dev,
		},
		PinRegion: true,
	}
}

// hole is something that the Terraform module's grant allows and should not.
type hole struct {
	name string
	// original is the grant that allows it; recommended, of the same mode,
	// doesn't. Its document is a file of testdata.
	original permission.Publisher
	document string
	request  string
}

func (h hole) dev() bool { return h.original.Dev }

// recommendedName is the document of the recommended options in a mode.
func recommendedName(dev bool) string {
	return map[bool]string{false: "least-privilege/recommended", true: "least-privilege/recommended-dev"}[dev]
}

// holes returns every one, under the names of the tests below.
func holes() []hole {
	normal := func(change func(*permission.Publisher)) permission.Publisher {
		publisher, _ := full()
		if change != nil {
			change(&publisher)
		}
		return publisher
	}
	dev := func(prefix string) permission.Publisher {
		return normal(func(p *permission.Publisher) { p.Dev, p.S3.DevPrefix = true, prefix })
	}
	return []hole{
		// S3 tells IAM nothing of the tags of an object that is overwritten.
		{"released-object-overwritten", dev(moduleDevPrefix), "golden/dev", "s3:PutObject s3:::acme-dist/release/svc/v1.2.3/feature/app.zip s3:RequestObjectTag/Release=false"},
		{"latest-image-moved", dev(moduleDevPrefix), "golden/dev", "ecr:PutImage" + image + "app"},
		{"latest-directory-moved", dev("*/"), "least-privilege/hole-latest-directory-moved", "s3:PutObject s3:::acme-dist/release/app/latest/app.zip s3:RequestObjectTag/Release=false"},
		{"another-repositorys-image-deleted", normal(nil), "golden/normal", "ecr:BatchDeleteImage" + image + "other-team/app"},
		{"look-alike-of-a-prefix", normal(func(p *permission.Publisher) { p.S3.Prefix = "release" }), "least-privilege/hole-look-alike-of-a-prefix", "s3:PutObject s3:::acme-dist/release-evil/app.zip s3:RequestObjectTag/Release=true"},
		{"legacy-object-marked", normal(nil), "golden/normal", "s3:PutObjectTagging s3:::acme-dist/release/app/0.9/app.zip s3:RequestObjectTag/Release=false"},
		{"legacy-object-marked-from-dev", dev(moduleDevPrefix), "golden/dev", "s3:PutObjectTagging s3:::acme-dist/app/feature/old.zip s3:RequestObjectTag/Release=false"},
	}
}

// closed holds that the original has some of the holes, and the recommended
// options don't.
func closed(t *testing.T, names ...string) {
	t.Helper()
	_, env := full()
	for _, name := range names {
		i := slices.IndexFunc(holes(), func(h hole) bool { return h.name == name })
		require.GreaterOrEqual(t, i, 0, name)
		h := holes()[i]
		assert.True(t, permits(t, documentOf(t, h.original, env), h.request), "the original allows %s", h.request)
		assert.False(t, permits(t, documentOf(t, recommended(h.dev()), env), h.request), "recommended: %s", h.request)
	}
}

func TestHoleReleasedObjectOverwrittenFromDev(t *testing.T) {
	closed(t, "released-object-overwritten")
}

// In ECR by the registry's tag, in S3 by the directory.
func TestHoleLatestMovedFromDev(t *testing.T) {
	closed(t, "latest-image-moved", "latest-directory-moved")
}

func TestHoleAnotherRepositorysImageDeleted(t *testing.T) {
	closed(t, "another-repositorys-image-deleted")
}

func TestHoleLookAlikeOfAPrefix(t *testing.T) { closed(t, "look-alike-of-a-prefix") }

// An object from before the tags is no release by its tags, so the original's
// denial does not protect it, and the lifecycle rule removes what is tagged
// Release=false. Either publisher could tag it.
func TestHoleLegacyObjectMarkedForExpiry(t *testing.T) {
	closed(t, "legacy-object-marked", "legacy-object-marked-from-dev")
}

// What clients do goes on working under the recommended options.
func TestRecommendedOptionsFitClients(t *testing.T) {
	_, env := full()
	for dev, requests := range map[bool][]string{
		false: {
			"s3:ListBucket s3:::acme-dist s3:prefix=release/app/1.2.3/",
			put + isRel, tag + isRel, remove,
			"ecr:GetAuthorizationToken *", "ecr:PutImage" + image + "app", "ecr:BatchDeleteImage" + image + "app",
			"codeartifact:GetAuthorizationToken codeartifact:eu-west-1:111122223333:domain/acme", bearer,
			"codeartifact:GetRepositoryEndpoint codeartifact:eu-west-1:111122223333:repository/acme/release",
			"codeartifact:PublishPackageVersion" + packages + "release/npm/acme/app",
		},
		true: {
			"s3:ListBucket s3:::acme-dist s3:prefix=dev/app/feature-login/",
			"s3:PutObject s3:::acme-dist/dev/app/feature-login/app.zip s3:RequestObjectTag/Release=false",
			"s3:PutObjectTagging s3:::acme-dist/dev/app/feature-login/app.zip s3:RequestObjectTag/Release=false",
			"s3:DeleteObject s3:::acme-dist/dev/app/feature-login/stale.zip",
			"ecr:PutImage" + image + "dev/app",
			"codeartifact:PublishPackageVersion" + packages + "dev/npm/acme/app",
		},
	} {
		document := documentOf(t, recommended(dev), env)
		requireDocument(t, recommendedName(dev), document)
		for _, request := range requests {
			assert.True(t, permits(t, document, request), request)
		}
	}
}

// Nothing risky is left to report. The one note tells of the wildcards that
// stand for packages which nothing names.
func TestRecommendedOptionsHaveNoWarnings(t *testing.T) {
	_, env := full()
	for _, dev := range []bool{false, true} {
		assert.Equal(t, []string{
			"note codeartifact-every-package: the policy covers packages of every namespace because {CodeArtifact.Namespaces} is unset, of every name because {CodeArtifact.Packages} is unset, in each of its repositories",
		}, noticesOf(recommended(dev), env))
	}
}
