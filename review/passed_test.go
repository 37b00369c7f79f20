package review_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Roles that resources are passed, with another role for each "ROLE".
var passing = map[string]struct{ kind, properties string }{
	"function":                            {"AWS::Lambda::Function", "{Role: ROLE}"},
	"task":                                {"AWS::ECS::TaskDefinition", "{TaskRoleArn: ROLE, ExecutionRoleArn: x}"},
	"task's agent":                        {"AWS::ECS::TaskDefinition", "{TaskRoleArn: x, ExecutionRoleArn: ROLE}"},
	"build":                               {"AWS::CodeBuild::Project", "{ServiceRole: ROLE}"},
	"public artifacts of a build":         {"AWS::CodeBuild::Project", "{ServiceRole: x, ResourceAccessRole: ROLE}"},
	"state machine":                       {"AWS::StepFunctions::StateMachine", "{RoleArn: ROLE}"},
	"state":                               {"AWS::StepFunctions::StateMachine", `{RoleArn: x, Definition: {States: {A: {Credentials: {RoleArn: ROLE}}}}}`},
	"state in JSON text":                  {"AWS::StepFunctions::StateMachine", `{RoleArn: x, DefinitionString: '{"States": {"A": {"Credentials": {"RoleArn": "ROLE"}}}}'}`},
	"state in JSON text of a function":    {"AWS::StepFunctions::StateMachine", `{RoleArn: x, DefinitionString: !Sub '{"States": {"A": {"Resource": "${AWS::Region}", "Credentials": {"RoleArn": "ROLE"}}}}'}`},
	"target of a rule":                    {"AWS::Events::Rule", "{Targets: [{Arn: a, RoleArn: x}, {Arn: b, RoleArn: ROLE}]}"},
	"target of a rule, under a condition": {"AWS::Events::Rule", "{Targets: [!If [C, {Arn: b, RoleArn: ROLE}, !Ref AWS::NoValue]]}"},
	"schedule":                            {"AWS::Scheduler::Schedule", "{Target: {Arn: a, RoleArn: ROLE}}"},
	"pipe":                                {"AWS::Pipes::Pipe", "{RoleArn: ROLE}"},
	"pipeline":                            {"AWS::CodePipeline::Pipeline", "{RoleArn: ROLE}"},
	"action of a pipeline":                {"AWS::CodePipeline::Pipeline", "{RoleArn: x, Stages: [{Actions: [{RoleArn: ROLE}]}]}"},
	"stack that a pipeline deploys":       {"AWS::CodePipeline::Pipeline", "{RoleArn: x, Stages: [{Actions: [{Configuration: {RoleArn: ROLE}}]}]}"},
	"notebook":                            {"AWS::SageMaker::NotebookInstance", "{RoleArn: ROLE}"},
	"model":                               {"AWS::SageMaker::Model", "{ExecutionRoleArn: ROLE}"},
	"domain of notebooks":                 {"AWS::SageMaker::Domain", "{DefaultUserSettings: {ExecutionRole: ROLE}}"},
	"job of Glue":                         {"AWS::Glue::Job", "{Role: ROLE}"},
	"crawler":                             {"AWS::Glue::Crawler", "{Role: ROLE}"},
	"batch job":                           {"AWS::Batch::JobDefinition", "{ContainerProperties: {JobRoleArn: ROLE}}"},
	"batch instances":                     {"AWS::Batch::ComputeEnvironment", "{ServiceRole: x, ComputeResources: {InstanceRole: ROLE}}"},
	"EKS cluster":                         {"AWS::EKS::Cluster", "{RoleArn: ROLE}"},
	"EKS nodes":                           {"AWS::EKS::Nodegroup", "{NodeRole: ROLE}"},
	"EKS pods":                            {"AWS::EKS::FargateProfile", "{PodExecutionRoleArn: ROLE}"},
	"EKS add-on":                          {"AWS::EKS::Addon", "{ServiceAccountRoleArn: ROLE}"},
	"IoT rule":                            {"AWS::IoT::TopicRule", "{TopicRulePayload: {Actions: [{S3: {RoleArn: ROLE}}]}}"},
	"IoT role alias":                      {"AWS::IoT::RoleAlias", "{RoleArn: ROLE}"},
	"group of a user pool":                {"AWS::Cognito::UserPoolGroup", "{RoleArn: ROLE}"},
	"messages of a user pool":             {"AWS::Cognito::UserPool", "{SmsConfiguration: {SnsCallerArn: ROLE}}"},
	"profile of an instance":              {"AWS::EC2::Instance", "{IamInstanceProfile: ROLE}"},
	"profile of a launch template":        {"AWS::EC2::LaunchTemplate", "{LaunchTemplateData: {IamInstanceProfile: {Name: ROLE}}}"},
	"profile of a fleet":                  {"AWS::EC2::SpotFleet", "{SpotFleetRequestConfigData: {LaunchSpecifications: [{IamInstanceProfile: {Arn: ROLE}}]}}"},
	"profile of Beanstalk":                {"AWS::ElasticBeanstalk::Environment", "{OptionSettings: [{Namespace: 'aws:autoscaling:launchconfiguration', OptionName: IamInstanceProfile, Value: ROLE}]}"},
	"profile of Image Builder":            {"AWS::ImageBuilder::InfrastructureConfiguration", "{InstanceProfileName: ROLE}"},
	"flow of EMR":                         {"AWS::EMR::Cluster", "{ServiceRole: x, JobFlowRole: ROLE}"},
	"Redshift":                            {"AWS::Redshift::Cluster", "{IamRoles: [x, ROLE]}"},
	"database":                            {"AWS::RDS::DBCluster", "{AssociatedRoles: [{FeatureName: f, RoleArn: ROLE}]}"},
	"delivery stream":                     {"AWS::KinesisFirehose::DeliveryStream", "{S3DestinationConfiguration: {RoleARN: ROLE}}"},
	"replication of a bucket":             {"AWS::S3::Bucket", "{ReplicationConfiguration: {Role: ROLE}}"},
	"integration of an API":               {"AWS::ApiGateway::Method", "{AuthorizationType: AWS_IAM, Integration: {Credentials: ROLE}}"},
	"integration of an HTTP API":          {"AWS::ApiGatewayV2::Integration", "{CredentialsArn: ROLE}"},
	"authorizer of an API":                {"AWS::ApiGateway::Authorizer", "{AuthorizerCredentials: ROLE}"},
	"integration in a definition":         {"AWS::ApiGateway::RestApi", "{Policy: {}, Body: {paths: {/x: {get: {x-amazon-apigateway-integration: {credentials: ROLE}}}}}}"},
	"data source":                         {"AWS::AppSync::DataSource", "{ServiceRoleArn: ROLE}"},
	"transfer user":                       {"AWS::Transfer::User", "{Role: ROLE}"},
	"stack set":                           {"AWS::CloudFormation::StackSet", "{AdministrationRoleARN: ROLE}"},
	"stack set elsewhere":                 {"AWS::CloudFormation::StackSet", "{ExecutionRoleName: ROLE}"},
	"maintenance":                         {"AWS::SSM::MaintenanceWindowTask", "{ServiceRoleArn: ROLE}"},
	"automation":                          {"AWS::SSM::Association", "{Parameters: {AutomationAssumeRole: [ROLE]}}"},
	"app":                                 {"AWS::AppRunner::Service", "{InstanceConfiguration: {InstanceRoleArn: ROLE}}"},
	"a type that is not known here":       {"AWS::New::Thing", "{Deep: [{Er: {WorkerRoleArn: ROLE}}]}"},
}

