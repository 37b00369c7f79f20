package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/trust"
)

// atRoot makes the test run at the root of the repository, where the pages
// are. (A change of folder before the tests begin would hide from the go
// command which files they read, and so what to run again.)
func atRoot(t *testing.T) {
	t.Helper()
	t.Chdir(filepath.Join("..", ".."))
}

// link is a link of a page: [text](target) or [name]: target.
var link = regexp.MustCompile(`\]\(([^)\s]+)\)|(?m)^\[[^\]]+\]: (\S+)`)

// Links inside the repository lead to a file, and to a heading of it. Others
// are addresses.
func TestLinks(t *testing.T) {
	atRoot(t)
	pages, err := pagesBelow(".")
	require.NoError(t, err)
	for _, page := range append(pages, "conformance/README.md") {
		content, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, match := range link.FindAllStringSubmatch(withoutBlocks(string(content)), -1) {
			target := match[1] + match[2]
			address, err := url.Parse(target)
			if !assert.NoError(t, err, "%s: %s", page, target) || address.IsAbs() {
				assert.Contains(t, []string{"https", ""}, address.Scheme, "%s: %s", page, target)
				continue
			}
			file := page
			if address.Path != "" {
				file = filepath.Join(filepath.Dir(page), filepath.FromSlash(address.Path))
			}
			_, err = os.Stat(file)
			assert.NoError(t, err, "%s links to %s", page, target)
			if address.Fragment != "" && err == nil {
				assert.Contains(t, anchors(t, file), address.Fragment, "%s links to %s", page, target)
			}
		}
	}
}

func withoutBlocks(page string) string {
	var kept []string
	inside := false
	for line := range strings.Lines(page) {
		if fence.MatchString(strings.TrimRight(line, "\n")) {
			inside = !inside
			continue
		}
		if !inside {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// anchors returns the names that GitHub gives the headings of a page.
func anchors(t *testing.T, page string) []string {
	t.Helper()
	content, err := os.ReadFile(page)
	require.NoError(t, err)
	var all []string
	for line := range strings.Lines(withoutBlocks(string(content))) {
		heading := strings.TrimLeft(line, "#")
		if heading == line || !strings.HasPrefix(heading, " ") {
			continue
		}
		name := strings.ToLower(strings.TrimSpace(heading))
		name = regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(name, "")
		all = append(all, strings.ReplaceAll(name, " ", "-"))
	}
	return all
}

// The tests that the documentation names are there.
func TestNamedTestsExist(t *testing.T) {
	atRoot(t)
	exist := map[string]bool{}
	require.NoError(t, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, match := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(source), -1) {
			exist[match[1]] = true
		}
		return err
	}))
	pages, err := pagesBelow(".")
	require.NoError(t, err)
	named := 0
	for _, page := range pages {
		content, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, match := range regexp.MustCompile("`(Test[A-Z][A-Za-z0-9_]*)`").FindAllStringSubmatch(string(content), -1) {
			named++
			assert.True(t, exist[match[1]], "%s names %s", page, match[1])
		}
	}
	assert.Greater(t, named, 15)
}

// workflowLogsIn requires that the README's workflow really logs in with the role
// of the template, and may do what it then does.
func workflowLogsIn(t *testing.T, template []byte) {
	t.Helper()
	holders, err := review.FromTemplate(template, review.Context{Parameters: map[string]string{"AWS::AccountId": "123456789012", "AWS::Region": "eu-west-1", "AWS::Partition": "aws"}})
	require.NoError(t, err)
	i := slices.IndexFunc(holders, func(h review.Holder) bool { return len(h.Trust) > 0 })
	require.NotEqual(t, -1, i)
	role := holders[i]
	var workflow struct {
		On   struct{ Push struct{ Tags []string } }
		Jobs map[string]struct {
			Environment string
			Permissions map[string]string
			Steps       []struct {
				Uses string
				With map[string]string
				Run  string
			}
		}
	}
	for _, b := range blocksOf(t, "README.md") {
		if b.language == "yaml" {
			require.NoError(t, yaml.Unmarshal([]byte(b.text), &workflow))
		}
	}
	job := workflow.Jobs["publish"]
	assert.Equal(t, "write", job.Permissions["id-token"])
	for _, claims := range []string{
		`{"iss":"https://token.actions.githubusercontent.com","aud":"sts.amazonaws.com","sub":"repo:acme@1234/app@5678:environment:` + job.Environment + `"}`,
		`{"iss":"https://token.actions.githubusercontent.com","aud":"sts.amazonaws.com","sub":"repo:acme/app:environment:` + job.Environment + `","repository_id":"5678"}`,
	} {
		token, err := trust.ParseClaims([]byte(claims))
		require.NoError(t, err)
		result, err := trust.Check(role.Trust[0], token)
		require.NoError(t, err)
		assert.True(t, result.Allowed, "%s\n%s", claims, result.Report())
	}
	login, upload := 0, 0
	for _, step := range job.Steps {
		if strings.HasPrefix(step.Uses, "aws-actions/configure-aws-credentials@") {
			login++
			assert.Equal(t, "arn:aws:iam::123456789012:role"+role.Name, step.With["role-to-assume"])
		}
		if _, to, found := strings.Cut(step.Run, "s3://"); found {
			upload++
			object := strings.ReplaceAll(strings.TrimRight(to, "\"\n"), "$GITHUB_REF_NAME", "v1.0.0")
			decision, err := policy.Evaluate(role.Policies, policy.Request{Action: "s3:PutObject", Resource: "arn:aws:s3:::" + object})
			require.NoError(t, err)
			assert.True(t, decision.Allowed(), object)
		}
	}
	assert.Equal(t, 1, login)
	assert.Equal(t, 1, upload)
}

