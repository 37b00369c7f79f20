package review_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

const accountDetails = `{
  "UserDetailList": [{"UserName": "ops", "Path": "/", "GroupList": ["admins"], "AttachedManagedPolicies": [{"PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
    "PermissionsBoundary": {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/b"}}],
  "GroupDetailList": [{"GroupName": "admins", "Path": "/", "GroupPolicyList": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}}]}],
  "RoleDetailList": [{"RoleName": "publisher", "Path": "/ci/", "AssumeRolePolicyDocument": TRUST,
    "AttachedManagedPolicies": [{"PolicyArn": "arn:aws:iam::111122223333:policy/own"}]}],
  "Policies": [{"Arn": "arn:aws:iam::111122223333:policy/own", "DefaultVersionId": "v2", "PolicyVersionList": [
    {"VersionId": "v1", "IsDefaultVersion": false, "Document": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}},
    {"VersionId": "v2", "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:PutImage", "Resource": "*"}]}}]}],
  "IsTruncated": false
}`

const trustingEC2 = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`

func details(trust string) []byte { return []byte(strings.Replace(accountDetails, "TRUST", trust, 1)) }

func TestFromAccount(t *testing.T) {
	require.Equal(t, review.AccountForm, review.FormOf(details(trustingEC2)))
	holders, _, err := review.Read(details(trustingEC2), review.Context{})
	require.NoError(t, err)
	byName := map[string]review.Holder{}
	for _, h := range holders {
		byName[h.Name] = h
	}
	require.Len(t, byName, 4)
	assert.Equal(t, []string{"ecr:PutImage"}, byName["/ci/publisher"].Policies[0].Statements[0].Actions, "the version in force")
	assert.Equal(t, []string{"s3:GetObject"}, byName["/ops"].Policies[0].Statements[0].Actions, "what the group has")
	assert.Len(t, byName["/ops"].Named, 2)
	assert.Len(t, byName["/ci/publisher"].Trust, 1)
	assert.Empty(t, review.Compare(holders, holders))
}

func TestAccountsAreCompared(t *testing.T) {
	before := details(trustingEC2)
	for name, test := range map[string]struct {
		old, replacement string
		gain             bool
	}{
		"the default version":               {`"DefaultVersionId": "v2"`, `"DefaultVersionId": "v1"`, true},
		"another trusted service":           {"ec2.amazonaws.com", "lambda.amazonaws.com", true},
		"no boundary":                       {`"PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/b"`, `"PermissionsBoundaryArn": ""`, true},
		"another group":                     {`"GroupList": ["admins"]`, `"GroupList": ["others"]`, true},
		"an AWS policy detached":            {`{"PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}`, ``, false},
		"fewer actions":                     {`"ecr:PutImage", "Resource": "*"`, `"ecr:PutImage", "Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/app"`, false},
		"the trust policy as text":          {trustingEC2, `"` + url.PathEscape(trustingEC2) + `"`, false},
		"a trust policy that can't be read": {trustingEC2, `{"Statement": [{"Effect": "Permit"}]}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, string(before), test.old)
			assert.Equal(t, test.gain, gains(t, before, []byte(strings.Replace(string(before), test.old, test.replacement, 1))))
		})
	}
}

func TestFromAccountRefuses(t *testing.T) {
	for text, problem := range map[string]string{
		`{"RoleDetailList": {}}`:                      "is not the details of an account",
		`{"RoleDetailList": [], "IsTruncated": true}`: "is a part of the details of an account",
	} {
		_, _, err := review.Read([]byte(text), review.Context{})
		assert.ErrorContains(t, err, problem)
	}
}
