package policy_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/policy"
)

// The fixtures, asked. The number is the statement that decides.
func TestEvaluateFixtures(t *testing.T) {
	const (
		denied = policy.ExplicitlyDenied
		silent = policy.ImplicitlyDenied
		allow  = policy.Allowed
	)
	s3 := func(action, resource string, context policy.Context) policy.Request {
		return policy.Request{Action: "s3:" + action, Resource: "arn:aws:s3:::" + resource, Context: context}
	}
	from := func(r policy.Request, caller policy.Caller) policy.Request {
		r.Principal = caller
		return r
	}
	alice := policy.Context{"aws:username": {"alice"}}
	office := policy.Context{"aws:SourceIp": {"192.0.2.7"}, "aws:ViaAWSService": {"false"}}
	elsewhere := policy.Context{"aws:SourceIp": {"203.0.113.7"}, "aws:ViaAWSService": {"false"}}
	github := func(aud, sub string) policy.Request {
		return policy.Request{
			Action: "sts:AssumeRoleWithWebIdentity", Principal: federated(provider),
			Context: policy.Context{
				"token.actions.githubusercontent.com:aud": {aud},
				"token.actions.githubusercontent.com:sub": {sub},
			},
		}
	}
	list := func(context policy.Context) policy.Request { return s3("ListBucket", "example_bucket", context) }
	for _, c := range []struct {
		fixture, name string
		request       policy.Request
		outcome       policy.Outcome
		statement     int
	}{
		{"identity-home-directory", "list of buckets", s3("ListAllMyBuckets", "*", nil), allow, 0},
		{"identity-home-directory", "list without a prefix", s3("ListBucket", "BUCKET-NAME", nil), silent, -1},
		{"identity-home-directory", "list with an empty prefix", s3("ListBucket", "BUCKET-NAME", policy.Context{"s3:prefix": {""}}), allow, 1},
		{"identity-home-directory", "list of one's own", s3("ListBucket", "BUCKET-NAME", policy.Context{"s3:prefix": {"home/alice/"}, "aws:username": {"alice"}}), allow, 1},
		{"identity-home-directory", "list of another's", s3("ListBucket", "BUCKET-NAME", policy.Context{"s3:prefix": {"home/bob/"}, "aws:username": {"alice"}}), silent, -1},
		{"identity-home-directory", "one's own object", s3("PutObject", "BUCKET-NAME/home/alice/a:b", alice), allow, 2},
		{"identity-home-directory", "another's object", s3("PutObject", "BUCKET-NAME/home/bob/a", alice), silent, -1},
		{"identity-home-directory", "without a user name", s3("PutObject", "BUCKET-NAME/home//a", nil), silent, -1},
		{"identity-home-directory", "a user named *", s3("PutObject", "BUCKET-NAME/home/bob/a", policy.Context{"aws:username": {"*"}}), silent, -1},

		{"identity-single-statement", "all met", list(policy.Context{"s3:max-keys": {"10"}, "aws:SecureTransport": {"true"}, "aws:TokenIssueTime": {"2026-01-01T00:00:00Z"}}), allow, 0},
		{"identity-single-statement", "one number too large", list(policy.Context{"s3:max-keys": {"11"}, "aws:SecureTransport": {"true"}, "aws:TokenIssueTime": {"2026-01-01T00:00:00Z"}}), silent, -1},
		{"identity-single-statement", "too old", list(policy.Context{"s3:max-keys": {"10"}, "aws:SecureTransport": {"true"}, "aws:TokenIssueTime": {"1577836800"}}), silent, -1},

		{"trust-github", "the repository", github("sts.amazonaws.com", "repo:octo-org/octo-repo:ref:refs/heads/main"), allow, 0},
		{"trust-github", "another repository", github("sts.amazonaws.com", "repo:octo-org/octo-repo-evil:ref:refs/heads/main"), silent, -1},
		{"trust-github", "another audience", github("octo", "repo:octo-org/octo-repo:ref:refs/heads/main"), silent, -1},
		{"trust-github", "another provider", from(github("sts.amazonaws.com", "repo:octo-org/octo-repo:ref:refs/heads/main"), federated(provider+".evil")), silent, -1},
		{"trust-github", "another way in", policy.Request{Action: "sts:AssumeRole", Principal: aws(bob)}, silent, -1},

		{"trust-services", "the service", policy.Request{Action: "sts:AssumeRole", Principal: service("codebuild.amazonaws.com"), Context: policy.Context{
			"aws:SourceAccount": {account}, "aws:SourceArn": {"arn:aws:codebuild:eu-west-1:123456789012:project/release-1"},
		}}, allow, 0},
		{"trust-services", "the service for another account", policy.Request{Action: "sts:AssumeRole", Principal: service("codebuild.amazonaws.com"), Context: policy.Context{
			"aws:SourceAccount": {"999999999999"}, "aws:SourceArn": {"arn:aws:codebuild:eu-west-1:999999999999:project/release-1"},
		}}, silent, -1},
		{"trust-services", "the role's session", policy.Request{Action: "sts:TagSession", Principal: aws("arn:aws:sts::123456789012:assumed-role/deployer/s")}, allow, 1},
		{"trust-services", "the other account", policy.Request{Action: "sts:AssumeRole", Principal: aws("arn:aws:iam::999999999999:user/eve")}, allow, 1},

		{"bucket-only-from-the-office", "Bob at the office", from(s3("PutObject", "amzn-s3-demo-bucket/releases/a", office), aws(bob)), allow, 0},
		{"bucket-only-from-the-office", "Bob elsewhere", from(s3("PutObject", "amzn-s3-demo-bucket/releases/a", elsewhere), aws(bob)), denied, 1},
		{"bucket-only-from-the-office", "a role at the office", from(s3("PutObject", "amzn-s3-demo-bucket/releases/a", office), aws(roleARN)), denied, 2},
		{"bucket-only-from-the-office", "a role, other objects", from(s3("PutObject", "amzn-s3-demo-bucket/a", office), aws(roleARN)), allow, 0},
		{"bucket-only-from-the-office", "a canonical user", from(s3("GetObject", "amzn-s3-demo-bucket/a", office), policy.Caller{CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}), allow, 0},
		{"bucket-only-from-the-office", "anonymous", s3("GetObject", "amzn-s3-demo-bucket/a", office), silent, -1},
		{"bucket-only-from-the-office", "IPv6", from(s3("GetObject", "amzn-s3-demo-bucket/a", policy.Context{"aws:SourceIp": {"2001:db8:1234:5678::9"}, "aws:ViaAWSService": {"false"}}), aws(bob)), allow, 0},

		{"ecr-repository", "a policy without resources", policy.Request{Action: "ecr:BatchGetImage", Resource: "arn:aws:ecr:eu-west-1:123456789012:repository/a", Principal: aws("arn:aws:iam::444455556666:role/a")}, allow, 0},
		{"ecr-repository", "another account", policy.Request{Action: "ecr:BatchGetImage", Resource: "arn:aws:ecr:eu-west-1:123456789012:repository/a", Principal: aws(bob)}, silent, -1},

		{"topic-without-version", "a variable is text in the old version", policy.Request{Action: "sns:Publish", Resource: "arn:aws:sns:us-east-2:123456789012:alice", Context: policy.Context{"aws:username": {"alice"}, "aws:PrincipalTag/team": {"alice"}}}, silent, -1},
		{"topic-without-version", "that text", policy.Request{Action: "sns:Publish", Resource: "arn:aws:sns:us-east-2:123456789012:${aws:username}", Context: policy.Context{"aws:PrincipalTag/team": {"${aws:username}"}}}, allow, 0},

		{"boundary-region-and-tags", "in the region", policy.Request{Action: "s3:GetObject", Resource: "*", Context: policy.Context{"aws:RequestedRegion": {"eu-west-1"}}}, allow, 2},
		{"boundary-region-and-tags", "in another region", policy.Request{Action: "s3:GetObject", Resource: "*", Context: policy.Context{"aws:RequestedRegion": {"us-east-1"}}}, denied, 0},
		{"boundary-region-and-tags", "without a region", policy.Request{Action: "s3:GetObject", Resource: "*"}, denied, 0},
		{"boundary-region-and-tags", "an action that is excepted", policy.Request{Action: "IAM:GetRole", Resource: "*"}, allow, 2},
		{"boundary-region-and-tags", "a tag that is not in the list", policy.Request{Action: "ec2:CreateTags", Resource: "arn:aws:ec2:eu-west-1:123456789012:instance/i", Context: policy.Context{"aws:RequestedRegion": {"eu-west-1"}, "aws:TagKeys": {"team", "owner"}}}, denied, 1},
		{"boundary-region-and-tags", "tags of the list", policy.Request{Action: "ec2:CreateTags", Resource: "arn:aws:ec2:eu-west-1:123456789012:instance/i", Context: policy.Context{"aws:RequestedRegion": {"eu-west-1"}, "aws:TagKeys": {"team", "stage"}}}, allow, 2},
		{"boundary-region-and-tags", "a resource that is excepted", policy.Request{Action: "ec2:CreateTags", Resource: "arn:aws:ec2:eu-west-1:123456789012:volume/v", Context: policy.Context{"aws:RequestedRegion": {"eu-west-1"}, "aws:TagKeys": {"owner"}}}, allow, 2},

		{"kms-key", "through S3", policy.Request{Action: "kms:GenerateDataKey", Resource: "*", Principal: aws(session), Context: policy.Context{"kms:ViaService": {"s3.eu-central-1.amazonaws.com"}, "aws:PrincipalArn": {roleARN}}}, allow, 0},
		{"kms-key", "directly", policy.Request{Action: "kms:GenerateDataKeyPair", Resource: "*", Principal: aws(session), Context: policy.Context{"aws:PrincipalArn": {roleARN}}}, denied, 1},
		{"kms-key", "directly, as an administrator", policy.Request{Action: "kms:Decrypt", Resource: "*", Principal: aws(session), Context: policy.Context{"aws:PrincipalArn": {"arn:aws:iam::123456789012:role/admin/a"}}}, allow, 0},
		{"kms-key", "another action", policy.Request{Action: "kms:DescribeKey", Resource: "*", Principal: aws(session)}, allow, 0},

		{"cdk-tokens", "tokens are text, and no ARN", policy.Request{Action: "ecr:PutImage", Resource: "arn:${Token[AWS.Partition.3]}:ecr:${Token[AWS.Region.9]}:${Token[AWS.AccountId.4]}:repository/a", Context: policy.Context{"aws:PrincipalArn": {"${Token[TOKEN.12]}"}}}, silent, -1},
	} {
		t.Run(c.fixture+"/"+c.name, func(t *testing.T) {
			d := parsed(t, fixtures(t)[c.fixture])
			decision, err := d.Evaluate(c.request)
			require.NoError(t, err)
			want := policy.Decision{Outcome: c.outcome, Document: 0, Statement: c.statement}
			if c.statement < 0 {
				want.Document = -1
			} else {
				want.Sid = d.Statements[c.statement].Sid
			}
			assert.Equal(t, want, decision)
		})
	}
}

