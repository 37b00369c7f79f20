package aws_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func TestAccessPoints(t *testing.T) {
	const (
		other = "is not the ARN of an S3 access point"
		name  = "has a name that no access point has: 3 to 50 lower-case letters, digits and hyphens, none of them a hyphen at either end"
		here  = "arn:aws:s3:eu-west-1:111122223333:accesspoint/"
	)
	for _, test := range []struct{ text, partition, region, want string }{
		{here + "releases", "aws", "eu-west-1", ""},
		{here + "releases", "aws", "", ""},
		{here + "releases", "${Token[AWS.Partition]}", "${Token[AWS.Region]}", ""},
		{here + "123", "aws", "", ""},
		{here + "a2345678901234567890123456789012345678901234567890", "aws", "", ""},
		{tok, "aws", "eu-west-1", ""},
		{"arn:aws:s3:${Token[AWS.Region]}:111122223333:accesspoint/" + tok, "aws", "eu-west-1", ""},
		{"arn:${Token[AWS.Partition]}:s3:eu-west-1:${Token[AWS.AccountId]}:accesspoint/releases", "aws-cn", "eu-west-1", ""},
		{here + "releases-" + tok, "aws", "", ""},
		{"arn:aws:s3:eu-west-1:111122223333:" + tok, "aws", "", ""},
		{tok + "/releases", "aws", "", ""},
		// What stands beside a token is read all the same.
		{"arn:aws:sqs:eu-west-1:${Token[AWS.AccountId]}:accesspoint/releases", "aws", "", other},
		{"arn:aws:s3:eu-west-1:${Token[AWS.AccountId]}:job/releases", "aws", "", other},
		{"arn:aws:s3:eu-west-1:${Token[AWS.AccountId]}:accesspoint/releases/object/app", "aws", "", name},
		{here + tok + "/object/app", "aws", "", other},
		{"arn:aws:s3:eu-west-1:111122223333:" + tok + "/object/app", "aws", "", other},
		{tok + "/object/app", "aws", "", other},
		{tok + "-s3alias", "aws", "", "is the alias of an access point, which no policy takes"},
		{"arn:aws:s3:eu-west-1:${Token[AWS.AccountId]}:accesspoint/releases", "aws", "eu-west-2", "is in eu-west-1, and an access point is in the region of its bucket"},
		{"arn:aws:s3:eu-west-1:${Token[AWS.AccountId]}:accesspoint/releases", "aws-cn", "", "is in another partition than aws-cn"},
		{tok + "*", "aws", "", other},
		{here + "ap", "aws", "", name},
		{here + "-releases", "aws", "", name},
		{here + "releases-", "aws", "", name},
		{here + "my.releases", "aws", "", name},
		{here + "Releases", "aws", "", name},
		{here + "*", "aws", "", name},
		{here + "releases/object/app", "aws", "", name},
		{here + "a23456789012345678901234567890123456789012345678901", "aws", "", name},
		{"releases", "aws", "", other},
		{"", "aws", "", other},
		{"arn:aws:s3:::acme-dist", "aws", "", other},
		{"arn:aws:s3:eu-west-1::accesspoint/releases", "aws", "", other},
		{"arn:aws:s3:*:111122223333:accesspoint/releases", "aws", "", other},
		{"arn:aws:s3:eu-west-1:111122223333:job/releases", "aws", "", other},
		{"arn:aws:sqs:eu-west-1:111122223333:accesspoint/releases", "aws", "", other},
		{"releases-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias", "aws", "", "is the alias of an access point, which no policy takes"},
		{"arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap", "aws", "", "is a Multi-Region Access Point, behind which there are several buckets"},
		{"arn:aws:s3express:eu-west-1:111122223333:accesspoint/releases--euw1-az1--xa-s3", "aws", "", "is an access point of s3express, whose permissions are s3express actions"},
		{"arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/releases", "aws", "", "is an access point of s3-object-lambda, whose permissions are s3-object-lambda actions"},
		{here + "releases", "aws", "eu-west-2", "is in eu-west-1, and an access point is in the region of its bucket"},
		{here + "releases", "aws-cn", "", "is in another partition than aws-cn"},
	} {
		var faults fault.List
		aws.CheckAccessPoint(&faults, "Option", test.text, test.partition, test.region)
		problem := ""
		for _, f := range faults {
			problem += f.Problem
		}
		assert.Equal(t, test.want, problem, test.text)
	}
}

func TestBehindAccessPoint(t *testing.T) {
	const accessPoint, bucket = "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases", "arn:aws:s3:::acme-dist"
	for resource, want := range map[string]string{
		accessPoint:                             bucket,
		accessPoint + "/object/release/*":       bucket + "/release/*",
		accessPoint + "/object/":                bucket + "/",
		accessPoint + "-evil":                   "",
		accessPoint + "-evil/object/release/*":  "",
		accessPoint + "/release/*":              "",
		bucket:                                  "",
		bucket + "/release/*":                   "",
		"arn:aws:s3:eu-west-1:111122223333:acc": "",
	} {
		got, ok := aws.BehindAccessPoint(accessPoint, bucket, resource)
		assert.Equal(t, want != "", ok, resource)
		if ok {
			assert.Equal(t, want, got)
		}
	}
}

func TestSplitObject(t *testing.T) {
	const accessPoint = "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"
	for object, want := range map[string][2]string{
		"arn:aws:s3:::acme-dist/release/a":    {"acme-dist", "release/a"},
		"arn:aws-cn:s3:::acme-dist/*":         {"acme-dist", "*"},
		"arn:aws:s3:::acme-dist/object/a":     {"acme-dist", "object/a"},
		"arn:aws:s3:::accesspoint/x/object/a": {"accesspoint", "x/object/a"},
		accessPoint + "/object/release/a":     {accessPoint, "release/a"},
		accessPoint + "/object/a/object/b":    {accessPoint, "a/object/b"},
	} {
		bucket, key := aws.SplitObject(object)
		assert.Equal(t, want, [2]string{bucket, key}, object)
	}
}
