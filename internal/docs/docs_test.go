package main

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
