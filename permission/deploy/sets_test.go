package deploy_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

// ireland is where the sets of the tests are.
var ireland = permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}

// call is one call of a client, as AWS evaluates it.
type call struct {
	// client is what a person or a job runs, and the API call it comes to.
	client   string
	action   string
	resource string
	context  policy.Context
	// source is the page that says that the call is made, or what it needs.
	source string
}

// setCase is one way to fill a set, with every call that it is for, and
// some that it must refuse.
type setCase struct {
	name    string
	set     permission.Set
	calls   []call
	refused []call
}

// setCases are all of them; each set has them in its own test file.
func setCases() []setCase {
	return slices.Concat(ecrPushes, cdkDeploys, ecsDeploys, lambdas, pullThroughs, siteCases, terraformStates, terragrunts, audits, verifications)
}

func TestSets(t *testing.T) {
	for _, n := range setCases() {
		t.Run(n.name, func(t *testing.T) {
			require.NoError(t, n.set.Validate(ireland))
			document := policy.New(n.set.Statements(ireland)...)
			for _, c := range n.calls {
				assert.True(t, c.allowed(t, document), "%s needs %s on %s, %v", c.client, c.action, c.resource, c.context)
				assert.Regexp(t, "^https://", c.source, c.client)
			}
			for _, c := range n.refused {
				assert.False(t, c.allowed(t, document), "%s: %s on %s, %v", c.client, c.action, c.resource, c.context)
			}
			t.Run("minimal", func(t *testing.T) { checkMinimal(t, document, n.calls, n.refused) })
			t.Run("golden", func(t *testing.T) {
				requireGolden(t, filepath.Join("sets", n.name+".json"), document.Indent())
				requireGolden(t, filepath.Join("sets", n.name+".txt"), allowedTable(document))
				requireGolden(t, filepath.Join("..", "..", "..", "conformance", "testdata", "clients", "deploy-"+n.name+".json"), clientOf(t, n))
			})
		})
	}
}

// clientOf returns the calls in the form in which the conformance suite asks
// its own evaluator about them.
func clientOf(t *testing.T, n setCase) string {
	t.Helper()
	type row struct {
		Call     string         `json:"call"`
		Action   string         `json:"action"`
		Resource string         `json:"resource"`
		Context  map[string]any `json:"context,omitempty"`
		Source   string         `json:"source,omitempty"`
		Denied   string         `json:"denied,omitempty"`
	}
	client := struct {
		Client   string   `json:"client"`
		Policies []string `json:"policies"`
		Rows     []row    `json:"rows"`
	}{"deploy " + n.name, []string{"deploy/" + n.name}, nil}
	for i, c := range slices.Concat(n.calls, n.refused) {
		r := row{Call: c.client, Action: c.action, Resource: c.resource, Source: c.source}
		if i >= len(n.calls) {
			r.Denied = "no client of the set needs it"
		}
		for key, values := range c.context {
			if r.Context == nil {
				r.Context = map[string]any{}
			}
			r.Context[key] = values[0]
			if key == "dynamodb:LeadingKeys" { // the only one that has several values
				r.Context[key] = values
			}
		}
		client.Rows = append(client.Rows, r)
	}
	text, err := json.MarshalIndent(client, "", "  ")
	require.NoError(t, err)
	return string(text) + "\n"
}

func (c call) allowed(t require.TestingT, document policy.Document) bool {
	decision, err := document.Evaluate(policy.Request{Action: c.action, Resource: c.resource, Context: c.context})
	require.NoError(t, err)
	return decision.Allowed()
}

