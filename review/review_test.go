package review_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func ExampleGrants() {
	document := policy.New(policy.Statement{
		Effect:     policy.Allow,
		Actions:    []string{"s3:PutObject"},
		Resources:  []string{"arn:aws:s3:::artifacts/*"},
		Conditions: policy.Conditions{"StringEquals": {"s3:RequestObjectTag/Release": {"false"}}},
	})
	for _, grant := range review.Grants(document) {
		fmt.Println(grant.Store, grant.Effect, grant.Actions[0].Name)
		fmt.Println("on", grant.Resources[0])
		fmt.Println("if", grant.Conditions[0])
	}
	// Output:
	// S3 Allow s3:PutObject
	// on arn:aws:s3:::artifacts/*
	// if s3:RequestObjectTag/Release is "false"
}

func ExampleCompare() {
	before, _ := review.FromTemplate([]byte(template(`"s3:PutObject"`)), review.Context{})
	after, _ := review.FromTemplate([]byte(template(`["s3:PutObject", "s3:DeleteObject"]`)), review.Context{})
	for _, change := range review.Compare(before, after) {
		for _, entry := range change.Gained {
			fmt.Println(change.Holder.Name, "gains", entry.Grant.Actions[0].Name, "on", entry.Grant.Resources[0])
		}
	}
	// Output:
	// /ci/publisher gains s3:DeleteObject on arn:<AWS::Partition>:s3:::artifacts/*
}

// template has one role that may call actions, given as JSON.
func template(actions string) string {
	return `{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {
		"Path": "/ci/", "RoleName": "publisher",
		"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
		"Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
			{"Effect": "Allow", "Action": ` + actions + `, "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::artifacts/*"}}]}}]}}}}`
}

func TestWords(t *testing.T) {
	for _, test := range []struct {
		operator string
		values   []string
		want     string
	}{
		{"StringEquals", []string{"a"}, `k is "a"`},
		{"StringEquals", []string{"a", "b"}, `k is "a" or "b"`},
		{"StringNotEquals", []string{"a", "b"}, `k is not "a" nor "b"`},
		{"StringLikeIfExists", []string{"a*"}, `k is like "a*", or is missing`},
		{"ForAllValues:StringEquals", []string{"a"}, `every value of k is "a", or there is none`},
		{"ForAnyValue:StringLike", []string{"a*"}, `some value of k is like "a*"`},
		{"NumericLessThanEquals", []string{"900"}, `k is at most "900"`},
		{"DateGreaterThanEquals", []string{"2026-01-01"}, `k is not before "2026-01-01"`},
		{"Bool", []string{"true"}, `k is "true"`},
		{"IpAddress", []string{"192.0.2.0/24"}, `k is in "192.0.2.0/24"`},
		{"Null", []string{"true"}, "k is missing"},
		{"Null", []string{"false"}, "k is there"},
		{"Null", []string{"true", "false"}, "k is there or is missing"},
	} {
		assert.Equal(t, []string{test.want}, review.Words(policy.Conditions{test.operator: {"k": test.values}}))
	}
	assert.Equal(t, []string{`a is "1"`, `b is "2"`, `a is like "3"`},
		review.Words(policy.Conditions{"StringLike": {"a": {"3"}}, "StringEquals": {"b": {"2"}, "a": {"1"}}}), "in a fixed order")
}

// Every action of a publisher comes with the reason that the tables give.
func TestGrantsGiveReasons(t *testing.T) {
	grants := review.Grants(policy.New(
		policy.Statement{Effect: policy.Allow, Actions: []string{"S3:putobject", "ecr:PutImage", "ecr:DeleteRepository"}, Resources: []string{"*"}},
		policy.Statement{Effect: policy.Allow, Actions: []string{"sts:GetServiceBearerToken"}, Resources: []string{"*"},
			Conditions: policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}}},
		policy.Statement{Effect: policy.Deny, Actions: []string{"s3:PutObject"}, Resources: []string{"*"}},
	))
	require.Len(t, grants, 4)
	assert.Equal(t, "S3", grants[0].Store)
	assert.NotEmpty(t, grants[0].Actions[0].Call)
	assert.Equal(t, "ECR", grants[1].Store)
	require.Len(t, grants[1].Actions, 2)
	assert.Contains(t, grants[1].Actions[0].Source, "https://docs.aws.amazon.com/")
	assert.Equal(t, review.Action{Name: "ecr:DeleteRepository"}, grants[1].Actions[1], "nothing justifies it")
	assert.Equal(t, "CodeArtifact", grants[2].Store, "the token is CodeArtifact's")
	assert.Empty(t, grants[3].Actions[0].Call, "the tables allow the action, they do not deny it")
}

const trustedByEC2 = `"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`

const allowed = `"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}`

