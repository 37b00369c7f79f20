package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const release = "--repo acme@1234/app@5678 --environment release"

func TestTemplate(t *testing.T) {
	for _, test := range []struct{ name, line string }{
		{"anywhere", "--preset terraform-aws-ci-publisher --s3-bucket acme-dist --codeartifact-domain acme --create-provider " + release},
		{"in an account", store + " --s3-bucket acme-dist --create-provider " + release},
		{"existing provider", "--s3-bucket acme-dist " + release},
		{"named provider", "--s3-bucket acme-dist --provider-arn arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com " + release},
		{"dev", "--s3-bucket acme-dist --dev --any-ref --repo acme@1234/app@5678"},
		{"policy alone", "--s3-bucket acme-dist"},
		{"customized", "--s3-bucket acme-dist --policy-name acme --policy-path /teams/ --role-name acme-release --max-session 7200 --construct-id Acme --outputs=false " + release},
		{"limited role", "--s3-bucket acme-dist --role-path /web/ --role-description Web --permissions-boundary ci/boundary --role-tag team=web --role-tag cost-center=42 " + release},
		{"role of projects", store + " --s3-bucket acme-dist --codebuild-project release --max-session 7200"},
		{"china", "--account-id 111122223333 --region cn-north-1 --s3-bucket acme-dist --create-provider " + release},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"template"}, words(test.line)...)...)
			require.Equal(t, exitOK, got.status, got.stderr)
			assert.True(t, json.Valid([]byte(got.stdout)))
			requirePrinted(t, "template", test.name, got)
		})
	}
}

// The golden templates of the example app, which the CDK has made, are what
// the same options give here.
func TestTemplateIsTheExamples(t *testing.T) {
	const made = "--s3-bucket acme-dist --s3-prefix release/ --ecr-repository app --ecr-dev-repository dev/app " +
		"--codeartifact-domain acme --codeartifact-repository packages --codeartifact-format maven --codeartifact-namespace com.acme --codeartifact-package app"
	for golden, line := range map[string]string{
		"normal": made + " --allow-delete --repo acme/app --branch main --tag v* --create-provider",
		"dev":    made + " --dev --s3-dev-prefix */feature- --repo acme/app --any-ref --create-provider",
	} {
		t.Run(golden, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("..", "..", "example", "testdata", golden+".template.json"))
			require.NoError(t, err)
			got := cipublisher(append([]string{"template"}, words(line)...)...)
			require.Equal(t, exitOK, got.status, got.stderr)
			var want, made map[string]any
			require.NoError(t, json.Unmarshal(text, &want))
			require.NoError(t, json.Unmarshal([]byte(got.stdout), &made))
			for _, section := range []string{"Description", "Resources", "Outputs"} {
				assert.Equal(t, want[section], made[section], section)
			}
		})
	}
}

func TestTemplateRefuses(t *testing.T) {
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"a provider for nobody", "--s3-bucket acme-dist --create-provider", []string{
			"--repo is missing, and a trust without a repository would accept everybody; write --repo OWNER/NAME, or --repo OWNER@ID/NAME@ID where the repository sends ids",
		}},
		{"a role's name without a role", "--role-name x", []string{
			"--repo is missing, and a trust without a repository would accept everybody; write --repo OWNER/NAME, or --repo OWNER@ID/NAME@ID where the repository sends ids",
		}},
		{"two providers", "--create-provider --provider-arn arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com " + release, []string{
			"--create-provider is given beside --provider-arn, and one excludes the other; leave one of them out",
		}},
		{"flags beside a registry", "--registry testdata/examples/registry.yaml --dev", []string{
			`--dev "true" is given beside --registry, which says everything; leave it out, or write it into the registry`,
		}},
		{"a folder without a registry", "--s3-bucket acme-dist --out x", []string{
			`--out "x" means nothing without --registry; add --registry FILE, or leave --out out`,
		}},
		{"a folder that is a file", "--registry testdata/examples/registry.yaml --out testdata/examples/registry.yaml", []string{
			`--out "testdata/examples/registry.yaml" can't be made: mkdir testdata/examples/registry.yaml: not a directory; name a folder, which may be a new one`,
		}},
		{"a registry that is none", "--registry testdata/examples/claims.json", []string{
			`--registry "testdata/examples/claims.json": version is missing; add it`,
			`--registry "testdata/examples/claims.json": repositories is missing; add it`,
		}},
		{"a project beside a repository", "--s3-bucket acme-dist --codebuild-project release " + release, []string{
			"--repo and --codebuild-project are both set, and a role is for CI jobs or for a service; make a role for each",
		}},
		{"tags that are none", "--s3-bucket acme-dist --role-tag team --role-tag aws:team=web " + release, []string{
			`--role-tag "team" has no value; write --role-tag KEY=VALUE`,
		}},
		{"the same tag twice", "--s3-bucket acme-dist --role-tag a=1 --role-tag a=2 " + release, []string{
			`--role-tag "a=2" has the key of another tag; leave one of them out`,
		}},
		{"a tag of AWS and another account's boundary", "--account-id 111122223333 --region eu-west-1 --s3-bucket acme-dist --role-tag aws:team=web --permissions-boundary arn:aws:iam::999999999999:policy/x " + release, []string{
			`--role-tag "aws:team" begins with "aws:", which is AWS's own; choose another key`,
			`--permissions-boundary "arn:aws:iam::999999999999:policy/x" is a policy of another account, which IAM does not take as a boundary`,
		}},
		{"everything at once", "--s3-bucket Acme --policy-name a/b --policy-path ci --max-session 60 " + release, []string{
			`--s3-bucket "Acme" holds "A"; use lower-case letters, digits, dots and hyphens`,
			`--policy-name "a/b" has "/", which IAM does not allow in a name; use letters, digits and _+=,.@-`,
			`--policy-path "ci" is not the path of an IAM policy; begin and end it with "/", as in "/ci/", with letters, digits and _+=,.@- between`,
			`--max-session "60 seconds" is not a session length that IAM allows; choose 1 to 12 hours`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"template"}, words(test.line)...)...)
			assert.Equal(t, exitBadInput, got.status)
			assert.Empty(t, got.stdout)
			for _, fault := range test.faults {
				assert.Contains(t, got.stderr, fault)
			}
		})
	}
}