func running(kind, properties, role string) []byte {
	return []byte("Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:\n  R:\n    Type: " + kind +
		"\n    Properties: " + strings.ReplaceAll(properties, "ROLE", role) + "\n")
}

// Under another role, code may do something else.
func TestAnotherRoleIsAGain(t *testing.T) {
	for name, p := range passing {
		t.Run(name, func(t *testing.T) {
			one := running(p.kind, p.properties, "one")
			assert.False(t, gains(t, one, one))
			assert.True(t, gains(t, one, running(p.kind, p.properties, "other")))
			assert.True(t, gains(t, []byte(`{"Resources": {}}`), one), "where there was nothing")
			assert.False(t, gains(t, one, []byte(`{"Resources": {}}`)))
		})
	}
}

// What is like a role in name only, and the order of roles, pass nothing.
func TestWhatPassesNoRole(t *testing.T) {
	for name, c := range map[string]struct{ kind, before, after string }{
		"environment":    {"AWS::Lambda::Function", "{Role: r, Environment: {Variables: {ROLE: a}}}", "{Role: r, Environment: {Variables: {ROLE: b}}}"},
		"tags":           {"AWS::ECS::TaskDefinition", "{TaskRoleArn: r, Tags: [{Key: Role, Value: a}]}", "{TaskRoleArn: r, Tags: [{Key: Role, Value: b}]}"},
		"order":          {"AWS::Redshift::Cluster", "{IamRoles: [a, b]}", "{IamRoles: [b, a]}"},
		"order of rules": {"AWS::Events::Rule", "{Targets: [{RoleArn: a}, {RoleArn: b}]}", "{Targets: [{RoleArn: b}, {RoleArn: a}]}"},
		"secrets":        {"AWS::ECS::TaskDefinition", "{ContainerDefinitions: [{RepositoryCredentials: {CredentialsParameter: a}}]}", "{ContainerDefinitions: [{RepositoryCredentials: {CredentialsParameter: b}}]}"},
		"code":           {"AWS::Lambda::Function", "{Role: r, Code: {ZipFile: a}}", "{Role: r, Code: {ZipFile: b}}"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.False(t, gains(t, running(c.kind, c.before, "ROLE"), running(c.kind, c.after, "ROLE")))
		})
	}
}
