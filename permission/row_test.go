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
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

func ExampleRows() {
	for _, row := range permission.Rows() {
		if slices.Contains(row.When, "AllowDelete") {
			fmt.Println(row.When, row.Action, "on", row.Resource)
		}
	}
	// Output:
	// [!Dev AllowDelete !S3.WriteOnce] s3:DeleteObject on arn:{partition}:s3:::{bucket}/{prefix}*
	// [!Dev AllowDelete S3.WriteOnce] s3:DeleteObject on arn:{partition}:s3:::{bucket}/{prefix}{floating}*
	// [!Dev AllowDelete] ecr:BatchDeleteImage on arn:{partition}:ecr:{region}:{account}:repository/{repository}
	// [!Dev AllowDelete] ecr-public:BatchDeleteImage on arn:{partition}:ecr-public::{account}:repository/{repository}
}

// publisherRows are the rows of a Publisher.
func publisherRows() []permission.Row {
	return slices.DeleteFunc(permission.Rows(), func(row permission.Row) bool { return row.Set != "Publisher" })
}

// standsWith reports whether a row stands where only these options are set.
func standsWith(row permission.Row, set ...string) bool {
	return !slices.ContainsFunc(row.When, func(condition string) bool {
		return !slices.ContainsFunc(strings.Split(condition, "|"), func(option string) bool {
			name, not := strings.CutPrefix(option, "!")
			return slices.Contains(set, name) != not
		})
	})
}

// Every action of every document is in a row with its effect, resource and
// conditions, and every row in a document.
func TestEveryPermissionIsInARow(t *testing.T) {
	used := map[int]bool{}
	rows := publisherRows()
	for _, in := range generatedInputs() {
		publisher, env := in.ours()
		values := strings.NewReplacer(
			"{partition}", in.partition, "{region}", in.region, "{account}", in.accountID,
			"{bucket}", in.bucket, "{prefix}", in.prefix, "{dev prefix}", strings.TrimRight(in.devPrefix, "*"), "{domain}", in.domain, "{repository}", "*", "{package}", "*",
		)
		var set []string
		if in.dev {
			set = append(set, "Dev", "Ecr.DevRepositoryNames") // which the preset fills
		}
		if in.allowDelete {
			set = append(set, "AllowDelete")
		}
		for _, s := range publisher.Statements(env) {
			require.Len(t, s.Resources, 1)
			for _, action := range s.Actions {
				i := slices.IndexFunc(rows, func(row permission.Row) bool {
					return standsWith(row, set...) &&
						row.Sid == s.Sid && row.Action == action && row.Effect == s.Effect && values.Replace(row.Resource) == s.Resources[0] &&
						assert.ObjectsAreEqual(row.Conditions, s.Conditions)
				})
				require.GreaterOrEqual(t, i, 0, "%s of %s, %v, has no row", action, s.Sid, in)
				used[i] = true
			}
		}
	}
	for i, row := range rows {
		withoutOptions := standsWith(row, "Dev", "Ecr.DevRepositoryNames") || standsWith(row, "AllowDelete")
		if withoutOptions && row.Store != "ECR Public" { // the rest is TestEveryOptionIsInARow's
			assert.True(t, used[i], "no document has %s of %s", row.Action, row.Sid)
		}
	}
}

// A row without a call or a page that says so is no reason to grant anything.
func TestRowsGiveReasons(t *testing.T) {
	for _, row := range permission.Rows() {
		assert.NotEmpty(t, row.Call, row.Action)
		source, err := url.Parse(row.Source)
		require.NoError(t, err)
		assert.Equal(t, "https://docs.aws.amazon.com", source.Scheme+"://"+source.Host, row.Action)
		assert.Contains(t, []string{"S3", "ECR", "ECR Public", "CodeArtifact"}, row.Store)
	}
}