func TestEvaluateSeveralDocuments(t *testing.T) {
	allow := policy.Statement{Sid: "Allow", Effect: policy.Allow, Actions: []string{"s3:*"}, Resources: []string{"*"}}
	deny := policy.Statement{Sid: "Deny", Effect: policy.Deny, Actions: []string{"s3:Delete*"}, Resources: []string{"*"}}
	documents := []policy.Document{policy.New(), policy.New(allow), policy.New(allow, deny)}
	for _, c := range []struct {
		action string
		want   policy.Decision
		text   string
	}{
		{"s3:GetObject", policy.Decision{Outcome: policy.Allowed, Document: 1, Statement: 0, Sid: "Allow"}, "allowed by Statement[0](Allow) of document 1"},
		{"s3:DeleteObject", policy.Decision{Outcome: policy.ExplicitlyDenied, Document: 2, Statement: 1, Sid: "Deny"}, "explicitly denied by Statement[1](Deny) of document 2"},
		{"ec2:StopInstances", policy.Decision{Outcome: policy.ImplicitlyDenied, Document: -1, Statement: -1}, "implicitly denied: no statement allows it"},
	} {
		t.Run(c.action, func(t *testing.T) {
			got, err := policy.Evaluate(documents, policy.Request{Action: c.action, Resource: "*"})
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.text, got.String())
			assert.Equal(t, c.want.Outcome == policy.Allowed, got.Allowed())
		})
	}
	decision, err := policy.Evaluate(nil, policy.Request{Action: "s3:GetObject"})
	require.NoError(t, err)
	assert.False(t, decision.Allowed())
	assert.Equal(t, "Outcome(7)", policy.Outcome(7).String())
}

