package trust

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/policy"
)

// Service says which AWS services may assume a role, for jobs that AWS itself
// runs. At least one of its kinds must be set; each makes a statement of its
// own.
//
// A service that is trusted without a condition could be made to use the role
// for a stranger: the confused deputy. CodeBuild sends the account and the
// project on whose behalf it acts, and conditions test them. CodePipeline and
// EC2 are not documented to send either, and a condition on a key that they
// don't send would refuse them; strangers can't use the role through them,
// because iam:PassRole passes roles within one account only.
//
//   - https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
//   - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
type Service struct {
	// Partition of the role's account, such as "aws-cn". Default: "aws".
	Partition string
	// Region of the CodeBuild projects. Needed by CodeBuildProjects.
	Region string
	// AccountID is the account of the role and of the CodeBuild projects, 12
	// digits. Needed by CodeBuildProjects.
	AccountID string

	// CodeBuildProjects are the names of the projects that run with the role:
	// 2 to 255 letters, digits, hyphens and underscores. One "*" is allowed, at
	// the end; "*" alone is every project of the account in the region.
	CodeBuildProjects []string
	// CodePipeline trusts pipelines: the role is the service role of one.
	CodePipeline bool
	// PipelineRoleARNs are the service roles of pipelines whose actions run
	// with this role. A pipeline assumes the role of an action from its own role,
	// so no service needs to be trusted.
	PipelineRoleARNs []string
	// EC2 trusts instances: the role is in an instance profile.
	EC2 bool
}

// The pages that the statements follow.
//
//   - https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
//   - https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-service-role-cli.html
//   - https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
//   - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
const (
	codeBuildService    = "codebuild.amazonaws.com"
	codePipelineService = "codepipeline.amazonaws.com"
	ec2Service          = "ec2.amazonaws.com"
)

// AWS's pattern takes 255 characters; its pages on some types say 150 at most. The
// longer names that this takes are of projects that can't be.
//
// https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
// https://docs.aws.amazon.com/codebuild/latest/APIReference/API_PublicProject.html
var (
	projectShape     = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_-]{1,254}$`)
	projectBeginning = lazyregexp.New(`^([A-Za-z0-9][A-Za-z0-9_-]{0,254})?$`)
)

// Validate returns every fault of the options in one fault.List, or nil.
// Values that are CDK tokens are not checked.
func (s Service) Validate() error {
	var faults fault.List
	if len(s.CodeBuildProjects) == 0 && !s.CodePipeline && len(s.PipelineRoleARNs) == 0 && !s.EC2 {
		faults.Add("{CodeBuildProjects}, {CodePipeline}, {PipelineRoleArns} and {Ec2}", "", "are all unset, so no service could assume the role", "set the one that runs the jobs")
	}
	if s.CodeBuildProjects != nil && len(s.CodeBuildProjects) == 0 {
		faults.Add("CodeBuildProjects", "", "is an empty list", "leave it out or name something")
	}
	if s.PipelineRoleARNs != nil && len(s.PipelineRoleARNs) == 0 {
		faults.Add("PipelineRoleArns", "", "is an empty list", "leave it out or name something")
	}
	if s.Partition != "" {
		aws.Partition.Check(&faults, "Partition", s.Partition)
	}
	if len(s.CodeBuildProjects) > 0 {
		s.checkProjectEnvironment(&faults)
	}
	for i, name := range s.CodeBuildProjects {
		checkProject(&faults, index("CodeBuildProjects", i), name)
	}
	for i, arn := range s.PipelineRoleARNs {
		parsed, isARN := aws.ParseARN(arn)
		switch option := index("PipelineRoleArns", i); {
		case arn == "":
			faults.Add(option, "", "is empty", "write the ARN of the pipeline's service role")
		case strings.ContainsAny(token.Without(arn), "*?"):
			faults.Add(option, arn, "has a wildcard, and a principal can't be a pattern", "name each role")
		case !token.In(arn) && !(isARN && parsed.IsRole()):
			faults.Add(option, arn, "is not the ARN of a role", `write the ARN of the pipeline's service role, such as "arn:aws:iam::123456789012:role/pipeline"`)
		}
	}
	return faults.Err()
}

