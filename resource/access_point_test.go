package resource_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

// releasesPoint is an access point of the bucket's owner, and othersPoint one of
// the account of who publishes.
const (
	releasesPoint = "arn:aws:s3:us-west-2:" + owner + ":accesspoint/releases"
	othersPoint   = "arn:aws:s3:us-west-2:" + other + ":accesspoint/releases"
)

// throughPoint publishes to acme-dist through an access point.
func throughPoint(accessPoint string) permission.Publisher {
	return permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "release/", AccessPointARN: accessPoint, WriteOnce: true}}
}

var refusedAccessPoints = []refused{
	{"no access point", on(resource.AccessPoint{}), []string{"Store.Arn is missing; write the ARN of the access point"}},
	{"an alias of an access point", on(resource.AccessPoint{ARN: "releases-abc-s3alias"}), []string{
		`Store.Arn "releases-abc-s3alias" is the alias of an access point, which no policy takes; write the ARN of the access point`}},
	{"an access point that the sets don't use", on(resource.AccessPoint{ARN: releasesPoint}), []string{
		`Sets allow nothing on access point "` + releasesPoint + `"; name the store in the options of a set, or grant on another one`}},
	{"a bucket that the sets reach by another access point", func(g *resource.Grant) {
		g.Store, g.Sets = resource.Bucket{BucketName: "acme-dist", AccessPointARNs: []string{releasesPoint}}, []permission.Set{throughPoint(releasesPoint + "-2")}
	}, []string{`Sets allow nothing on bucket "acme-dist"; name the store in the options of a set, or grant on another one`}},
	{"a bucket's access point that is an alias", on(resource.Bucket{BucketName: "acme-dist", AccessPointARNs: []string{"releases"}}), []string{
		`Store.AccessPointArns[0] "releases" is not the ARN of an S3 access point; write it whole, such as "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"`}},
}

// The documents of a bucket and of its access point, for a role of the owner's
// account and for one of another account.
func TestDocumentsOfAnAccessPoint(t *testing.T) {
	for _, account := range []string{owner, other} {
		for name, store := range map[string]resource.Store{
			"bucket":       resource.Bucket{BucketName: "acme-dist", AccessPointARNs: []string{releasesPoint}},
			"bucket-acls":  resource.Bucket{BucketName: "acme-dist", AccessPointARNs: []string{releasesPoint}, ACLs: true},
			"access-point": resource.AccessPoint{ARN: releasesPoint},
		} {
			g := resource.Grant{Environment: home, Store: store, Principals: resource.Principals{ARNs: []string{role(account)}}, Sets: []permission.Set{throughPoint(releasesPoint)}}
			require.NoError(t, g.Validate())
			if name == "access-point" && account == owner {
				assert.Empty(t, g.Document().Statements, "its own account")
				continue
			}
			place := map[string]string{owner: "-same-account", other: "-other-account"}[account]
			requireGolden(t, name+place, g.Document())
		}
	}
}

// What the identity policy allows through the access point comes through where
// the documents are in place, and nowhere else.
func TestAccessPointsAllowWhatTheIdentityPolicyUses(t *testing.T) {
	once := policy.Context{"s3:if-none-match": {"*"}, "s3:ObjectCreationOperation": {"true"}}
	for _, test := range []struct{ name, caller, accessPoint string }{
		{"all in one account", owner, releasesPoint},
		{"a publisher of another account", other, releasesPoint},
		{"an access point of the publisher's account", other, othersPoint},
		{"three accounts", administrator, othersPoint},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := throughPoint(test.accessPoint)
			sets := []permission.Set{set}
			whole := resource.AccessPointAccess{
				Identity: identity(set), AccessPointARN: test.accessPoint, BucketName: "acme-dist", OwnerAccountID: owner,
				AccessPoint: grant(t, resource.AccessPoint{ARN: test.accessPoint}, role(test.caller), sets...),
				Bucket:      grant(t, resource.Bucket{BucketName: "acme-dist", AccessPointARNs: []string{test.accessPoint}}, role(test.caller), sets...),
			}
			upload := policy.Request{Action: "s3:PutObject", Resource: test.accessPoint + "/object/release/app.zip", Context: once, Principal: policy.Caller{AWS: session(test.caller)}}
			verdict, err := whole.Evaluate(upload)
			require.NoError(t, err)
			assert.True(t, verdict.Allowed(), verdict.Reason)

			outside := upload
			outside.Resource = test.accessPoint + "/object/private/app.zip"
			unconditional := upload
			unconditional.Context = policy.Context{"s3:ObjectCreationOperation": {"true"}}
			for name, r := range map[string]policy.Request{"outside": outside, "unconditional": unconditional} {
				verdict, err := whole.Evaluate(r)
				require.NoError(t, err)
				assert.False(t, verdict.Allowed(), name)
			}

			noBucket := whole
			noBucket.Bucket = nil
			verdict, err = noBucket.Evaluate(upload)
			require.NoError(t, err)
			assert.False(t, verdict.Allowed(), "the bucket says nothing")
			assert.Contains(t, verdict.Reason, "at the bucket, ")

			// The bucket itself stays shut.
			direct := upload
			direct.Resource = "arn:aws:s3:::acme-dist/release/app.zip"
			verdict, err = resource.Access{Identity: whole.Identity, Resource: []policy.Document{*whole.Bucket}, OwnerAccountID: owner}.Evaluate(direct)
			require.NoError(t, err)
			assert.False(t, verdict.Allowed(), "directly")
			stranger := upload
			stranger.Principal.AWS = "arn:aws:sts::" + test.caller + ":assumed-role/stranger/1"
			verdict, err = whole.Evaluate(stranger)
			require.NoError(t, err)
			assert.False(t, verdict.Allowed(), "another role with the same policy")
			_, err = whole.Evaluate(direct)
			assert.ErrorContains(t, err, "is not reached through the access point")
		})
	}
}

