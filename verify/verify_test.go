package verify_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/awsstub"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/verify"
)

var here = permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}

// publisher is a policy with conditions, wildcards and a Deny.
func publisher(t *testing.T) policy.Document {
	t.Helper()
	set := permission.Publisher{
		S3:  &permission.S3{BucketName: "dist", Prefix: "release/"},
		ECR: &permission.ECR{RepositoryNames: []string{"app", "web/*"}},
	}
	require.NoError(t, set.Validate(here))
	return policy.New(append(set.Statements(here), policy.Statement{
		Effect: policy.Deny, Actions: []string{"s3:*"}, Resources: []string{"*"}, Conditions: policy.Conditions{"Bool": {"aws:SecureTransport": {"false"}}},
	})...)
}

func document(t *testing.T, text string) policy.Document {
	t.Helper()
	d, err := policy.Parse([]byte(text))
	require.NoError(t, err)
	return d
}

func ask(t *testing.T, subject verify.Subject) verify.Report {
	t.Helper()
	report, err := verify.Ask(context.Background(), subject, nil)
	require.NoError(t, err)
	return report
}

// Where AWS answers as we do, everything is asked and nothing is found.
func TestAgreement(t *testing.T) {
	aws := awsstub.Use(t, &awsstub.Stub{})
	d := publisher(t)
	trusted := document(t, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"codebuild.amazonaws.com"},"Action":"sts:AssumeRole"}}`)
	report := ask(t, verify.Subject{Policies: []policy.Document{d}, Before: []policy.Document{d}, Trust: &trusted, Region: "eu-central-1"})
	assert.Empty(t, report.Findings)
	assert.True(t, report.Agrees())
	var calls []string
	for _, c := range report.Checks {
		calls = append(calls, c.Call)
		assert.Equal(t, c.Asked, c.Agreed, c.Call)
		assert.NotZero(t, c.Asked, c.Call)
	}
	assert.Equal(t, []string{"ValidatePolicy", "CheckNoNewAccess", "CheckAccessNotGranted", "SimulateCustomPolicy"}, calls)
	assert.Contains(t, report.Text(), "\nNo difference.\n")

	var validated [][2]string
	for _, a := range aws.Asked() {
		assert.LessOrEqual(t, len(a.Actions), 100, "no request is larger than AWS takes")
		switch a.Action {
		case "access-analyzer:ValidatePolicy":
			validated = append(validated, [2]string{a.PolicyType, a.ResourceType})
			assert.Equal(t, "eu-central-1", a.Region)
		case "access-analyzer:CheckAccessNotGranted":
			assert.NotEmpty(t, a.Actions)
		}
	}
	assert.Equal(t, [][2]string{{"IDENTITY_POLICY", ""}, {"RESOURCE_POLICY", "AWS::IAM::AssumeRolePolicyDocument"}}, validated)
}

// The permission set is what is called, to the action.
func TestCallsAreWhatTheSetGrants(t *testing.T) {
	aws := awsstub.Use(t, &awsstub.Stub{})
	d := publisher(t)
	ask(t, verify.Subject{Policies: []policy.Document{d}, Before: []policy.Document{d}})
	var granted []string
	for _, row := range deploy.Rows() {
		if row.Set == "Verify" {
			granted = append(granted, row.Action)
		}
	}
	assert.ElementsMatch(t, granted, aws.IAMActions())
}

// Every kind of difference is found, with what it is about, and only that.
func TestPlantedDifferences(t *testing.T) {
	d := publisher(t)
	wider := document(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`)
	escalating := document(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:CreateAccessKey","Resource":"*"}]}`)
	for name, c := range map[string]struct {
		stub    *awsstub.Stub
		subject verify.Subject
		want    verify.Finding
	}{
		"an error that we don't see": {
			&awsstub.Stub{Findings: []awsstub.Finding{{Type: "ERROR", Code: "INVALID_ACTION", Details: "The action does not exist."}, {Type: "SUGGESTION", Code: "STYLE", Details: "Sort it."}}},
			verify.Subject{Policies: []policy.Document{d}},
			verify.Finding{Kind: verify.Difference, Call: "ValidatePolicy", About: "the policy", Ours: "it is valid", AWS: "ERROR INVALID_ACTION: The action does not exist."},
		},
		"a security warning": {
			&awsstub.Stub{Findings: []awsstub.Finding{{Type: "SECURITY_WARNING", Code: "PASS_ROLE", Details: "Too open."}, {Type: "WARNING", Code: "STYLE", Details: "Sort it."}}},
			verify.Subject{Policies: []policy.Document{d}},
			verify.Finding{Kind: verify.Difference, Call: "ValidatePolicy", About: "the policy", Ours: "it is valid", AWS: "SECURITY_WARNING PASS_ROLE: Too open."},
		},
		"new access that we don't see": {
			&awsstub.Stub{NewAccess: "FAIL"},
			verify.Subject{Policies: []policy.Document{d}, Before: []policy.Document{d}},
			verify.Finding{Kind: verify.Difference, Call: "CheckNoNewAccess", About: "the change"},
		},
		"new access that only we see": {
			&awsstub.Stub{NewAccess: "PASS"},
			verify.Subject{Policies: []policy.Document{wider}, Before: []policy.Document{d}},
			verify.Finding{Kind: verify.Note, Call: "CheckNoNewAccess", About: "the change"},
		},
		"an action that we don't see": {
			&awsstub.Stub{Granted: []string{"iam:PassRole"}},
			verify.Subject{Policies: []policy.Document{d}},
			verify.Finding{Kind: verify.Difference, Call: "CheckAccessNotGranted", About: "the policy", Action: "iam:PassRole", Ours: "it is not granted", AWS: "FAIL: it may be granted"},
		},
		"an action that only we see": {
			&awsstub.Stub{NotGranted: []string{"iam:CreateAccessKey"}},
			verify.Subject{Policies: []policy.Document{escalating}},
			verify.Finding{Kind: verify.Note, Call: "CheckAccessNotGranted", About: "the policy", Action: "iam:CreateAccessKey", Ours: "it may be granted", AWS: "PASS: it is not granted"},
		},
		"a decision": {
			&awsstub.Stub{Decide: func(action, resource string) string {
				if action == "ecr:PutImage" && strings.HasSuffix(resource, "repository/app") {
					return "explicitDeny"
				}
				return ""
			}},
			verify.Subject{Policies: []policy.Document{d}},
			verify.Finding{Kind: verify.Difference, Call: "SimulateCustomPolicy", Action: "ecr:PutImage", Resource: "arn:aws:ecr:eu-west-1:111122223333:repository/app", AWS: "explicitDeny"},
		},
		"a decision that AWS refuses": {
			&awsstub.Stub{Refuse: func(a awsstub.Asked) string {
				if a.Action == "iam:SimulateCustomPolicy" && slices.Contains(a.Actions, "ecr:GetAuthorizationToken") {
					return "InvalidInput"
				}
				return ""
			}},
			verify.Subject{Policies: []policy.Document{d}},
			verify.Finding{Kind: verify.Undecided, Call: "SimulateCustomPolicy", Action: "ecr:GetAuthorizationToken", Resource: "*", AWS: "InvalidInput: as planted"},
		},
		"an action that AWS refuses": {
			&awsstub.Stub{Refuse: func(a awsstub.Asked) string {
				if a.Action == "access-analyzer:CheckAccessNotGranted" && slices.Contains(a.Actions, "iam:PassRole") {
					return "InvalidParameterException"
				}
				return ""
			}},
			verify.Subject{Policies: []policy.Document{d}},
			verify.Finding{Kind: verify.Undecided, Call: "CheckAccessNotGranted", About: "the policy", Action: "iam:PassRole", Ours: "it is not granted", AWS: "InvalidParameterException: as planted"},
		},
		"a policy that AWS can't read": {
			&awsstub.Stub{Refuse: func(a awsstub.Asked) string {
				return map[string]string{"access-analyzer:ValidatePolicy": "ValidationException"}[a.Action]
			}},
			verify.Subject{Policies: []policy.Document{d}},
			verify.Finding{Kind: verify.Undecided, Call: "ValidatePolicy", About: "the policy", Ours: "it is valid", AWS: "ValidationException: as planted"},
		},
		"a change that AWS can't compare": {
			&awsstub.Stub{Refuse: func(a awsstub.Asked) string {
				return map[string]string{"access-analyzer:CheckNoNewAccess": "UnprocessableEntityException"}[a.Action]
			}},
			verify.Subject{Policies: []policy.Document{d}, Before: []policy.Document{d}},
			verify.Finding{Kind: verify.Undecided, Call: "CheckNoNewAccess", About: "the change", Ours: "nothing new is granted", AWS: "UnprocessableEntityException: as planted"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			awsstub.Use(t, c.stub)
			report := ask(t, c.subject)
			require.NotEmpty(t, report.Findings)
			for _, got := range report.Findings {
				want := c.want
				assert.NotEmpty(t, got.Ours)
				assert.NotEmpty(t, got.AWS)
				assert.NotEmpty(t, got.About)
				got.Context, want.Context = nil, nil
				if want.About == "" {
					got.About = ""
				}
				if want.Ours == "" {
					got.Ours = ""
				}
				if want.AWS == "" {
					got.AWS = ""
				}
				assert.Equal(t, want, got)
			}
			assert.Equal(t, c.want.Kind == verify.Note, report.Agrees())
			text := report.Text()
			assert.Contains(t, text, strings.ToUpper(string(c.want.Kind))+" "+c.want.Call)
			assert.Contains(t, text, c.want.Action)
			assert.Contains(t, text, c.want.Resource)
			var read verify.Report
			require.NoError(t, json.Unmarshal([]byte(report.JSON()), &read))
			assert.Equal(t, report, read)
		})
	}
}