// A statement without actions, which no JSON can have, speaks of none.
func TestEvaluateStatementWithoutActions(t *testing.T) {
	decision, err := policy.New(policy.Statement{Effect: policy.Allow}).Evaluate(policy.Request{Action: "s3:GetObject"})
	require.NoError(t, err)
	assert.False(t, decision.Allowed())
}

// "The resource that includes a policy variable with no value will not match
// any resource", so that NotResource leaves nothing out.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
func TestVariablesWithoutValueMatchNoResource(t *testing.T) {
	list := []string{"arn:aws:s3:::${aws:username}"}
	for _, resource := range []string{"", "*", "arn:aws:s3:::", "arn:aws:s3:::${aws:username}"} {
		for want, s := range map[bool]policy.Statement{
			false: {Effect: policy.Allow, Actions: []string{"*"}, Resources: list},
			true:  {Effect: policy.Allow, Actions: []string{"*"}, NotResources: list},
		} {
			decision, err := policy.New(s).Evaluate(policy.Request{Action: "s3:GetObject", Resource: resource})
			require.NoError(t, err)
			assert.Equal(t, want, decision.Allowed(), resource)
		}
	}
}

func TestWrongRequestsAreErrors(t *testing.T) {
	everything := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}})
	for _, c := range []struct {
		name string
		give policy.Request
		want string
	}{
		{"no action", policy.Request{}, `Action is missing; name one action, such as "s3:GetObject"`},
		{"a wildcard", policy.Request{Action: "s3:*"}, `Action "s3:*" has a wildcard, but a request is for one action; name one action, such as "s3:GetObject"`},
		{"no prefix", policy.Request{Action: "GetObject"}, `Action "GetObject" has no service prefix; write it as "s3:GetObject"`},
		{"two callers", policy.Request{Action: "s3:GetObject", Principal: policy.Caller{AWS: bob, Service: "ec2.amazonaws.com"}}, `Principal is of several kinds at once; set one of AWS, Federated and Service`},
		{"a key in two cases", policy.Request{Action: "s3:GetObject", Context: policy.Context{"aws:username": {"a"}, "aws:UserName": {"b"}}}, `Context "aws:username" is given as "aws:UserName" too, and the names of keys are not case-sensitive; give the key once`},
	} {
		t.Run(c.name, func(t *testing.T) {
			decision, err := everything.Evaluate(c.give)
			assert.EqualError(t, err, "cipublisher: "+c.want)
			assert.False(t, decision.Allowed())
		})
	}
}

