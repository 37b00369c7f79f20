package resource_test

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

func ExampleGrant() {
	grant := resource.Grant{
		Environment: permission.Environment{AccountID: "111122223333", Region: "eu-west-1"},
		Store:       resource.ECRRepository{RepositoryName: "team/app"},
		Principals:  resource.Principals{ARNs: []string{"arn:aws:iam::444455556666:role/ci/builder"}},
		Sets:        []permission.Set{permission.Builder{ECR: &permission.ECRRead{RepositoryNames: []string{"team/*"}}}},
	}
	if err := grant.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(grant.Document().Indent())
	// Output:
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Sid": "EcrPull",
	//       "Effect": "Allow",
	//       "Principal": {
	//         "AWS": "arn:aws:iam::444455556666:role/ci/builder"
	//       },
	//       "Action": [
	//         "ecr:BatchGetImage",
	//         "ecr:GetDownloadUrlForLayer"
	//       ]
	//     }
	//   ]
	// }
}

func ExampleGrant_sameAccount() {
	grant := resource.Grant{
		Environment: permission.Environment{AccountID: "111122223333", Region: "eu-west-1"},
		Store:       resource.ECRRepository{RepositoryName: "team/app"},
		Principals:  resource.Principals{ARNs: []string{"arn:aws:iam::111122223333:role/ci/builder"}},
		Sets:        []permission.Set{permission.Builder{ECR: &permission.ECRRead{EveryRepository: true}}},
	}
	fmt.Println(len(grant.Document().Statements), "statements")
	fmt.Println(grant.Notices()[0].Text)
	// Output:
	// 0 statements
	// "arn:aws:iam::111122223333:role/ci/builder" belong to the account that owns ECR repository "team/app", where the identity policy alone decides; the store needs to say nothing, so they are left out
}

// keyARN is the key of the bucket.
const keyARN = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// everything are sets that use every store.
func everything() (permission.Builder, permission.Publisher) {
	return permission.Builder{
			CodeArtifact: &permission.CodeArtifactRead{DomainName: "my-domain", EveryRepository: true, Describe: true},
			ECR:          &permission.ECRRead{RepositoryNames: []string{"team/app"}},
			S3:           &permission.S3Read{BucketName: "acme-dist", Prefix: "release/", List: true, KMSKeyARN: keyARN},
		}, permission.Publisher{
			Preset:       "terraform-aws-ci-publisher",
			CodeArtifact: &permission.CodeArtifact{DomainName: "my-domain"},
			ECR:          &permission.ECR{},
			S3:           &permission.S3{BucketName: "acme-dist", KMSKeyARN: keyARN},
		}
}

// stores are one of every kind.
var stores = []struct {
	name  string
	store resource.Store
}{
	{"codeartifact-domain", domain},
	{"codeartifact-domain-and-contents", wholly},
	{"codeartifact-repository", repository},
	{"ecr", resource.ECRRepository{RepositoryName: "team/app"}},
	{"s3", resource.Bucket{BucketName: "acme-dist"}},
	{"s3-with-acls", resource.Bucket{BucketName: "acme-dist", ACLs: true}},
	{"kms", resource.Key{ARN: keyARN}},
}

// alike are the cases that say what another says: of a domain itself nobody is
// allowed more than to sign in, and who only reads sets no list.
var alike = map[string]string{
	"codeartifact-domain-publish":          "codeartifact-domain-read",
	"codeartifact-domain-read-and-publish": "codeartifact-domain-read",
	"s3-with-acls-read":                    "s3-read",
}

