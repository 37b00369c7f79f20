package cfn

// naming says what Ref and attributes of a resource are, as far as that
// follows from its name: the format by attribute, Ref's under "". Where the
// template gives no name, it is unknown.
type naming struct {
	property string
	values   map[string]string
}

// ref is a naming whose Ref is the name.
func ref(property, arn string) naming {
	return naming{property, map[string]string{"": "{name}", "Arn": arn}}
}

// arnRef is a naming whose Ref is the ARN.
func arnRef(property, attribute, arn string) naming {
	return naming{property, map[string]string{"": arn, attribute: arn}}
}

// namings by resource type. Each page "Return values" of the type's reference
// says what its Ref is; the Service Authorization Reference has the ARNs.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
var namings = map[string]naming{
	"AWS::S3::Bucket":                      ref("BucketName", "arn:{partition}:s3:::{name}"),
	"AWS::IAM::Role":                       ref("RoleName", "arn:{partition}:iam::{account}:role{path}{name}"),
	"AWS::IAM::User":                       ref("UserName", "arn:{partition}:iam::{account}:user{path}{name}"),
	"AWS::IAM::Group":                      ref("GroupName", "arn:{partition}:iam::{account}:group{path}{name}"),
	"AWS::IAM::InstanceProfile":            ref("InstanceProfileName", "arn:{partition}:iam::{account}:instance-profile{path}{name}"),
	"AWS::IAM::ManagedPolicy":              arnRef("ManagedPolicyName", "PolicyArn", "arn:{partition}:iam::{account}:policy{path}{name}"),
	"AWS::IAM::SAMLProvider":               arnRef("Name", "Arn", "arn:{partition}:iam::{account}:saml-provider/{name}"),
	"AWS::SQS::Queue":                      {"QueueName", map[string]string{"QueueName": "{name}", "Arn": "arn:{partition}:sqs:{region}:{account}:{name}"}},
	"AWS::SNS::Topic":                      {"TopicName", map[string]string{"": "arn:{partition}:sns:{region}:{account}:{name}", "TopicArn": "arn:{partition}:sns:{region}:{account}:{name}", "TopicName": "{name}"}},
	"AWS::Lambda::Function":                ref("FunctionName", "arn:{partition}:lambda:{region}:{account}:function:{name}"),
	"AWS::Serverless::Function":            ref("FunctionName", "arn:{partition}:lambda:{region}:{account}:function:{name}"),
	"AWS::DynamoDB::Table":                 ref("TableName", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"),
	"AWS::Serverless::SimpleTable":         ref("TableName", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"),
	"AWS::ECR::Repository":                 ref("RepositoryName", "arn:{partition}:ecr:{region}:{account}:repository/{name}"),
	"AWS::Kinesis::Stream":                 ref("Name", "arn:{partition}:kinesis:{region}:{account}:stream/{name}"),
	"AWS::KinesisFirehose::DeliveryStream": ref("DeliveryStreamName", "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}"),
	"AWS::Events::EventBus":                ref("Name", "arn:{partition}:events:{region}:{account}:event-bus/{name}"),
	"AWS::Logs::LogGroup":                  ref("LogGroupName", "arn:{partition}:logs:{region}:{account}:log-group:{name}:*"),
	"AWS::StepFunctions::StateMachine":     arnRef("StateMachineName", "Arn", "arn:{partition}:states:{region}:{account}:stateMachine:{name}"),
	"AWS::CodeArtifact::Domain":            arnRef("DomainName", "Arn", "arn:{partition}:codeartifact:{region}:{account}:domain/{name}"),
	"AWS::CodeBuild::Project":              ref("Name", "arn:{partition}:codebuild:{region}:{account}:project/{name}"),
	"AWS::ECS::Cluster":                    ref("ClusterName", "arn:{partition}:ecs:{region}:{account}:cluster/{name}"),
}
