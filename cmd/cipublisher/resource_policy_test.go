package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	reader      = "--principal arn:aws:iam::444455556666:role/ci/builder"
	writer      = "--principal arn:aws:iam::444455556666:role/ci/publisher"
	inDomain    = store + " --codeartifact-domain my-company"
	inEvery     = inDomain + " --codeartifact-every-repository"
	theRepo     = inDomain + " --codeartifact-repository packages"
	accessPoint = "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"
	bucketKey   = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

func TestResourcePolicy(t *testing.T) {
	for _, test := range []struct{ name, line string }{
		{"domain", "--store codeartifact-domain --read " + inEvery + " " + reader},
		{"domain with its contents", "--store codeartifact-domain --read --codeartifact-contents " + inEvery + " " + reader},
		{"domain for an organization", "--store codeartifact-domain --read " + inEvery + " --principal-organization o-a1b2c3d4e5"},
		{"domain for an account", "--store codeartifact-domain --publish " + inEvery + " --principal arn:aws:iam::444455556666:root"},
		{"repository to read from", "--store codeartifact-repository --read " + theRepo + " " + reader},
		{"repository to look around in", "--store codeartifact-repository --read --codeartifact-describe " + theRepo + " " + reader},
		{"repository to download from", "--store codeartifact-repository --read --codeartifact-fixed-endpoint " + theRepo + " " + reader},
		{"repository to publish to", "--store codeartifact-repository --publish " + theRepo + " " + writer},
		{"repository to read and publish", "--store codeartifact-repository --read --publish " + theRepo + " " + writer},
		{"repository of Maven", "--store codeartifact-repository --publish --codeartifact-format maven " + theRepo + " " + writer},
		{"repository of NuGet", "--store codeartifact-repository --publish --codeartifact-format nuget " + theRepo + " " + writer},
		{"one package", "--store codeartifact-repository --publish --codeartifact-format npm --codeartifact-namespace parity --codeartifact-package ui " + theRepo + " " + writer},
		{"repository of the administrator", "--store codeartifact-repository --publish --codeartifact-administrator 444455556666 " + theRepo + " " + writer},
		{"images to pull", "--store ecr --read --ecr-repository team/app " + store + " " + reader},
		{"images to push", "--store ecr --publish --ecr-repository team/app " + store + " " + writer},
		{"dev images to push", "--store ecr --publish --dev --ecr-dev-repository dev/app " + store + " " + writer},
		{"images for two readers", "--store ecr --read --ecr-repository team/app " + store + " " + reader + " " + writer},
		{"bucket to read", "--store s3 --read --s3-list --s3-prefix release/ " + bucket + " " + store + " " + reader},
		{"bucket to publish to", "--store s3 --publish --allow-delete " + bucket + " --account-id 111122223333 " + writer},
		{"bucket for dev releases", "--store s3 --publish --dev " + bucket + " " + store + " " + writer},
		{"bucket with ACLs", "--store s3 --publish --allow-delete --s3-acls " + bucket + " " + store + " " + writer},
		{"bucket behind an access point", "--store s3 --publish --s3-prefix release/ --s3-access-point " + accessPoint + " " + bucket + " " + store + " --principal arn:aws:iam::111122223333:role/ci/publisher"},
		{"access point to publish to", "--store s3-access-point --publish --s3-prefix release/ --s3-access-point " + accessPoint + " " + bucket + " " + store + " " + writer},
		{"key to read", "--store kms --read --s3-kms-key " + bucketKey + " " + bucket + " " + store + " " + reader},
		{"key to publish", "--store kms --publish --s3-kms-key " + bucketKey + " " + bucket + " " + store + " " + writer},
		{"same account", "--store ecr --read --ecr-repository team/app " + store + " --principal arn:aws:iam::111122223333:role/ci/builder"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"resource-policy"}, words(test.line)...)...)
			assert.Equal(t, exitOK, got.status, got.stderr)
			assert.True(t, json.Valid([]byte(got.stdout)))
			requirePrinted(t, "resource-policy", test.name, got)
		})
	}
}