func TestPoliciesFindTheirRole(t *testing.T) {
	for _, test := range []struct {
		name, roleProperties, policy string
		// ofRole and alone count the policies of the role and of the policy
		// resource itself.
		ofRole, alone int
	}{
		{"managed policy that names the role", "", `"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": [{"Ref": "Role"}], ` + allowed + `}`, 1, 0},
		{"managed policy that the role names", `"ManagedPolicyArns": [{"Ref": "Policy"}],`, `"Type": "AWS::IAM::ManagedPolicy", "Properties": {` + allowed + `}`, 1, 0},
		{"policy", "", `"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p", "Roles": [{"Ref": "Role"}], ` + allowed + `}`, 1, 0},
		{"role policy", "", `"Type": "AWS::IAM::RolePolicy", "Properties": {"PolicyName": "p", "RoleName": {"Ref": "Role"}, ` + allowed + `}`, 1, 0},
		{"policy of a user too", "", `"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p", "Roles": [{"Ref": "Role"}], "Users": ["u"], ` + allowed + `}`, 1, 1},
		{"policy of a role elsewhere", "", `"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p", "Roles": ["other"], ` + allowed + `}`, 0, 1},
		{"managed policy of nobody", "", `"Type": "AWS::IAM::ManagedPolicy", "Properties": {` + allowed + `}`, 0, 1},
		{"policy of a repository", "", `"Type": "AWS::ECR::Repository", "Properties": {"RepositoryPolicyText": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:PutImage"}]}}`, 0, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			holders, err := review.FromTemplate([]byte(`{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {`+
				test.roleProperties+trustedByEC2+`}}, "Policy": {`+test.policy+`}}}`), review.Context{})
			require.NoError(t, err)
			assert.Equal(t, "Role", holders[0].ID)
			assert.Len(t, holders[0].Policies, test.ofRole)
			alone := 0
			for _, h := range holders[1:] {
				if !h.Attached {
					alone += len(h.Policies)
				}
			}
			assert.Equal(t, test.alone, alone)
		})
	}
}

