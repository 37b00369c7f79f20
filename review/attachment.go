package review

import (
	"github.com/cipublisher/cipublisher/policy"
)

// attachmentRow says which property of a resource is a policy document, which
// names what it is for, and what type that has.
type attachmentRow struct{ document, target, targetType string }

// attachments are the types that give a policy to another resource. A policy
// that a resource has as a property of its own needs no row; see search.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
var attachments = map[string]attachmentRow{
	"AWS::S3::BucketPolicy":                  {"PolicyDocument", "Bucket", bucketType},
	"AWS::S3Express::BucketPolicy":           {"PolicyDocument", "Bucket", "AWS::S3Express::DirectoryBucket"},
	"AWS::S3Outposts::BucketPolicy":          {"PolicyDocument", "Bucket", "AWS::S3Outposts::Bucket"},
	"AWS::S3::MultiRegionAccessPointPolicy":  {"Policy", "MrapName", "AWS::S3::MultiRegionAccessPoint"},
	"AWS::S3ObjectLambda::AccessPointPolicy": {"PolicyDocument", "ObjectLambdaAccessPoint", "AWS::S3ObjectLambda::AccessPoint"},
	"AWS::S3Tables::TableBucketPolicy":       {"ResourcePolicy", "TableBucketARN", "AWS::S3Tables::TableBucket"},
	"AWS::S3Tables::TablePolicy":             {"ResourcePolicy", "TableARN", "AWS::S3Tables::Table"},
	"AWS::SQS::QueuePolicy":                  {"PolicyDocument", "Queues", "AWS::SQS::Queue"},
	"AWS::SQS::QueueInlinePolicy":            {"PolicyDocument", "Queue", "AWS::SQS::Queue"},
	"AWS::SNS::TopicPolicy":                  {"PolicyDocument", "Topics", "AWS::SNS::Topic"},
	"AWS::SNS::TopicInlinePolicy":            {"PolicyDocument", "TopicArn", "AWS::SNS::Topic"},
	"AWS::SecretsManager::ResourcePolicy":    {"ResourcePolicy", "SecretId", "AWS::SecretsManager::Secret"},
	"AWS::Kinesis::ResourcePolicy":           {"ResourcePolicy", "ResourceArn", "AWS::Kinesis::Stream"},
	"AWS::MSK::ClusterPolicy":                {"Policy", "ClusterArn", "AWS::MSK::Cluster"},
	"AWS::VpcLattice::AuthPolicy":            {"Policy", "ResourceIdentifier", "AWS::VpcLattice::Service"},
	"AWS::VpcLattice::ResourcePolicy":        {"Policy", "ResourceArn", "AWS::VpcLattice::Resource"},
	"AWS::EventSchemas::RegistryPolicy":      {"Policy", "RegistryName", "AWS::EventSchemas::Registry"},
	"AWS::SSM::ResourcePolicy":               {"Policy", "ResourceArn", "AWS::SSM::Parameter"},
	"AWS::CloudTrail::ResourcePolicy":        {"ResourcePolicy", "ResourceArn", "AWS::CloudTrail::Channel"},
	"AWS::Lex::ResourcePolicy":               {"Policy", "ResourceArn", "AWS::Lex::Bot"},
	"AWS::RefactorSpaces::ResourcePolicy":    {"Policy", "ResourceArn", "AWS::RefactorSpaces::Environment"},
	"AWS::XRay::ResourcePolicy":              {"PolicyDocument", "PolicyName", "AWS::XRay::Account"},
	"AWS::Logs::ResourcePolicy":              {"PolicyDocument", "PolicyName", "AWS::Logs::Account"},
}

// attachment gives a policy to each resource that it is for.
func (r *reader) attachment(res resource, row attachmentRow) {
	targets := r.texts(res.Properties[row.target], res.when)
	if len(targets) == 0 {
		r.search(res)
		return
	}
	for _, target := range targets {
		h := r.of(res, row.targetType, target.Value.(string))
		h.Policies = append(h.Policies, r.documents(h, row.document, res.Properties[row.document], target.When)...)
	}
}