func TestResourcePolicyRefuses(t *testing.T) {
	const ecr = "--store ecr --read --ecr-repository team/app " + store
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"nothing", "", []string{
			"--store is missing; write --store KIND",
			"--read and --publish are both missing; say what the principals do"}},
		{"unknown store", "--store ecr-public --read " + store + " " + reader, []string{`--store "ecr-public" is not a store that has a policy; use one of s3, s3-access-point, ecr, kms, codeartifact-domain, codeartifact-repository`}},
		{"neither read nor publish", "--store ecr --ecr-repository team/app " + store + " " + reader, []string{"--read and --publish are both missing; say what the principals do"}},
		{"nobody", ecr, []string{"--principal is missing, and a policy of a store says whom it admits; write the ARN of the role that publishes or reads"}},
		{"everybody", ecr + " --principal *", []string{`--principal "*" is everybody on earth; name a role, an account, or an organization in --principal-organization`}},
		{"a principal that is no ARN", ecr + " --principal builder", []string{`--principal "builder" is no ARN; write the whole ARN, such as "arn:aws:iam::123456789012:role/ci/publisher"`}},
		{"an account id", ecr + " --principal 444455556666", []string{`--principal "444455556666" is an account id, not an ARN; write "arn:aws:iam::ID:root" for everybody in the account, or name a role of it`}},
		{"an organization's ARN", ecr + " --principal-organization arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5", []string{`--principal-organization "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5" is not the id of an organization; write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`}},
		{"no repository", "--store ecr --read " + store + " " + reader, []string{"--ecr-repository is missing; name the repository; each has a policy of its own"}},
		{"several repositories", ecr + " --ecr-repository other " + reader, []string{`--ecr-repository "team/app other" names several, and each has a policy of its own; run the command once for each`}},
		{"repository pattern", "--store ecr --read --ecr-repository team/* " + store + " " + reader, []string{`--ecr-repository "team/*" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app"`}},
		{"a flag of another store", ecr + " " + bucket + " " + reader, []string{`--s3-bucket "my-company-dist" belongs to another store than ecr; leave it out, or change --store`}},
		{"a flag of identity policies", "--store codeartifact-domain --read --token-duration 900 " + inEvery + " " + reader, []string{`--token-duration "900" limits the identity policy, and no store knows it; leave it out here`}},
		{"a domain owner that differs", "--store codeartifact-domain --read --codeartifact-domain-owner 444455556666 " + inEvery + " " + reader, []string{`--codeartifact-domain-owner "444455556666" differs from --account-id, and the ARNs in the policies name the account that owns the domain; set --account-id to the owner of the domain`}},
		{"a dev publisher's domain", "--store codeartifact-domain --publish --dev " + inEvery + " " + writer, []string{`--dev "true" leaves nothing to publish to: dev publishers have no access to ECR Public, and to ECR and CodeArtifact only where repositories are named for them; set --s3-bucket, --ecr-dev-repository or --codeartifact-dev-repository, or unset --dev`}},
		{"a bucket behind no access point", "--store s3-access-point --publish " + bucket + " " + store + " " + writer, []string{"--s3-access-point is missing; write the ARN of the access point"}},
		{"an alias of an access point", "--store s3 --publish --s3-access-point releases-s3alias " + bucket + " " + store + " " + writer, []string{
			`--s3-access-point "releases-s3alias" is the alias of an access point, which no policy takes; write the ARN of the access point`}},
		{"a publisher's access point for readers", "--store s3 --read --s3-write-once --s3-access-point " + accessPoint + " " + bucket + " " + store + " " + reader, []string{
			`--s3-access-point "` + accessPoint + `" belongs to --publish, which is not given; add --publish, or leave the flag out`,
			`--s3-write-once "true" belongs to --publish, which is not given; add --publish, or leave the flag out`}},
		{"a flag of another store and of publishers", ecr + " " + bucket + " --s3-write-once " + reader, []string{
			`--s3-bucket "my-company-dist" belongs to another store than ecr; leave it out, or change --store`,
			`--s3-write-once "true" belongs to another store than ecr; leave it out, or change --store`}},
		{"a listing for publishers", "--store s3 --publish --s3-list " + bucket + " " + store + " " + writer, []string{
			`--s3-list "true" belongs to --read, which is not given; add --read, or leave the flag out`}},
		{"a key without a bucket", "--store kms --read --s3-kms-key " + bucketKey + " " + store + " " + reader, []string{
			`--s3-kms-key "` + bucketKey + `" means nothing without --s3-bucket; add --s3-bucket NAME, or leave --s3-kms-key out`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"resource-policy"}, words(test.line)...)...)
			assert.Equal(t, result{"", refusal("resource-policy", test.faults...), exitBadInput}, got)
		})
	}
}