func (s Service) checkProjectEnvironment(faults *fault.List) {
	if s.AccountID == "" {
		faults.Add("AccountId", "", "is missing, and it is what keeps other accounts' builds out", "write the account of the CodeBuild projects")
	} else {
		aws.AccountID.Check(faults, "AccountId", s.AccountID)
	}
	if s.Region == "" {
		faults.Add("Region", "", "is missing, and the ARNs of CodeBuild projects name it", `write the region of the projects, such as "eu-west-1"`)
	} else {
		aws.Region.Check(faults, "Region", s.Region)
	}
}

// checkProject accepts the name of a project, or the beginning of names and "*".
func checkProject(faults *fault.List, option, name string) {
	beginning, pattern := strings.CutSuffix(name, "*")
	shape := projectShape
	if pattern {
		shape = projectBeginning
	}
	switch {
	case name == "":
		faults.Add(option, "", "is empty", "name the project")
	case aws.IsARN(name):
		faults.Add(option, name, "is an ARN", "write the project's name alone")
	case strings.Contains(token.Without(beginning), "*"):
		faults.Add(option, name, `has "*" before its end`, `end the name in one "*", or name each project`)
	case !token.In(name) && !shape.MatchString(beginning):
		faults.Add(option, name, "is not the name of a CodeBuild project", "use 2 to 255 letters, digits, hyphens and underscores, beginning with a letter or digit")
	case token.In(name) && !projectBeginning.MatchString("x"+token.Without(beginning)):
		faults.Add(option, name, "holds characters that no CodeBuild project has in its name", "use letters, digits, hyphens and underscores")
	}
}

// Document returns the trust policy. Options that Validate refuses give one
// without statements, which trusts nobody.
func (s Service) Document() policy.Document {
	if s.Validate() != nil {
		return policy.New()
	}
	var all []policy.Statement
	add := func(sid string, principal policy.Principal, conditions policy.Conditions) {
		all = append(all, policy.Statement{
			Sid: sid, Effect: policy.Allow, Principal: &principal, Actions: []string{"sts:AssumeRole"}, Conditions: conditions,
		})
	}
	if len(s.CodeBuildProjects) > 0 {
		add("TrustCodeBuild", policy.Principal{Service: []string{codeBuildService}}, policy.Conditions{
			"StringEquals": {"aws:SourceAccount": {s.AccountID}},
			"ArnLike":      {"aws:SourceArn": s.projectARNs()},
		})
	}
	if s.CodePipeline {
		add("TrustCodePipeline", policy.Principal{Service: []string{codePipelineService}}, nil)
	}
	for i, arn := range s.PipelineRoleARNs {
		sid := "TrustPipeline"
		if i > 0 {
			sid += strconv.Itoa(i + 1)
		}
		add(sid, policy.Principal{AWS: []string{arn}}, nil)
	}
	if s.EC2 {
		add("TrustEc2", policy.Principal{Service: []string{ec2Service}}, nil)
	}
	return policy.New(all...)
}

func (s Service) projectARNs() []string {
	partition := s.Partition
	if partition == "" {
		partition = "aws"
	}
	var arns []string
	for _, name := range s.CodeBuildProjects {
		arn := aws.ARN{Partition: partition, Service: "codebuild", Region: s.Region, Account: s.AccountID, Resource: "project/" + name}.String()
		if !slices.Contains(arns, arn) {
			arns = append(arns, arn)
		}
	}
	return arns
}

// Notices returns what is legal but should be known, one notice for each kind.
// Options that Validate refuses have none.
func (s Service) Notices() []fault.Notice {
	if s.Validate() != nil {
		return nil
	}
	var all []fault.Notice
	if len(s.CodeBuildProjects) > 0 {
		all = aws.UnknownRegion("Region", s.Region)
	}
	if slices.Contains(s.CodeBuildProjects, "*") {
		all = append(all, fault.Notice{ID: "service-every-project", Text: "every CodeBuild project of the account in the region may assume the role, because {CodeBuildProjects} names none"})
	}
	if s.CodePipeline {
		all = append(all, fault.Notice{ID: "service-codepipeline", Note: true,
			Text: "the role can be given to any pipeline of its account by whoever may pass it: limit iam:PassRole on it, with iam:PassedToService " + codePipelineService})
	}
	if s.EC2 {
		all = append(all, fault.Notice{ID: "service-ec2", Note: true,
			Text: "whatever runs on an instance has the role, and it can be given to any instance of its account by whoever may pass it: limit iam:PassRole on it, with iam:PassedToService " + ec2Service})
	}
	return all
}
