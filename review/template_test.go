package review_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

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

// template has one role that may call actions, given as JSON.
func template(actions string) string {
	return `{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {
		"Path": "/ci/", "RoleName": "publisher",
		"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
		"Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
			{"Effect": "Allow", "Action": ` + actions + `, "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::artifacts/*"}}]}}]}}}}`
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

// A stack without resources grants nothing, and may be compared.
func TestTemplatesWithoutResources(t *testing.T) {
	for _, empty := range []string{
		`{"Resources": {}}`, "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n",
		`{"Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/x"}}, "Rules": {}}`,
	} {
		require.Equal(t, review.TemplateForm, review.FormOf([]byte(empty)), empty)
		assert.False(t, gains(t, []byte(empty), []byte(empty)))
		assert.False(t, gains(t, []byte(template(`"s3:PutObject"`)), []byte(empty)))
		assert.True(t, gains(t, []byte(empty), []byte(template(`"s3:PutObject"`))))
	}
	require.Equal(t, review.PolicyForm, review.FormOf([]byte(`{"Metadata": {}, "Statement": []}`)))
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