func TestExplain(t *testing.T) {
	d := parsed(t, fixtures(t)["trust-services"])
	matches, err := d.Explain(policy.Request{
		Action: "sts:AssumeRole", Principal: service("codebuild.amazonaws.com"),
		Context: policy.Context{"AWS:sourceaccount": {"999999999999"}},
	})
	require.NoError(t, err)
	assert.Equal(t, []policy.Match{
		{
			Statement: 0, Sid: "Services", Effect: policy.Allow, Principal: true, Action: true, Resource: true,
			Failed: []policy.FailedCondition{
				{Operator: "ArnLike", Key: "aws:SourceArn", Want: []string{"arn:aws:codebuild:*:123456789012:project/release-*"}},
				{Operator: "StringEquals", Key: "aws:SourceAccount", Want: []string{account}, Got: []string{"999999999999"}, Present: true},
			},
		},
		{Statement: 1, Sid: "Deployer", Effect: policy.Allow, Action: true, Resource: true},
	}, matches)
	assert.Equal(t, "Statement[0](Services) does not apply\n"+
		`  ArnLike aws:SourceArn: wanted "arn:aws:codebuild:*:123456789012:project/release-*", the request has no such key`+"\n"+
		`  StringEquals aws:SourceAccount: wanted "123456789012", saw "999999999999"`, matches[0].String())
	assert.Equal(t, "Statement[1](Deployer) does not apply\n  it does not cover the principal", matches[1].String())
	assert.False(t, matches[0].Applies())
}

func TestExplainTexts(t *testing.T) {
	all := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}})
	matches, err := all.Explain(policy.Request{Action: "s3:GetObject"})
	require.NoError(t, err)
	assert.Equal(t, "Statement[0] applies", matches[0].String())

	none := policy.New(policy.Statement{Effect: policy.Allow, NotActions: []string{"*"}, NotResources: []string{"*"}})
	matches, err = none.Explain(policy.Request{Action: "s3:GetObject"})
	require.NoError(t, err)
	assert.Equal(t, "Statement[0] does not apply\n  it does not cover the action\n  it does not cover the resource", matches[0].String())

	failed := policy.FailedCondition{Operator: "StringEquals", Key: "a:b", Want: []string{"a", "b"}, Got: []string{"c", "d"}, Present: true}
	assert.Equal(t, `StringEquals a:b: wanted "a" or "b", saw "c" and "d"`, failed.String())
	assert.Equal(t, `StringEquals a:b: wanted nothing, the request has no such key`, policy.FailedCondition{Operator: "StringEquals", Key: "a:b"}.String())
}

