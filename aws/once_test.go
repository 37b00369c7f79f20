package aws_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

// copies are what a rule of this package looks like where another package has
// a copy of it: in a string that is code, a regular expression or a list.
var copies = map[string]*regexp.Regexp{
	"account id":        regexp.MustCompile(`\[0-9\]\{12\}|\\d\{12\}`),
	"partition":         regexp.MustCompile(`^aws-(cn|eusc|iso(-[a-z])?|us-gov)$|aws-\[a-z-\]|\baws\|aws-`),
	"region":            regexp.MustCompile(`\(-\[a-z\]\+\)|^(cn|eusc|us-gov|us-isob?|eu-isoe|us-isof)-$`),
	"DNS suffix":        regexp.MustCompile(`(^\.?|[^A-Za-z0-9.-]\.?|\.[^A-Za-z0-9.-]+)amazonaws\b`),
	"ARN":               regexp.MustCompile(`^arn:?$|\^arn:`),
	"organization id":   regexp.MustCompile(`\bo-\[a-z0-9\]|\bou-\[`),
	"IAM name or path":  regexp.MustCompile(`\[[^\]]*\+=,\.@|\\x21-\\x7e|\[!-~\]`),
	"bucket":            regexp.MustCompile(`xn--|\[a-z0-9\.-\]\{1,61\}`),
	"image repository":  regexp.MustCompile(`\[a-z0-9\]\+\(\(?\[?[._\\-]`),
	"CodeArtifact name": regexp.MustCompile(`\{0,48\}|\{1,99\}`),
	"key":               regexp.MustCompile(`\[0-9a-f\]\{(8|32)\}`),
	"table":             regexp.MustCompile(`\{3,255\}`),
}

const ofParameters = "CloudFormation compares a parameter with a regular expression of Java's; TestPatternsAdmitOnlyWhatTheCoreAdmits compares it with the rule"

const ofSchema = "editors compare a registry with regular expressions, which its schema says; TestSchemaOfRegistriesSaysTheRules compares them with the rules"

// exceptions are the copies that stay, by file and rule, each with its reason.
var exceptions = map[string]map[string]string{
	"permission/codeartifact_options.go": {"CodeArtifact name": ofParameters, "account id": ofParameters, "region": ofParameters},
	"permission/ecr.go":                  {"image repository": ofParameters},
	"permission/limited.go":              {"organization id": ofParameters},
	"permission/s3_options.go":           {"bucket": ofParameters, "key": ofParameters, "region": ofParameters, "account id": ofParameters},
	"registry/shape.go":                  {"IAM name or path": ofSchema, "account id": ofSchema, "region": ofSchema},
	"role/option.go":                     {"IAM name or path": ofParameters, "account id": ofParameters},
	"trust/issuer_github.go": {
		"partition": "the audience that configure-aws-credentials asks for there is a fact of GitHub's action",
	},
	"permission/environment.go": {
		"partition": "an example of a value, which help and documentation show",
	},
	"policy/principal.go": {
		"ARN": "the evaluation cuts each ARN of a request once, without a copy of its parts",
	},
	"review/holder.go": {
		"IAM name or path": "the names of AWS's own policies, in any partition",
	},
	"review/principal.go": {
		"ARN":        "writes ARNs of references to pseudo parameters, which are neither values nor tokens",
		"DNS suffix": "reads the service principals of any partition, the suffix amazon.com included",
	},
}

// stringsOf returns the string constants of a source file, comments and
// imports left out.
func stringsOf(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	var all []string
	ast.Inspect(file, func(node ast.Node) bool {
		if _, isImport := node.(*ast.ImportSpec); isImport {
			return false
		}
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			all = append(all, text)
		}
		return true
	})
	return all
}

// Every rule of AWS is in this package and nowhere else in the module.
// Tests may write values and patterns of their own: they compare.
func TestEachRuleStandsHereAlone(t *testing.T) {
	used := map[string]bool{}
	files := 0
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel("..", path)
		name = filepath.ToSlash(name)
		// A module of its own, such as the AWS that clients run against, states
		// the facts independently.
		if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && name != "." {
			return fs.SkipDir
		}
		if entry.IsDir() && (name == "aws" || entry.Name() == "testdata" || entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") && name != ".") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		for _, text := range stringsOf(t, path) {
			for rule, shape := range copies {
				if !shape.MatchString(text) {
					continue
				}
				used[name+" "+rule] = true
				assert.NotEmpty(t, exceptions[name][rule], "%s has a copy of the rule of the %s in %q; use package aws, or write the reason beside the exceptions", name, rule, text)
			}
		}
		return nil
	})
	require.NoError(t, err)
	assert.Greater(t, files, 100, "the whole module is read")
	for name, rules := range exceptions {
		for rule := range rules {
			assert.True(t, used[name+" "+rule], "%s has no copy of the rule of the %s any more; take the exception out", name, rule)
		}
	}
}