// What ends everything is a fault that names the call, and nothing secret.
func TestRefused(t *testing.T) {
	d := publisher(t)
	for _, action := range []string{"access-analyzer:ValidatePolicy", "access-analyzer:CheckNoNewAccess", "access-analyzer:CheckAccessNotGranted", "iam:SimulateCustomPolicy"} {
		for code, want := range map[string]string{
			"AccessDeniedException": `; give the credentials what "cipublisher policy --set verify" prints`,
			"ExpiredToken":          "; renew the credentials",
		} {
			t.Run(action+" "+code, func(t *testing.T) {
				awsstub.Use(t, &awsstub.Stub{Refuse: func(a awsstub.Asked) string { return map[string]string{action: code}[a.Action] }})
				report, err := verify.Ask(context.Background(), verify.Subject{Policies: []policy.Document{d}, Before: []policy.Document{d}}, nil)
				require.ErrorContains(t, err, fmt.Sprintf("%s is refused: %s: as planted%s", action, code, want))
				assert.NotContains(t, err.Error(), "EXAMPLEKEY")
				assert.Empty(t, report)
			})
		}
	}
	t.Run("a time that is over", func(t *testing.T) {
		awsstub.Use(t, &awsstub.Stub{})
		ctx, cancel := context.WithDeadline(context.Background(), time.Now())
		defer cancel()
		_, err := verify.Ask(ctx, verify.Subject{Policies: []policy.Document{d}}, nil)
		require.ErrorContains(t, err, "took too long")
	})
}

