package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	store  = "--account-id 111122223333 --region eu-west-1"
	bucket = "--s3-bucket my-company-dist"
	// images names a repository, module grants what the Terraform module does.
	images = store + " --ecr-repository app"
	module = store + " --preset terraform-aws-ci-publisher"
)

func TestPolicy(t *testing.T) {
	for _, test := range []struct{ name, line string }{
		{"ecr only", images},
		{"all stores", module + " " + bucket + " --codeartifact-domain my-company"},
		{"what is named", images + " " + bucket + " --codeartifact-domain my-company --codeartifact-repository packages"},
		{"without deletes", module + " " + bucket + " --allow-delete=false"},
		{"below a prefix", module + " " + bucket + " --s3-prefix release/"},
		{"below a prefix that look-alikes share", images + " " + bucket + " --s3-prefix release"},
		{"dev", module + " " + bucket + " --dev"},
		{"dev below another prefix", images + " " + bucket + " --dev --s3-dev-prefix */feature-"},
		{"dev in the whole bucket", store + " " + bucket + " --dev --s3-dev-prefix *"},
		{"dev below its own prefix", store + " " + bucket + " --dev"},
		{"dev ignores what only releases have", module + " " + bucket + " --dev --codeartifact-domain my-company --s3-prefix release/ --allow-delete=true"},
		{"china", "--account-id 111122223333 --region cn-north-1 --preset terraform-aws-ci-publisher --codeartifact-domain my-company " + bucket},
		{"govcloud named", "--account-id 111122223333 --region us-gov-west-1 --partition aws-us-gov --preset terraform-aws-ci-publisher " + bucket},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"policy"}, words(test.line)...)...)
			assert.Equal(t, exitOK, got.status, got.stderr)
			assert.True(t, json.Valid([]byte(got.stdout)))
			requirePrinted(t, "policy", test.name, got)
		})
	}
}

// Each line is another way to write the one before the colon.
func TestPolicySpellings(t *testing.T) {
	for _, test := range []struct{ name, line, other string }{
		{"equals sign", store + " " + bucket, "--account-id=111122223333 --region=eu-west-1 --s3-bucket=my-company-dist"},
		{"order", store + " " + bucket, bucket + " " + store},
		{"same value twice", images, images + " " + store},
		{"switch with a value", module + " --dev", module + " --dev=true"},
		{"Go's spellings of true and false", module + " --dev --allow-delete=false", module + " --dev=1 --allow-delete=F"},
		{"default partition", images, images + " --partition aws"},
		{"default set", images, images + " --set publisher"},
		{"default deletes", images, images + " --allow-delete=false"},
		{"default deletes of a preset", module, module + " --allow-delete"},
		{"default mode", images, images + " --dev=false"},
		{"end of flags", images, images + " --"},
		{"flags of the other mode", store + " " + bucket, store + " " + bucket + " --s3-dev-prefix dev/"},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := cipublisher(append([]string{"policy"}, words(test.line)...)...)
			assert.Equal(t, exitOK, want.status, want.stderr)
			assert.Equal(t, want, cipublisher(append([]string{"policy"}, words(test.other)...)...))
		})
	}
}

