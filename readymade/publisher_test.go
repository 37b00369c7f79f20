package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

func TestIsCurrent(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	want, err := layout(made)
	require.NoError(t, err)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, want, string(text), "run go generate ./readymade")
	require.Less(t, len(text), template.MaxInlineBytes, "aws cloudformation deploy would need a bucket for it")
	require.JSONEq(t, made.Indent(), string(text))
}

// Every option of a publisher and its role is a parameter, or there is a reason
// why it is none; and there is no parameter and no reason for anything else.
func TestEveryOptionIsAParameterOrHasAReason(t *testing.T) {
	parameters := map[string]bool{}
	for _, in := range inputs() {
		parameters[in.option.Path] = true
	}
	known := map[string]bool{}
	for _, o := range option.NewWhole(option.Publisher()).Table {
		known[o.Path] = true
		require.NotEqual(t, parameters[o.Path], reasons[o.Path] != "", o.Path)
	}
	for path := range reasons {
		require.True(t, known[path], path)
	}
	for path := range texts {
		require.True(t, known[path], path)
	}
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
		require.NotContains(t, p.Description, "{", name)
		require.True(t, p.AllowedPattern != "" || p.AllowedValues != nil, "%s takes anything", name)
	}
	require.Len(t, shown, len(made.Parameters))
}

// named returns the parameter with a name.
func named(t require.TestingT, name string) input {
	for _, in := range inputs() {
		if in.name == name {
			return in
		}
	}
	require.Fail(t, "there is no parameter "+name)
	return input{}
}

