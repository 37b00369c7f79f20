package resource_test

import (
	"strings"

	"github.com/cipublisher/cipublisher/resource"
)

var refusedKeys = []refused{
	{"no key", on(resource.Key{}), []string{"Store.Arn is missing; write the ARN of the key"}},
	{"an alias", on(resource.Key{ARN: "arn:aws:kms:us-west-2:111122223333:alias/dist"}), []string{`Store.Arn "arn:aws:kms:us-west-2:111122223333:alias/dist" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`}},
	{"a key's id", on(resource.Key{ARN: "1234abcd-12ab-34cd-56ef-1234567890ab"}), []string{`Store.Arn "1234abcd-12ab-34cd-56ef-1234567890ab" is not the ARN of a KMS key; write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`}},
	{"another account's key", on(resource.Key{ARN: strings.Replace(keyARN, owner, other, 1)}), []string{`Store.Arn "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" is a key of another account than AccountId; set AccountId to the account that owns the key`}},
}