// What a publisher must never be allowed, whatever the tables say:
// anything by wildcard, deleting more than what it may publish, and changing
// who may do what.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
func TestRowsGrantNothingElse(t *testing.T) {
	forbidden := []string{"Policy", "Acl", "ObjectVersion", "Bypass", "Retention", "LegalHold", "Restore", "Lifecycle", "Replicat", "Create", "Update", "Dispose", "Copy", "Tags", "PassRole", "Assume"}
	for _, row := range publisherRows() {
		assert.NotContains(t, row.Action, "*")
		assert.NotContains(t, row.Action, "?")
		if row.Effect == policy.Deny {
			continue
		}
		for _, word := range forbidden {
			promotes := word == "Copy" && slices.Contains(row.When, "CodeArtifact.PromoteFrom")
			acl := word == "Acl" && slices.Contains(row.When, "S3.Acls")
			lock := word == "Retention" && slices.Contains(row.When, "S3.RetentionModes") || word == "LegalHold" && slices.Contains(row.When, "S3.LegalHold")
			assert.False(t, strings.Contains(row.Action, word) && !promotes && !acl && !lock, row.Action)
		}
		if strings.Contains(row.Action, "Delete") && !slices.Contains(row.When, "S3.DevDelete") {
			assert.Contains(t, row.When, "AllowDelete", row.Action)
			assert.Contains(t, row.When, "!Dev", row.Action)
		}
		if row.Resource == "*" {
			assert.Contains(t, []string{"ecr:GetAuthorizationToken", "ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"}, row.Action, "has no resource of its own")
		}
	}
}

// What is listed is each action of each row with its reason, and the caller's to
// change.
func TestListsAreTheCallers(t *testing.T) {
	listed := table.New("Set", "Store", []table.Limit{
		{When: []string{"On"}, Actions: []string{"s3:*"}, Operator: "Bool", Key: "k", Values: []string{"true"}, Source: "page"},
	}, []table.Row{
		{Sid: "A", When: []string{"On"}, Resource: "{bucket}", Conditions: policy.Conditions{"StringEquals": {"k": {"v"}}}, Actions: []table.Action{
			{"s3:A", "call a", "page a"}, {"s3:B", "call b", "page b"},
		}},
		{Sid: "D", Deny: true, Resource: "*", Actions: []table.Action{{"s3:C"}}},
	})
	rows := func() []permission.Row { return permission.RowsOf(listed) }
	limits := func() []permission.Limit { return table.LimitsOf(listed) }
	got := rows()
	require.Len(t, got, 3)
	assert.Equal(t, permission.Row{
		Set: "Set", Store: "Store", When: []string{"On"}, Sid: "A", Effect: policy.Allow, Action: "s3:B", Call: "call b", Source: "page b",
		Resource: "{bucket}", Conditions: policy.Conditions{"StringEquals": {"k": {"v"}}},
	}, got[1])
	assert.Equal(t, policy.Deny, got[2].Effect)
	assert.Nil(t, got[2].Conditions, "none stays none")

	got[0].When[0], got[0].Conditions["StringEquals"]["k"][0] = "!On", "changed"
	limits()[0].When[0], limits()[0].Actions[0], limits()[0].Values[0] = "!On", "ecr:*", "false"
	assert.Equal(t, []string{"On"}, rows()[0].When)
	assert.Equal(t, []string{"v"}, rows()[0].Conditions["StringEquals"]["k"])
	assert.Equal(t, permission.Limit{
		Set: "Set", Store: "Store", When: []string{"On"}, Actions: []string{"s3:*"}, Operator: "Bool", Key: "k", Values: []string{"true"}, Source: "page",
	}, limits()[0])
}

// A limit that two tables of a store have is one line of the list; that of
// another store is another one.
func TestASharedLimitIsListedOnce(t *testing.T) {
	limits := []table.Limit{{Actions: []string{"s3:*"}, Operator: "Bool", Key: "k", Values: []string{"true"}}}
	rows := []table.Row{{Sid: "A", Resource: "*", Actions: []table.Action{{"s3:A"}}}}
	got := table.LimitsOf(table.New("Set", "S3", limits, rows), table.New("Set", "S3", limits, rows), table.New("Set", "Other", limits, rows))
	require.Len(t, got, 2)
	assert.Equal(t, []string{"S3", "Other"}, []string{got[0].Store, got[1].Store})
}
