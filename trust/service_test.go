package trust_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

func ExampleService() {
	service := trust.Service{Region: "eu-west-1", AccountID: "111122223333", CodeBuildProjects: []string{"release"}}
	if err := service.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(service.Document().Indent())
	// Output:
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Sid": "TrustCodeBuild",
	//       "Effect": "Allow",
	//       "Principal": {
	//         "Service": "codebuild.amazonaws.com"
	//       },
	//       "Action": "sts:AssumeRole",
	//       "Condition": {
	//         "ArnLike": {
	//           "aws:SourceArn": "arn:aws:codebuild:eu-west-1:111122223333:project/release"
	//         },
	//         "StringEquals": {
	//           "aws:SourceAccount": "111122223333"
	//         }
	//       }
	//     }
	//   ]
	// }
}

// Which AWS services may assume a role.
func TestServicesThatAssumeTheRole(t *testing.T) {
	const (
		project  = "arn:aws:codebuild:eu-west-1:111122223333:project/"
		pipeline = "arn:aws:iam::111122223333:role/pipelines/release"
	)
	builds := trust.Service{Region: "eu-west-1", AccountID: "111122223333", CodeBuildProjects: []string{"release", "nightly-*"}}
	build := policy.Caller{Service: "codebuild.amazonaws.com"}
	source := func(account, arn string) policy.Context {
		return policy.Context{"aws:SourceAccount": {account}, "aws:SourceArn": {arn}}
	}
	for _, test := range []struct {
		name    string
		service trust.Service
		caller  policy.Caller
		context policy.Context
		allowed bool
	}{
		{"a build of the project", builds, build, source("111122223333", project+"release"), true},
		{"a build of a project that the pattern covers", builds, build, source("111122223333", project+"nightly-docs"), true},
		{"a build of another project", builds, build, source("111122223333", project+"other"), false},
		{"a build of a look-alike", builds, build, source("111122223333", project+"release-evil"), false},
		{"a stranger's project of the same name", builds, build, source("444455556666", "arn:aws:codebuild:eu-west-1:444455556666:project/release"), false},
		{"a project of another region", builds, build, source("111122223333", "arn:aws:codebuild:us-east-1:111122223333:project/release"), false},
		{"CodeBuild on nobody's behalf", builds, build, nil, false},
		{"another service with the same source", builds, policy.Caller{Service: "lambda.amazonaws.com"}, source("111122223333", project+"release"), false},
		{"every project", trust.Service{Region: "eu-west-1", AccountID: "111122223333", CodeBuildProjects: []string{"*"}}, build, source("111122223333", project+"any"), true},
		{"every project, but of this account", trust.Service{Region: "eu-west-1", AccountID: "111122223333", CodeBuildProjects: []string{"*"}}, build, source("444455556666", "arn:aws:codebuild:eu-west-1:444455556666:project/any"), false},
		{"an action of the pipeline", trust.Service{PipelineRoleARNs: []string{pipeline}}, policy.Caller{AWS: "arn:aws:sts::111122223333:assumed-role/release/1"}, nil, true},
		{"an action of another pipeline", trust.Service{PipelineRoleARNs: []string{pipeline}}, policy.Caller{AWS: "arn:aws:sts::111122223333:assumed-role/other/1"}, nil, false},
		{"the pipeline service, where only actions are trusted", trust.Service{PipelineRoleARNs: []string{pipeline}}, policy.Caller{Service: "codepipeline.amazonaws.com"}, nil, false},
		{"a pipeline", trust.Service{CodePipeline: true}, policy.Caller{Service: "codepipeline.amazonaws.com"}, nil, true},
		{"an instance", trust.Service{EC2: true}, policy.Caller{Service: "ec2.amazonaws.com"}, nil, true},
		{"a build, where instances are trusted", trust.Service{EC2: true}, build, source("111122223333", project+"release"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.NoError(t, test.service.Validate())
			decision, err := test.service.Document().Evaluate(policy.Request{Action: "sts:AssumeRole", Principal: test.caller, Context: test.context})
			require.NoError(t, err)
			assert.Equal(t, test.allowed, decision.Allowed())
		})
	}
}

func TestServiceInEveryPartition(t *testing.T) {
	service := trust.Service{Partition: "aws-cn", Region: "cn-north-1", AccountID: "111122223333", CodeBuildProjects: []string{"release", "release"}, EC2: true}
	document := service.Document()
	require.Len(t, document.Statements, 2)
	assert.Equal(t, []string{"arn:aws-cn:codebuild:cn-north-1:111122223333:project/release"}, document.Statements[0].Conditions["ArnLike"]["aws:SourceArn"])
	assert.Equal(t, []string{"ec2.amazonaws.com"}, document.Statements[1].Principal.Service)
}

