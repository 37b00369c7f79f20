package main

import (
	"bytes"
	"debug/buildinfo"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/template"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// configuration is what .goreleaser.yaml sets. A key that is not in here fails
// the test that reads it: GoReleaser is built by the workflows alone.
type configuration struct {
	Version     int
	ProjectName string `yaml:"project_name"`
	Before      struct{ Hooks []string }
	Builds      []struct {
		ID, Main, Binary                  string
		Env, Goos, Goarch, Flags, Ldflags []string
		ModTimestamp                      string `yaml:"mod_timestamp"`
	}
	Archives []struct {
		IDs             []string
		NameTemplate    string `yaml:"name_template"`
		FormatOverrides []struct {
			Goos    string
			Formats []string
		} `yaml:"format_overrides"`
		BuildsInfo info `yaml:"builds_info"`
		Files      []struct {
			Src, Dst    string
			StripParent bool `yaml:"strip_parent"`
			Info        info
		}
	}
	SBOMs []struct {
		Artifacts, Cmd       string
		IDs, Documents, Args []string
	}
	Checksum, Snapshot map[string]string
	Release, Changelog struct{ Disable bool }
}

type info struct {
	Owner, Group, Mtime string
	Mode                int
}

// fields are GoReleaser's, of one platform of one release.
//
// https://goreleaser.com/customization/templates/
var fields = map[string]string{
	"ProjectName": "cipublisher", "Version": "1.2.3", "Os": "linux", "Arch": "amd64",
	"CommitTimestamp": "1795312800", "CommitDate": "2026-11-22T02:00:00Z",
}

func filled(t *testing.T, text string) string {
	t.Helper()
	parsed, err := template.New("").Option("missingkey=error").Parse(text)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, parsed.Execute(&b, fields))
	return b.String()
}

func configured(t *testing.T) configuration {
	t.Helper()
	t.Chdir("../..")
	content, err := os.ReadFile(".goreleaser.yaml")
	require.NoError(t, err)
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	var c configuration
	require.NoError(t, decoder.Decode(&c))
	require.Len(t, c.Builds, 1)
	require.Len(t, c.Archives, 1)
	return c
}

// What is promised of every build, and nothing of the clock or the machine.
func TestBuilds(t *testing.T) {
	c := configured(t)
	build, archive := c.Builds[0], c.Archives[0]
	assert.Equal(t, []string{"CGO_ENABLED=0"}, build.Env)
	assert.Equal(t, []string{"linux", "darwin", "windows"}, build.Goos)
	assert.Equal(t, []string{"amd64", "arm64"}, build.Goarch)
	assert.Equal(t, []string{"-trimpath"}, build.Flags, "no path of the machine")
	assert.Equal(t, "1795312800", filled(t, build.ModTimestamp))
	text := info{Owner: "root", Group: "root", Mtime: "{{ .CommitDate }}", Mode: 0o644}
	program := text
	program.Mode = 0o755
	assert.Equal(t, program, archive.BuildsInfo)
	for _, file := range archive.Files {
		assert.Equal(t, text, file.Info, file.Src)
	}
	for _, bill := range c.SBOMs {
		assert.Contains(t, bill.Args, "-noserial")
		assert.Contains(t, bill.Args, "-notimestamp")
	}
	assert.True(t, c.Release.Disable, "nothing is published before its provenance is signed")
}

// The release is of the version that its tag names, linked with the flags of
// the configuration.
func TestLinkedVersion(t *testing.T) {
	build := configured(t).Builds[0]
	binary := filepath.Join(t.TempDir(), "cipublisher.exe")
	out, err := exec.Command("go", "build", "-ldflags", filled(t, strings.Join(build.Ldflags, " ")), "-o", binary, build.Main).CombinedOutput()
	require.NoError(t, err, string(out))
	version, err := exec.Command(binary, "version").Output()
	require.NoError(t, err)
	assert.Contains(t, string(version), "cipublisher v1.2.3\n")
}

// Every file that goes into an archive is there when the hook has run, and is
// what its name says.
func TestArchives(t *testing.T) {
	c := configured(t)
	for _, hook := range c.Before.Hooks {
		out, err := exec.Command("bash", strings.Fields(filled(t, hook))...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	packed := map[string]string{}
	for _, file := range c.Archives[0].Files {
		found, err := filepath.Glob(file.Src)
		require.NoError(t, err)
		require.NotEmpty(t, found, file.Src)
		for _, name := range found {
			content, err := os.ReadFile(name)
			require.NoError(t, err)
			assert.Equal(t, file.StripParent, strings.Contains(name, "/"), "%s would bring its folder along", name)
			packed[filepath.ToSlash(filepath.Join(file.Dst, filepath.Base(name)))] = string(content)
		}
	}
	for name, has := range map[string]string{
		"LICENSE": "Apache License", "README.md": "cipublisher", "CHANGELOG.md": "# Changelog",
		"man1/cipublisher.1": `"2026-11-22"`, "man1/cipublisher-policy.1": "account", "man1/cipublisher-check-trust.1": "claims",
		"completion/cipublisher.bash": "__start_cipublisher", "completion/_cipublisher": "#compdef cipublisher",
		"completion/cipublisher.fish": "complete -c cipublisher", "completion/cipublisher.ps1": "Register-ArgumentCompleter",
	} {
		assert.Contains(t, packed[name], has, name)
	}
	built, err := buildinfo.ReadFile("bin/cipublisher")
	require.NoError(t, err)
	require.NotEmpty(t, built.Deps)
	for _, module := range built.Deps {
		assert.Regexp(t, "(?m)^== "+regexp.QuoteMeta(module.Path+" "+module.Version)+"\\n\\n(.+\\n|\\n)*.*([Ll]icen[sc]e|Copyright)", packed["THIRD-PARTY-LICENSES.txt"])
	}
}

// Who downloads an archive by its name finds it: the composite action, and the
// lines by which a release is verified.
func TestNamesOfArchives(t *testing.T) {
	c := configured(t)
	assert.Equal(t, "SHA256SUMS", c.Checksum["name_template"])
	archive := filled(t, c.Archives[0].NameTemplate) + ".tar.gz"
	assert.Equal(t, "cipublisher_1.2.3_linux_amd64.tar.gz", archive)
	for file, name := range map[string]*regexp.Regexp{
		"action.yml":                    regexp.MustCompile(`cipublisher_\$\{VERSION#v\}_\$platform\.tar\.gz`),
		"SECURITY.md":                   regexp.MustCompile(`cipublisher_\d\.\d\.\d_linux_amd64\.tar\.gz`),
		".github/workflows/release.yml": regexp.MustCompile(`dist/SHA256SUMS`),
	} {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Regexp(t, name, string(content), file)
	}
}