// A busy service is asked again, as the SDK does.
func TestAskedAgain(t *testing.T) {
	busy := true
	awsstub.Use(t, &awsstub.Stub{Refuse: func(a awsstub.Asked) string {
		if busy && a.Action == "iam:SimulateCustomPolicy" {
			busy = false
			return "Throttling"
		}
		return ""
	}})
	assert.Empty(t, ask(t, verify.Subject{Policies: []policy.Document{publisher(t)}}).Findings)
	assert.False(t, busy)
}

// What takes longer than a second is told; a moment needs nothing.
func TestProgress(t *testing.T) {
	var told []string
	tell := func(text string) { told = append(told, text) }
	subject := verify.Subject{Policies: []policy.Document{publisher(t)}}
	awsstub.Use(t, &awsstub.Stub{})
	_, err := verify.Ask(context.Background(), subject, tell)
	require.NoError(t, err)
	assert.Empty(t, told)
	slow := true
	awsstub.Use(t, &awsstub.Stub{Decide: func(string, string) string {
		if slow {
			slow = false
			time.Sleep(1100 * time.Millisecond)
		}
		return ""
	}})
	report, err := verify.Ask(context.Background(), subject, tell)
	require.NoError(t, err)
	require.NotEmpty(t, told)
	asked := report.Checks[len(report.Checks)-1].Asked
	assert.Equal(t, fmt.Sprintf("SimulateCustomPolicy: %d of %d", asked, asked), told[len(told)-1])
}

// Several policies of a role are asked about together where they apply together,
// and each alone where AWS takes one.
func TestSeveralPolicies(t *testing.T) {
	aws := awsstub.Use(t, &awsstub.Stub{})
	read := document(t, `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`)
	deny := document(t, `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::secret/*"}]}`)
	both := []policy.Document{read, deny}
	report := ask(t, verify.Subject{Policies: both, Before: both})
	assert.Empty(t, report.Findings)
	validated := 0
	for _, a := range aws.Asked() {
		if a.Action == "access-analyzer:ValidatePolicy" {
			validated++
		}
	}
	assert.Equal(t, 2, validated)
}
