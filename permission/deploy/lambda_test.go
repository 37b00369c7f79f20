package deploy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

const lambdaDocs = "https://docs.aws.amazon.com/cli/latest/reference/lambda/"

func function(name string) string {
	return "arn:aws:lambda:eu-west-1:111122223333:function:" + name
}

// newCode are the calls that bring new code to a function.
func newCode(name string) []call {
	return []call{
		{"aws lambda update-function-code", "lambda:UpdateFunctionCode", function(name), nil, lambdaDocs + "update-function-code.html"},
		{"aws lambda wait function-updated", "lambda:GetFunctionConfiguration", function(name), nil, lambdaDocs + "wait/function-updated.html"},
	}
}

var lambdaStrangers = []call{
	{client: "a sibling", action: "lambda:UpdateFunctionCode", resource: function("api-evil")},
	{client: "the same name in another region", action: "lambda:UpdateFunctionCode", resource: strings.Replace(function("api"), "eu-west-1", "us-east-1", 1)},
	{client: "the same name in another account", action: "lambda:UpdateFunctionCode", resource: strings.Replace(function("api"), "111122223333", "999988887777", 1)},
	{client: "another role, or other variables", action: "lambda:UpdateFunctionConfiguration", resource: function("api")},
	{client: "a call", action: "lambda:InvokeFunction", resource: function("api")},
	{client: "who may call", action: "lambda:AddPermission", resource: function("api")},
	{client: "a public address", action: "lambda:CreateFunctionUrlConfig", resource: function("api")},
	{client: "deletion", action: "lambda:DeleteFunction", resource: function("api")},
	{client: "a new function", action: "lambda:CreateFunction", resource: function("api")},
	{client: "its role", action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/app-task"},
}

var lambdas = []setCase{
	{
		name: "lambda-deploy", set: deploy.Lambda{Functions: []string{"api"}},
		calls: newCode("api"),
		refused: concat(lambdaStrangers, []call{
			{client: "a version", action: "lambda:PublishVersion", resource: function("api")},
			{client: "an alias", action: "lambda:UpdateAlias", resource: function("api")},
			{client: "the code", action: "lambda:GetFunction", resource: function("api")},
		}),
	},
	{
		name: "lambda-deploy-versions", set: deploy.Lambda{Functions: []string{"api", "jobs-*"}, Publish: true, MoveAliases: true, GetFunction: true},
		calls: concat(newCode("api"), newCode("jobs-mail"), []call{
			{"aws lambda wait function-updated-v2", "lambda:GetFunction", function("api"), nil, lambdaDocs + "wait/function-updated-v2.html"},
			{"aws lambda publish-version", "lambda:PublishVersion", function("api"), nil, lambdaDocs + "publish-version.html"},
			{"aws lambda update-alias --name live --function-version 7", "lambda:UpdateAlias", function("api"), nil, lambdaDocs + "update-alias.html"},
		}),
		refused: concat(lambdaStrangers, []call{
			{client: "a new alias", action: "lambda:CreateAlias", resource: function("api")},
			{client: "an alias, to delete", action: "lambda:DeleteAlias", resource: function("api")},
		}),
	},
}

func ExampleLambda() {
	set := deploy.Lambda{Functions: []string{"api"}, Publish: true}
	document := policy.New(set.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"})...)
	fmt.Println(document.Statements[0].Actions)
	// Output:
	// [lambda:UpdateFunctionCode lambda:GetFunctionConfiguration lambda:PublishVersion]
}

func TestLambdaRefuses(t *testing.T) {
	const shape = `is not the name of a Lambda function; use 1 to 64 letters, digits, hyphens and underscores, without a version or an alias, or end with "*"`
	functions := func(names ...string) deploy.Lambda { return deploy.Lambda{Functions: names} }
	checkInvalid(t, []invalid{
		{"no function", functions(), "Functions is missing; name the functions that get new code"},
		{"an empty name", functions("api", ""), "Functions[1] is empty; name one, or leave it out; perhaps a variable is not set"},
		{"an ARN", functions(function("api")), `Functions[0] "` + function("api") + `" is an ARN; write the name alone`},
		{"a version", functions("api:7"), `Functions[0] "api:7" ` + shape},
		{"a long name", functions(strings.Repeat("a", 65)), `Functions[0] "` + strings.Repeat("a", 65) + `" ` + shape},
		{"a wildcard before the end", functions("*-api"), `Functions[0] "*-api" holds "*" before its end; end with "*", or write the names out`},
	})
	assert.EqualError(t, functions("api").Validate(permission.Environment{}), "cipublisher: 2 faults:\n"+
		"  - AccountId is missing, and the ARNs of Lambda name the account; set it to the twelve digits of the account\n"+
		`  - Region is missing, and the ARNs of Lambda name the region; set it to a region such as "eu-west-1"`)
}

func TestLambdaNotices(t *testing.T) {
	checkNotices(t, []noticed{
		{"a name", deploy.Lambda{Functions: []string{"api", "jobs-*"}}, nil},
		{"every function", deploy.Lambda{Functions: []string{"*"}},
			[]string{`warning lambda-every-function: {Functions} "*" lets the job run its code as every function of the account in the region, with the roles that those have; name the functions`}},
		{"a name that others continue", deploy.Lambda{Functions: []string{"api*"}},
			[]string{`warning lambda-look-alikes: {Functions[0]} "api*" covers look-alikes such as "apievil"; write "api-*" unless names really go on so`}},
	})
}