// checkMinimal takes every action, and every resource, out of every statement
// in turn: some call must then fail, or of a Deny and of a condition that takes
// out, some call be allowed that must not be.
func checkMinimal(t *testing.T, document policy.Document, calls, refused []call) {
	fails := func(d policy.Document) bool {
		return slices.ContainsFunc(calls, func(c call) bool { return !c.allowed(t, d) }) ||
			slices.ContainsFunc(refused, func(c call) bool { return c.allowed(t, d) })
	}
	for i, s := range document.Statements {
		for j, action := range s.Actions {
			d := policy.Document{Version: document.Version, Statements: slices.Clone(document.Statements)}
			d.Statements[i].Actions = without(s.Actions, j)
			if len(s.Actions) == 1 {
				d.Statements = slices.Delete(d.Statements, i, i+1)
			}
			assert.True(t, fails(d), "no call needs %s of %s", action, s.Sid)
		}
		for j, resource := range s.Resources {
			d := policy.Document{Version: document.Version, Statements: slices.Clone(document.Statements)}
			d.Statements[i].Resources = without(s.Resources, j)
			if len(s.Resources) == 1 {
				d.Statements = slices.Delete(d.Statements, i, i+1)
			}
			assert.True(t, fails(d), "no call needs %s of %s", resource, s.Sid)
		}
		for operator, keys := range s.Conditions {
			for key, values := range keys {
				for j, value := range values {
					if len(values) == 1 {
						continue
					}
					d := policy.Document{Version: document.Version, Statements: slices.Clone(document.Statements)}
					d.Statements[i].Conditions = maps.Clone(s.Conditions)
					d.Statements[i].Conditions[operator] = maps.Clone(keys)
					d.Statements[i].Conditions[operator][key] = without(values, j)
					assert.True(t, fails(d), "no call needs %s of %s", value, s.Sid)
				}
			}
		}
	}
}

func without(list []string, i int) []string { return slices.Delete(slices.Clone(list), i, i+1) }

