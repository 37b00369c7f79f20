package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
)

const releasesPoint = "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"

var invalidAccessPoints = []invalid{
	{"alias of an access point", through("releases-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias"), []string{
		`S3.AccessPointArn "releases-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias" is the alias of an access point, which no policy takes; write the ARN of the access point`}},
	{"name of an access point", through("releases"), []string{
		`S3.AccessPointArn "releases" is not the ARN of an S3 access point; write it whole, such as "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"`}},
	{"access point in another region", through("arn:aws:s3:us-east-1:111122223333:accesspoint/releases"), []string{
		`S3.AccessPointArn "arn:aws:s3:us-east-1:111122223333:accesspoint/releases" is in us-east-1, and an access point is in the region of its bucket; name an access point of Region eu-west-1`}},
	{"access point of another account than its bucket has to have", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.AccessPointARN, p.S3.ResourceAccount = "arn:aws:s3:eu-west-1:444455556666:accesspoint/releases", true
	}, []string{
		`S3.ResourceAccount "true" asks for one account, and S3.AccessPointArn "arn:aws:s3:eu-west-1:444455556666:accesspoint/releases" is of another one than AccountId; leave it out, or name an access point of the bucket's own account`}},
}

func through(accessPoint string) func(*permission.Publisher, *permission.Environment) {
	return func(p *permission.Publisher, _ *permission.Environment) { p.S3.AccessPointARN = accessPoint }
}

// An access point of another account is legal where nothing asks for one account,
// and so is one whose ARN only the deployment knows.
func TestAccessPointsOfOthers(t *testing.T) {
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	for _, s3 := range []permission.S3{
		{AccessPointARN: "arn:aws:s3:eu-west-1:444455556666:accesspoint/releases"},
		{AccessPointARN: "${Token[AccessPoint.Arn.1]}", ResourceAccount: true},
		{AccessPointARN: releasesPoint, ResourceAccount: true},
	} {
		s3.BucketName = "acme-dist"
		require.NoError(t, permission.Publisher{S3: &s3}.Validate(env))
		got := permission.Publisher{S3: &s3}.Statements(env)
		assert.Equal(t, []string{s3.AccessPointARN}, got[0].Resources)
		assert.Equal(t, []string{s3.AccessPointARN + "/object/*"}, got[1].Resources)
	}
}

// The bucket of dev releases has no access point of its own, and is reached
// directly.
func TestADevBucketIsReachedItself(t *testing.T) {
	s3 := &permission.S3{BucketName: "acme-dist", AccessPointARN: releasesPoint, DevBucketName: "acme-dev"}
	for _, s := range (permission.Publisher{S3: s3, Dev: true}).Statements(permission.Environment{Region: "eu-west-1"}) {
		for _, resource := range s.Resources {
			assert.NotContains(t, resource, "accesspoint", s.Sid)
		}
	}
}

func TestWays(t *testing.T) {
	for _, way := range permission.Ways() {
		assert.Equal(t, []string{"Publisher", "S3", "S3.AccessPointArn"}, []string{way.Set, way.Store, way.When})
		assert.NotEmpty(t, way.Source)
	}
	assert.Len(t, permission.Ways(), 2)
}
