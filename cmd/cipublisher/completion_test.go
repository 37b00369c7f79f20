package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// Lines that every shell completes the same, each with the only word that can
// end it and the space that follows, if one does.
var completedLines = []struct{ line, want string }{
	{"cipublisher pol", "policy "},
	{"cipublisher check tr", "trust "},
	{"cipublisher policy --preset te", "terraform-aws-ci-publisher "},
	{"cipublisher policy --s3-mu", "--s3-multipart "},
	{"cipublisher policy -o y", "yaml "},
	{"cipublisher trust --issuer github-enterprise-s", "github-enterprise-server:"},
	{"cipublisher check trust --claims cl", "claims.json "},
	{"cipublisher audit cl", "claims.json "},
	{"cipublisher template --out fo", "folder/"},
}

// TestCompletionInShells has the shells themselves complete lines, with the
// scripts that they are given.
func TestCompletionInShells(t *testing.T) {
	folder, work := t.TempDir(), t.TempDir()
	require.NoError(t, os.Symlink(binary, filepath.Join(folder, "cipublisher")))
	require.NoError(t, os.WriteFile(filepath.Join(work, "claims.json"), nil, 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(work, "folder"), 0o700))
	for shell, complete := range map[string]func(run func(script string, args ...string) string, script string) []string{
		"bash": completeInBash, "fish": completeInFish, "zsh": completeInZsh,
	} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			switch {
			case err != nil && shell == "bash" && os.Getenv("CI") != "":
				t.Fatal("there is no bash, and CI must have one")
			case err != nil:
				t.Skipf("there is no %s on this machine: its script is not run", shell)
			}
			run := func(script string, args ...string) string {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				command := exec.CommandContext(ctx, path, append([]string{"-c", script, shell}, args...)...)
				command.Dir = work
				command.Env = []string{"PATH=" + folder + ":" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TERM=dumb", "LC_ALL=C"}
				out, err := command.CombinedOutput()
				require.NoError(t, err, "%s", out)
				return string(out)
			}
			got := complete(run, process(t, "", "completion", shell).stdout)
			for i, test := range completedLines {
				if !assert.Greater(t, len(got), i, "it answers for every line: %q", got) {
					break
				}
				want := test.want
				if shell == "fish" { // which leaves the space to the command line
					want = strings.TrimSuffix(want, " ")
				}
				assert.Equal(t, want, got[i], test.line)
			}
		})
	}
}

// completeInBash calls the function that the script gives to "complete", as
// bash does. The script needs two functions of the package bash-completion;
// where that is not installed, they are ours.
func completeInBash(run func(string, ...string) string, script string) (words []string) {
	for _, test := range completedLines {
		out := run(script+`
if ! . /usr/share/bash-completion/bash_completion 2>/dev/null; then
	_get_comp_words_by_ref() { words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=${words[cword]}; prev=${words[cword - 1]}; }
	_filedir() { COMPREPLY=($(compgen "${1:--f}" -- "$cur")); }
fi
# It works while bash itself completes alone.
compopt() { [ "$2" = nospace ] && space=; }
type() { echo builtin; }
space=" "
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMP_KEY=9
__start_cipublisher
# Bash itself ends the name of a folder with a slash.
for word in "${COMPREPLY[@]}"; do [ -d "$word" ] && printf '%s/\n' "$word" || printf '%s%s\n' "${word%% *}" "$space"; done
[ ${#COMPREPLY[@]} -gt 0 ] || compgen -f "${!#}" | sed "s/$/$space/"`, strings.Split(test.line, " ")...)
		words = append(words, strings.TrimSuffix(out, "\n"))
	}
	return words
}

// completeInFish asks fish for what it would offer.
func completeInFish(run func(string, ...string) string, script string) (words []string) {
	for _, test := range completedLines {
		out := run(script + "\ncomplete -C '" + test.line + "'")
		word, _, _ := strings.Cut(strings.TrimSuffix(out, "\n"), "\t")
		words = append(words, word)
	}
	return words
}

// completeInZsh types into a zsh in a terminal of its own, and presses Tab.
func completeInZsh(run func(string, ...string) string, script string) (words []string) {
	args := []string{script}
	for _, test := range completedLines {
		args = append(args, test.line)
	}
	out := run(`
zmodload zsh/zpty
mkdir $HOME/functions; print -r -- $1 >$HOME/functions/_cipublisher; shift
cat >$HOME/.zshrc <<'END'
fpath=($HOME/functions $fpath)
autoload -U compinit; compinit -u -D
show() { zle complete-word; print -r -- $BUFFER >>$HOME/lines; BUFFER=; zle send-break }
zle -N show; bindkey '^I' show
print -n >$HOME/lines
END
zpty shell zsh -i
# What the shell draws is read, or it would wait for ever.
await() { until [[ -e $HOME/lines && $(wc -l <$HOME/lines) -ge $1 ]] { zpty -rt shell drawn; sleep 0.02 } }
await 0; sleep 0.2
for line; do zpty -wn shell $line$'\t'; await $((++typed)); done
cat $HOME/lines; zpty -d shell`, args...)
	for i, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		if i < len(completedLines) {
			typed := completedLines[i].line
			words = append(words, strings.TrimPrefix(line, typed[:strings.LastIndex(typed, " ")+1]))
		}
	}
	return words
}