// The documents that owners put on their stores.
func TestGoldenDocuments(t *testing.T) {
	build, publish := everything()
	develop := publish
	develop.Dev = true
	for _, s := range stores {
		for _, use := range []struct {
			name string
			sets []permission.Set
		}{
			{"read", []permission.Set{build}},
			{"publish", []permission.Set{publish}},
			{"dev", []permission.Set{develop}},
			{"read-and-publish", []permission.Set{build, publish}},
		} {
			name := s.name + "-" + use.name
			t.Run(name, func(t *testing.T) {
				g := resource.Grant{Environment: home, Store: s.store, Principals: resource.Principals{ARNs: []string{role(other)}}, Sets: use.sets}
				if use.name == "dev" && strings.HasPrefix(s.name, "codeartifact") {
					assert.ErrorContains(t, g.Validate(), "Sets allow nothing on CodeArtifact")
					return
				}
				require.NoError(t, g.Validate())
				requireGolden(t, cmp.Or(alike[name], name), g.Document())
			})
		}
	}
}

// Whatever the identity policy allows on a store, the store allows to the
// principal across accounts, under the same conditions, and nothing else.
func TestStoresAllowWhatTheIdentityPolicyUses(t *testing.T) {
	build, publish := everything()
	requests := []struct {
		action, on string
		context    policy.Context
	}{
		{"codeartifact:GetAuthorizationToken", theDomain, nil},
		{"codeartifact:DescribeDomain", theDomain, nil},
		{"codeartifact:PutDomainPermissionsPolicy", theDomain, nil},
		{"codeartifact:ReadFromRepository", theRepository, nil},
		{"codeartifact:GetRepositoryEndpoint", theRepository, nil},
		{"codeartifact:ListPackages", theRepository, nil},
		{"codeartifact:DeleteRepository", theRepository, nil},
		{"codeartifact:DescribePackageVersion", aPackage, nil},
		{"codeartifact:PublishPackageVersion", aPackage, nil},
		{"codeartifact:PutPackageMetadata", aPackage, nil},
		{"codeartifact:DeletePackageVersions", aPackage, nil},
		{"ecr:BatchGetImage", "arn:aws:ecr:us-west-2:111122223333:repository/team/app", nil},
		{"ecr:GetDownloadUrlForLayer", "arn:aws:ecr:us-west-2:111122223333:repository/team/app", nil},
		{"ecr:PutImage", "arn:aws:ecr:us-west-2:111122223333:repository/team/app", nil},
		{"ecr:BatchDeleteImage", "arn:aws:ecr:us-west-2:111122223333:repository/team/app", nil},
		{"ecr:SetRepositoryPolicy", "arn:aws:ecr:us-west-2:111122223333:repository/team/app", nil},
		{"s3:ListBucket", "arn:aws:s3:::acme-dist", policy.Context{"s3:prefix": {"release/1.2.3/"}}},
		{"s3:GetObject", "arn:aws:s3:::acme-dist/release/app.zip", nil},
		{"s3:GetObject", "arn:aws:s3:::acme-dist/other/app.zip", nil},
		{"s3:PutObject", "arn:aws:s3:::acme-dist/release/app.zip", nil},
		{"s3:PutObject", "arn:aws:s3:::acme-dist/app/feature/login.zip", policy.Context{"s3:RequestObjectTag/Release": {"false"}}},
		{"s3:PutObject", "arn:aws:s3:::acme-dist/app/feature/login.zip", policy.Context{"s3:RequestObjectTag/Release": {"true"}}},
		{"s3:DeleteObject", "arn:aws:s3:::acme-dist/release/app.zip", nil},
		{"s3:PutBucketPolicy", "arn:aws:s3:::acme-dist", nil},
		{"kms:Decrypt", keyARN, policy.Context{"kms:ViaService": {"s3.us-west-2.amazonaws.com"}, "kms:EncryptionContext:aws:s3:arn": {"arn:aws:s3:::acme-dist/release/app.zip"}}},
		{"kms:Decrypt", keyARN, nil},
		{"kms:GenerateDataKey", keyARN, policy.Context{"kms:ViaService": {"s3.us-west-2.amazonaws.com"}, "kms:EncryptionContext:aws:s3:arn": {"arn:aws:s3:::acme-dist/release/app.zip"}}},
		{"kms:ScheduleKeyDeletion", keyARN, nil},
	}
	all := []resource.Store{wholly, repository, resource.ECRRepository{RepositoryName: "team/app"}, resource.Bucket{BucketName: "acme-dist"}, resource.Key{ARN: keyARN}}
	owns := []string{"codeartifact:", "codeartifact:", "ecr:", "s3:", "kms:"}
	develop := publish
	develop.Dev = true
	for name, set := range map[string]permission.Set{"build": build, "publish": publish, "develop": develop} {
		for i, store := range all {
			g := resource.Grant{Environment: home, Store: store, Principals: resource.Principals{ARNs: []string{role(other)}}, Sets: []permission.Set{set}}
			if g.Validate() != nil {
				continue // a dev publisher has no packages
			}
			for _, r := range requests {
				if !strings.HasPrefix(r.action, owns[i]) || store == repository && r.on == theDomain {
					continue
				}
				request := policy.Request{Action: r.action, Resource: r.on, Context: r.context, Principal: policy.Caller{AWS: session(other)}}
				alone, err := policy.Evaluate(identity(set), request)
				require.NoError(t, err)
				together, err := resource.Access{Identity: identity(set), Resource: []policy.Document{g.Document()}, OwnerAccountID: owner}.Evaluate(request)
				require.NoError(t, err)
				assert.Equal(t, alone.Allowed(), together.Allowed(), "%s: %s on %s: %s", name, r.action, r.on, together.Reason)
				stranger := request
				stranger.Principal.AWS = "arn:aws:sts::" + other + ":assumed-role/stranger/1"
				store, err := g.Document().Evaluate(stranger)
				require.NoError(t, err)
				assert.False(t, store.Allowed(), "a stranger: %s on %s", r.action, r.on)
				request.Principal.AWS = role(other)
				says, err := g.Document().Evaluate(request)
				require.NoError(t, err)
				if says.Allowed() {
					assert.True(t, alone.Allowed(), "the store allows what nobody uses: %s on %s", r.action, r.on)
				}
			}
		}
	}
}