// accepts returns what the core says of a value of a parameter, beside sound
// ones of all others.
func accepts(in input, value string) error {
	w := option.NewWhole(option.Publisher())
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
	r.Trust, r.Sets = &w.Trust, []permission.Set{option.Limit(w.Set.Make(new(fault.List)), w.Limits)}
	return r.Validate(ireland)
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

const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// deployed are the values of parameters below.
var deployed = map[string]string{
	"BucketName": "acme-dist", "Prefix": "release/", "S3KmsKey": key, "EcrRepository": "app", "EcrPublicRepository": "app",
	"CodeArtifactDomain": "acme", "CodeArtifactRepository": "maven", "CodeArtifactAccountId": "210987654321", "CodeArtifactRegion": "eu-central-1",
	"CodeArtifactNamespace": "com.acme", "CodeArtifactPackage": "app", "OrganizationId": "o-a1b2c3d4e5",
}

// For whatever parameters the rules let through, a store's policy is that of a
// publisher made with the same values.
func TestGrantsWhatThePublisherGrants(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	var plain struct {
		Conditions map[string]any
		Rules      map[string]struct{ Assertions []struct{ Assert any } }
		Resources  map[string]struct {
			Condition  string
			Properties map[string]any
		}
	}
	require.NoError(t, json.Unmarshal([]byte(made.Indent()), &plain))
	refused, compared := 0, 0
	for _, s := range stores {
		root := rootOf(s)
		var changing []input
		for _, in := range inputs() {
			_, counted := deployed[in.name]
			if strings.HasPrefix(in.option.Path, s.id+".") && in.name != root.name && (counted || in.option.Kind() == option.Switch) ||
				slices.Contains([]string{"AllowDelete", "PinRegion", "OrganizationId"}, in.option.Path) {
				changing = append(changing, in)
			}
		}
		for choice := range 1 << len(changing) {
			d := deployment{map[string]string{}, plain.Conditions}
			for _, in := range inputs() {
				if in.Default != nil {
					d.parameters[in.name] = *in.Default
				}
				if in.option.Kind() == option.Switch {
					d.parameters[in.name] = "false"
				}
			}
			w := option.NewWhole(option.Publisher())
			d.parameters[root.name] = deployed[root.name]
			require.NoError(t, w.At(s.root).Set(deployed[root.name]))
			require.NoError(t, w.At("AllowDelete").Set(false))
			for i, in := range changing {
				switch given := choice&(1<<i) != 0; {
				case in.option.Kind() == option.Switch:
					d.parameters[in.name] = strconv.FormatBool(given)
					require.NoError(t, w.At(in.option.Path).Set(given))
				case given:
					d.parameters[in.name] = deployed[in.name]
					require.NoError(t, w.At(in.option.Path).Set(deployed[in.name]))
				}
			}
			set := option.Limit(w.Set.Make(new(fault.List)), w.Limits)
			admitted := true
			for _, rule := range plain.Rules {
				for _, a := range rule.Assertions {
					admitted = admitted && d.holds(a.Assert)
				}
			}
			if err := set.Validate(ireland); err != nil {
				require.False(t, admitted, "%s %v: %v", s.id, d.parameters, err)
			}
			if !admitted {
				refused++
				continue
			}
			compared++
			resource := plain.Resources[template.LogicalID("Publisher", s.id+"Policy", "Resource")]
			require.True(t, d.holds(map[string]any{"Condition": resource.Condition}))
			got, err := json.Marshal(d.deploy(resource.Properties["PolicyDocument"]))
			require.NoError(t, err)
			// The core writes a "*" for every repository with all that follows.
			text := strings.ReplaceAll(string(got), `:package/acme/*/*"`, `:package/acme/*"`)
			document, err := policy.Parse([]byte(text))
			require.NoError(t, err)
			require.Equal(t, sorted(policy.New(set.Statements(ireland)...)).Indent(), sorted(document).Indent(), "%v", d.parameters)
		}
	}
	require.Greater(t, compared, 1000)
	require.Greater(t, refused, 100)
}

func rootOf(s store) input {
	for _, in := range inputs() {
		if in.option.Path == s.root {
			return in
		}
	}
	return input{}
}

// sorted returns a document with its lists in order, which mean the same in any.
func sorted(d policy.Document) policy.Document {
	slices.SortFunc(d.Statements, func(a, b policy.Statement) int { return strings.Compare(a.Sid, b.Sid) })
	for i := range d.Statements {
		slices.Sort(d.Statements[i].Actions)
		slices.Sort(d.Statements[i].Resources)
		for _, keys := range d.Statements[i].Conditions {
			for _, list := range keys {
				slices.Sort(list)
			}
		}
	}
	return d
}

// deployment does what CloudFormation does with functions.
type deployment struct {
	parameters map[string]string
	conditions map[string]any
}

func (d deployment) holds(condition any) bool {
	object := condition.(map[string]any)
	if name, ok := object["Condition"].(string); ok {
		return d.holds(d.conditions[name])
	}
	list := func(function string) []any { l, _ := object[function].([]any); return l }
	switch {
	case object["Fn::Equals"] != nil:
		return d.deploy(list("Fn::Equals")[0]) == d.deploy(list("Fn::Equals")[1])
	case object["Fn::Not"] != nil:
		return !d.holds(list("Fn::Not")[0])
	case object["Fn::And"] != nil:
		return !slices.ContainsFunc(list("Fn::And"), func(c any) bool { return !d.holds(c) })
	}
	return slices.ContainsFunc(list("Fn::Or"), d.holds)
}

func (d deployment) deploy(value any) any {
	switch v := value.(type) {
	case []any:
		list := []any{}
		for _, element := range v {
			if element = d.deploy(element); element != nil {
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
			return d.parameters[id]
		}
		if join, ok := v["Fn::Join"].([]any); ok {
			text := ""
			for _, part := range d.deploy(join[1]).([]any) {
				text += part.(string)
			}
			return text
		}
		if choice, ok := v["Fn::If"].([]any); ok {
			if d.holds(map[string]any{"Condition": choice[0]}) {
				return d.deploy(choice[1])
			}
			return d.deploy(choice[2])
		}
		object := map[string]any{}
		for key, element := range v {
			if element = d.deploy(element); element != nil {
				object[key] = element
			}
		}
		return object
	}
	return value
}

// CloudFormation takes two to ten conditions in one function.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
func TestFunctionsTakeTwoToTenConditions(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, element := range v {
				walk(element)
			}
		case map[string]any:
			for key, element := range v {
				if list, ok := element.([]any); ok && (key == "Fn::And" || key == "Fn::Or") {
					require.GreaterOrEqual(t, len(list), 2)
					require.LessOrEqual(t, len(list), 10)
				}
				walk(element)
			}
		}
	}
	var plain any
	require.NoError(t, json.Unmarshal([]byte(made.Indent()), &plain))
	walk(plain)
}
