package permission_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

func ExampleRows() {
	for _, row := range permission.Rows() {
		if row.OnlyWithDelete {
			fmt.Println(row.Name, "on", row.Resource)
		}
	}
	// Output:
	// s3:DeleteObject on arn:{partition}:s3:::{bucket}/{prefix}*
	// s3:DeleteObject on arn:{partition}:s3:::{bucket}/{prefix}{floating}*
	// ecr:BatchDeleteImage on arn:{partition}:ecr:{region}:{account}:repository/{repository}
	// ecr-public:BatchDeleteImage on arn:{partition}:ecr-public::{account}:repository/{repository}
}

// Every action of every document stands in a row with its effect, resource and
// conditions, and every row in a document.
func TestEveryPermissionIsInARow(t *testing.T) {
	used := map[int]bool{}
	for _, in := range generatedInputs() {
		publisher, env := in.ours()
		values := strings.NewReplacer(
			"{partition}", in.partition, "{region}", in.region, "{account}", in.accountID,
			"{bucket}", in.bucket, "{prefix}", in.prefix, "{dev prefix}", in.devPrefix, "{domain}", in.domain, "{repository}", "*", "{package}", "*",
		)
		for _, s := range publisher.Statements(env) {
			require.Len(t, s.Resources, 1)
			for _, action := range s.Actions {
				i := slices.IndexFunc(permission.Rows(), func(row permission.Row) bool {
					inMode := row.Normal && !in.dev || row.Dev && in.dev
					return inMode && len(row.Options) == 0 && (in.allowDelete || !row.OnlyWithDelete) &&
						row.Sid == s.Sid && row.Name == action && row.Effect == s.Effect && values.Replace(row.Resource) == s.Resources[0] &&
						assert.ObjectsAreEqual(row.Conditions, s.Conditions)
				})
				require.GreaterOrEqual(t, i, 0, "%s of %s, %v, has no row", action, s.Sid, in)
				used[i] = true
			}
		}
	}
	for i, row := range permission.Rows() {
		if len(row.Options) > 0 || row.Store == "ECR Public" {
			continue // TestEveryOptionIsInARow
		}
		assert.True(t, used[i], "no document has %s of %s", row.Name, row.Sid)
	}
}

// A row without a call or a page that says so is no reason to grant anything.
func TestRowsGiveReasons(t *testing.T) {
	for _, row := range permission.Rows() {
		assert.NotEmpty(t, row.Call, row.Name)
		source, err := url.Parse(row.Source)
		require.NoError(t, err)
		assert.Equal(t, "https://docs.aws.amazon.com", source.Scheme+"://"+source.Host, row.Name)
		assert.Contains(t, []string{"S3", "ECR", "ECR Public", "CodeArtifact"}, row.Store)
		assert.True(t, row.Normal || row.Dev, "%s stands in no mode", row.Name)
		assert.False(t, row.OnlyWithDelete && row.Dev, "%s deletes in dev mode", row.Name)
	}
}

// What a publisher must never be allowed, whatever becomes of the tables:
// anything by wildcard, deleting more than what it may publish, and changing
// who may do what.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
func TestRowsGrantNothingElse(t *testing.T) {
	forbidden := []string{"Policy", "Acl", "ObjectVersion", "Bypass", "Restore", "Lifecycle", "Replicat", "Create", "Update", "Dispose", "Copy", "Tags", "PassRole", "Assume"}
	for _, row := range permission.Rows() {
		assert.NotContains(t, row.Name, "*")
		assert.NotContains(t, row.Name, "?")
		if row.Effect == policy.Deny {
			continue
		}
		for _, word := range forbidden {
			promotes := word == "Copy" && slices.Contains(row.Options, "CodeArtifact.PromoteFrom")
			assert.False(t, strings.Contains(row.Name, word) && !promotes, row.Name)
		}
		if strings.Contains(row.Name, "Delete") && !slices.Contains(row.Options, "S3.DevDelete") {
			assert.True(t, row.OnlyWithDelete, row.Name)
		}
		if row.Resource == "*" {
			assert.Contains(t, []string{"ecr:GetAuthorizationToken", "ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"}, row.Name, "has no resource of its own")
		}
	}
}