// A bucket with ACLs takes objects that are handed over alone. The requests for
// the parts of an upload can't have an ACL, make no object, and pass.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
func TestBucketsWithACLsTakeWhatIsHandedOver(t *testing.T) {
	const object = "arn:aws:s3:::acme-dist/release/app.zip"
	handedOver := policy.Context{"s3:x-amz-acl": {"bucket-owner-full-control"}, "s3:ObjectCreationOperation": {"true"}}
	started := policy.Context{"s3:x-amz-acl": {"bucket-owner-full-control"}, "s3:ObjectCreationOperation": {"false"}}
	part := policy.Context{"s3:ObjectCreationOperation": {"false"}}
	for _, test := range []struct {
		name   string
		change func(*permission.S3)
		parts  bool
	}{
		{"as usual", func(*permission.S3) {}, true},
		{"write once", func(s *permission.S3) { s.WriteOnce = true }, true},
		{"ACLs of the client's own", func(s *permission.S3) { s.ACLs = []string{"private"} }, true},
		{"tagged", func(s *permission.S3) { tagged := true; s.RequireReleaseTag = &tagged }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s3 := &permission.S3{BucketName: "acme-dist", Prefix: "release/"}
			test.change(s3)
			g := resource.Grant{Environment: home, Store: resource.Bucket{BucketName: "acme-dist", ACLs: true},
				Principals: resource.Principals{ARNs: []string{role(other)}}, Sets: []permission.Set{permission.Publisher{S3: s3}}}
			require.NoError(t, g.Validate())
			document := g.Document()
			allows := func(action string, context policy.Context) bool {
				context = maps.Clone(context)
				if s3.WriteOnce && context["s3:ObjectCreationOperation"] != nil && context["s3:ObjectCreationOperation"][0] == "true" {
					context["s3:if-none-match"] = []string{"*"}
				}
				if s3.RequireReleaseTag != nil && context["s3:x-amz-acl"] != nil {
					context["s3:RequestObjectTag/Release"] = []string{"true"}
				}
				decision, err := document.Evaluate(policy.Request{Action: action, Resource: object, Context: context, Principal: policy.Caller{AWS: role(other)}})
				require.NoError(t, err)
				return decision.Allowed()
			}
			assert.True(t, allows("s3:PutObject", handedOver))
			assert.True(t, allows("s3:PutObject", started))
			assert.Equal(t, test.parts, allows("s3:PutObject", part))
			assert.False(t, allows("s3:PutObject", policy.Context{"s3:ObjectCreationOperation": {"true"}}), "an object that is not handed over")
			assert.False(t, allows("s3:PutObject", policy.Context{"s3:ObjectCreationOperation": {"true"}, "s3:x-amz-acl": {"private"}}))
			assert.True(t, allows("s3:PutObjectAcl", policy.Context{"s3:x-amz-acl": {"bucket-owner-full-control"}}))
			assert.False(t, allows("s3:PutObjectAcl", policy.Context{"s3:x-amz-acl": {"private"}}), "taking an object back")
		})
	}
}