// What Explain hands out is the caller's, to change as they like.
func TestExplainCopies(t *testing.T) {
	d := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Conditions: policy.Conditions{"StringEquals": {"a:b": {"c"}}}})
	r := policy.Request{Action: "s3:GetObject", Context: policy.Context{"a:b": {"d"}}}
	matches, err := d.Explain(r)
	require.NoError(t, err)
	matches[0].Failed[0].Want[0], matches[0].Failed[0].Got[0] = "x", "x"
	assert.Equal(t, "c", d.Statements[0].Conditions["StringEquals"]["a:b"][0])
	assert.Equal(t, "d", r.Context["a:b"][0])
}

func TestNamesOfContextKeysHaveNoCase(t *testing.T) {
	d := policy.New(policy.Statement{
		Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"arn:aws:s3:::${AWS:USERNAME}"},
		Conditions: policy.Conditions{"StringEquals": {"AWS:userName": {"alice"}}},
	})
	decision, err := d.Evaluate(policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::alice", Context: policy.Context{"aws:username": {"alice"}}})
	require.NoError(t, err)
	assert.True(t, decision.Allowed())
}

func mustEvaluate(t *rapid.T, d policy.Document, r policy.Request) policy.Decision {
	decision, err := d.Evaluate(r)
	require.NoError(t, err)
	return decision
}

func TestPropertyAddingADenyNeverAllowsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, r := documents().Draw(t, "document"), requests().Draw(t, "request")
		before := mustEvaluate(t, d, r)
		d.Statements = append(d.Statements, statements(policy.Deny).Draw(t, "deny"))
		after := mustEvaluate(t, d, r)
		if after.Allowed() && !before.Allowed() {
			t.Fatalf("%v, then %v", before, after)
		}
	})
}

func TestPropertyAddingAnAllowNeverAllowsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, r := documents().Draw(t, "document"), requests().Draw(t, "request")
		before := mustEvaluate(t, d, r)
		d.Statements = append(d.Statements, statements(policy.Allow).Draw(t, "allow"))
		after := mustEvaluate(t, d, r)
		if before.Allowed() && !after.Allowed() || before.Outcome == policy.ExplicitlyDenied && before != after {
			t.Fatalf("%v, then %v", before, after)
		}
	})
}

func TestPropertyAddingAConditionToAnAllowNeverAllowsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, r := statements(policy.Allow).Draw(t, "allow"), requests().Draw(t, "request")
		before := mustEvaluate(t, policy.New(s), r)
		more := policy.Conditions{}
		for operator, keys := range s.Conditions {
			more[operator] = map[string][]string{}
			for key, values := range keys {
				more[operator][key] = values
			}
		}
		for operator, keys := range conditionBlocks(1).Draw(t, "added") {
			if more[operator] == nil {
				more[operator] = map[string][]string{}
			}
			for key, values := range keys {
				if _, there := more[operator][key]; !there { // the values of one key OR
					more[operator][key] = values
				}
			}
		}
		s.Conditions = more
		after := mustEvaluate(t, policy.New(s), r)
		if after.Allowed() && !before.Allowed() {
			t.Fatalf("%v, then %v", before, after)
		}
	})
}

func TestPropertyTheOrderOfStatementsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, r := documents().Draw(t, "document"), requests().Draw(t, "request")
		before := mustEvaluate(t, d, r)
		d.Statements = rapid.Permutation(d.Statements).Draw(t, "permutation")
		if after := mustEvaluate(t, d, r); after.Outcome != before.Outcome {
			t.Fatalf("%v, then %v", before, after)
		}
	})
}

func TestPropertyDocumentsAreAsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, r := documents().Draw(t, "document"), requests().Draw(t, "request")
		var apart []policy.Document
		for _, s := range d.Statements {
			apart = append(apart, policy.Document{Version: d.Version, Statements: []policy.Statement{s}})
		}
		whole := mustEvaluate(t, d, r)
		parts, err := policy.Evaluate(apart, r)
		require.NoError(t, err)
		if whole.Outcome != parts.Outcome || whole.Statement != parts.Document {
			t.Fatalf("%v, but apart %v", whole, parts)
		}
	})
}

