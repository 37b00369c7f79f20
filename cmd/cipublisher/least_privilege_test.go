package main

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

const (
	domainFlag   = "--codeartifact-domain my-company"
	everyPackage = domainFlag + " --codeartifact-every-repository"
	key          = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

// Each flag's document is checked in whole, with what goes to stderr.
func TestLeastPrivilegePolicy(t *testing.T) {
	for _, test := range []struct{ name, line string }{
		{"recommended", bucket + " --s3-prefix release/ --s3-dev-prefix dev/ --s3-dev-delete --s3-require-release-tag --s3-list-prefix --s3-resource-account --s3-secure-transport" +
			" --allow-delete --ecr-repository app --ecr-dev-repository dev/app " + domainFlag + " --codeartifact-repository release --codeartifact-dev-repository dev --codeartifact-format npm --pin-region"},
		{"recommended dev", bucket + " --dev --s3-prefix release/ --s3-dev-prefix dev/ --s3-dev-delete --s3-require-release-tag --s3-list-prefix --s3-resource-account --s3-secure-transport" +
			" --allow-delete --ecr-repository app --ecr-dev-repository dev/app " + domainFlag + " --codeartifact-repository release --codeartifact-dev-repository dev --codeartifact-format npm --pin-region"},
		{"repositories", "--ecr-repository app --ecr-repository team/* --ecr-pull --ecr-describe --ecr-allow-delete=false"},
		{"no ecr", bucket},
		{"public repository", "--ecr-public-repository app --ecr-public-allow-delete=false"},
		{"kms key", bucket + " --s3-kms-key " + key},
		{"kms key and multipart", bucket + " --s3-multipart --s3-kms-key " + key},
		{"multipart", bucket + " --s3-multipart"},
		{"required release tag", bucket + " --s3-require-release-tag"},
		{"tag keys", bucket + " --s3-tag-key Release --s3-tag-key commit"},
		{"write once", bucket + " --s3-write-once --s3-floating */latest/"},
		{"several buckets", bucket + " --s3-prefix a/ --s3-extra-prefix b/ --s3-extra-bucket mirror/x/ --s3-extra-bucket mirror/y/ --s3-extra-bucket site"},
		{"dev bucket", bucket + " --dev --s3-dev-bucket my-company-dev --s3-allow-delete=false"},
		{"preset", bucket + " --dev --preset agilecustoms-release"},
		{"package repositories", domainFlag + " --codeartifact-repository maven --codeartifact-repository npm --codeartifact-format maven --codeartifact-format npm --token-duration 3600"},
		{"namespaces and packages", everyPackage + " --codeartifact-namespace com.acme.* --codeartifact-package app --codeartifact-account-id 999988887777 --codeartifact-region us-east-1"},
		{"promotion between repositories", domainFlag + " --codeartifact-repository release --codeartifact-promote-from staging --codeartifact-extra-domain arn:aws:codeartifact:us-east-1:999988887777:domain/tools"},
		{"organization", bucket + " --organization-id o-a1b2c3d4e5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"policy"}, words(store+" "+test.line)...)...)
			assert.Equal(t, exitOK, got.status, got.stderr)
			requirePrinted(t, "policy", "least-privilege-"+test.name, got)
		})
	}
}

