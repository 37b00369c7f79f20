package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// workflowCase is a role and the job that uses it.
var workflowCases = []struct {
	name, flags string
	// ref and environment of a job that the workflow starts, and the object
	// that it uploads; empty for what it does not do.
	subject, key string
}{
	{"release", bucket + " --ecr-every-repository --codeartifact-domain my-company --codeartifact-every-repository --repo my-company/app --environment release --tag v*",
		"repo:my-company/app:environment:release", "app/1.2.3/app.zip"},
	{"release-below-a-prefix", bucket + " --s3-prefix release/ --repo my-company@1234567/app@7654321 --environment release",
		"repo:my-company@1234567/app@7654321:environment:release", "release/app/1.2.3/app.zip"},
	{"release-through-an-access-point", bucket + " --s3-prefix release/ --s3-access-point " + accessPoint + " --repo my-company@1234567/app@7654321 --environment release",
		"repo:my-company@1234567/app@7654321:environment:release", "release/app/1.2.3/app.zip"},
	{"release-of-a-branch", bucket + " --repo my-company/App --branch main --branch release/*",
		"repo:my-company/App:ref:refs/heads/main", "App/main/app.zip"},
	{"dev-release", bucket + " --dev --repo my-company/app --any-ref",
		"repo:my-company/app:ref:refs/heads/login", "dev/app/login/app.zip"},
	{"dev-release-below-a-prefix", bucket + " --dev --s3-dev-prefix dev/ --repo my-company/app --environment dev",
		"repo:my-company/app:environment:dev", "dev/app/login/app.zip"},
	{"dev-release-of-pull-requests", bucket + " --dev --repo my-company/app --pull-request",
		"repo:my-company/app:pull_request", "dev/app/12-merge/app.zip"},
	{"hardened", bucket + " --s3-prefix release/ --s3-write-once --s3-kms-key arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012 --ecr-repository team/* " +
		"--codeartifact-domain my-company --codeartifact-repository releases --codeartifact-format npm --token-duration 900 --repo my-company/app --environment release",
		"repo:my-company/app:environment:release", "release/app/1.2.3/app.zip"},
	{"maven", "--codeartifact-domain my-company --codeartifact-repository releases --codeartifact-format maven --repo my-company/app --environment release",
		"repo:my-company/app:environment:release", ""},
	{"pypi", "--codeartifact-domain my-company --codeartifact-repository releases --codeartifact-format pypi --repo my-company/app --environment release",
		"repo:my-company/app:environment:release", ""},
	{"nuget", "--codeartifact-domain my-company --codeartifact-repository releases --codeartifact-format nuget --token-duration 900 --repo my-company/app --environment release",
		"repo:my-company/app:environment:release", ""},
	{"cargo", "--codeartifact-domain my-company --codeartifact-repository releases --codeartifact-format cargo --repo my-company/app --environment release",
		"repo:my-company/app:environment:release", ""},
	{"agilecustoms", bucket + " --dev --preset agilecustoms-release --repo my-company/app --any-ref",
		"repo:my-company/app:ref:refs/heads/feature/login", "app/feature-login/app.zip"},
	{"ecr-only", "--ecr-every-repository --repo my-company/* --branch main", "repo:my-company/x:ref:refs/heads/main", ""},
	{"china", "--partition aws-cn --region cn-north-1 " + bucket + " --repo my-company/app --environment release",
		"repo:my-company/app:environment:release", "app/1.2.3/app.zip"},
	{"gitlab", "--ci gitlab --issuer gitlab " + bucket + " --ecr-repository app --codeartifact-domain my-company --codeartifact-every-repository --repo my-group/sub/app --tag v*",
		"project_path:my-group/sub/app:ref_type:tag:ref:v1", "app/1.2.3/app.zip"},
	{"gitlab-dev", "--ci gitlab --issuer gitlab-self-managed:https://gitlab.example.com --dev " + bucket + " --repo my-group/app --branch feature/* --any-ref",
		"project_path:my-group/app:ref_type:branch:ref:feature/x", "dev/app/feature-x/app.zip"},
}