// Explain and Evaluate tell the same story.
func TestPropertyExplainAgreesWithEvaluate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, r := documents().Draw(t, "document"), requests().Draw(t, "request")
		matches, err := d.Explain(r)
		require.NoError(t, err)
		want := policy.Decision{Document: -1, Statement: -1}
		for _, m := range matches {
			if !m.Applies() || want.Outcome == policy.ExplicitlyDenied || m.Effect == policy.Allow && want.Outcome == policy.Allowed {
				continue
			}
			want = policy.Decision{Outcome: policy.Allowed, Document: 0, Statement: m.Statement, Sid: m.Sid}
			if m.Effect == policy.Deny {
				want.Outcome = policy.ExplicitlyDenied
			}
		}
		if got := mustEvaluate(t, d, r); got != want {
			t.Fatalf("evaluated %v, explained %v", got, want)
		}
	})
}

// FuzzEvaluate puts any text into every place of a statement and a request:
// whatever it is, the answer is a decision or our error, and an unknown
// operator is always an error.
func FuzzEvaluate(f *testing.F) {
	f.Add("s3:*", "arn:aws:s3:::b/${aws:username}/*", "StringLike", "aws:username", "a*", "arn:aws:iam::123456789012:root", "s3:GetObject", "arn:aws:s3:::b/a/c", "a", "123456789012")
	f.Add("*", "*", "ForAllValues:NumericLessThanIfExists", "s3:max-keys", "1e9", "*", "s3:ListBucket", "*", "10", "")
	f.Add("s3:?etObject", "arn:*:s3:*", "DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00Z", "arn:aws:iam::123456789012:role/a/b", "s3:GetObject", "arn:aws:s3:::b", "1767225600", "arn:aws:sts::123456789012:assumed-role/b/s")
	f.Add("a:b", "x", "NotIpAddress", "aws:SourceIp", "2001:db8::/32", "", "a:b", "", "::1", "")
	f.Add("a:b", "x", "ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::*:${aws:PrincipalTag/a, 'b'}", "", "a:b", "", "arn:aws:iam::1:b", "")
	f.Add("a:b", "x", "BinaryEquals", "k", "AA==", "", "a:b", "", "AA==", "")
	f.Add("a:b", "x", "StringMatches", "k", "v", "", "a:b", "", "v", "")
	f.Fuzz(func(t *testing.T, actionPattern, resourcePattern, operator, key, want, principal, action, resource, got, caller string) {
		s := policy.Statement{
			Effect: policy.Allow, Principal: &policy.Principal{AWS: []string{principal}},
			Actions: []string{actionPattern}, Resources: []string{resourcePattern},
			Conditions: policy.Conditions{operator: {key: {want}}},
		}
		deny := s
		deny.Effect, deny.Principal, deny.NotPrincipal = policy.Deny, nil, s.Principal
		deny.Actions, deny.NotActions, deny.Resources, deny.NotResources = nil, s.Actions, nil, s.Resources
		r := policy.Request{Action: action, Resource: resource, Principal: policy.Caller{AWS: caller}, Context: policy.Context{key: {got}, "aws:username": {got}}}
		d := policy.New(s, deny)

		decision, err := d.Evaluate(r)
		matches, explainErr := d.Explain(r)
		if (err == nil) != (explainErr == nil) {
			t.Fatalf("Evaluate: %v, Explain: %v", err, explainErr)
		}
		if err != nil {
			if decision.Allowed() || !strings.HasPrefix(err.Error(), "cipublisher: ") {
				t.Errorf("%v with %v", decision, err)
			}
			return
		}
		if decision.Allowed() != (matches[0].Applies() && !matches[1].Applies()) {
			t.Errorf("evaluated %v, explained %v", decision, matches)
		}
		if decision.Allowed() && !strings.ContainsAny(resourcePattern, "*?$") && resourcePattern != resource {
			t.Errorf("%q allowed by %q", resource, resourcePattern)
		}
		if text := decision.String() + matches[0].String(); utf8.ValidString(operator+key) && !utf8.ValidString(text) {
			t.Errorf("unprintable text %q", text)
		}
	})
}