// permission reads a statement of a function's policy.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
func (r *reader) permission(res resource) {
	r.grantedStatement(res, "FunctionName", functionType, map[string]conditionOf{
		"SourceArn":             {"ArnLike", "aws:SourceArn"},
		"SourceAccount":         {"StringEquals", "aws:SourceAccount"},
		"PrincipalOrgID":        {"StringEquals", "aws:PrincipalOrgID"},
		"EventSourceToken":      {"StringEquals", "lambda:EventSourceToken"},
		"FunctionUrlAuthType":   {"StringEquals", "lambda:FunctionUrlAuthType"},
		"InvokedViaFunctionUrl": {"Bool", "lambda:InvokedViaFunctionUrl"},
	})
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversionpermission.html
func (r *reader) layerPermission(res resource) {
	r.grantedStatement(res, "LayerVersionArn", "AWS::Lambda::LayerVersion", map[string]conditionOf{
		"OrganizationId": {"StringEquals", "aws:PrincipalOrgID"},
	})
}

// eventBusPolicy reads a statement, whole or in the form of older templates.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html
func (r *reader) eventBusPolicy(res resource) {
	bus := r.text(res.Properties["EventBusName"], res.when)
	if bus == "" {
		bus = "default"
	}
	if statement := res.Properties["Statement"]; statement != nil {
		h := r.of(res, "AWS::Events::EventBus", bus)
		document := map[string]any{"Version": policy.Version, "Statement": statement}
		h.Policies = append(h.Policies, r.documents(h, "Statement", document, res.when)...)
		return
	}
	if condition := object(res.Properties["Condition"]); condition != nil {
		for _, c := range r.template.Cases(condition, res.when) {
			o := object(c.Value)
			operator, _ := o["Type"].(string)
			key, _ := o["Key"].(string)
			conditioned := res
			conditioned.Properties, conditioned.when = withProperty(res.Properties, "condition", o["Value"]), c.When
			if o["Value"] == nil {
				operator = "" // which can't be read
				conditioned.Properties["condition"] = c.Value
			}
			r.grantedStatement(conditioned, "EventBusName", "AWS::Events::EventBus", map[string]conditionOf{"condition": {operator, key}})
		}
		return
	}
	r.grantedStatement(res, "EventBusName", "AWS::Events::EventBus", nil)
}

// conditionOf is the condition that a property stands for.
type conditionOf struct{ operator, key string }

// grantedStatement reads a resource that is one Allow statement, its elements
// properties.
func (r *reader) grantedStatement(res resource, target, targetType string, conditions map[string]conditionOf) {
	rest := map[string]any{"Action": res.Properties["Action"], "Principal": res.Properties["Principal"], target: res.Properties[target]}
	for property := range conditions {
		rest[property] = res.Properties[property]
	}
	for _, c := range r.template.Cases(rest, res.when) {
		properties := object(c.Value)
		name, _ := properties[target].(string)
		h := r.of(res, targetType, name)
		s := policy.Statement{Effect: policy.Allow, Resources: []string{r.arnOf(targetType, name)}}
		action, isText := properties["Action"].(string)
		principal, isTextToo := properties["Principal"].(string)
		if !isText || !isTextToo {
			r.unknown(h, c.When, res.id, "has no action or principal that can be read", res.Properties)
			continue
		}
		s.Actions, s.Principal = []string{action}, principalOf(principal)
		unreadable := false
		for property, condition := range conditions {
			value, isThere := properties[property]
			if !isThere {
				continue
			}
			text, isText := value.(string)
			unreadable = unreadable || !isText || condition.operator == "" || condition.key == ""
			if s.Conditions == nil {
				s.Conditions = policy.Conditions{}
			}
			if s.Conditions[condition.operator] == nil {
				s.Conditions[condition.operator] = map[string][]string{}
			}
			s.Conditions[condition.operator][condition.key] = []string{text}
		}
		if unreadable {
			r.unknown(h, c.When, res.id, "has a condition that can't be read", res.Properties)
			continue
		}
		h.Policies = append(h.Policies, under(policy.New(s), c.When)...)
	}
}