// allowedTable says what a document allows, one action on one resource a line.
func allowedTable(document policy.Document) string {
	var lines []string
	for _, s := range document.Statements {
		var when []string
		for _, operator := range slices.Sorted(maps.Keys(s.Conditions)) {
			for _, key := range slices.Sorted(maps.Keys(s.Conditions[operator])) {
				when = append(when, fmt.Sprintf("  if %s %s %s", operator, key, strings.Join(s.Conditions[operator][key], ", ")))
			}
		}
		for _, action := range s.Actions {
			for _, resource := range s.Resources {
				lines = append(lines, action+"  "+resource+strings.Join(when, ""))
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), got)
}

// A row without a call or a page that says so is no reason to grant anything.
func TestSetRowsGiveReasons(t *testing.T) {
	authorities := []string{"docs.aws.amazon.com", "developer.hashicorp.com", "terragrunt.gruntwork.io", "github.com"}
	for _, row := range deploy.Rows() {
		assert.NotEmpty(t, row.Call, row.Action)
		source, err := url.Parse(row.Source)
		require.NoError(t, err)
		assert.Equal(t, "https", source.Scheme, row.Action)
		assert.Contains(t, authorities, source.Host, row.Action)
		if source.Host == "github.com" {
			// What the client itself calls, in its source.
			own := []string{"/aws-actions/amazon-ecs-deploy-task-definition", "/gruntwork-io/terragrunt/blob/v1.1.3/internal/remotestate/backend/s3/client.go"}
			assert.Contains(t, own, source.Path, row.Action)
		}
	}
}

// Every row is in a document of the tests, so that it has a call and is found
// to be needed.
func TestEverySetRowIsNeeded(t *testing.T) {
	used := map[string]bool{}
	for _, n := range setCases() {
		for _, s := range n.set.Statements(ireland) {
			for _, action := range s.Actions {
				used[s.Sid+" "+action] = true
				if strings.HasPrefix(action, "kms:") {
					assert.Contains(t, s.Conditions["StringEquals"], "kms:ViaService", "%s: a key serves S3 alone", n.name)
				}
			}
		}
	}
	for _, row := range deploy.Rows() {
		assert.True(t, used[row.Sid+" "+row.Action], "no document has %s of %s", row.Action, row.Sid)
	}
}

// What no set grants, whatever the tables say.
func TestSetRowsGrantNothingElse(t *testing.T) {
	onEverything := []string{"ecr:GetAuthorizationToken", "ecs:DescribeTaskDefinition", "ecs:ListTasks", "iam:ListAccountAliases",
		"iam:GetAccountAuthorizationDetails", "iam:ListOpenIDConnectProviders", "iam:SimulateCustomPolicy",
		"access-analyzer:ValidatePolicy", "access-analyzer:CheckNoNewAccess", "access-analyzer:CheckAccessNotGranted"}
	onlyOnRequest := map[string]string{
		"ecs:TagResource": "Tags", "ecr:CreateRepository": "CreateRepositories",
		"s3:CreateBucket": "Create", "s3:PutBucketPolicy": "Create", "s3:PutBucketPublicAccessBlock": "Create",
		"dynamodb:CreateTable": "Create", "dynamodb:TagResource": "Create", "dynamodb:UpdateTable": "Create",
		"s3:TagResource": "Create", "iam:ListAccountAliases": "AccountAlias",
	}
	forbidden := []string{"Acl", "ObjectVersion", "Lifecycle", "Replicat", "DeleteTable", "DeleteBucket", "DeleteService", "CreateService", "StartTask", "StopTask", "ExecuteCommand", "Assume", "AttachRole", "PutRole", "CreateRole"}
	const bootstrapRole = "arn:{partition}:iam::{account}:role/cdk-{qualifier}-{bootstrap role}-role-{account}-{region}"
	for _, row := range deploy.Rows() {
		if row.Action == "sts:AssumeRole" {
			assert.Equal(t, bootstrapRole, row.Resource, "only roles that cdk bootstrap made, by their whole names")
			continue
		}
		assert.NotContains(t, row.Action, "*")
		assert.NotContains(t, row.Action, "?")
		for _, word := range forbidden {
			assert.NotContains(t, row.Action, word)
		}
		if row.Resource == "*" {
			assert.Contains(t, onEverything, row.Action, "has no resource of its own")
		}
		if option, ok := onlyOnRequest[row.Action]; ok {
			assert.Contains(t, row.When, option, row.Action)
		}
		if row.Action == "iam:PassRole" {
			assert.Equal(t, policy.Conditions{"StringEquals": {"iam:PassedToService": {"ecs-tasks.amazonaws.com"}}}, row.Conditions)
		}
	}
}

// What a set says must not depend on what was done with an earlier answer.
func TestSetStatementsAreTheCallers(t *testing.T) {
	for _, n := range setCases() {
		before := policy.New(n.set.Statements(ireland)...).Indent()
		for _, s := range n.set.Statements(ireland) {
			clear(s.Actions)
			clear(s.Resources)
			for _, keys := range s.Conditions {
				for _, values := range keys {
					clear(values)
				}
				clear(keys)
			}
		}
		for _, row := range deploy.Rows() {
			clear(row.Conditions)
		}
		assert.Equal(t, before, policy.New(n.set.Statements(ireland)...).Indent(), n.name)
	}
}

func TestSidsOfSetsAreUnique(t *testing.T) {
	seen := map[string]string{}
	for _, row := range deploy.Rows() {
		assert.Regexp(t, "^[A-Za-z0-9]+$", row.Sid)
		if other, ok := seen[row.Sid]; ok {
			assert.Equal(t, other, row.Set, row.Sid)
		}
		seen[row.Sid] = row.Set
	}
}

// invalid is a set that is refused, with the whole message.
type invalid struct {
	name string
	set  permission.Set
	want string
}

func checkInvalid(t *testing.T, tests []invalid) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.EqualError(t, tt.set.Validate(ireland), "cipublisher: "+tt.want)
		})
	}
}

// noticed is a legal set with what it gives notice of.
type noticed struct {
	name string
	set  permission.Noticer
	want []string
}

func checkNotices(t *testing.T, tests []noticed) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.NoError(t, tt.set.(permission.Set).Validate(ireland), "what has notices is legal")
			var got []string
			for _, notice := range tt.set.Notices(ireland) {
				kind := "warning"
				if notice.Note {
					kind = "note"
				}
				got = append(got, kind+" "+notice.ID+": "+notice.Text)
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// The constructs take these sets themselves, and the app and registries make
// publishers: only the command line has their options.
func TestOptionsAreForTheCommandLine(t *testing.T) {
	for _, set := range deploy.Sets() {
		for _, o := range set.New().Table {
			assert.NotEmpty(t, o.FlagName(), o.Path)
			assert.NotEmpty(t, o.NoProp, o.Path)
			assert.NotEmpty(t, o.NoKey, o.Path)
			assert.NotEmpty(t, o.NoRegistry, o.Path)
		}
	}
}
