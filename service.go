package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

// ServiceTrustProps says which AWS service may assume the role, and on behalf
// of what. Exactly one of its kinds must be set.
type ServiceTrustProps struct {
	// CodeBuildProjects are the names of the CodeBuild projects in the stack's
	// account and region that run with the role. One "*" is allowed, at the
	// end of a name; "*" alone is every project.
	CodeBuildProjects *[]*string
	// CodePipeline set to true makes the service role of a pipeline. AWS
	// documents no condition keys for it; a pipeline can only be given roles of
	// its own account.
	CodePipeline *bool
	// PipelineRoles are the service roles of pipelines, whose actions run with
	// this role (the roleArn of an action).
	PipelineRoles *[]awsiam.IRole
	// PipelineRoleArns are the same by their ARNs.
	PipelineRoleArns *[]*string
	// Ec2 set to true makes the role of EC2 instances, with an instance
	// profile of the same name. EC2 sends no condition keys; an instance can
	// only be given roles of its own account.
	Ec2 *bool
}

func (p *ServiceTrustProps) putRoles(options option.Table, faults *fault.List) {
	arns := options.At("Service.PipelineRoleArns")
	for _, role := range given(faults, "Service.PipelineRoles", p.PipelineRoles) {
		arns.Put(append(arns.Get().([]string), *role.RoleArn()))
	}
}
