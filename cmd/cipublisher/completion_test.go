package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// completed are the values that a shell would offer for the last word of a
// line, without what they are for, and the directive to the shell.
func completed(line string) (values []string, directive string) {
	got := cipublisher(append([]string{"__complete"}, words(line)...)...)
	lines := strings.Split(strings.TrimSuffix(got.stdout, "\n"), "\n")
	for _, line := range lines[:len(lines)-1] {
		value, _, _ := strings.Cut(line, "\t")
		values = append(values, value)
	}
	return values, lines[len(lines)-1]
}

func TestCompletion(t *testing.T) {
	const (
		files, folders, nothing, goOn = ":0", ":16", ":4", ":6"
	)
	for _, test := range []struct {
		line      string
		want      []string
		directive string
	}{
		{"pol", []string{"policy"}, nothing},
		{"check ''", []string{"policy", "trust"}, nothing},
		{"completion ''", []string{"bash", "zsh", "fish", "powershell"}, nothing},
		{"ma", nil, nothing},
		{"policy ''", nil, nothing},
		{"policy --s3-m", []string{"--s3-multipart"}, nothing},
		{"policy --set ter", []string{"terraform-state", "terragrunt"}, nothing},
		{"policy --preset ''", []string{"agilecustoms-release", "terraform-aws-ci-publisher"}, nothing},
		{"policy --preset=t", []string{"terraform-aws-ci-publisher"}, nothing},
		{"policy --region eu-west-", []string{"eu-west-1", "eu-west-2", "eu-west-3"}, nothing},
		{"policy --partition aws-u", []string{"aws-us-gov"}, nothing},
		{"policy --codeartifact-format n", []string{"npm", "nuget"}, nothing},
		{"policy --dev=", []string{"true", "false"}, nothing},
		{"policy --s3-bucket ''", nil, nothing},
		{"policy -o ''", []string{"json", "yaml"}, nothing},
		{"trust --issuer git", []string{"github", "github-enterprise:", "github-enterprise-cloud:", "github-enterprise-server:", "gitlab", "gitlab-self-managed:"}, goOn},
		{"trust --issuer te", []string{"terraform"}, nothing},
		{"trust --run-phase ''", []string{"plan", "apply"}, nothing},
		{"explain --format ''", []string{"text", "markdown", "json", "yaml", "sarif"}, nothing},
		{"workflow --ci ''", []string{"github", "gitlab"}, nothing},
		{"resource-policy --store s", []string{"s3", "s3-access-point"}, nothing},
		{"check trust --claims ''", nil, files},
		{"explain --diff ''", nil, files},
		{"template --out ''", nil, folders},
	} {
		values, directive := completed(test.line)
		assert.Equal(t, test.want, values, test.line)
		assert.Equal(t, test.directive, directive, test.line)
	}
	t.Run("says what values are for", func(t *testing.T) {
		assert.Contains(t, cipublisher("__complete", "policy", "--set", "build").stdout, "builder\tread artifacts")
	})
}

func TestCompletionScripts(t *testing.T) {
	for shell, has := range map[string]string{
		"bash": "complete -o default -F __start_cipublisher cipublisher", "zsh": "#compdef cipublisher", "fish": "complete -c cipublisher", "powershell": "Register-ArgumentCompleter -CommandName 'cipublisher'",
	} {
		got := cipublisher("completion", shell)
		assert.Equal(t, exitOK, got.status)
		assert.Empty(t, got.stderr)
		assert.Contains(t, got.stdout, has, shell)
	}
}

// bash itself completes a line with the script.
func TestCompletionInBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	folder := t.TempDir()
	require.NoError(t, os.Symlink(binary, filepath.Join(folder, "cipublisher")))
	complete := func(line string) string {
		typed := strings.Split(line, " ")
		command := exec.Command(bash, "-c", process(t, "", "completion", "bash").stdout+`
# What the package bash-completion has for it.
_get_comp_words_by_ref() { words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=${words[cword]}; prev=${words[cword - 1]}; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMP_KEY=9
__start_cipublisher; printf '%s\n' "${COMPREPLY[@]}"`, "bash")
		command.Args = append(command.Args, typed...)
		command.Env = []string{"PATH=" + folder + ":" + os.Getenv("PATH")}
		out, err := command.Output()
		require.NoError(t, err)
		return strings.TrimSpace(string(out))
	}
	assert.Equal(t, "policy", complete("cipublisher pol"))
	assert.Equal(t, "terraform-aws-ci-publisher", complete("cipublisher policy --preset te"))
	assert.Equal(t, "--s3-multipart", strings.Fields(complete("cipublisher policy --s3-mu"))[0])
}