func TestServiceTokensPassThrough(t *testing.T) {
	service := trust.Service{
		Partition: "${Token[AWS.Partition.3]}", Region: "${Token[AWS.Region.4]}", AccountID: "${Token[AWS.AccountId.0]}",
		CodeBuildProjects: []string{"${Token[TOKEN.7]}"}, PipelineRoleARNs: []string{"${Token[TOKEN.8]}"},
	}
	require.NoError(t, service.Validate())
	text := service.Document().Indent()
	assert.Contains(t, text, `"arn:${Token[AWS.Partition.3]}:codebuild:${Token[AWS.Region.4]}:${Token[AWS.AccountId.0]}:project/${Token[TOKEN.7]}"`)
	assert.Contains(t, text, `"AWS": "${Token[TOKEN.8]}"`)
}

func TestServiceRefuses(t *testing.T) {
	project := func(names ...string) trust.Service {
		return trust.Service{Region: "eu-west-1", AccountID: "111122223333", CodeBuildProjects: names}
	}
	const form = "; use 2 to 255 letters, digits, hyphens and underscores, beginning with a letter or digit"
	const role = `; write the ARN of the pipeline's service role, such as "arn:aws:iam::123456789012:role/pipeline"`
	for _, test := range []struct {
		name    string
		service trust.Service
		faults  []string
	}{
		{"nothing", trust.Service{}, []string{"CodeBuildProjects, CodePipeline, PipelineRoleArns and Ec2 are all unset, so no service could assume the role; set the one that runs the jobs"}},
		{"empty lists", trust.Service{EC2: true, CodeBuildProjects: []string{}, PipelineRoleARNs: []string{}}, []string{
			"CodeBuildProjects is an empty list; leave it out or name something",
			"PipelineRoleArns is an empty list; leave it out or name something"}},
		{"no account and no region", trust.Service{CodeBuildProjects: []string{"release"}}, []string{
			"AccountId is missing, and it is what keeps other accounts' builds out; write the account of the CodeBuild projects",
			`Region is missing, and the ARNs of CodeBuild projects name it; write the region of the projects, such as "eu-west-1"`}},
		{"bad account and region", trust.Service{Partition: "moon", Region: "Ireland", AccountID: "12", CodeBuildProjects: []string{"release"}}, []string{
			`Partition "moon" is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov`,
			`AccountId "12" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`,
			`Region "Ireland" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`}},
		{"empty project", project(""), []string{"CodeBuildProjects[0] is empty; name the project"}},
		{"project's ARN", project("arn:aws:codebuild:eu-west-1:111122223333:project/x"), []string{`CodeBuildProjects[0] "arn:aws:codebuild:eu-west-1:111122223333:project/x" is an ARN; write the project's name alone`}},
		{"star inside", project("ok", "re*se"), []string{`CodeBuildProjects[1] "re*se" has "*" before its end; end the name in one "*", or name each project`}},
		{"short project", project("x"), []string{`CodeBuildProjects[0] "x" is not the name of a CodeBuild project` + form}},
		{"project with a slash", project("a/b"), []string{`CodeBuildProjects[0] "a/b" is not the name of a CodeBuild project` + form}},
		{"token and a wildcard", project("${Token[TOKEN.1]}?"), []string{`CodeBuildProjects[0] "${Token[TOKEN.1]}?" holds characters that no CodeBuild project has in its name; use letters, digits, hyphens and underscores`}},
		{"role that is a name", trust.Service{PipelineRoleARNs: []string{"pipeline"}}, []string{`PipelineRoleArns[0] "pipeline" is not the ARN of a role` + role}},
		{"role that is a user", trust.Service{PipelineRoleARNs: []string{"arn:aws:iam::111122223333:user/bob"}}, []string{`PipelineRoleArns[0] "arn:aws:iam::111122223333:user/bob" is not the ARN of a role` + role}},
		{"every role", trust.Service{PipelineRoleARNs: []string{"arn:aws:iam::111122223333:role/*"}}, []string{`PipelineRoleArns[0] "arn:aws:iam::111122223333:role/*" has a wildcard, and a principal can't be a pattern; name each role`}},
		{"empty role", trust.Service{PipelineRoleARNs: []string{""}}, []string{"PipelineRoleArns[0] is empty; write the ARN of the pipeline's service role"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := "cipublisher: " + test.faults[0]
			if len(test.faults) > 1 {
				want = fmt.Sprintf("cipublisher: %d faults:\n  - %s", len(test.faults), strings.Join(test.faults, "\n  - "))
			}
			assert.EqualError(t, test.service.Validate(), want)
			assert.Empty(t, test.service.Document().Statements)
			assert.Empty(t, test.service.Notices())
		})
	}
}

func TestServiceNotices(t *testing.T) {
	service := trust.Service{Region: "eu-west-1", AccountID: "111122223333", CodeBuildProjects: []string{"*"}, CodePipeline: true, EC2: true}
	var ids []string
	for _, notice := range service.Notices() {
		ids = append(ids, notice.ID)
	}
	assert.Equal(t, []string{"service-every-project", "service-codepipeline", "service-ec2"}, ids)
	service = trust.Service{Region: "eu-west-1", AccountID: "111122223333", CodeBuildProjects: []string{"release"}}
	assert.Empty(t, service.Notices())
	service.Region = "eu-wst-1"
	if notices := service.Notices(); assert.Len(t, notices, 1) {
		assert.Equal(t, "region-unknown", notices[0].ID)
	}
}