func TestPolicyRefuses(t *testing.T) {
	const (
		digits   = "write its twelve digits, without hyphens or spaces, leading zeros included"
		region   = `write a code such as "eu-west-1", lower case and without an availability zone's letter`
		literal  = "leave it out; everything below the prefix is covered without it"
		shape    = "use lower-case letters, digits, dots and hyphens"
		domain   = "is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen"
		token    = "holds a CDK token, which means nothing outside a CDK app; write the value itself"
		leftOver = "is left over; policy takes flags only; leave it out"
		noID     = `--account-id is missing, and the ARNs of ECR and CodeArtifact name the account; set it to the twelve digits of the account`
		noRegion = `--region is missing, and the ARNs of ECR and CodeArtifact name the region; set it to a region such as "eu-west-1"`
	)
	empty := func(flag, value string) string {
		return flag + " is empty; write " + flag + " " + value + " or leave the flag out; perhaps a variable is not set"
	}
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		// What a flag is.
		{"unknown flag", store + " --verbose", []string{`--verbose is not a flag of policy; leave it out`}},
		{"unknown flag with a value", store + " --owner acme", []string{`--owner "acme" is not a flag of policy; leave it out`}},
		{"unknown flag with an attached value", store + " --owner=acme", []string{`--owner "acme" is not a flag of policy; leave it out`}},
		{"misspelt flag", "--account-id 111122223333 --regoin eu-west-1", []string{`--regoin "eu-west-1" is not a flag of policy; did you mean --region?`}},
		{"flag by its name in Terraform", store + " --s3-bucket-name a", []string{`--s3-bucket-name "a" is not a flag of policy; did you mean --s3-bucket?`}},
		{"abbreviated flag", "--account 111122223333 --region eu-west-1", []string{`--account "111122223333" is not a flag of policy; did you mean --account-id?`}},
		{"upper-case flag", store + " --DEV", []string{`--DEV is not a flag of policy; leave it out`}},
		{"one dash", store + " -dev", []string{`-dev is not a flag of policy; did you mean --dev?`}},
		{"three dashes", store + " ---dev", []string{`---dev is not a flag of policy; did you mean --dev?`}},
		{"flag of another command", store + " --branch main", []string{`--branch "main" is not a flag of policy; leave it out`}},
		{"dashes and an equals sign", store + " --=x", []string{`-- "x" is not a flag of policy; leave it out`}},

		// What a flag's value is, whatever the flag.
		{"no value at the end", store + " --s3-bucket", []string{`--s3-bucket lacks its value; write --s3-bucket NAME`}},
		{"no value before a flag", store + " --s3-bucket --dev", []string{`--s3-bucket lacks its value; write --s3-bucket NAME`}},
		{"no value of a required option", "--region eu-west-1 --account-id", []string{`--account-id lacks its value; write --account-id ID`}},
		{"leftover argument", store + " my-company-dist", []string{`the argument "my-company-dist" ` + leftOver}},
		{"leftover argument after the end of flags", store + " -- --dev", []string{`the argument "--dev" ` + leftOver}},
		{"many leftover arguments", store + " a b c d", []string{`the argument "a" and 3 more are left over; leave them out, and quote a "*", which the shell expands`}},
		{"leftover stdin", store + " -", []string{`the argument "-" ` + leftOver}},
		{"empty leftover argument", store + " ''", []string{`the argument ` + leftOver}},
		{"value of a switch as an argument", store + " --allow-delete false", []string{`the argument "false" is left over; a switch takes its value after an equals sign: --allow-delete=false`}},
		{"a switch that is neither", store + " --dev=yes", []string{`--dev "yes" is neither true nor false; write --dev=true or --dev=false`}},
		{"an empty switch", store + " --allow-delete=", []string{`--allow-delete is neither true nor false; write --allow-delete=true or --allow-delete=false`}},
		{"twice and differently", store + " --s3-bucket aaa --s3-bucket bbb", []string{`--s3-bucket "bbb" was given before as "aaa"; give it once`}},
		{"a switch twice and differently", store + " --dev --dev=false", []string{`--dev "false" was given before as "true"; give it once`}},
		{"three times and differently", store + " --region us-east-1 --region eu-west-1", []string{`--region "us-east-1" was given before as "eu-west-1"; give it once`}},
		{"CDK token", "--region eu-west-1 --account-id ${Token[AWS.AccountId.0]}", []string{`--account-id "${Token[AWS.AccountId.0]}" ` + token}},
		{"CDK token inside a value", store + " --s3-bucket dist-${Token[TOKEN.1]}", []string{`--s3-bucket "dist-${Token[TOKEN.1]}" ` + token}},
		{"CDK list token", store + " --s3-bucket #{Token[TOKEN.1]}", []string{`--s3-bucket "#{Token[TOKEN.1]}" ` + token}},
		{"cut-off CDK token", store + " --codeartifact-every-repository --codeartifact-domain ${Token[TOKEN", []string{`--codeartifact-domain "${Token[TOKEN" ` + token, `--codeartifact-domain "${Token[TOKEN" ` + domain}},

		// Where the stores are.
		{"nothing at all", "", []string{noID, noRegion}},
		{"no account", "--region eu-west-1", []string{noID}},
		{"no region", "--account-id 111122223333", []string{noRegion}},
		{"empty account", "--region eu-west-1 --account-id ''", []string{empty("--account-id", "ID")}},
		{"empty region", "--account-id 111122223333 --region=", []string{empty("--region", "REGION")}},
		{"empty partition", store + " --partition ''", []string{empty("--partition", "PARTITION")}},
		{"short account", "--region eu-west-1 --account-id 11112222333", []string{`--account-id "11112222333" is not an AWS account id; ` + digits}},
		{"account with hyphens", "--region eu-west-1 --account-id 1111-2222-3333", []string{`--account-id "1111-2222-3333" is not an AWS account id; ` + digits}},
		{"account's alias", "--region eu-west-1 --account-id my-company", []string{`--account-id "my-company" is not an AWS account id; ` + digits}},
		{"region in capitals", "--account-id 111122223333 --region EU-WEST-1", []string{`--region "EU-WEST-1" is not the code of an AWS region; ` + region}},
		{"availability zone", "--account-id 111122223333 --region eu-west-1a", []string{`--region "eu-west-1a" is not the code of an AWS region; ` + region}},
		{"every region", "--account-id 111122223333 --region *", []string{`--region "*" is not the code of an AWS region; ` + region}},
		{"unknown partition", store + " --partition amazon", []string{`--partition "amazon" is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov`}},
		{"region of another partition", store + " --partition aws-cn", []string{`--region "eu-west-1" is a region of partition aws, not of aws-cn; change --region, or set --partition to aws`}},

		// The stores.
		{"empty bucket", store + " --s3-bucket ''", []string{empty("--s3-bucket", "NAME")}},
		{"short bucket", store + " --s3-bucket ab", []string{`--s3-bucket "ab" is not 3 to 63 characters long; write the whole name of the bucket, and the name alone`}},
		{"bucket in capitals", store + " --s3-bucket Dist", []string{`--s3-bucket "Dist" holds "D"; ` + shape}},
		{"bucket pattern", store + " --s3-bucket my-*", []string{`--s3-bucket "my-*" holds "*"; ` + shape}},
		{"bucket's ARN", store + " --s3-bucket arn:aws:s3:::dist", []string{`--s3-bucket "arn:aws:s3:::dist" is an ARN; write the bucket's name alone`}},
		{"bucket's address", store + " --s3-bucket s3://dist/release", []string{`--s3-bucket "s3://dist/release" is an address; write the bucket's name alone, and the path in --s3-prefix`}},
		{"prefix without a bucket", store + " --s3-prefix release/", []string{`--s3-prefix "release/" means nothing without --s3-bucket; add --s3-bucket NAME, or leave --s3-prefix out`}},
		{"bad prefix without a bucket", store + " --s3-prefix /", []string{
			`--s3-prefix "/" means nothing without --s3-bucket; add --s3-bucket NAME, or leave --s3-prefix out`,
			`--s3-prefix "/" begins with "/", so it matches no object key; leave it unset for the whole bucket`}},
		{"dev prefix without a bucket", store + " --dev --s3-dev-prefix dev/", []string{`--s3-dev-prefix "dev/" means nothing without --s3-bucket; add --s3-bucket NAME, or leave --s3-dev-prefix out`}},
		{"prefix with a leading slash", store + " " + bucket + " --s3-prefix /release/", []string{`--s3-prefix "/release/" begins with "/", so it matches no object key; write "release/"`}},
		{"prefix with a wildcard", store + " " + bucket + " --s3-prefix release*", []string{`--s3-prefix "release*" holds "*", which IAM reads as a wildcard, where a literal prefix is meant; ` + literal}},
		{"prefix with a policy variable", store + " " + bucket + " --s3-prefix ${aws:username}/", []string{`--s3-prefix "${aws:username}/" holds "${", which begins an IAM policy variable; write the value itself`}},
		{"prefix of the other mode", store + " " + bucket + " --dev --s3-prefix /release/", []string{`--s3-prefix "/release/" begins with "/", so it matches no object key; write "release/"`}},
		{"dev prefix with a question mark", store + " " + bucket + " --dev --s3-dev-prefix ?/feature/", []string{`--s3-dev-prefix "?/feature/" holds "?", which IAM reads as any one character; use "*", or write the character itself`}},
		{"short domain", store + " --codeartifact-every-repository --codeartifact-domain a", []string{`--codeartifact-domain "a" ` + domain}},
		{"domain in capitals", store + " --codeartifact-every-repository --codeartifact-domain My-Company", []string{`--codeartifact-domain "My-Company" ` + domain}},
		{"every domain", store + " --codeartifact-every-repository --codeartifact-domain *", []string{`--codeartifact-domain "*" ` + domain}},

		// Sets.
		{"unknown set", store + " --set publish", []string{`--set "publish" is not a permission set; use one of publisher, builder, ecr-push, cdk-deploy, ecs-deploy, lambda-deploy, pull-through, static-site, terraform-state, terragrunt, audit, verify`}},
		{"empty set", store + " --set ''", []string{empty("--set", "NAME")}},
		{"known and unknown set", images + " --set publisher --set all", []string{`--set "all" is not a permission set; use one of publisher, builder, ecr-push, cdk-deploy, ecs-deploy, lambda-deploy, pull-through, static-site, terraform-state, terragrunt, audit, verify`}},

		{"everything at once", "--account-id 12 --regoin eu-west-1 --s3-bucket Dist --s3-prefix /r --codeartifact-every-repository --codeartifact-domain A --partition moon --dev=perhaps extra --s3-dev-prefix", []string{
			`--regoin "eu-west-1" is not a flag of policy; did you mean --region?`,
			`--s3-dev-prefix lacks its value; write --s3-dev-prefix PREFIX`,
			`the argument "extra" is left over; policy takes flags only; leave it out`,
			`--dev "perhaps" is neither true nor false; write --dev=true or --dev=false`,
			`--account-id "12" is not an AWS account id; ` + digits,
			`--partition "moon" is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov`,
			`--s3-bucket "Dist" holds "D"; ` + shape,
			`--s3-prefix "/r" begins with "/", so it matches no object key; write "r"`,
			`--codeartifact-domain "A" ` + domain,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			line := test.line
			if !strings.Contains(line, "--set") {
				line = "--ecr-repository app --ecr-dev-repository dev/app " + line // so that there is something to publish to
			}
			got := cipublisher(append([]string{"policy"}, words(line)...)...)
			assert.Equal(t, result{"", refusal("policy", test.faults...), exitBadInput}, got)
		})
	}
}

// A region that nobody knows is written down as it is, and told on stderr.
func TestUnknownRegion(t *testing.T) {
	got := cipublisher(words("policy --account-id 123456789012 --region eu-centrall-1 --ecr-repository app")...)
	assert.Equal(t, exitOK, got.status)
	assert.Contains(t, got.stdout, "arn:aws:ecr:eu-centrall-1:123456789012:repository/app")
	assert.Equal(t, "cipublisher: warning: --region \"eu-centrall-1\" is no region that is known here, and a policy for a region that does not exist grants nothing; "+
		"check its spelling: the nearest known one is \"eu-central-1\" (region-unknown)\n", got.stderr)
}
