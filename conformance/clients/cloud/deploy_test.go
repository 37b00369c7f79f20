package cloud

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// apiRequest is a request of a job that deploys, what IAM is asked about it,
// and an action without which it is refused.
type apiRequest struct {
	name, method, address, target, body string
	asks                                []string
}

var apiRequests = []apiRequest{
	{"ecs", "POST", "https://ecs.eu-west-1.amazonaws.com/", "RegisterTaskDefinition", `{"family": "app", "taskRoleArn": "arn:aws:iam::111122223333:role/task", "tags": [{"key": "a", "value": "b"}]}`, []string{
		"ecs:RegisterTaskDefinition arn:aws:ecs:eu-west-1:111122223333:task-definition/app:2",
		"ecs:TagResource arn:aws:ecs:eu-west-1:111122223333:task-definition/app:2 ecs:CreateAction=RegisterTaskDefinition",
		"iam:PassRole arn:aws:iam::111122223333:role/task iam:PassedToService=ecs-tasks.amazonaws.com"}},
	{"ecs", "POST", "https://ecs.eu-west-1.amazonaws.com/", "RunTask", `{"cluster": "prod", "taskDefinition": "app"}`, []string{
		"ecs:RunTask arn:aws:ecs:eu-west-1:111122223333:task-definition/app:1 ecs:cluster=arn:aws:ecs:eu-west-1:111122223333:cluster/prod",
		"iam:PassRole arn:aws:iam::111122223333:role/execution iam:PassedToService=ecs-tasks.amazonaws.com"}},
	{"ecs", "POST", "https://ecs.eu-west-1.amazonaws.com/", "RunTask", `{"cluster": "prod", "taskDefinition": "other:7"}`, []string{
		"ecs:RunTask arn:aws:ecs:eu-west-1:111122223333:task-definition/other:0 ecs:cluster=arn:aws:ecs:eu-west-1:111122223333:cluster/prod"}},
	{"ecs", "POST", "https://ecs.eu-west-1.amazonaws.com/", "UpdateService", `{"cluster": "prod", "service": "app", "taskDefinition": "app:1"}`, []string{
		"ecs:UpdateService arn:aws:ecs:eu-west-1:111122223333:service/prod/app ecs:cluster=arn:aws:ecs:eu-west-1:111122223333:cluster/prod ecs:task-definition=arn:aws:ecs:eu-west-1:111122223333:task-definition/app:1"}},
	{"lambda", "PUT", "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/api/code", "", `{"S3Bucket": "code", "S3Key": "api.zip"}`, []string{
		"lambda:UpdateFunctionCode arn:aws:lambda:eu-west-1:111122223333:function:api",
		"s3:GetObject arn:aws:s3:::code/api.zip s3:ResourceAccount=111122223333"}},
	{"lambda", "PUT", "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/api/aliases/live", "", `{"FunctionVersion": "1"}`, []string{
		"lambda:UpdateAlias arn:aws:lambda:eu-west-1:111122223333:function:api"}},
	{"lambda", "GET", "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:api/configuration", "", "", []string{
		"lambda:GetFunctionConfiguration arn:aws:lambda:eu-west-1:111122223333:function:api"}},
	{"cloudfront", "POST", "https://cloudfront.amazonaws.com/2020-05-31/distribution/E1A2B3C4D5E6F7/invalidation", "", "<InvalidationBatch/>", []string{
		"cloudfront:CreateInvalidation arn:aws:cloudfront::111122223333:distribution/E1A2B3C4D5E6F7"}},
}

func (r apiRequest) send(t *testing.T, client *http.Client, as string) int {
	t.Helper()
	code, _ := send(t, client, r.method, r.address, as, r.body, "X-Amz-Target", "AmazonEC2ContainerServiceV20141113."+r.target)
	return code
}

func seedAPIs(account *Cloud) {
	account.Service("prod", "app", "app", "", "arn:aws:iam::111122223333:role/execution")
	account.Function("api")
}

// written is a check with its context, except for TLS.
func written(c Check) string {
	text := c.Action + " " + c.Resource
	for _, key := range []string{"ecs:CreateAction", "iam:PassedToService", "ecs:cluster", "ecs:task-definition", "s3:ResourceAccount"} {
		if values := c.Context[key]; len(values) > 0 {
			text += " " + key + "=" + strings.Join(values, ",")
		}
	}
	return text
}

func TestWhatDeploymentsAskFor(t *testing.T) {
	everything := policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}}
	for _, r := range apiRequests {
		account, client := started(t, everything)
		seedAPIs(account)
		if code := r.send(t, client, signed(r.name)); code >= 400 {
			t.Errorf("%s %s: got %d", r.address, r.target, code)
		}
		var asked []string
		for _, check := range account.Trace().Checks {
			asked = append(asked, written(check))
			if !strings.HasPrefix(check.Source, "https://docs.aws.amazon.com/") && check.Source != lambdaCodePage {
				t.Errorf("%s: no page says so", check.Action)
			}
		}
		if got, want := strings.Join(asked, "\n"), strings.Join(r.asks, "\n"); got != want {
			t.Errorf("%s %s asks for\n%s\nwant\n%s", r.address, r.target, got, want)
		}
	}
}

// Each of the actions is needed; nobody, and a session of another role, are
// refused unasked.
func TestDeploymentsAreRefused(t *testing.T) {
	for _, r := range apiRequests {
		for i := range r.asks {
			var actions []string
			for j, other := range r.asks {
				if j != i {
					action, _, _ := strings.Cut(other, " ")
					actions = append(actions, action)
				}
			}
			var statements []policy.Statement
			if len(actions) > 0 {
				statements = append(statements, policy.Statement{Effect: policy.Allow, Actions: actions, Resources: []string{"*"}})
			}
			account, client := started(t, statements...)
			account.Role(BootstrapRole("deploy"))
			seedAPIs(account)
			if code := r.send(t, client, signed(r.name)); code < 400 {
				t.Errorf("%s %s without %s: got %d", r.address, r.target, r.asks[i], code)
			}
			asked := len(account.Trace().Checks)
			for _, as := range []string{"", signedAs(r.name, "0")} {
				if code := r.send(t, client, as); code < 400 || len(account.Trace().Checks) != asked {
					t.Errorf("%s %s by %q: got %d", r.address, r.target, as, code)
				}
			}
		}
	}
}

func TestUnknownDeployments(t *testing.T) {
	for _, r := range []apiRequest{
		{"ecs", "POST", "https://ecs.eu-west-1.amazonaws.com/", "DeleteService", `{}`, nil},
		{"lambda", "DELETE", "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/api", "", "", nil},
		{"cloudfront", "GET", "https://cloudfront.amazonaws.com/2020-05-31/distribution/E1A2B3C4D5E6F7", "", "", nil},
	} {
		account, client := started(t)
		if code := r.send(t, client, signed(r.name)); code < 400 || len(account.Trace().Unknown) != 1 {
			t.Errorf("%s %s: got %d, unknown %q", r.method, r.address, code, account.Trace().Unknown)
		}
	}
}