// What a stack set rolls out is granted in other accounts, and no less granted.
func TestStackSets(t *testing.T) {
	set := func(actions string) []review.Holder {
		body, err := json.Marshal(template(actions))
		require.NoError(t, err)
		holders, err := review.FromTemplate([]byte(`{"Resources": {"Set": {"Type": "AWS::CloudFormation::StackSet", "Properties": {"TemplateBody": `+string(body)+`}}}}`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	before, after := set(`"s3:PutObject"`), set(`"s3:*"`)
	assert.Equal(t, "Set/Role", before[0].ID)
	require.Len(t, review.Compare(before, after), 1)
	assert.Len(t, review.Compare(before, after)[0].Gained, 1)
}

// Of a template elsewhere only the address is known: another one may grant
// anything.
func TestNestedStacks(t *testing.T) {
	nested := func(url string) []review.Holder {
		holders, err := review.FromTemplate([]byte(`{"Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "`+url+`"}}}}`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	assert.Empty(t, review.Compare(nested("https://a"), nested("https://a")))
	changes := review.Compare(nested("https://a"), nested("https://b"))
	require.Len(t, changes, 1)
	assert.Equal(t, []review.Entry{
		{Kind: review.InTemplate, Text: "https://b", Grant: review.Grant{Effect: policy.Allow}},
		{Kind: review.InTemplate, Text: "https://a", Grant: review.Grant{Effect: policy.Deny}},
	}, changes[0].Gained, "and what the old one denied is not known either")
}

func TestTemplatesThatCannotBeRead(t *testing.T) {
	for name, test := range map[string]struct{ template, problem string }{
		"no template":       {"nonsense", "is not a CloudFormation template (it is no object)"},
		"no resources":      {"{}", "it has no Resources"},
		"a key twice":       {`{"Resources": {"A": {"Type": "AWS::S3::Bucket"}, "A": {"Type": "AWS::IAM::User"}}}`, `"Resources.A" is there twice`},
		"a key twice, YAML": {"Resources:\n  A:\n    Type: AWS::S3::Bucket\n  A:\n    Type: AWS::IAM::User\n", `line 4: "Resources.A" is there twice`},
		"a forged unknown":  {`{"Resources": {"A": {"Type": "\ufdd0B\ufdd1"}}}`, "noncharacter"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := review.FromTemplate([]byte(test.template), review.Context{})
			assert.ErrorContains(t, err, test.problem)
		})
	}
}

// What can't be read is told, hides nothing of the rest, and is a gain when it
// changes in any way.
func TestWhatCannotBeReadIsUnknown(t *testing.T) {
	read := func(trust, statement string) []review.Holder {
		holders, err := review.FromTemplate([]byte(`{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": `+trust+
			`, "Policies": [{"PolicyDocument": {"Version": "2012-10-17", "Statement": [`+statement+`, {"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}}]}}}}`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	const good = `{"Version": "2012-10-17", "Statement": []}`
	for _, test := range []struct{ name, trust, statement, changed, place string }{
		{"a trust policy from elsewhere", `{"Fn::Transform": {"Name": "T"}}`, `{"Effect": "Deny", "Action": "a:C", "Resource": "*"}`, `{"Fn::Transform": {"Name": "U"}}`, "AssumeRolePolicyDocument"},
		{"a statement of no effect", good, `{"Effect": "Permit", "Action": "a:B", "Resource": "*"}`, "", "Policies[0].PolicyDocument.Statement[0]"},
		{"a statement that a macro makes", good, `{"Fn::Transform": {"Name": "T"}}`, "", "Policies[0].PolicyDocument.Statement[0]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			holders := read(test.trust, test.statement)
			require.Len(t, holders[0].Named, 1)
			assert.Equal(t, review.InUnknown, holders[0].Named[0].Kind)
			assert.Contains(t, holders[0].Named[0].Text, test.place)
			assert.NotEmpty(t, holders[0].Policies, "the rest is read")
			assert.Empty(t, review.Compare(holders, holders))
			other := read(good, `{"Effect": "Allow", "Action": "a:B", "Resource": "*"}`)
			assert.NotEmpty(t, review.Compare(other, holders)[0].Gained, "it is new")
			assert.NotEmpty(t, review.Compare(holders, other)[0].Gained, "it is gone, and may have denied something")
		})
	}
}

// Two calls of a function are one value only if their arguments are.
func TestUnknownValuesAreNotConfused(t *testing.T) {
	read := func(bucket string) []review.Holder {
		holders, err := review.FromTemplate([]byte(`{"Resources": {"Policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {
			"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": `+bucket+`}]}}}}}`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	a, b := read(`{"Fn::Select": [0, {"Ref": "Buckets"}]}`), read(`{"Fn::Select": [1, {"Ref": "Buckets"}]}`)
	assert.Empty(t, review.Compare(a, a))
	require.Len(t, review.Compare(a, b), 1)
	assert.Len(t, review.Compare(a, b)[0].Gained, 1)
	// A "*" in an argument is no wildcard.
	wild, other := read(`{"Fn::Select": ["*", ["a"]]}`), read(`{"Fn::Select": ["x", ["a"]]}`)
	assert.Len(t, review.Compare(wild, other)[0].Gained, 1)
}

func TestHoldersAreTheSameByIDOrByName(t *testing.T) {
	named := func(id, name, actions string) review.Holder {
		return review.Holder{ID: id, Type: "AWS::IAM::Role", Name: name, Policies: []policy.Document{policy.New(policy.Statement{
			Effect: policy.Allow, Actions: []string{actions}, Resources: []string{"*"}})}}
	}
	assert.Empty(t, review.Compare([]review.Holder{named("A", "/x", "a:B")}, []review.Holder{named("Z", "/x", "a:B")}), "another logical id, the same role")
	assert.Empty(t, review.Compare([]review.Holder{named("A", "/x", "a:B")}, []review.Holder{named("A", "/y", "a:B")}), "another name, the same role")
	changes := review.Compare([]review.Holder{named("A", "/x", "a:B")}, []review.Holder{named("Z", "/y", "a:B")})
	require.Len(t, changes, 2)
	assert.Len(t, changes[0].Gained, 1)
	assert.Len(t, changes[1].Lost, 1)
}

func TestBoundaries(t *testing.T) {
	role := func(boundary string) []review.Holder {
		var named []review.Named
		if boundary != "" {
			named = []review.Named{{Kind: review.InBoundary, Text: boundary}}
		}
		return []review.Holder{{ID: "R", Type: "AWS::IAM::Role", Named: named}}
	}
	kinds := func(changes []review.Change) (gained, lost []string) {
		for _, c := range changes {
			for _, e := range c.Gained {
				gained = append(gained, e.Text)
			}
			for _, e := range c.Lost {
				lost = append(lost, e.Text)
			}
		}
		return gained, lost
	}
	for _, test := range []struct {
		before, after []review.Holder
		gained, lost  []string
	}{
		{role("a"), role("a"), nil, nil},
		{role("a"), role(""), []string{"a"}, nil},
		{role(""), role("a"), nil, []string{"a"}},
		{role("a"), role("b"), []string{"a"}, []string{"b"}},
		{nil, role("a"), nil, nil},
		{role("a"), nil, nil, nil},
	} {
		gained, lost := kinds(review.Compare(test.before, test.after))
		assert.Equal(t, test.gained, gained)
		assert.Equal(t, test.lost, lost)
	}
}

func ExampleWords() {
	fmt.Println(review.Words(policy.Conditions{"NumericLessThanEquals": {"sts:DurationSeconds": {"900"}}})[0])
	// Output: sts:DurationSeconds is at most "900"
}

func ExampleFromTemplate() {
	holders, err := review.FromTemplate([]byte(template(`"s3:PutObject"`)), review.Context{})
	if err != nil {
		panic(err)
	}
	for _, h := range holders {
		fmt.Println(h.Type, h.Name)
	}
	// Output: AWS::IAM::Role /ci/publisher
}