func TestGrantsWithLabelsAndRepeatedSids(t *testing.T) {
	custom := made{
		{Sid: "All", Effect: policy.Allow, Actions: []string{"codeartifact:DescribeDomain"}, Resources: []string{theDomain}},
		{Sid: "All", Effect: policy.Allow, Actions: []string{"codeartifact:ListPackages"}, Resources: []string{theDomain, theRepository}},
		{Effect: policy.Allow, Actions: []string{"codeartifact:ListTagsForResource"}, Resources: []string{theDomain}, Conditions: policy.Conditions{"Bool": {"aws:SecureTransport": {"true"}}}},
		{Sid: "Never", Effect: policy.Deny, Actions: []string{"codeartifact:DeleteDomain"}, Resources: []string{theDomain}},
		{Sid: "Anything", Effect: policy.Allow, Actions: []string{"codeartifact:*"}, Resources: []string{"*"}},
	}
	g := resource.Grant{Environment: home, Store: wholly, Principals: resource.Principals{ARNs: []string{role(other)}}, Sets: []permission.Set{custom}, Label: "Acme"}
	require.NoError(t, g.Validate())
	var sids []string
	for _, s := range g.Document().Statements {
		sids = append(sids, s.Sid)
		assert.NotContains(t, s.Actions, "codeartifact:*")
	}
	assert.Equal(t, []string{"AllAcme", "AllAcme2", ""}, sids)
}

// made is a set of statements that were made elsewhere.
type made []policy.Statement

func (made) Validate(permission.Environment) error                  { return nil }
func (m made) Statements(permission.Environment) []policy.Statement { return m }

func TestTokensPassThrough(t *testing.T) {
	env := permission.Environment{Partition: "${Token[AWS.Partition.3]}", Region: "${Token[AWS.Region.4]}", AccountID: "${Token[AWS.AccountId.0]}"}
	g := resource.Grant{
		Environment: env, Store: resource.CodeArtifactRepository{DomainName: "${Token[TOKEN.1]}", RepositoryName: "${Token[TOKEN.2]}"},
		Principals: resource.Principals{ARNs: []string{"${Token[TOKEN.3]}", "arn:aws:iam::${Token[TOKEN.4]}:root"}, OrganizationID: "${Token[TOKEN.5]}"},
		Sets:       []permission.Set{permission.Publisher{CodeArtifact: &permission.CodeArtifact{DomainName: "${Token[TOKEN.1]}", EveryRepository: true}}},
	}
	require.NoError(t, g.Validate())
	requireGolden(t, "tokens", g.Document())
}

