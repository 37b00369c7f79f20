package aws_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func TestKeyARNs(t *testing.T) {
	const alias, other = "is an alias, and IAM compares the key itself", "is not the ARN of a KMS key"
	for key, want := range map[string]string{
		"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab":     "",
		"arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab": "",
		"arn:${Token[AWS.Partition]}:kms:${Token[AWS.Region]}:111122223333:key/" + tok:    "",
		tok: "",
		"arn:aws:kms:eu-west-1:111122223333:alias/publish": alias,
		"alias/publish":                        alias,
		"":                                     other,
		"1234abcd-12ab-34cd-56ef-1234567890ab": other,
		"arn:aws:kms:eu-west-1:111122223333:key/*":                                      other,
		"arn:aws:kms:*:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab":           other,
		"arn:aws:kms::111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab":            other,
		"arn:aws:kms:eu-west-1:11112222333:key/1234abcd-12ab-34cd-56ef-1234567890ab":    other,
		"arn:awsx:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab":  other,
		"arn:aws:s3:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab":    other,
		"arn:aws:kms:eu-west-1:111122223333:key/1234ABCD-12ab-34cd-56ef-1234567890ab":   other,
		"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab/x": other,
		tok + "*": other,
	} {
		var faults fault.List
		assert.Equal(t, want == "", aws.CheckKeyARN(&faults, "Option", key), key)
		if want != "" && assert.Len(t, faults, 1, key) {
			assert.Equal(t, want, faults[0].Problem, key)
		}
	}
}

// The suffix is that of the commercial partition in every partition, and not
// that of the partition's endpoints.
func TestViaService(t *testing.T) {
	for _, region := range aws.Regions() {
		assert.Equal(t, "s3."+region+".amazonaws.com", aws.ViaService("s3", region))
	}
}

func TestViaS3(t *testing.T) {
	const key = ":111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	for _, test := range []struct{ key, region, want string }{
		{"arn:aws:kms:eu-west-1" + key, "", "s3.eu-west-1.amazonaws.com"},
		{"arn:aws-cn:kms:cn-north-1" + key, "cn-north-1", "s3.cn-north-1.amazonaws.com"},
		{"arn:aws:kms:${Token[AWS.Region]}" + key, "eu-west-1", "s3.eu-west-1.amazonaws.com"},
		{tok, "us-iso-east-1", "s3.us-iso-east-1.amazonaws.com"},
		{"${Token[GetAtt:Key:Arn]}", "${Token[AWS.Region]}", "s3.${Token[AWS.Region]}.amazonaws.com"},
	} {
		assert.Equal(t, test.want, aws.ViaS3(test.key, test.region), test.key)
	}
}

func TestBucketKeys(t *testing.T) {
	const key = ":111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	for _, test := range []struct{ key, partition, region, want string }{
		{"arn:aws:kms:eu-west-1" + key, "aws", "eu-west-1", ""},
		{"arn:aws:kms:eu-west-1" + key, "aws", "", ""},
		{"arn:aws:kms:eu-west-1" + key, "aws", "${Token[AWS.Region]}", ""},
		{"arn:${Token[AWS.Partition]}:kms:eu-west-1" + key, "aws-cn", "", ""},
		{"arn:aws:kms:eu-west-1" + key, "${Token[AWS.Partition]}", "", ""},
		{tok, "aws", "eu-west-1", ""},
		{tok, "aws", "", "is missing, and the key's own region can't be told from {Key}"},
		{"arn:aws:kms:${Token[AWS.Region]}" + key, "aws", "", "is missing, and the key's own region can't be told from {Key}"},
		{"arn:aws:kms:eu-west-1" + key, "aws", "eu-west-2", "is a key of eu-west-1, and S3 uses keys of the bucket's own region only"},
		{"arn:aws:kms:cn-north-1" + key, "aws-cn", "cn-northwest-1", "is a key of cn-north-1, and S3 uses keys of the bucket's own region only"},
		{"arn:aws:kms:eu-west-1" + key, "aws-cn", "", "is a key of another partition than aws-cn"},
		{"", "aws", "", ""},
		{"alias/x", "aws", "", "is an alias, and IAM compares the key itself"},
	} {
		var faults fault.List
		aws.CheckBucketKey(&faults, "Key", test.key, test.partition, test.region)
		problem := ""
		for _, f := range faults {
			problem += f.Problem
		}
		assert.Equal(t, test.want, problem, "%s in %s", test.key, test.region)
	}
}