// roleFlags are the flags that policy, trust and workflow share.
func roleFlags(flags string) []string {
	line := ownAccount + " " + flags
	if !strings.Contains(flags, "--region") {
		line += " --region eu-west-1"
	}
	return words(line)
}

func TestWorkflow(t *testing.T) {
	for _, test := range workflowCases {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"workflow"}, roleFlags(test.flags)...)...)
			require.Equal(t, exitOK, got.status, got.stderr)
			requireGolden(t, "workflow/"+test.name+".yml", got.stdout)
			assert.NotContains(t, got.stdout, "[[")
			for line := range strings.Lines(got.stdout) {
				assert.NotRegexp(t, `[ \t]\n$`, line)
			}
		})
	}
}

// The job that the command writes does what the role allows: its upload is
// allowed, and its token may assume the role.
func TestWorkflowFitsItsRole(t *testing.T) {
	for _, test := range workflowCases {
		t.Run(test.name, func(t *testing.T) {
			flags := roleFlags(test.flags)
			job := cipublisher(append([]string{"workflow"}, flags...)...).stdout
			if test.key != "" {
				prefix := regexp.MustCompile(`KEY_PREFIX: "(.*)"`).FindStringSubmatch(job)
				require.NotNil(t, prefix)
				assert.True(t, strings.HasPrefix(test.key, prefix[1]), "%s does not begin with %s", test.key, prefix[1])
				tag := regexp.MustCompile(`--tagging Release=(\w+)`).FindStringSubmatch(job)
				place := regexp.MustCompile(`BUCKET: "(.*)"`).FindStringSubmatch(job)
				require.NotNil(t, place)
				document, err := policy.Parse([]byte(printed(t, "policy "+strings.Join(withoutFlags(flags, "policy"), " "))))
				require.NoError(t, err)
				partition := "aws"
				if strings.Contains(test.flags, "cn-north-1") {
					partition = "aws-cn"
				}
				request := policy.Context{"s3:RequestObjectTag/Release": {tag[1]}, "s3:ObjectCreationOperation": {"true"}}
				if strings.Contains(job, "--if-none-match '*'") {
					request["s3:if-none-match"] = []string{"*"}
				}
				object := "arn:" + partition + ":s3:::" + place[1] + "/" + test.key
				if strings.HasPrefix(place[1], "arn:") {
					object = place[1] + "/object/" + test.key
				}
				for _, action := range []string{"s3:PutObject", "s3:PutObjectTagging"} {
					decision, err := document.Evaluate(policy.Request{
						Action: action, Resource: object,
						Context: request,
					})
					require.NoError(t, err)
					assert.True(t, decision.Allowed(), "%s %s", action, decision)
				}
			}
			trusted, err := policy.Parse([]byte(printed(t, "trust "+strings.Join(withoutFlags(flags, "trust"), " "))))
			require.NoError(t, err)
			audience := regexp.MustCompile(`aud(?:ience)?: "(.*)"`).FindStringSubmatch(job)
			if audience == nil {
				audience = []string{"", "sts.amazonaws.com"}
			}
			issuer := map[bool]string{true: "https://gitlab.com", false: "https://token.actions.githubusercontent.com"}[strings.Contains(test.flags, "gitlab")]
			if strings.Contains(test.flags, "example.com") {
				issuer = "https://gitlab.example.com"
			}
			result, err := trust.Check(trusted, trust.Token{Claims: map[trust.Claim][]string{
				"iss": {issuer}, "aud": {audience[1]}, "sub": {test.subject},
			}})
			require.NoError(t, err)
			assert.True(t, result.Allowed, result.Report())
		})
	}
}

