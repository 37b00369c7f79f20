package adopt_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/adopt"
	"github.com/cipublisher/cipublisher/policy"
)

const a = "arn:aws:iam::111122223333:role/ci/a"

func call(role, service, name, parameters string) string {
	return fmt.Sprintf(`{"eventSource":"%s.amazonaws.com","eventName":"%s","awsRegion":"eu-west-1","recipientAccountId":"111122223333","userIdentity":{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"arn":"%s"}}},"requestParameters":%s}`, service, name, role, parameters)
}

func trail(events ...string) []byte {
	var b bytes.Buffer
	b.WriteString(`{"Records":[`)
	for i, e := range events {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(e)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

func grants(documents []policy.Document) map[string][]string {
	all := map[string][]string{}
	for _, d := range documents {
		for _, s := range d.Statements {
			all[s.Actions[0]] = s.Resources
		}
	}
	return all
}

func TestUsed(t *testing.T) {
	used, err := adopt.Used(trail(
		call(a, "s3", "PutObject", `{"bucketName":"dist","key":"app/1.jar","x-amz-tagging":"Release=true"}`),
		call(a, "s3", "CreateMultipartUpload", `{"bucketName":"dist","key":"app/big.tar"}`),
		call(a, "s3", "ListObjectsV2", `{"bucketName":"dist","prefix":"app/"}`),
		call(a, "s3", "DeleteObjects", `{"bucketName":"dist","delete":""}`),
		call(a, "ecr", "GetAuthorizationToken", `null`),
		call(a, "ecr", "PutImage", `{"registryId":"444455556666","repositoryName":"team/app"}`),
		call(a, "codeartifact", "PublishPackageVersion", `{"domain":"acme","domainOwner":"444455556666","repository":"maven","format":"maven","namespace":"com.acme","package":"app"}`),
		call(a, "codeartifact", "GetRepositoryEndpoint", `{"domain":"acme","repository":"maven"}`),
		call(a, "sts", "GetServiceBearerToken", `{}`),
		call("arn:aws:iam::111122223333:role/other", "s3", "GetObject", `{"bucketName":"dist","key":"k"}`),
		`{"eventSource":"s3.amazonaws.com","eventName":"DeleteBucket","errorCode":"AccessDenied","userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"`+a+`"}}}}`,
		`{"eventSource":"s3.amazonaws.com","eventName":"ListBuckets","userIdentity":{"type":"Root"}}`,
	))
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{
		"s3:PutObject": {"arn:aws:s3:::dist/app/1.jar", "arn:aws:s3:::dist/app/big.tar"}, "s3:PutObjectTagging": {"arn:aws:s3:::dist/app/1.jar"},
		"s3:ListBucket": {"arn:aws:s3:::dist"}, "s3:DeleteObject": {"arn:aws:s3:::dist/*"}, "ecr:GetAuthorizationToken": {"*"}, "ecr:PutImage": {"arn:aws:ecr:eu-west-1:444455556666:repository/team/app"},
		"codeartifact:PublishPackageVersion": {"arn:aws:codeartifact:eu-west-1:444455556666:package/acme/maven/maven/com.acme/app"},
		"codeartifact:GetRepositoryEndpoint": {"arn:aws:codeartifact:eu-west-1:111122223333:repository/acme/maven"}, "sts:GetServiceBearerToken": {"*"},
	}, grants(used[a]))
	assert.Len(t, used, 2)
}

// Files come packed, one event at a time, and as the AWS CLI prints them.
func TestFormsOfEvents(t *testing.T) {
	one := call(a, "s3", "PutObject", `{"bucketName":"dist","key":"k"}`)
	inner, err := json.Marshal(one)
	require.NoError(t, err)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err = w.Write(trail(one))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	for name, file := range map[string][]byte{
		"a file of a trail": trail(one), "packed": packed.Bytes(), "one event": []byte(one), "events one after the other": []byte(one + "\n" + one),
		"the AWS CLI": []byte(`{"Events":[{"EventId":"x","CloudTrailEvent":` + string(inner) + `}]}`),
	} {
		used, err := adopt.Used(file)
		require.NoError(t, err, name)
		assert.Equal(t, map[string][]string{"s3:PutObject": {"arn:aws:s3:::dist/k"}}, grants(used[a]), name)
	}
	for name, file := range map[string]string{
		"nothing": "", "no JSON": "x", "something else": `{"a":1}`, "half": `{"Records":[{`, "no gzip": "\x1f\x8bx", "a broken event": `{"Events":[{"CloudTrailEvent":"x"}]}`,
	} {
		_, err := adopt.Used([]byte(file))
		assert.ErrorContains(t, err, "can't be read as events of CloudTrail", name)
	}
}

// What was seen is written as options that cover it, and what a role may do beside it
// falls away.
func TestOptionsOfWhatWasSeen(t *testing.T) {
	used, err := adopt.Used(trail(
		call(a, "s3", "PutObject", `{"bucketName":"dist","key":"app/1.0/app.jar"}`), call(a, "s3", "PutObject", `{"bucketName":"dist","key":"app/1.1/app.jar"}`), call(a, "s3", "ListObjectsV2", `{"bucketName":"dist"}`),
	))
	require.NoError(t, err)
	account := accountOf(t, map[string][2]any{"a": {released, json.RawMessage(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`)}})
	p := adopt.Roles(account, adopt.Options{Used: used, Region: "eu-west-1"})[0]
	assert.True(t, p.Covers(), "%+v", p.Unseen)
	assert.Equal(t, "app/", p.Settings["S3.Prefix"])
	assert.NotContains(t, p.Settings, "S3.AllowDelete")
	assert.NotEmpty(t, p.Change.Lost, "s3:* falls away")
	p = adopt.Roles(account, adopt.Options{Used: map[string][]policy.Document{}, Region: "eu-west-1"})[0]
	assert.False(t, p.Covers())
	assert.Contains(t, p.Problems, "was not seen to do anything")
}