// The statements that a role needs in its own account too are those of the access
// point alone.
func TestDelegation(t *testing.T) {
	build := permission.Builder{S3: &permission.S3Read{BucketName: "acme-dist", Prefix: "release/"}}
	g := resource.Grant{Environment: home, Store: resource.Bucket{BucketName: "acme-dist", AccessPointARNs: []string{releasesPoint}},
		Principals: resource.Principals{ARNs: []string{role(owner)}}, Sets: []permission.Set{build, throughPoint(releasesPoint)}}
	require.NoError(t, g.Validate())
	assert.Equal(t, g.Document(), g.Delegation(), "a role of the owner's account")
	assert.Equal(t, "resource-same-account", g.Notices()[0].ID, "reading needs nothing from the bucket")
	for _, s := range g.Delegation().Statements {
		assert.Equal(t, []string{releasesPoint}, s.Conditions["StringEquals"]["s3:DataAccessPointArn"], s.Sid)
	}
	g.Principals.ARNs = []string{role(other)}
	assert.Less(t, len(g.Delegation().Statements), len(g.Document().Statements), "a role of another account reads too")
	g.Sets = []permission.Set{build}
	assert.Empty(t, g.Delegation().Statements, "nothing comes through the access point")
}

// What is not known is refused: without the bucket's name a policy that allows
// everything would answer for any bucket, and a pattern stands for access points
// that nobody named.
func TestAccessPointAccessWithoutItsPlacesIsRefused(t *testing.T) {
	everything := policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{"s3:*"}, Resources: []string{"*"}})
	for name, test := range map[string]struct {
		accessPoint, bucket string
		faults              []string
	}{
		"no bucket":          {releasesPoint, "", []string{"BucketName"}},
		"a pattern":          {releasesPoint + "*", "acme-dist", []string{"AccessPointARN"}},
		"no access point":    {"", "acme-dist", []string{"AccessPointARN"}},
		"an alias":           {"releases-abc-s3alias", "acme-dist", []string{"AccessPointARN"}},
		"neither is whole":   {"releases", "acme-*", []string{"AccessPointARN", "BucketName"}},
		"a pattern of names": {releasesPoint, "acme-*", []string{"BucketName"}},
	} {
		t.Run(name, func(t *testing.T) {
			verdict, err := resource.AccessPointAccess{
				Identity: []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:*"}, Resources: []string{"*"}})},
				Bucket:   &everything, AccessPointARN: test.accessPoint, BucketName: test.bucket, OwnerAccountID: owner,
			}.Evaluate(policy.Request{Action: "s3:PutObject", Resource: test.accessPoint + "/object/release/app.zip", Principal: policy.Caller{AWS: session(owner)}})
			assert.False(t, verdict.Allowed())
			var faults fault.List
			require.ErrorAs(t, err, &faults)
			var options []string
			for _, f := range faults {
				options = append(options, f.Option)
			}
			assert.Equal(t, test.faults, options)
		})
	}
}
