package deploy

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// Lambda is what a CI job needs to bring new code to Lambda functions that
// exist, and to wait until they run it. It changes neither their role nor their
// environment, and creates and deletes nothing.
//
// Code in a bucket is read with the permissions of the job, as Lambda's refusal
// says ("make sure your request credentials have permission to GetObject"): add a
// permission.Builder with that bucket. An image is read by Lambda, which the
// policy of the repository must allow.
//
//   - https://github.com/buildkite/elastic-ci-stack-for-aws/issues/564
//   - https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
type Lambda struct {
	// Functions are the names of the functions, without versions and aliases. A
	// name may end with "*". Required.
	Functions []string
	// Publish lets the job publish versions of the functions.
	Publish bool
	// MoveAliases lets the job point aliases of the functions that exist to other
	// versions. IAM can't tell one alias of a function from another.
	MoveAliases bool
	// GetFunction lets the job ask for a function as a whole, as the waiter
	// function-updated-v2 does. The answer has an address of the code.
	GetFunction bool
}

var _ permission.Noticer = Lambda{}

var lambdaTable = table.New("Lambda", "", nil, []table.Row{
	{Sid: "LambdaCode", Resource: "arn:{partition}:lambda:{region}:{account}:function:{function}", Actions: []table.Action{
		{"lambda:UpdateFunctionCode", "aws lambda update-function-code", "https://docs.aws.amazon.com/cli/latest/reference/lambda/update-function-code.html"},
		{"lambda:GetFunctionConfiguration", "aws lambda wait function-updated: GetFunctionConfiguration, again and again", "https://docs.aws.amazon.com/cli/latest/reference/lambda/wait/function-updated.html"},
		{"lambda:GetFunction", "aws lambda wait function-updated-v2: GetFunction, again and again", "https://docs.aws.amazon.com/cli/latest/reference/lambda/wait/function-updated-v2.html", "GetFunction"},
		{"lambda:PublishVersion", "aws lambda publish-version", "https://docs.aws.amazon.com/cli/latest/reference/lambda/publish-version.html", "Publish"},
		{"lambda:UpdateAlias", "aws lambda update-alias --function-version", "https://docs.aws.amazon.com/cli/latest/reference/lambda/update-alias.html", "MoveAliases"},
	}},
})

// Validate reports every fault of the options.
func (l Lambda) Validate(env permission.Environment) error {
	faults := env.Faults("Lambda")
	functionRule.CheckNeededPatterns(&faults, "Functions", l.Functions, "name the functions that get new code")
	return faults.Err()
}

// Statements returns the statements of the set.
func (l Lambda) Statements(env permission.Environment) []policy.Statement {
	return lambdaTable.Statements(table.Options{"Publish": l.Publish, "MoveAliases": l.MoveAliases, "GetFunction": l.GetFunction},
		table.At(placeIn(env).With("function", l.Functions...)))
}

// Notices returns what a reviewer should know of legal options.
func (l Lambda) Notices(permission.Environment) []fault.Notice {
	var all fault.Notices
	if slices.Contains(l.Functions, "*") {
		all.Warn("lambda-every-function", "{Functions} \"*\" lets the job run its code as every function of the account in the region, with the roles that those have; name the functions")
	}
	lookalike.Names(&all, "lambda-look-alikes", "Functions", l.Functions, "-*")
	return all
}

// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
var functionRule = aws.NewRule("the name of a Lambda function", "use 1 to 64 letters, digits, hyphens and underscores, without a version or an alias",
	`[A-Za-z0-9_-]{1,64}`, `[A-Za-z0-9_-]*`, `[A-Za-z0-9_-]*`)

func (l *Lambda) options() option.Table {
	return option.Table{
		{Path: "Functions", Flag: "lambda-function", Value: "NAME", Example: "api,jobs-*", Field: &l.Functions, About: "Lambda function that gets new code; may end with *"},
		{Path: "Publish", Flag: "lambda-publish", Field: &l.Publish, About: "let the job publish versions of the functions"},
		{Path: "MoveAliases", Flag: "lambda-move-aliases", Field: &l.MoveAliases, About: "let the job point aliases of the functions to other versions"},
		{Path: "GetFunction", Flag: "lambda-get-function", Field: &l.GetFunction,
			About: "let the job ask for a function as a whole, as the waiter function-updated-v2 does; the answer has an address of the code"},
	}
}