func TestNotices(t *testing.T) {
	build, publish := everything()
	for _, test := range []struct {
		name       string
		store      resource.Store
		principals resource.Principals
		set        permission.Set
		ids        []string
	}{
		{"a role", resource.ECRRepository{RepositoryName: "team/app"}, resource.Principals{ARNs: []string{role(other)}}, build, nil},
		{"an account", resource.ECRRepository{RepositoryName: "team/app"}, resource.Principals{ARNs: []string{"arn:aws:iam::" + other + ":root"}}, build, []string{"resource-whole-account"}},
		{"an organization", resource.ECRRepository{RepositoryName: "team/app"}, resource.Principals{OrganizationID: "o-a1b2c3d4e5"}, build, []string{"resource-whole-organization"}},
		{"everybody, of an organization", resource.ECRRepository{RepositoryName: "team/app"}, resource.Principals{ARNs: []string{"*"}, OrganizationID: "o-a1b2c3d4e5"}, build, []string{"resource-whole-organization"}},
		{"a role of an organization", resource.ECRRepository{RepositoryName: "team/app"}, resource.Principals{ARNs: []string{role(other)}, OrganizationID: "o-a1b2c3d4e5"}, build, nil},
		{"the owner", resource.ECRRepository{RepositoryName: "team/app"}, resource.Principals{ARNs: []string{role(owner)}}, build, []string{"resource-same-account"}},
		{"the owner and another", resource.ECRRepository{RepositoryName: "team/app"}, resource.Principals{ARNs: []string{role(owner), role(other)}}, build, []string{"resource-same-account"}},
		{"the administrator", resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: "my-repo", AdministratorAccountID: administrator}, resource.Principals{ARNs: []string{role(administrator)}}, build, []string{"resource-same-account"}},
		{"the domain alone", domain, resource.Principals{ARNs: []string{role(other)}}, build, []string{"codeartifact-repository-policy"}},
		{"the domain and all in it", wholly, resource.Principals{ARNs: []string{role(other)}}, build, nil},
		{"a repository", repository, resource.Principals{ARNs: []string{role(other)}}, build, []string{"codeartifact-domain-policy"}},
		{"reading a bucket", resource.Bucket{BucketName: "acme-dist"}, resource.Principals{ARNs: []string{role(other)}}, build, nil},
		{"writing to a bucket", resource.Bucket{BucketName: "acme-dist"}, resource.Principals{ARNs: []string{role(other)}}, publish, []string{"s3-object-ownership"}},
		{"writing to a bucket with ACLs", resource.Bucket{BucketName: "acme-dist", ACLs: true}, resource.Principals{ARNs: []string{role(other)}}, publish, []string{"s3-acl"}},
		{"a key", resource.Key{ARN: keyARN}, resource.Principals{ARNs: []string{role(other)}}, publish, []string{"kms-key-policy"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := resource.Grant{Environment: home, Store: test.store, Principals: test.principals, Sets: []permission.Set{test.set}}
			require.NoError(t, g.Validate())
			var ids []string
			for _, notice := range g.Notices() {
				ids = append(ids, notice.ID)
				assert.NotEmpty(t, notice.Text)
			}
			assert.Equal(t, test.ids, ids)
			assert.Equal(t, strings.HasPrefix(test.name, "the owner") && !strings.Contains(test.name, "another") || test.name == "the administrator", len(g.Document().Statements) == 0)
		})
	}
}

func TestUnknownRegion(t *testing.T) {
	build, _ := everything()
	env := permission.Environment{AccountID: owner, Region: "eu-centrall-1"}
	g := resource.Grant{Environment: env, Store: resource.ECRRepository{RepositoryName: "team/app"}, Principals: resource.Principals{ARNs: []string{role(other)}},
		Sets: []permission.Set{build}}
	assert.Contains(t, g.Notices()[0].Text, `{Region} "eu-centrall-1" is no region that is known here`)
}
