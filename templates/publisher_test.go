package main

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

func TestIsCurrent(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, made.Indent(), string(text), "run go generate ./templates")
}

func TestEveryParameterIsShownAndUsed(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	shown := map[string]bool{}
	for _, group := range order()["AWS::CloudFormation::Interface"].(map[string]any)["ParameterGroups"].([]any) {
		for _, name := range group.(map[string]any)["Parameters"].([]string) {
			shown[name] = true
		}
	}
	text := made.Indent()
	for name, p := range made.Parameters {
		require.True(t, shown[name], "%s is in no group", name)
		require.Contains(t, text, `"Ref": "`+name+`"`)
		require.NotEmpty(t, p.Description)
		require.True(t, p.AllowedPattern != "" || p.AllowedValues != nil, "%s takes anything", name)
	}
	require.Len(t, shown, len(made.Parameters))
}

// accepts is what the core says of a value.
var accepts = map[string]func(value string) error{
	"Repository": func(v string) error {
		return trust.Options{AccountID: "123456789012", Subjects: []trust.Subject{{Repositories: []string{v}, Branches: []string{"main"}}}}.Validate()
	},
	"Environment": func(v string) error {
		return trust.Options{AccountID: "123456789012", Subjects: []trust.Subject{{Repositories: []string{"acme/app"}, Environments: []string{v}}}}.Validate()
	},
	"BucketName": func(v string) error {
		return permission.Publisher{S3: &permission.S3{BucketName: v}}.Validate(permission.Environment{})
	},
	"Prefix": func(v string) error {
		return permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: v}}.Validate(permission.Environment{})
	},
	"EcrRepository": func(v string) error {
		return permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{v}}}.Validate(ireland)
	},
	"CodeArtifactDomain": func(v string) error {
		return permission.Publisher{CodeArtifact: &permission.CodeArtifact{DomainName: v}}.Validate(ireland)
	},
	"CodeArtifactRepository": func(v string) error {
		return permission.Publisher{CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{v}}}.Validate(ireland)
	},
	"Name": func(v string) error {
		made := role.Publisher(permission.Publisher{ECR: &permission.ECR{}})
		made.PolicyName = v
		made.Trust = &trust.Options{Subjects: []trust.Subject{{Repositories: []string{"acme/app"}, AnyRef: true}}}
		return made.Validate(ireland)
	},
}

var ireland = permission.Environment{AccountID: "123456789012", Region: "eu-west-1"}

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
	for name, accept := range accepts {
		t.Run(name, func(t *testing.T) {
			alphabet := rapid.SampledFrom([]rune("abz09AZ-._/@:*?$ {}+=,!'()x"))
			rapid.Check(t, func(t *rapid.T) {
				value := rapid.StringOfN(alphabet, 1, 24, -1).Draw(t, "value")
				if name == "Repository" && rapid.Bool().Draw(t, "formed") {
					part := rapid.StringMatching(`[A-Za-z0-9-]{1,6}`)
					value = part.Draw(t, "owner") + rapid.SampledFrom([]string{"", "@1"}).Draw(t, "id") + "/" + rapid.StringMatching(`[A-Za-z0-9._-]{1,6}`).Draw(t, "name") + rapid.SampledFrom([]string{"", "@2"}).Draw(t, "id")
				}
				if matches(t, parameters[name].AllowedPattern, value) {
					require.NoError(t, accept(value), value)
					if name != "CodeArtifactRepository" {
						require.False(t, regexp.MustCompile(`[*?]|\$\{`).MatchString(value))
					}
				}
			})
		})
	}
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
	} {
		for _, value := range values {
			require.True(t, matches(t, parameters[name].AllowedPattern, value), "%s %q", name, value)
			if value != "" {
				require.NoError(t, accepts[name](value), "%s %q", name, value)
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
	} {
		for _, value := range values {
			require.False(t, matches(t, parameters[name].AllowedPattern, value), "%s %q", name, value)
		}
	}
}

// With every store and deletes, the policy is that of a publisher made with
// the same values.
func TestGrantsWhatThePublisherGrants(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	values := map[string]string{
		"BucketName": "acme-dist", "Prefix": "release/", "EcrRepository": "app", "CodeArtifactDomain": "acme", "CodeArtifactRepository": "maven",
	}
	for _, deletes := range []bool{true, false} {
		var plain map[string]any
		require.NoError(t, json.Unmarshal([]byte(made.Indent()), &plain))
		var got []any
		for _, store := range stores {
			resource := plain["Resources"].(map[string]any)[template.LogicalID("Publisher", store.id+"Policy", "Resource")].(map[string]any)
			require.Equal(t, store.condition, resource["Condition"])
			document := resource["Properties"].(map[string]any)["PolicyDocument"].(map[string]any)
			got = append(got, deploy(document["Statement"], values, deletes).([]any)...)
		}

		want := permission.Publisher{
			S3:           &permission.S3{BucketName: "acme-dist", Prefix: "release/"},
			ECR:          &permission.ECR{RepositoryNames: []string{"app"}},
			CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"maven"}},
			AllowDelete:  deletes,
		}
		var statements []any
		for _, s := range want.Statements(permission.Environment{Partition: "aws", AccountID: "123456789012", Region: "eu-west-1"}) {
			statements = append(statements, s.Map())
		}
		wanted, err := json.Marshal(map[string]any{"Version": policy.Version, "Statement": statements})
		require.NoError(t, err)
		text, err := json.Marshal(map[string]any{"Version": policy.Version, "Statement": got})
		require.NoError(t, err)
		one, err := policy.Parse(wanted)
		require.NoError(t, err)
		other, err := policy.Parse(text)
		require.NoError(t, err)
		require.Equal(t, one.Indent(), other.Indent())
	}
}

// deploy does what CloudFormation does with functions.
func deploy(value any, parameters map[string]string, deletes bool) any {
	switch v := value.(type) {
	case []any:
		list := []any{}
		for _, element := range v {
			if element = deploy(element, parameters, deletes); element != nil {
				list = append(list, element)
			}
		}
		return list
	case map[string]any:
		if id, ok := v["Ref"].(string); ok {
			pseudo := map[string]any{"AWS::Partition": "aws", "AWS::AccountId": "123456789012", "AWS::Region": "eu-west-1", "AWS::NoValue": nil}
			if known, ok := pseudo[id]; ok {
				return known
			}
			return parameters[id]
		}
		if join, ok := v["Fn::Join"].([]any); ok {
			text := ""
			for _, part := range deploy(join[1], parameters, deletes).([]any) {
				text += part.(string)
			}
			return text
		}
		if choice, ok := v["Fn::If"].([]any); ok {
			if choice[0] == "DeletesToo" && !deletes {
				return deploy(choice[2], parameters, deletes)
			}
			return deploy(choice[1], parameters, deletes)
		}
		object := map[string]any{}
		for key, element := range v {
			object[key] = deploy(element, parameters, deletes)
		}
		return object
	}
	return value
}