// withoutFlags drops the flags that a command does not take.
func withoutFlags(args []string, command string) []string {
	flags := &flagSet{}
	for _, c := range commands {
		if c.name == command {
			flags, _ = c.flagSet()
		}
	}
	var kept []string
	for i := 0; i < len(args); i++ {
		end := i + 1
		for end < len(args) && !strings.HasPrefix(args[end], "--") {
			end++
		}
		if flags.lookup(strings.TrimPrefix(args[i], "--")) != nil {
			kept = append(kept, args[i:end]...)
		}
		i = end - 1
	}
	return kept
}

// actionlint knows the syntax of workflows, the contexts of expressions and
// the inputs of well-known actions.
func TestWorkflowsAreSound(t *testing.T) {
	ours, err := filepath.Glob("../../.github/workflows/*.yml")
	require.NoError(t, err)
	require.NotEmpty(t, ours)
	written, err := filepath.Glob("testdata/workflow/*.yml")
	require.NoError(t, err)
	for _, file := range written {
		if !strings.Contains(file, "gitlab") {
			ours = append(ours, file)
		}
	}
	lint := func(files ...string) (string, error) {
		command := exec.Command("go", append([]string{"tool", "-modfile=../../.ci/tools.mod", "actionlint", "-no-color", "-oneline"}, files...)...)
		command.Env = append(os.Environ(), "GOTOOLCHAIN=auto") // the linter may need a newer Go than the code
		out, err := command.CombinedOutput()
		return string(out), err
	}
	out, err := lint(ours...)
	require.NoError(t, err, out)
	t.Run("and the linter bites", func(t *testing.T) {
		broken := filepath.Join(t.TempDir(), "broken.yml")
		content := strings.ReplaceAll(mustRead(t, "testdata/workflow/release.yml"), "steps.ecr.outputs", "steps.nothing.outputs")
		require.NoError(t, os.WriteFile(broken, []byte(content), 0o644))
		out, err := lint(broken)
		assert.Error(t, err)
		assert.Contains(t, out, "nothing")
	})
}

// A tag of an action can be moved to other code, a commit can't.
//
// https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
func TestOurWorkflowsNameCommits(t *testing.T) {
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	require.NoError(t, err)
	uses := 0
	for _, file := range files {
		for _, used := range regexp.MustCompile(`uses: *(.*)`).FindAllStringSubmatch(mustRead(t, file), -1) {
			assert.Regexp(t, `^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d`, used[1], file)
			uses++
		}
	}
	assert.Greater(t, uses, 5)
}

func TestWorkflowRefuses(t *testing.T) {
	role := store + " " + bucket + " --repo my-company/app --environment release"
	for _, test := range []struct{ name, line, fault string }{
		{"another CI", role + " --ci jenkins", `--ci "jenkins" is not a CI that jobs are written for; use github or gitlab`},
		{"the tokens of another CI", role + " --ci gitlab", `--issuer "github" signs no tokens for jobs of gitlab; write --issuer gitlab, or --issuer gitlab-self-managed:URL`},
		{"no region", ownAccount + " " + bucket + " --repo my-company/app --environment release", `--region is missing`},
		{"a name for a role", role + " --role-arn publisher", `--role-arn "publisher" is not the ARN of a role; write it as arn:aws:iam::111122223333:role/ci/publisher`},
		{"nobody who is trusted", images + " --environment release", `--repo is missing`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"workflow"}, words(test.line)...)...)
			assert.Equal(t, exitBadInput, got.status)
			assert.Empty(t, got.stdout)
			assert.Contains(t, got.stderr, test.fault)
			assert.NotContains(t, got.stderr, " faults:", "said once")
		})
	}
	t.Run("but takes the ARN of another role", func(t *testing.T) {
		got := cipublisher(append([]string{"workflow", "--role-arn", "arn:aws:iam::444455556666:role/own"}, words(role)...)...)
		assert.Contains(t, got.stdout, `role-to-assume: "arn:aws:iam::444455556666:role/own"`)
	})
}
