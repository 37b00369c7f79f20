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

// recordedBy is real clients that were run: files of clients/testdata/results.
type recordedBy struct {
	results []string
	// some is true of a file that has some of what its clients call: one of their
	// operations, where the records are of several.
	some bool
}

// recordedRows are the files of testdata/clients whose clients were run. Their rows are
// what was recorded.
var recordedRows = map[string]recordedBy{
	"aws-s3-cp.json":             {[]string{"aws-cli"}, true},
	"aws-s3-cp-acl.json":         {[]string{"aws-cli-acls"}, false},
	"aws-s3-cp-multipart.json":   {[]string{"aws-cli"}, true},
	"aws-s3-sync.json":           {[]string{"aws-cli"}, true},
	"aws-s3-access-point.json":   {[]string{"aws-cli-an-access-point", "aws-sdk-for-go-transfer-manager-an-access-point"}, true},
	"aws-s3api-object-lock.json": {[]string{"aws-cli-object-lock"}, true},
	"aws-s3api-legal-hold.json":  {[]string{"aws-cli-object-lock"}, true},
	"rclone.json":                {[]string{"rclone"}, false},
	"s3-kms.json":                {[]string{"aws-cli-bucket-with-a-kms-key"}, true},
	"s3-kms-multipart.json":      {[]string{"aws-cli-bucket-with-a-kms-key"}, true},
	"s3-kms-tagged.json":         {[]string{"aws-cli-bucket-with-a-kms-key"}, true},
	"s3api-write-once.json":      {[]string{"aws-sdk-for-go-transfer-manager-write-once", "aws-cli"}, true},
	"dev-delete.json":            {[]string{"aws-cli-dev-releases"}, false},

	"buildx-cache.json":    {[]string{"buildkit"}, false},
	"buildx.json":          {[]string{"buildkit"}, true},
	"crane.json":           {[]string{"crane"}, false},
	"docker.json":          {[]string{"docker"}, false},
	"docker-pull.json":     {[]string{"docker-pull"}, true},
	"ecr-existence.json":   {[]string{"crane", "aws-cli-ecr"}, true},
	"deploy-ecr-push.json": {[]string{"crane", "aws-cli-ecr"}, true},

	"cargo-formats.json":    {[]string{"cargo"}, false},
	"generic.json":          {[]string{"aws-sdk-for-go-generic-packages"}, false},
	"maven.json":            {[]string{"maven"}, false},
	"maven-formats.json":    {[]string{"maven"}, false},
	"npm.json":              {[]string{"npm-first-version"}, false},
	"npm-formats.json":      {[]string{"npm", "changesets", "pnpm", "yarn", "twine"}, false},
	"npm-publish-only.json": {[]string{"npm-publishing-only", "twine-publishing-only"}, false},
	"twine.json":            {[]string{"twine"}, false},

	"deploy-cdk-deploy.json":                 {[]string{"aws-cdk"}, false},
	"deploy-ecs-deploy.json":                 {[]string{"aws-cli-ecs"}, false},
	"deploy-lambda-deploy.json":              {[]string{"aws-cli-lambda"}, false},
	"deploy-static-site.json":                {[]string{"aws-cli-static-site"}, false},
	"deploy-static-site-kms.json":            {[]string{"aws-cli-static-site-with-a-kms-key"}, false},
	"deploy-terraform-state.json":            {[]string{"opentofu-state-in-s3"}, false},
	"deploy-terraform-state-workspaces.json": {[]string{"opentofu-workspaces"}, false},
}

// assertedRows are why the clients of the other files, by what their names begin
// with, were not run: their rows are asserted from the pages that they cite.
var assertedRows = map[string]string{
	"agilecustoms-release":          "a GitHub Action, which runs on GitHub; its calls are read from its source",
	"codeartifact-copy":             "CopyPackageVersions of the AWS CLI is not in the cloud of the clients",
	"deploy-cdk-deploy-":            "variants of cdk-deploy, which is recorded",
	"deploy-ecr-push-several":       "the calls of ecr-push, which are recorded, on several repositories",
	"deploy-ecs-deploy-":            "variants of ecs-deploy, which is recorded",
	"deploy-lambda-deploy-versions": "the record also reads the bucket that the code comes from",
	"deploy-terraform-state-":       "variants of terraform-state, which is recorded; the cloud of the clients has no DynamoDB",
	"deploy-verify":                 "asks IAM Access Analyzer and IAM's simulator, which the cloud of the clients has not",
	"deploy-terragrunt":             "needs Terraform's own binary beside it, and the cloud of the clients makes no tables",
	"deploy-audit":                  "reads IAM, which the cloud of the clients has not",
	"deploy-pull-through":           "the cloud of the clients has no upstream registry",
	"docker-ecr-public":             "the cloud of the clients has no ECR Public",
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
			require.NotEmpty(t, rows)
			if by.some {
				assert.Subset(t, recordedActions(t, by.results), rows, "recorded, and asserted")
				return
			}
			assert.Equal(t, recordedActions(t, by.results), sortedOnce(rows), "recorded, and asserted")
		})
	}
	for name := range recordedRows {
		assert.True(t, used[name], "%s is no file", name)
	}
	for beginning := range assertedRows {
		assert.True(t, used[beginning], "no file begins with %s", beginning)
	}
}

// recordedActions returns the actions that clients call, less what they ask for
// and are not granted.
func recordedActions(t *testing.T, results []string) []string {
	t.Helper()
	var actions []string
	for _, result := range results {
		text, err := os.ReadFile(filepath.Join("clients", "testdata", "results", result+".json"))
		require.NoError(t, err)
		var record struct{ Actions, Rows []struct{ Action string } }
		require.NoError(t, json.Unmarshal(text, &record))
		require.NotEmpty(t, record.Rows, result)
		for _, r := range record.Rows {
			if slices.ContainsFunc(record.Actions, func(a struct{ Action string }) bool { return a.Action == r.Action }) {
				actions = append(actions, r.Action)
			}
		}
	}
	return sortedOnce(actions)
}

func sortedOnce(list []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}