func TestLeastPrivilegePolicyRefuses(t *testing.T) {
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"options of a bucket without one", "--ecr-repository app --s3-multipart --s3-kms-key " + key, []string{
			`--s3-multipart "true" means nothing without --s3-bucket; add --s3-bucket NAME, or leave --s3-multipart out`,
			`--s3-kms-key "` + key + `" means nothing without --s3-bucket; add --s3-bucket NAME, or leave --s3-kms-key out`}},
		{"options of a domain without one", "--ecr-repository app --codeartifact-repository maven --token-duration 3600", []string{
			`--codeartifact-repository "maven" means nothing without --codeartifact-domain; add --codeartifact-domain NAME, or leave --codeartifact-repository out`,
			`--token-duration "3600" means nothing without --codeartifact-domain; add --codeartifact-domain NAME, or leave --token-duration out`}},
		{"options of an empty domain", "--codeartifact-domain= --codeartifact-repository npm --codeartifact-format npm", []string{
			`--codeartifact-domain is empty; write --codeartifact-domain NAME or leave the flag out; perhaps a variable is not set`}},
		{"images without a repository", bucket + " --ecr-pull", []string{
			`--ecr-repository is missing; name the repositories, or set --ecr-every-repository for all of them`}},
		{"names, and every repository", "--ecr-repository app --ecr-every-repository", []string{
			`--ecr-every-repository "true" and --ecr-repository exclude each other; leave one of them out`}},
		{"packages without a repository", domainFlag, []string{
			`--codeartifact-repository is missing; name the repositories, or set --codeartifact-every-repository for all of them`}},
		{"a preset that is none", images + " --preset terraform", []string{
			`--preset "terraform" is no preset; use one of agilecustoms-release, terraform-aws-ci-publisher`}},
		{"no repository beside a preset of every one", "--preset terraform-aws-ci-publisher --ecr-every-repository=false", []string{
			`--ecr-every-repository "false" leaves no repository, and --ecr-repository names none; name the repositories there, or leave --ecr-every-repository out`}},
		{"no store", "", []string{
			`--s3-bucket, --ecr-repository and --codeartifact-domain are all unset, so there is nothing to publish to; set at least one`}},
		{"multipart with a required tag", bucket + " --s3-multipart --s3-require-release-tag", []string{
			`--s3-multipart "true" and a required tag exclude each other: the parts of a multipart upload carry no tags, so S3 would refuse them; unset --s3-multipart or --s3-require-release-tag`}},
		{"wildcard in the middle", "--ecr-repository te*m", []string{`--ecr-repository "te*m" holds "*" before its end; end with "*", or write the names out`}},
		{"empty repository", "--ecr-repository ''", []string{`--ecr-repository is empty; write --ecr-repository NAME or leave the flag out; perhaps a variable is not set`}},
		{"name that another covers", "--ecr-repository team/* --ecr-repository team/app", []string{
			`--ecr-repository "team/app" is covered by --ecr-repository "team/*"; leave it out`}},
		{"domain that is no ARN", everyPackage + " --codeartifact-extra-domain tools", []string{
			`--codeartifact-extra-domain "tools" is not the ARN of a CodeArtifact domain; write it whole, such as "arn:aws:codeartifact:eu-west-1:111122223333:domain/my-company"`}},
		{"duration in words", everyPackage + " --token-duration 1h", []string{`--token-duration "1h" is not a whole number above zero; write digits alone, such as 3600`}},
		{"duration that is too short", everyPackage + " --token-duration 60", []string{
			`--token-duration "60" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`}},
		{"format that is none", everyPackage + " --codeartifact-format docker", []string{
			`--codeartifact-format "docker" is not a format of CodeArtifact; use one of cargo, generic, maven, npm, nuget, pypi, ruby, swift`}},
		{"key's alias", bucket + " --s3-kms-key alias/dist", []string{
			`--s3-kms-key "alias/dist" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`}},
		{"bucket by its address", bucket + " --s3-extra-bucket s3://mirror/x", []string{
			`--s3-extra-bucket "s3://mirror/x" is an address; write the bucket's name alone, and the path in --s3-prefix`}},
		{"organization that is none", "--ecr-repository app --organization-id acme", []string{
			`--organization-id "acme" is not the id of an organization; write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`}},
		{"part that does not exist", "--ecr-repository app --part 2", []string{`--part "2" does not exist: the policy has 1; leave it out, or choose one of those`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"policy"}, words(store+" "+test.line)...)...)
			assert.Equal(t, result{"", refusal("policy", test.faults...), exitBadInput}, got)
		})
	}
}

// manyRepositories are flags for more repositories than one policy holds.
func manyRepositories(n int) []string {
	args := append([]string{"policy"}, words(store)...)
	for i := range n {
		args = append(args, "--ecr-repository", fmt.Sprintf("team-%02d/service-%04d", i%17, i))
	}
	return args
}

func TestPolicyInParts(t *testing.T) {
	got := cipublisher(manyRepositories(150)...)
	require.Equal(t, exitOK, got.status, got.stderr)
	assert.Equal(t, "cipublisher: note: the policy is too large for one managed policy and is divided among 2, which the role needs all of; --part 1 to --part 2 print them one by one (several-policies)\n", got.stderr)
	var parts []json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &parts))
	require.Len(t, parts, 2)
	for i, part := range parts {
		document, err := policy.Parse(part)
		require.NoError(t, err)
		assert.LessOrEqual(t, document.Size(), policy.ManagedPolicyQuota)
		alone := cipublisher(append(manyRepositories(150), "--part", fmt.Sprint(i+1))...)
		assert.Equal(t, result{document.Indent(), "", exitOK}, alone)
	}
	assert.Equal(t, exitBadInput, cipublisher(append(manyRepositories(150), "--part", "3")...).status)
}

func TestPolicyThatNoPartsHold(t *testing.T) {
	got := cipublisher(manyRepositories(900)...)
	assert.Equal(t, exitBadInput, got.status)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, "cipublisher: the policy has ")
	assert.Contains(t, got.stderr, " characters, which do not fit 10 managed policies of 6144: EcrPublish takes ")
}
