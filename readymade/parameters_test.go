package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// accepts returns what the core says of a value of a parameter, beside sound
// ones of all others.
func accepts(in input, value string) error {
	w := role.NewWhole(permission.PublisherOptions())
	set := func(path string, value any) { _ = w.At(path).Set(value) } // texts and lists take a text
	for path, sound := range map[string]string{
		"S3.BucketName": "acme-dist", "Ecr.RepositoryNames": "app", "EcrPublic.RepositoryNames": "app", "CodeArtifact.DomainName": "acme", "CodeArtifact.RepositoryNames": "packages",
		"Subjects.Repositories": "acme/app", "Subjects.Environments": "release", "PolicyName": "publisher",
	} {
		set(path, sound)
	}
	set(in.option.Path, value)
	r := w.Role
	w.Trust.Subjects = []trust.Subject{w.Subject}
	r.Trust, r.Sets = &w.Trust, []permission.Set{w.Limits.On(w.Set.Make(new(fault.List)))}
	return r.Validate(ireland)
}

// matches reports whether CloudFormation would take the value: the pattern must
// match all of it. Its patterns
// are Java's, with assertions that package regexp does not know.
func matches(t require.TestingT, pattern, value string) bool {
	ok, err := regexp2.MustCompile(`\A(?:`+pattern+`)\z`, regexp2.None).MatchString(value)
	require.NoError(t, err)
	return ok
}

// What a pattern admits, the core admits; and it has no wildcard, no policy
// variable and nothing else that means more than itself.
func TestPatternsAdmitOnlyWhatTheCoreAdmits(t *testing.T) {
	for _, in := range inputs() {
		if in.option.Kind() == option.Switch {
			continue
		}
		t.Run(in.name, func(t *testing.T) {
			alphabet := rapid.SampledFrom([]rune("abz09AZ-._/@:*?$ {}+=,!'()x"))
			formed := rapid.StringMatching(shapes[in.name])
			rapid.Check(t, func(t *rapid.T) {
				value := rapid.StringOfN(alphabet, 1, 24, -1).Draw(t, "value")
				if shapes[in.name] != "" && rapid.Bool().Draw(t, "formed") {
					value = formed.Draw(t, "value")
				}
				if matches(t, in.AllowedPattern, value) {
					require.NoError(t, accepts(in, value), value)
					if value != "*" || in.name != "CodeArtifactRepository" {
						require.False(t, regexp.MustCompile(`[*?]|\$\{`).MatchString(value))
					}
				}
			})
		})
	}
}

// shapes are near what parameters take that chance does not find.
var shapes = map[string]string{
	"Repository":            `[A-Za-z0-9-]{1,6}(@1)?/[A-Za-z0-9._-]{1,6}(@2)?`,
	"S3KmsKey":              `arn:aws:kms:eu-west-1:[0-9]{11,12}:(key|alias)/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})`,
	"CodeArtifactAccountId": `[0-9]{11,13}`,
	"CodeArtifactRegion":    `[a-z]{2,3}(-[a-z]{3,8}){1,2}-[0-9]{1,3}`,
	"OrganizationId":        `o-[a-zA-Z0-9]{8,34}`,
	"Path":                  `/([a-zA-Z0-9*/]{1,8}/){0,3}`,
	"PermissionsBoundary":   `arn:aws:iam::(123456789012|aws|):policy/([a-z*?]{1,4}/){0,2}[a-z]{1,4}`,
}

func TestPatternsAdmitWhatPeopleHave(t *testing.T) {
	for name, values := range map[string][]string{
		"Repository":             {"acme/app", "acme@1234/app@5678", "acme-2/my_app.js", "a/.github"},
		"Environment":            {"release", "Production EU", "prod-1", "p", "teams/prod"},
		"BucketName":             {"", "acme-dist", "dist.acme.example", "123"},
		"Prefix":                 {"", "release/", "a/b/"},
		"EcrRepository":          {"", "app", "team/app-1", "a1_b"},
		"CodeArtifactDomain":     {"", "acme", "my-company-1"},
		"CodeArtifactRepository": {"*", "maven-releases", "npm.store"},
		"Name":                   {"publisher", "acme+ci=x,y.z@w_-"},
		"S3KmsKey":               {"", key, "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab"},
		"EcrPublicRepository":    {"", "app", "team/app-1"},
		"CodeArtifactAccountId":  {"", "210987654321"},
		"CodeArtifactRegion":     {"", "us-east-1", "us-gov-west-1"},
		"CodeArtifactNamespace":  {"", "com.acme.app", "acme"},
		"CodeArtifactPackage":    {"", "app-1", "app_core"},
		"OrganizationId":         {"", "o-a1b2c3d4e5"},
		"Path":                   {"/", "/ci/", "/teams/web/"},
		"PermissionsBoundary":    {"", "arn:aws:iam::123456789012:policy/ci/boundary", "arn:aws:iam::aws:policy/PowerUserAccess"},
	} {
		in := named(t, name)
		for _, value := range values {
			require.True(t, matches(t, in.AllowedPattern, value), "%s %q", name, value)
			if value != "" && !strings.Contains(value, "aws-us-gov") { // the environment of the test is another partition's
				require.NoError(t, accepts(in, value), "%s %q", name, value)
			}
		}
	}
}

func TestPatternsRefuseAttacks(t *testing.T) {
	for name, values := range map[string][]string{
		"Repository":         {"", "acme/*", "*/app", "acme*/app", "acme/app:ref", "acme@1/app", "acme/app@2", "acme@*/app@*", "repo:acme/app", "acme/app\n", "-acme/app", "acme--x/app", "acme/app/x", "${aws:x}/app"},
		"Environment":        {"", "*", "prod*", "prod:v1", "a?b", "${x}", "release:ref:refs/heads/main"},
		"BucketName":         {"*", "a", "Acme", "a..b", "192.168.0.1", "xn--a-b", "acme-s3alias", "acme/dist", "acme*", "acme-", "${aws:username}"},
		"Prefix":             {"/", "/release/", "release", "*/", "a*/", "a?/", "${aws:username}/"},
		"EcrRepository":      {"*", "App", "a", "app/", "app*", "a//b"},
		"CodeArtifactDomain": {"*", "a", "1acme", "Acme", "acme-"},
		"Name":               {"", "a b", "a/b", "a*"},

		"S3KmsKey":              {"*", "alias/x", "arn:aws:kms:eu-west-1:123456789012:alias/x", "arn:aws:kms:*:123456789012:key/*", key + "*"},
		"EcrPublicRepository":   {"*", "app*", "App"},
		"CodeArtifactAccountId": {"*", "1234", "1234567890123"},
		"CodeArtifactRegion":    {"*", "eu-west-*", "Ireland"},
		"CodeArtifactNamespace": {"*", "com.*", "@acme", "a/b", "${aws:username}"},
		"CodeArtifactPackage":   {"*", "app*", "a/b"},
		"OrganizationId":        {"*", "o-*", "ou-abcd-11111111"},
		"Path":                  {"", "ci", "/ci", "/*/", "/c i/"},
		"PermissionsBoundary":   {"*", "arn:aws:iam::123456789012:policy/*", "arn:aws:iam::123456789012:role/x", "boundary"},
	} {
		for _, value := range values {
			require.False(t, matches(t, named(t, name).AllowedPattern, value), "%s %q", name, value)
		}
	}
}