// The tests that the documentation shows pass.
func TestShownTestsPass(t *testing.T) {
	atRoot(t)
	folder := userModule(t)
	shown := filepath.Join(folder, "shown")
	require.NoError(t, os.Mkdir(shown, 0o755))
	count := 0
	for _, b := range blocksOf(t, "docs/testing.md") {
		if b.language == "go" {
			count++
			require.NoError(t, os.WriteFile(filepath.Join(shown, fmt.Sprintf("shown%d_test.go", count)), []byte(b.text), 0o644))
		}
	}
	require.Equal(t, 3, count)
	run := exec.Command("go", "test", "-count=1", "./shown")
	run.Dir = folder
	// CDK's rules for templates take ten times as long to load as the rest. They
	// are run by TestFirstFiveMinutes.
	run.Env = append(os.Environ(), "CDK_VALIDATION=false")
	out, err := run.CombinedOutput()
	assert.NoError(t, err, "%s", out)
}

// The README lists every page of the documentation, which is how the site knows
// of it.
func TestEveryPageIsListed(t *testing.T) {
	atRoot(t)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, list, found := strings.Cut(string(readme), "\n## Pages\n")
	require.True(t, found)
	pages, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, pages)
	for _, page := range pages {
		assert.Equal(t, 1, strings.Count(list, "]("+filepath.ToSlash(page)+")"), "the README's list of pages has %s so often", page)
	}
}

// What is shown of a release is the newest one, which the changelog has.
func TestPagesNameTheNewestVersion(t *testing.T) {
	atRoot(t)
	changes, err := os.ReadFile("CHANGELOG.md")
	require.NoError(t, err)
	newest := regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$`).FindSubmatch(changes)
	require.NotNil(t, newest, "a version and its date")
	shown := regexp.MustCompile(`(?:cipublisher_|cipublisher/cipublisher@v|\bversion: )(\d+(?:\.\d+)*)`)
	found := 0
	for _, page := range []string{"SECURITY.md", "docs/command-line.md", "docs/doctor.md"} {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, match := range shown.FindAllStringSubmatch(string(text), -1) {
			found++
			assert.Equal(t, string(newest[1]), match[1], "%s: %s", page, match[0])
		}
	}
	assert.GreaterOrEqual(t, found, 6)
}

// What the README asks for is what go.mod does.
func TestReadmeNamesTheVersions(t *testing.T) {
	atRoot(t)
	module, err := os.ReadFile("go.mod")
	require.NoError(t, err)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for pattern, written := range map[string]string{
		`(?m)^go (\d+\.\d+)`:         "Go %s or later",
		`awscdk/v2 v(\d+\.\d+\.\d+)`: "`awscdk` %s or later",
	} {
		match := regexp.MustCompile(pattern).FindSubmatch(module)
		require.NotNil(t, match, pattern)
		assert.Contains(t, string(readme), fmt.Sprintf(written, match[1]))
	}
}

// The warnings that the pages name are there.
func TestNamedWarningsExist(t *testing.T) {
	atRoot(t)
	var source strings.Builder
	require.NoError(t, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			content, readErr := os.ReadFile(path)
			source.Write(content)
			return readErr
		}
		return err
	}))
	page, err := os.ReadFile("docs/warnings.md")
	require.NoError(t, err)
	named := regexp.MustCompile("`(?:cipublisher:)?((?:trust|name)-[a-z-]+)`|\"cipublisher:([a-z-]+)\"").FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(named), 5)
	for _, match := range named {
		assert.Contains(t, source.String(), `"`+match[1]+match[2]+`"`)
	}
}

// Every promise of the security model names a test that holds it.
func TestPromisesNameTheirTests(t *testing.T) {
	atRoot(t)
	page, err := os.ReadFile("docs/security-model.md")
	require.NoError(t, err)
	_, promises, found := strings.Cut(string(page), "\n## What is promised\n")
	require.True(t, found)
	promises, _, _ = strings.Cut(promises, "\n## ")
	all := strings.Split(promises, "\n- **")[1:]
	require.Greater(t, len(all), 5)
	for _, promise := range all {
		assert.Regexp(t, "`Test[A-Z]", promise)
	}
}

