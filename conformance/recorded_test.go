package conformance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recordedBy is operations of a real client that was run: a file of
// clients/testdata/results, and what their lines begin with; none is all.
type recordedBy struct {
	result string
	lines  []string
}

// recordedRows are the files of testdata/clients whose clients were run. Their rows are
// what was recorded.
var recordedRows = map[string][]recordedBy{
	"aws-s3-cp.json":           {{"aws-cli", []string{"aws s3 cp dist/app.txt"}}},
	"aws-s3-cp-acl.json":       {{"aws-cli-acls", nil}},
	"aws-s3-cp-multipart.json": {{"aws-cli", []string{"aws s3 cp big.bin", "aws s3api create-multipart-upload"}}},
	"aws-s3-sync.json":         {{"aws-cli", []string{"aws s3 sync"}}},
	"rclone.json":              {{"rclone", nil}},
	"s3-kms.json":              {{"aws-cli-bucket-with-a-kms-key", []string{"aws s3 cp dist"}}},
	"s3-kms-multipart.json":    {{"aws-cli-bucket-with-a-kms-key", []string{"aws s3 cp big.bin"}}},
	"s3-kms-tagged.json":       {{"aws-cli-bucket-with-a-kms-key", []string{"aws s3api put-object"}}},
	"s3api-write-once.json":    {{"aws-sdk-for-go-transfer-manager-write-once", nil}, {"aws-cli", []string{"aws s3 rm"}}},
	"dev-delete.json":          {{"aws-cli-dev-releases", nil}},

	"buildx-cache.json":  {{"buildkit", nil}},
	"crane.json":         {{"crane", nil}},
	"docker.json":        {{"docker", nil}},
	"ecr-existence.json": {{"docker", nil}, {"aws-cli-ecr", []string{"aws ecr describe-images", "aws ecr list-images", "aws ecr wait"}}},
	"deploy-ecr-push.json": {{"docker", nil},
		{"aws-cli-ecr", []string{"aws ecr describe-images", "aws ecr describe-repositories", "aws ecr list-images", "aws ecr wait"}}},

	"cargo-formats.json":    {{"cargo", nil}},
	"generic.json":          {{"aws-sdk-for-go-generic-packages", nil}},
	"maven.json":            {{"maven", nil}},
	"maven-formats.json":    {{"maven", nil}},
	"npm.json":              {{"npm", []string{"npm publish"}}},
	"npm-formats.json":      {{"npm", nil}, {"changesets", nil}, {"pnpm", nil}, {"yarn", nil}, {"twine", nil}},
	"npm-publish-only.json": {{"npm-publishing-only", nil}, {"twine-publishing-only", nil}},
	"twine.json":            {{"twine", nil}},

	"deploy-cdk-deploy.json":                 {{"aws-cdk", nil}},
	"deploy-terraform-state.json":            {{"opentofu-state-in-s3", nil}},
	"deploy-terraform-state-workspaces.json": {{"opentofu-workspaces", nil}},
}

// assertedRows are why the clients of the other files, by what their names begin
// with, were not run: their rows are asserted from the pages that they cite.
var assertedRows = map[string]string{
	"buildx.json":                   "BuildKit's build without an import of a cache, whose record has both",
	"agilecustoms-release":          "a GitHub Action, which runs on GitHub; its calls are read from its source",
	"codeartifact-copy":             "CopyPackageVersions of the AWS CLI is not in the cloud of the clients",
	"deploy-cdk-deploy-":            "variants of cdk-deploy, which is recorded",
	"deploy-ecr-push-several":       "the calls of ecr-push, which are recorded, on several repositories",
	"deploy-ecs-deploy":             "ECS is not recorded for every variant",
	"deploy-terraform-state-":       "variants of terraform-state, which is recorded; the cloud of the clients has no DynamoDB",
	"deploy-terragrunt":             "needs Terraform's own binary beside it, and the cloud of the clients makes no tables",
	"docker-ecr-public":             "the cloud of the clients has no ECR Public",
	"docker-pull":                   "a reader; the record pulls and pushes in one job",
	"look-at-packages":              "a reader",
	"nuget":                         "no client that speaks version 3 is to be had",
	"read-":                         "a reader",
	"recommended":                   "what several clients call, each recorded by itself",
	"s3-kms-dev":                    "an upload as in dev-delete, to a bucket as in s3-kms",
	"terraform-module-dev-checks":   "the Terraform module's own list",
	"token-duration":                "a sign-in as in npm, with a duration",
	"deploy-terraform-state-kms":    "the calls of s3-kms and terraform-state, which are recorded, together",
	"deploy-terraform-state-prefix": "the calls of terraform-state on a directory",
}

// TestRowsAreRecorded: the rows of a client that was run are what it was seen to
// call, and every other file says why its client was not run.
func TestRowsAreRecorded(t *testing.T) {
	files, err := filepath.Glob("testdata/clients/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	used := map[string]bool{}
	for _, file := range files {
		name := filepath.Base(file)
		by, ran := recordedRows[name]
		if !ran {
			reason := ""
			for beginning, why := range assertedRows {
				if strings.HasPrefix(name, beginning) {
					reason, used[beginning] = why, true
				}
			}
			assert.NotEmpty(t, reason, "%s is neither recorded nor says why not", name)
			continue
		}
		used[name] = true
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var asserted client
			require.NoError(t, json.Unmarshal(text, &asserted))
			var rows []string
			for _, r := range asserted.Rows {
				if r.Denied == "" {
					rows = append(rows, r.Action)
				}
			}
			assert.Equal(t, sortedOnce(recordedActions(t, by)), sortedOnce(rows), "recorded, and asserted")
		})
	}
	for name := range recordedRows {
		assert.True(t, used[name], "%s is no file", name)
	}
	for beginning := range assertedRows {
		assert.True(t, used[beginning], "no file begins with %s", beginning)
	}
}

// recordedActions returns the actions of recorded operations, less what the
// client asks for beyond its policy.
func recordedActions(t *testing.T, all []recordedBy) []string {
	t.Helper()
	var actions []string
	for _, by := range all {
		text, err := os.ReadFile(filepath.Join("clients", "testdata", "results", by.result+".json"))
		require.NoError(t, err)
		var record struct {
			Operations []struct {
				Line    string
				Actions []string
			}
			Findings, Rows []struct{ Action string }
		}
		require.NoError(t, json.Unmarshal(text, &record))
		found := map[string]bool{}
		for _, f := range record.Findings {
			found[f.Action] = true
		}
		if len(by.lines) == 0 {
			for _, r := range record.Rows {
				if !found[r.Action] {
					actions = append(actions, r.Action)
				}
			}
			continue
		}
		matched := map[string]bool{}
		for _, o := range record.Operations {
			i := slices.IndexFunc(by.lines, func(beginning string) bool { return strings.HasPrefix(o.Line, beginning) })
			if i < 0 {
				continue
			}
			matched[by.lines[i]] = true
			require.NotEmpty(t, o.Actions, "%s: %s", by.result, o.Line)
			for _, action := range o.Actions {
				if !found[action] {
					actions = append(actions, action)
				}
			}
		}
		for _, beginning := range by.lines {
			require.True(t, matched[beginning], "%s has no operation %s", by.result, beginning)
		}
	}
	return actions
}

func sortedOnce(list []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}
