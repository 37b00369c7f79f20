package aws_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func TestKeyARNs(t *testing.T) {
	const alias, other = "is an alias, and policies compare the key itself", "is not the ARN of a KMS key"
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