// Every attack of the table in the trust package's test is in the security
// model's, by its number.
func TestAttackTableIsComplete(t *testing.T) {
	atRoot(t)
	source, err := os.ReadFile("trust/attack_test.go")
	require.NoError(t, err)
	page, err := os.ReadFile("docs/security-model.md")
	require.NoError(t, err)
	numbers := regexp.MustCompile(`name:\s+"(\d+) `).FindAllStringSubmatch(string(source), -1)
	require.Greater(t, len(numbers), 15)
	for _, number := range numbers {
		assert.Contains(t, string(page), "\n| "+number[1]+" | ")
	}
}

// The first five minutes: a folder outside the repository, the README's
// program, a module of its own; and the mapping for cdk import names resources
// of what it synthesizes.
func TestFirstFiveMinutes(t *testing.T) {
	atRoot(t)
	folder := userModule(t)
	programs := 0
	for _, b := range blocksOf(t, "README.md") {
		if b.language == "go" && strings.HasPrefix(b.text, "package main") {
			programs++
			require.NoError(t, os.WriteFile(filepath.Join(folder, "main.go"), []byte(b.text), 0o644))
		}
	}
	require.Equal(t, 1, programs)
	out := filepath.Join(folder, "cdk.out")
	run := exec.Command("go", "run", ".")
	run.Dir = folder
	run.Env = append(os.Environ(), "CDK_OUTDIR="+out)
	said, err := run.CombinedOutput()
	require.NoError(t, err, "%s", said)
	content, err := os.ReadFile(filepath.Join(out, "CiPublisher.template.json"))
	require.NoError(t, err)
	var template struct {
		Resources map[string]struct {
			Type       string
			Properties map[string]any
		}
	}
	require.NoError(t, json.Unmarshal(content, &template))

	// The program asks by name for each place that it may publish to, and its
	// workflow names the environment that its trust requires.
	for _, resource := range template.Resources {
		if resource.Type != "AWS::IAM::ManagedPolicy" {
			continue
		}
		for _, s := range resource.Properties["PolicyDocument"].(map[string]any)["Statement"].([]any) {
			statement := s.(map[string]any)
			text, err := json.Marshal(statement["Resource"])
			require.NoError(t, err)
			if statement["Action"] == "ecr:GetAuthorizationToken" { // which has no resource type
				assert.Equal(t, `"*"`, string(text))
				continue
			}
			assert.Regexp(t, `:s3:::acme-dist(/app/\*)?"|:repository/app"`, string(text), "%v", statement["Sid"])
			assert.LessOrEqual(t, strings.Count(string(text), "*"), strings.Count(string(text), "/app/*"), "%s", text)
		}
	}
	workflows := 0
	for _, b := range blocksOf(t, "README.md") {
		if _, after, found := strings.Cut(b.text, "environment: "); found && b.language == "yaml" {
			workflows++
			environment, _, _ := strings.Cut(after, "\n")
			assert.Contains(t, string(content), "repo:acme/app:environment:"+environment+`"`)
			assert.Contains(t, string(content), "repo:acme@1234/app@5678:environment:"+environment+`"`)
		}
	}
	require.Equal(t, 1, workflows)
	workflowLogsIn(t, content)

	identifiers := map[string]string{"AWS::IAM::OIDCProvider": "Arn", "AWS::IAM::ManagedPolicy": "PolicyArn", "AWS::IAM::Role": "RoleName"}
	mappings := 0
	for _, b := range blocksOf(t, "docs/migrating-from-terraform.md") {
		if b.about != "mapping" {
			continue
		}
		mappings++
		var mapping map[string]map[string]string
		require.NoError(t, json.Unmarshal([]byte(b.text), &mapping))
		for id, identifier := range mapping {
			resource, ok := template.Resources[id]
			if assert.True(t, ok, "%s is no resource of %s", id, content) {
				assert.Contains(t, identifier, identifiers[resource.Type], id)
			}
		}
		for id, resource := range template.Resources {
			if identifiers[resource.Type] != "" {
				assert.Contains(t, mapping, id, "the mapping leaves out a resource")
			}
			switch resource.Type {
			case "AWS::IAM::ManagedPolicy":
				arn := "arn:aws:iam::111122223333:policy" + resource.Properties["Path"].(string) + resource.Properties["ManagedPolicyName"].(string)
				assert.Equal(t, arn, mapping[id]["PolicyArn"])
			case "AWS::IAM::Role":
				assert.Equal(t, resource.Properties["RoleName"], mapping[id]["RoleName"])
			}
		}
	}
	assert.Equal(t, 1, mappings)
}