// What the schema of registries has of the rules refuses no value that AWS takes,
// and accepts none that the rule refuses, where it says all of it.
func TestSchemaOfRegistriesSaysTheRules(t *testing.T) {
	content, err := os.ReadFile("../registry/schema.json")
	require.NoError(t, err)
	type key struct {
		Pattern    string
		MaxLength  int
		Properties map[string]key
		Items      struct{ Properties map[string]key }
	}
	var schema key
	require.NoError(t, json.Unmarshal(content, &schema))
	row := schema.Properties["repositories"].Items.Properties
	checked := func(check func(*fault.List, string, string)) func(string) bool {
		return func(value string) bool {
			var faults fault.List
			check(&faults, "", value)
			return len(faults) == 0
		}
	}
	for _, test := range []struct {
		name              string
		key               key
		rule              func(string) bool
		exact             bool
		accepted, refused []string
	}{
		{"accountId", schema.Properties["accountId"], aws.AccountID.Accepts, true, []string{"111122223333", "000000000000"}, []string{"11112222333", "1111-2222-3333", "111122223333\n"}},
		{"region", schema.Properties["region"], aws.Region.Accepts, false, aws.Regions(), []string{"eu-west-1a", "EU-WEST-1", "eu-west", "euwest1"}},
		{"path", schema.Properties["path"], checked(aws.CheckRolePath), true, []string{"/", "/ci/", "/a/b/", "/!/"}, []string{"", "ci", "/ci", "ci/", "/a b/", "/é/"}},
		{"roleName", row["roleName"], checked(aws.CheckRoleName), true, []string{"publisher", "a_+=,.@-b"}, []string{"", "a/b", "a b", "é", "a:b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.NotEmpty(t, test.key.Pattern)
			pattern := regexp.MustCompile(test.key.Pattern)
			for _, value := range append(slices.Clone(test.accepted), test.refused...) {
				want := slices.Contains(test.accepted, value)
				assert.Equal(t, []bool{want, want}, []bool{test.rule(value), pattern.MatchString(value)}, "%q", value)
			}
			rapid.Check(t, func(t *rapid.T) {
				value := rapid.OneOf(rapid.StringMatching(test.key.Pattern), rapid.SampledFrom(test.accepted), rapid.StringN(0, 20, -1),
					rapid.StringMatching(`[ -~]{1,20}`), rapid.StringMatching(`[a-z]{2,4}(-[a-z]{1,5}){0,3}-?[0-9]{0,3}`)).Draw(t, "value")
				if test.key.MaxLength > 0 && len(value) > test.key.MaxLength {
					return // which the schema says too
				}
				rule, schema := test.rule(value), pattern.MatchString(value)
				if rule && !schema || test.exact && schema && !rule {
					t.Fatalf("%q: the rule says %v, the schema %v", value, rule, schema)
				}
			})
		})
	}
}

// Each pattern finds the copies that there were, so that it can fail.
func TestCopiesAreFound(t *testing.T) {
	for rule, texts := range map[string][]string{
		"account id":        {`^[0-9]{12}$`, `^arn:[a-z-]+:iam::\d{12}:role/`},
		"partition":         {"aws-cn", "aws-iso-b", `^arn:(aws|aws-[a-z-]+):`},
		"region":            {`^([a-z]{2}|eusc)(-[a-z]+)+-[0-9]{1,2}$`, "cn-", "us-gov-"},
		"DNS suffix":        {"amazonaws.com", ".amazonaws.com.cn", "amazonaws.eu", `\.(amazonaws\.com(\.cn)?|amazon\.com)$`},
		"ARN":               {"arn:", "arn", `^arn:[a-z-]+:sts::`},
		"organization id":   {`^o-[a-z0-9]{10,32}$`, `^(ou-[a-z0-9]{4,32}`},
		"IAM name or path":  {`^[\w+=,.@-]+$`, `[A-Za-z0-9_+=,.@-]{1,64}`, `^(/|/[\x21-\x7e]+/)$`, `^(/|/[!-~]+/)$`},
		"bucket":            {"xn--", `^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`},
		"image repository":  {`^([a-z0-9]+([._-][a-z0-9]+)*/)*`, `[a-z0-9]+((\.|_)`, `[a-z0-9]+(\.|__?`},
		"CodeArtifact name": {`^[a-z][a-z0-9-]{0,48}[a-z0-9]$`, `^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$`},
		"key":               {`[0-9a-f]{8}(-[0-9a-f]{4}){3}`, `mrk-[0-9a-f]{32}`},
		"table":             {`^[A-Za-z0-9._-]{3,255}$`},
	} {
		for _, text := range texts {
			assert.True(t, copies[rule].MatchString(text), "%s %q", rule, text)
		}
	}
	for _, text := range []string{
		"codebuild.amazonaws.com", "such as aws-cn", "arn:{partition}:s3:::{bucket}", `write it as "arn:aws:iam::111122223333:role/ci/publisher"`,
		"use letters, digits and _+=,.@-", "123456789012", "eu-west-1",
	} {
		for rule, shape := range copies {
			assert.False(t, shape.MatchString(text), "%s %q", rule, text)
		}
	}
}
