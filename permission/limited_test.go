package permission_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

var limitedHardenings = []hardening{
	{
		name: "pin-region", options: "Limited.PinRegion", stores: everywhere,
		limited: permission.Limited{PinRegion: true},
		denies:  []string{put + " aws:RequestedRegion=us-east-1", "ecr:GetAuthorizationToken * aws:RequestedRegion=us-east-1"},
		keeps:   []string{put, "ecr:GetAuthorizationToken *", bearer, "ecr:PutImage" + image + "app"},
	},
	{
		name: "organization", options: "Limited.OrganizationID", stores: everywhere,
		limited: permission.Limited{OrganizationID: "o-a1b2c3d4e5"},
		denies:  []string{put + " aws:ResourceOrgID=o-zzzzzzzzzz", put + " aws:ResourceOrgID=", "ecr:PutImage" + image + "app aws:ResourceOrgID=o-zzzzzzzzzz"},
		keeps:   []string{put, "ecr:PutImage" + image + "app", "ecr:GetAuthorizationToken * aws:ResourceOrgID=", bearer},
	},
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
	publisher := permission.Publisher{ECR: &permission.ECR{EveryRepository: true}}
	require.Equal(t, publisher.Notices(env), permission.Limited{Set: publisher}.Notices(env))
	require.Equal(t, publisher.Statements(env), permission.Limited{Set: publisher}.Statements(env))
	assert.EqualError(t, permission.Limited{Set: permission.Publisher{}, OrganizationID: "acme"}.Validate(env), `cipublisher: 2 faults:
  - S3, Ecr and CodeArtifact are all unset, so there is nothing to publish to; set at least one
  - OrganizationId "acme" is not the id of an organization; write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`)
}

// somebodys is a set that this package knows nothing of.
type somebodys []policy.Statement

func (s somebodys) Validate(permission.Environment) error                { return nil }
func (s somebodys) Statements(permission.Environment) []policy.Statement { return s }

// A statement of somebody else's set may mix what a pin would break with what
// it must limit, and have the conditions already.
func TestLimitedPartsMixedStatements(t *testing.T) {
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	own := policy.Conditions{"StringEquals": {"aws:RequestedRegion": {"us-east-1"}, "aws:PrincipalTag/team": {"a"}}}
	pinned := policy.Conditions{"StringEquals": {"aws:RequestedRegion": {"eu-west-1"}}}
	for _, test := range []struct {
		name       string
		statement  policy.Statement
		conditions map[string]policy.Conditions // of each statement, by its Sid
	}{
		{"only what it limits", policy.Statement{Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}, map[string]policy.Conditions{"Own": pinned}},
		{"only what it would break", policy.Statement{Actions: []string{"iam:ListRoles"}, Resources: []string{"*"}}, map[string]policy.Conditions{"Own": nil}},
		{"both", policy.Statement{Actions: []string{"s3:GetObject", "iam:ListRoles"}, Resources: []string{"*"}},
			map[string]policy.Conditions{"Own": pinned, "OwnAnyRegion": nil}},
		{"everything but one action", policy.Statement{NotActions: []string{"iam:ListRoles"}, Resources: []string{"*"}}, map[string]policy.Conditions{"Own": pinned}},
		{"everywhere but in one place", policy.Statement{Actions: []string{"s3:GetObject"}, NotResources: []string{"arn:aws:s3:::b/*"}}, map[string]policy.Conditions{"Own": pinned}},
		{"a resource with a region", policy.Statement{Actions: []string{"sqs:SendMessage"}, Resources: []string{"arn:aws:sqs:eu-west-1:111122223333:q"}}, map[string]policy.Conditions{"Own": nil}},
		{"a region of its own", policy.Statement{Actions: []string{"s3:GetObject"}, Resources: []string{"*"}, Conditions: own}, map[string]policy.Conditions{"Own": {
			"StringEquals": own["StringEquals"], "StringLike": {"aws:RequestedRegion": {"eu-west-1"}},
		}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.statement.Sid, test.statement.Effect = "Own", policy.Allow
			got := map[string]policy.Conditions{}
			var actions []string
			for _, s := range (permission.Limited{Set: somebodys{test.statement}, PinRegion: true}).Statements(env) {
				got[s.Sid] = s.Conditions
				actions = append(actions, s.Actions...)
			}
			assert.Equal(t, test.conditions, got)
			assert.Equal(t, test.statement.Actions, actions)
		})
	}
	assert.Equal(t, []string{"us-east-1"}, own["StringEquals"]["aws:RequestedRegion"], "the set's own conditions stay as they are")
}

// A set without limits is itself: no other type stands for it.
func TestLimit(t *testing.T) {
	set := permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}}
	assert.Equal(t, set, permission.Limited{}.On(set))
	assert.Equal(t, permission.Limited{Set: set, PinRegion: true}, permission.Limited{PinRegion: true}.On(set))
	assert.Equal(t, permission.Limited{Set: set, OrganizationID: "o-a1b2c3d4e5"}, permission.Limited{OrganizationID: "o-a1b2c3d4e5"}.On(set))
}
