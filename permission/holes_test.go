package permission_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// recommended is the set of options that docs/narrowing.md recommends: dev
// releases in places of their own, everything named, every upload tagged.
func recommended(dev bool) permission.Limited {
	return permission.Limited{
		Set: permission.Publisher{
			S3: &permission.S3{
				BucketName: "acme-dist", Prefix: "release/", DevPrefix: "dev/",
				DevDelete: true, RequireReleaseTag: true, ListPrefix: true, ResourceAccount: true, SecureTransport: true,
			},
			ECR: &permission.ECR{RepositoryNames: []string{"app"}, DevRepositoryNames: []string{"dev/app"}},
			CodeArtifact: &permission.CodeArtifact{
				DomainName: "acme", RepositoryNames: []string{"release"}, DevRepositoryNames: []string{"dev"}, Formats: []string{"npm"},
			},
			AllowDelete: true,
			Dev:         dev,
		},
		PinRegion: true,
	}
}

// hole is something that the Terraform module's grant allows and should not.
func hole(t *testing.T, original permission.Publisher, dev bool, request string) {
	t.Helper()
	_, env := full()
	assert.True(t, permits(t, documentOf(t, original, env), request), "the original allows %s", request)
	assert.False(t, permits(t, documentOf(t, recommended(dev), env), request), "recommended: %s", request)
}

func TestHoleReleasedObjectOverwrittenFromDev(t *testing.T) {
	original, _ := full()
	original.Dev = true
	hole(t, original, true, "s3:PutObject s3:::acme-dist/release/svc/v1.2.3/feature/app.zip s3:RequestObjectTag/Release=false s3:ExistingObjectTag/Release=true")
}

// In ECR by the registry's tag, in S3 by the directory.
func TestHoleLatestMovedFromDev(t *testing.T) {
	original, _ := full()
	original.Dev = true
	hole(t, original, true, "ecr:PutImage"+image+"app")
	original.S3.DevPrefix = "*/"
	hole(t, original, true, "s3:PutObject s3:::acme-dist/release/app/latest/app.zip s3:RequestObjectTag/Release=false")
}

func TestHoleAnotherRepositorysImageDeleted(t *testing.T) {
	original, _ := full()
	hole(t, original, false, "ecr:BatchDeleteImage"+image+"other-team/app")
}

func TestHoleLookAlikeOfAPrefix(t *testing.T) {
	original, _ := full()
	original.S3.Prefix = "release"
	hole(t, original, false, "s3:PutObject s3:::acme-dist/release-evil/app.zip s3:RequestObjectTag/Release=true")
}

// An object from before the tags is no release by its tags, so the original's
// denial does not protect it, and the lifecycle rule removes what is tagged
// Release=false. Either publisher could tag it.
func TestHoleLegacyObjectMarkedForExpiry(t *testing.T) {
	original, _ := full()
	hole(t, original, false, "s3:PutObjectTagging s3:::acme-dist/release/app/0.9/app.zip s3:RequestObjectTag/Release=false")
	original.Dev = true
	hole(t, original, true, "s3:PutObjectTagging s3:::acme-dist/app/feature/old.zip s3:RequestObjectTag/Release=false")
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
		requireDocument(t, map[bool]string{false: "recommended", true: "recommended-dev"}[dev], document)
		for _, request := range requests {
			assert.True(t, permits(t, document, request), request)
		}
	}
}

// Nothing risky is left to report.
func TestRecommendedOptionsHaveNoNotices(t *testing.T) {
	_, env := full()
	for _, dev := range []bool{false, true} {
		assert.Empty(t, recommended(dev).Notices(env))
	}
}

func ExampleLimited() {
	set := permission.Limited{
		Set:       permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "release/"}},
		PinRegion: true,
	}
	fmt.Println(set.Validate(permission.Environment{}))
	env := permission.Environment{Region: "eu-west-1"}
	decision, err := policy.New(set.Statements(env)...).Evaluate(policy.Request{
		Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-dist/release/app.zip", Context: policy.Context{"aws:RequestedRegion": {"us-east-1"}},
	})
	fmt.Println(decision.Outcome, err)
	// Output:
	// cipublisher: Region is missing, and PinRegion asks for the one that requests must go to; set it to the region of the stores, such as "eu-west-1"
	// implicitly denied <nil>
}

func TestLimitedPassesOnWhatTheSetSays(t *testing.T) {
	_, env := full()
	publisher := permission.Publisher{ECR: &permission.ECR{}}
	require.Equal(t, publisher.Notices(env), permission.Limited{Set: publisher}.Notices(env))
	require.Equal(t, publisher.Statements(env), permission.Limited{Set: publisher}.Statements(env))
	assert.EqualError(t, permission.Limited{Set: permission.Publisher{}, OrganizationID: "acme"}.Validate(env), `cipublisher: 2 faults:
  - S3, Ecr and CodeArtifact are all unset, so there is nothing to publish to; set at least one
  - OrganizationId "acme" is not the id of an organization; write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`)
}
