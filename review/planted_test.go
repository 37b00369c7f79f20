package review_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/review"
)

// tree is a template or a part of one.
type tree = map[string]any

// stack returns a template such as people have, with every kind of thing that
// grants.
func stack(t testing.TB) tree {
	t.Helper()
	content := golden.Read(t, "testdata/stack.yaml")
	var root any
	require.NoError(t, yaml.Unmarshal(content, &root))
	return root.(tree)
}

// set puts a value at a path such as "Role.Policies.0.PolicyDocument" below
// the properties of a resource; nil removes what is there.
func set(template tree, path string, value any) {
	steps := strings.Split(path, ".")
	for i := range steps {
		steps[i] = strings.ReplaceAll(steps[i], "%", ".") // a dot in a name
	}
	resource := template["Resources"].(tree)[steps[0]].(tree)
	at := resource["Properties"]
	for i, step := range steps[1:] {
		last := i == len(steps)-2
		switch container := at.(type) {
		case tree:
			switch {
			case last && value == nil:
				delete(container, step)
			case last:
				container[step] = value
			default:
				if container[step] == nil {
					container[step] = tree{}
				}
				at = container[step]
			}
		case []any:
			var index int
			fmt.Sscan(step, &index)
			if last {
				container[index] = value
			} else {
				at = container[index]
			}
		}
	}
}

// section returns a section of the template, such as Parameters.
func section(template tree, name string) tree {
	if template[name] == nil {
		template[name] = tree{}
	}
	return template[name].(tree)
}

// disguises write a value in another way that means the same, or the same
// where the defaults are deployed.
var disguises = map[string]func(template tree, value any) any{
	"as it is":             func(_ tree, value any) any { return value },
	"parameter":            viaParameter("String"),
	"join":                 eachText(func(text string) any { return tree{"Fn::Join": []any{"", []any{text[:1], text[1:]}}} }),
	"substitution":         eachText(func(text string) any { return tree{"Fn::Sub": strings.ReplaceAll(text, "${", "${!")} }),
	"substitution of part": substituted,
	"mapping":              mapped,
	"select":               func(_ tree, value any) any { return tree{"Fn::Select": []any{"1", []any{"x", value}}} },
	"split and select": eachText(func(text string) any {
		return tree{"Fn::Select": []any{0, tree{"Fn::Split": []any{"§", text + "§x"}}}}
	}),
	"if that holds": func(template tree, value any) any {
		section(template, "Conditions")["Planted"] = tree{"Fn::Equals": []any{"a", "a"}}
		return tree{"Fn::If": []any{"Planted", value, tree{"Ref": "AWS::NoValue"}}}
	},
	"else of an if": func(template tree, value any) any {
		section(template, "Parameters")["Plant"] = tree{"Type": "String", "Default": "no"}
		section(template, "Conditions")["Planted"] = tree{"Fn::Not": []any{tree{"Fn::Equals": []any{tree{"Ref": "Plant"}, "yes"}}}}
		return tree{"Fn::If": []any{"Planted", value, value}}
	},
	"if of an if": func(template tree, value any) any {
		section(template, "Conditions")["One"] = tree{"Fn::Or": []any{tree{"Fn::Equals": []any{"a", "b"}}, tree{"Fn::Equals": []any{"c", "c"}}}}
		section(template, "Conditions")["Two"] = tree{"Fn::And": []any{tree{"Condition": "One"}, tree{"Fn::Not": []any{tree{"Fn::Equals": []any{"a", "b"}}}}}}
		return tree{"Fn::If": []any{"One", tree{"Fn::If": []any{"Two", value, tree{"Ref": "AWS::NoValue"}}}, tree{"Ref": "AWS::NoValue"}}}
	},
}

// eachText disguises every text of a list.
func eachText(disguise func(string) any) func(tree, any) any {
	return func(_ tree, value any) any {
		switch value := value.(type) {
		case string:
			if value == "" {
				return value
			}
			return disguise(value)
		case []any:
			list := make([]any, len(value))
			for i, element := range value {
				list[i] = eachText(disguise)(nil, element)
			}
			return list
		}
		return value
	}
}

func viaParameter(kind string) func(tree, any) any {
	return func(template tree, value any) any {
		switch value := value.(type) {
		case string:
			section(template, "Parameters")["Planted"] = tree{"Type": kind, "Default": value}
			return tree{"Ref": "Planted"}
		case []any:
			if text, ok := texts(value); ok {
				section(template, "Parameters")["PlantedList"] = tree{"Type": "CommaDelimitedList", "Default": strings.Join(text, ", ")}
				return tree{"Ref": "PlantedList"}
			}
		}
		return value
	}
}

func texts(list []any) ([]string, bool) {
	all := make([]string, len(list))
	for i, element := range list {
		text, ok := element.(string)
		if !ok {
			return nil, false
		}
		all[i] = text
	}
	return all, true
}

func substituted(template tree, value any) any {
	return eachText(func(text string) any {
		section(template, "Parameters")["Rest"] = tree{"Type": "String", "Default": ""}
		return tree{"Fn::Sub": []any{"${First}" + strings.ReplaceAll(text[1:], "${", "${!") + "${Rest}", tree{"First": text[:1]}}}
	})(template, value)
}

func mapped(template tree, value any) any {
	switch v := value.(type) {
	case string:
	case []any:
		if _, ok := texts(v); !ok {
			return value
		}
	default:
		return value
	}
	section(template, "Mappings")["Planted"] = tree{"a": tree{"b": value}}
	return tree{"Fn::FindInMap": []any{"Planted", "a", "b"}}
}

// plant is one change of the stack.
type plant struct {
	name, path string
	value      any
	// in returns an edit that is no value at a path.
	in func(template tree)
}

func allow(action, resource any) tree {
	return tree{"Effect": "Allow", "Action": action, "Resource": resource}
}

func document(statements ...any) tree {
	return tree{"Version": "2012-10-17", "Statement": slices.Clone(statements)}
}

func text(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func resource(id, kind string, properties tree) func(tree) {
	return func(template tree) {
		template["Resources"].(tree)[id] = tree{"Type": kind, "Properties": properties}
	}
}

const admin = "arn:aws:iam::aws:policy/AdministratorAccess"

var everybody = tree{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}

// gainsPlanted each grant something that the stack does not.
var gainsPlanted = []plant{
	{name: "action", path: "Role.Policies.0.PolicyDocument.Statement.0.Action", value: []any{"s3:GetObject", "s3:DeleteObject"}},
	{name: "any action", path: "Role.Policies.0.PolicyDocument.Statement.0.Action", value: "*"},
	{name: "action by wildcard", path: "Role.Policies.0.PolicyDocument.Statement.0.Action", value: "s3:*"},
	{name: "resource", path: "Role.Policies.0.PolicyDocument.Statement.0.Resource", value: "arn:aws:s3:::*"},
	{name: "further resource", path: "Role.Policies.0.PolicyDocument.Statement.0.Resource", value: []any{"arn:aws:s3:::acme-dist/*", "arn:aws:s3:::secrets/*"}},
	{name: "effect of a deny", path: "Role.Policies.0.PolicyDocument.Statement.1.Effect", value: "Allow"},
	{name: "deny of less", path: "Role.Policies.0.PolicyDocument.Statement.1.Action", value: "s3:DeleteBucketPolicy"},
	{name: "deny of fewer resources", path: "Role.Policies.0.PolicyDocument.Statement.1.Resource", value: "arn:aws:s3:::acme-dist"},
	{name: "deny under a condition", path: "Role.Policies.0.PolicyDocument.Statement.1.Condition", value: tree{"StringEquals": tree{"aws:PrincipalTag/x": "y"}}},
	{name: "statements", path: "Role.Policies.0.PolicyDocument.Statement", value: []any{allow("s3:GetObject", "arn:aws:s3:::acme-dist/*"), tree{"Effect": "Deny", "Action": "s3:DeleteBucket*", "Resource": "*"}, allow("sqs:PurgeQueue", "*")}},
	{name: "inline policies", path: "Role.Policies", value: []any{tree{"PolicyName": "p", "PolicyDocument": document(allow("*", "*"))}}},
	{name: "managed policy", path: "Role.ManagedPolicyArns", value: []any{"arn:aws:iam::aws:policy/ReadOnlyAccess", admin}},
	{name: "AWS's denials detached", path: "User.ManagedPolicyArns"},
	{name: "a policy of the account's own detached", path: "Ci.ManagedPolicyArns"},
	{name: "no boundary", path: "Role.PermissionsBoundary"},
	{name: "another boundary", path: "Role.PermissionsBoundary", value: "arn:aws:iam::111122223333:policy/wide"},
	{name: "trusted account", path: "Role.AssumeRolePolicyDocument.Statement.0.Principal", value: tree{"AWS": "999988887777"}},
	{name: "trusted everybody", path: "Role.AssumeRolePolicyDocument.Statement.0.Principal.AWS", value: "*"},
	{name: "subject", path: "Ci.AssumeRolePolicyDocument.Statement.0.Condition.StringEquals.token%actions%githubusercontent%com:sub", value: []any{"repo:acme/app:ref:refs/heads/main", "repo:evil/app:ref:refs/heads/main"}},
	{name: "no subject", path: "Ci.AssumeRolePolicyDocument.Statement.0.Condition", value: tree{"StringEquals": tree{"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}},
	{name: "subject pattern", path: "Ci.AssumeRolePolicyDocument.Statement.0.Condition", value: tree{"StringLike": tree{"token.actions.githubusercontent.com:sub": "repo:acme/app:*"}, "StringEquals": tree{"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}},
	{name: "audience", path: "Provider.ClientIdList", value: []any{"sts.amazonaws.com", "other"}},
	{name: "issuer", path: "Provider.Url", value: "https://evil.example.com"},
	{name: "attached to a user", path: "Managed.Users", value: []any{"ops", "mallory"}},
	{name: "attached to a role elsewhere", path: "Managed.Roles", value: []any{"elsewhere"}},
	{name: "attached to a group", path: "Managed.Groups", value: []any{"everyone"}},
	{name: "managed policy's action", path: "Managed.PolicyDocument.Statement.0.Action", value: []any{"sqs:SendMessage", "sqs:DeleteQueue"}},
	{name: "managed policy's not action", path: "Shared.PolicyDocument.Statement.0.NotAction", value: []any{"iam:*"}},
	{name: "managed policy's not resource", path: "Shared.PolicyDocument.Statement.1.NotResource", value: []any{"arn:aws:s3:::secrets"}},
	{name: "condition's value", path: "Shared.PolicyDocument.Statement.2.Condition.StringEquals.aws:RequestedRegion", value: []any{"eu-west-1", "us-east-1"}},
	{name: "condition's network", path: "Shared.PolicyDocument.Statement.2.Condition.IpAddress.aws:SourceIp", value: "10.0.0.0/8"},
	{name: "condition gone", path: "Shared.PolicyDocument.Statement.2.Condition"},
	{name: "user's managed policy", path: "User.ManagedPolicyArns", value: []any{admin}},
	{name: "user's inline policy", path: "User.Policies", value: []any{tree{"PolicyName": "p", "PolicyDocument": document(allow("*", "*"))}}},
	{name: "user's group", path: "User.Groups", value: []any{"admins"}},
	{name: "user's group of the template", path: "User.Groups", value: []any{tree{"Ref": "Group"}}},
	{name: "user's boundary", path: "User.PermissionsBoundary"},
	{name: "user's password", path: "User.LoginProfile", value: tree{"Password": "x"}},
	{name: "group's policy", path: "Group.ManagedPolicyArns", value: []any{"arn:aws:iam::aws:policy/ReadOnlyAccess", admin}},
	{name: "role of an instance", path: "Profile.Roles", value: []any{tree{"Ref": "Ci"}}},
	{name: "bucket policy's principal", path: "BucketPolicy.PolicyDocument.Statement.0.Principal", value: "*"},
	{name: "bucket policy's deny", path: "BucketPolicy.PolicyDocument.Statement", value: []any{tree{"Effect": "Allow", "Principal": tree{"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-dist/*"}}},
	{name: "bucket policy's bucket", path: "BucketPolicy.Bucket", value: "other"},
	{name: "bucket policy as text", path: "BucketPolicy.PolicyDocument", value: text(document(everybody))},
	{name: "bucket's list", path: "Bucket.AccessControl", value: "PublicRead"},
	{name: "bucket's public access", path: "Bucket.PublicAccessBlockConfiguration.BlockPublicPolicy", value: "false"},
	{name: "bucket's block gone", path: "Bucket.PublicAccessBlockConfiguration"},
	{name: "queue policy's queue", path: "QueuePolicy.Queues", value: []any{"https://sqs.eu-west-1.amazonaws.com/111122223333/other"}},
	{name: "queue policy", path: "QueuePolicy.PolicyDocument.Statement.0", value: everybody},
	{name: "logs policy", path: "Logs.PolicyDocument", value: text(document(everybody))},
	{name: "function's permission", path: "Invoke.Principal", value: "*"},
	{name: "function's source", path: "Invoke.SourceArn", value: "arn:aws:s3:::*"},
	{name: "function's source gone", path: "Invoke.SourceArn"},
	{name: "function of the permission", path: "Invoke.FunctionName", value: "other"},
	{name: "key policy", path: "Key.KeyPolicy.Statement.0.Principal.AWS", value: "arn:aws:iam::999988887777:root"},
	{name: "repository policy", path: "Images.RepositoryPolicyText", value: document(tree{"Effect": "Allow", "Principal": "*", "Action": "ecr:*"})},
	{name: "template of repositories", path: "Creation.RepositoryPolicy", value: text(document(tree{"Effect": "Allow", "Principal": "*", "Action": "ecr:*"}))},
	{name: "event bus", path: "Bus.Statement.Principal", value: "*"},
	{name: "control policy's deny", path: "Scp.Content.Statement.0.Action", value: "ec2:RunInstances"},
	{name: "control policy's target", path: "Scp.TargetIds", value: []any{"ou-2"}},
	{name: "permission set's policy", path: "Set.ManagedPolicies", value: []any{admin}},
	{name: "permission set's inline policy", path: "Set.InlinePolicy", value: text(document(allow("*", "*")))},
	{name: "permission set's boundary", path: "Set.PermissionsBoundary"},
	{name: "stack set's accounts", path: "Rollout.StackInstancesGroup", value: []any{tree{"DeploymentTargets": tree{"Accounts": []any{"111122223333", "444455556666"}}, "Regions": []any{"eu-west-1"}}}},
	{name: "stack set's parameter", path: "Rollout.Parameters.0.ParameterValue", value: "s3:*"},
	{name: "stack set's body", path: "Rollout.TemplateBody", value: "Resources:\n  R:\n    Type: AWS::IAM::User\n    Properties:\n      ManagedPolicyArns: [" + admin + "]\n"},
	{name: "nested stack's template", path: "Nested.TemplateURL", value: "https://s3.amazonaws.com/x/other.yaml"},
	{name: "nested stack's parameter", path: "Nested.Parameters.Action", value: "s3:*"},
	{name: "serverless policy", path: "Serverless.Policies", value: []any{"AWSLambdaBasicExecutionRole", "AdministratorAccess"}},
	{name: "serverless policy template", path: "Serverless.Policies", value: []any{tree{"S3CrudPolicy": tree{"BucketName": "secrets"}}}},
	{name: "a bucket's name", in: func(template tree) {
		set(template, "Bucket.BucketName", "secrets")
		set(template, "Managed.PolicyDocument.Statement.0.Resource", tree{"Fn::GetAtt": "Bucket.Arn"})
		set(template, "Managed.PolicyDocument.Statement.0.Action", "sqs:SendMessage")
		set(template, "Role.Policies.0.PolicyDocument.Statement.0.Resource", tree{"Fn::Sub": "${Bucket.Arn}/*"})
	}},
	{name: "policies of two roles, swapped", in: func(template tree) {
		resources := template["Resources"].(tree)
		role, ci := resources["Role"].(tree)["Properties"].(tree), resources["Ci"].(tree)["Properties"].(tree)
		role["Policies"], ci["Policies"] = nil, role["Policies"]
		delete(role, "Policies")
	}},
	{name: "names of two roles, swapped", in: func(template tree) {
		set(template, "Role.RoleName", "ci")
		set(template, "Ci.RoleName", "publisher")
	}},
	{name: "endpoint's policy", path: "Endpoint.PolicyDocument"},
	{name: "interface's policy", path: "Api.Policy"},
	{name: "stack set's regions", path: "Rollout.StackInstancesGroup.0.Regions", value: []any{"eu-west-1", "us-east-1"}},
	{name: "nested stack in a file", in: resource("New", "AWS::CloudFormation::Stack", tree{"TemplateURL": "./nested.yaml"})},
	{name: "new service role", in: resource("New", "AWS::IAM::ServiceLinkedRole", tree{"AWSServiceName": "es.amazonaws.com"})},
	{name: "a policy that a parameter is", path: "Vault.AccessPolicy", value: tree{"Ref": "Given"}},
	{name: "function in place of all properties", in: func(template tree) {
		template["Resources"].(tree)["User"].(tree)["Properties"] = tree{"Fn::If": []any{"IsWide", tree{"ManagedPolicyArns": []any{admin}}, tree{}}}
	}},
	{name: "loop in properties", path: "User.Fn::ForEach::Properties", value: []any{"Name", []any{"ManagedPolicyArns"}, tree{"${Name}": []any{admin}}}},
	{name: "new role", in: resource("New", "AWS::IAM::Role", tree{"AssumeRolePolicyDocument": document(tree{"Effect": "Allow", "Principal": tree{"AWS": "*"}, "Action": "sts:AssumeRole"})})},
	{name: "new policy", in: resource("New", "AWS::IAM::Policy", tree{"PolicyName": "n", "Roles": []any{tree{"Ref": "Role"}}, "PolicyDocument": document(allow("sqs:*", "*"))})},
	{name: "new role policy", in: resource("New", "AWS::IAM::RolePolicy", tree{"PolicyName": "n", "RoleName": "publisher", "PolicyDocument": document(allow("sqs:*", "*"))})},
	{name: "new topic policy", in: resource("New", "AWS::SNS::TopicPolicy", tree{"Topics": []any{"arn:aws:sns:eu-west-1:111122223333:t"}, "PolicyDocument": document(everybody)})},
	{name: "new secret policy", in: resource("New", "AWS::SecretsManager::ResourcePolicy", tree{"SecretId": "s", "ResourcePolicy": document(everybody)})},
	{name: "new membership", in: resource("New", "AWS::IAM::UserToGroupAddition", tree{"GroupName": "admins", "Users": []any{"ops"}})},
	{name: "new access key", in: resource("New", "AWS::IAM::AccessKey", tree{"UserName": "ops"})},
	{name: "new assignment", in: resource("New", "AWS::SSO::Assignment", tree{"PermissionSetArn": "p", "PrincipalId": "x", "TargetId": "111122223333"})},
	{name: "new custom resource", in: resource("New", "Custom::AWS", tree{"Create": "{\"service\":\"IAM\",\"action\":\"attachRolePolicy\"}"})},
	{name: "new module", in: resource("New", "Acme::Admin::Role::MODULE", tree{"Name": "x"})},
	{name: "macro", in: func(template tree) { template["Transform"] = "Acme" }},
	{name: "macro beside AWS SAM", in: func(template tree) { template["Transform"] = []any{"AWS::Serverless-2016-10-31", "Acme"} }},
	{name: "macro of AWS's that adds roles", in: func(template tree) {
		template["Transform"] = []any{"AWS::Serverless-2016-10-31", "AWS::SecretsManager-2024-09-16"}
	}},
	{name: "deployment of AWS CodeDeploy's", in: func(template tree) {
		template["Transform"] = []any{"AWS::Serverless-2016-10-31", "AWS::CodeDeployBlueGreen"}
		template["Hooks"] = tree{"H": tree{"Type": "AWS::CodeDeploy::BlueGreen", "Properties": tree{"ServiceRole": "admin"}}}
	}},
	{name: "function under another role", path: "Function.Role", value: "arn:aws:iam::111122223333:role/admin"},
	{name: "include", in: func(template tree) {
		template["Transform"] = tree{"Name": "AWS::Include", "Parameters": tree{"Location": "s3://b/x.yaml"}}
	}},
	{name: "include in the resources", in: func(template tree) { template["Resources"].(tree)["Fn::Transform"] = tree{"Name": "AWS::Include"} }},
	{name: "include in properties", path: "Role.Fn::Transform", value: tree{"Name": "AWS::Include", "Parameters": tree{"Location": "s3://b/x.yaml"}}},
	{name: "include in an inline policy", path: "Role.Policies.0.Fn::Transform", value: tree{"Name": "AWS::Include", "Parameters": tree{"Location": "s3://b/x.yaml"}}},
	{name: "loop", in: func(template tree) {
		template["Resources"].(tree)["Fn::ForEach::Users"] = []any{"Name", []any{"a", "b"}, tree{"User${Name}": tree{"Type": "AWS::IAM::User", "Properties": tree{"ManagedPolicyArns": []any{admin}}}}}
	}},
	{name: "loop over what is not known", in: func(template tree) {
		section(template, "Parameters")["Names"] = tree{"Type": "CommaDelimitedList"}
		template["Resources"].(tree)["Fn::ForEach::Users"] = []any{"Name", tree{"Ref": "Names"}, tree{"User${Name}": tree{"Type": "AWS::IAM::User"}}}
	}},
	{name: "condition of a deny", in: func(template tree) {
		section(template, "Conditions")["Never"] = tree{"Fn::Equals": []any{"a", "b"}}
		template["Resources"].(tree)["DenyPolicy"].(tree)["Condition"] = "Never"
	}},
	{name: "condition of a deny that the deployment decides", in: func(template tree) {
		section(template, "Parameters")["Strict"] = tree{"Type": "String"}
		section(template, "Conditions")["Strict"] = tree{"Fn::Equals": []any{tree{"Ref": "Strict"}, "yes"}}
		template["Resources"].(tree)["DenyPolicy"].(tree)["Condition"] = "Strict"
	}},
	{name: "default of a parameter that decides", in: func(template tree) { section(template, "Parameters")["Wide"].(tree)["Default"] = "yes" }},
	{name: "what a condition compares with", in: func(template tree) {
		section(template, "Conditions")["IsWide"] = tree{"Fn::Equals": []any{tree{"Ref": "Wide"}, "no"}}
	}},
	{name: "default of a parameter in a resource", in: func(template tree) { section(template, "Parameters")["Folder"].(tree)["Default"] = "*" }},
	{name: "type of a parameter", in: func(template tree) {
		section(template, "Parameters")["Folder"].(tree)["Type"] = "AWS::SSM::Parameter::Value<String>"
	}},
	{name: "mapping", in: func(template tree) { section(template, "Mappings")["Stages"].(tree)["dev"].(tree)["Bucket"] = "*" }},
}

// nothingPlanted each grant nothing that the stack does not.
var nothingPlanted = []plant{
	{name: "the same action", path: "Role.Policies.0.PolicyDocument.Statement.0.Action", value: "s3:GetObject"},
	{name: "the same action in another case", path: "Role.Policies.0.PolicyDocument.Statement.0.Action", value: "S3:getobject"},
	{name: "the same action as a list", path: "Role.Policies.0.PolicyDocument.Statement.0.Action", value: []any{"s3:GetObject"}},
	{name: "the same resource", path: "Role.Policies.0.PolicyDocument.Statement.0.Resource", value: "arn:aws:s3:::acme-dist/*"},
	{name: "a narrower resource", path: "Role.Policies.0.PolicyDocument.Statement.0.Resource", value: "arn:aws:s3:::acme-dist/release/*"},
	{name: "a Sid", path: "Role.Policies.0.PolicyDocument.Statement.0.Sid", value: "Read"},
	{name: "a condition", path: "Role.Policies.0.PolicyDocument.Statement.0.Condition", value: tree{"Bool": tree{"aws:SecureTransport": "true"}}},
	{name: "a wider deny", path: "Role.Policies.0.PolicyDocument.Statement.1.Action", value: "s3:Delete*"},
	{name: "another order", path: "Role.Policies.0.PolicyDocument.Statement", value: []any{tree{"Effect": "Deny", "Action": "s3:DeleteBucket*", "Resource": "*"}, allow("s3:GetObject", "arn:aws:s3:::acme-dist/*")}},
	{name: "a statement twice", path: "Role.Policies.0.PolicyDocument.Statement", value: []any{tree{"Effect": "Deny", "Action": "s3:DeleteBucket*", "Resource": "*"}, allow("s3:GetObject", "arn:aws:s3:::acme-dist/*"), allow("s3:GetObject", "arn:aws:s3:::acme-dist/a")}},
	{name: "the same boundary", path: "Role.PermissionsBoundary", value: "arn:aws:iam::111122223333:policy/boundary"},
	{name: "the same managed policies", path: "Role.ManagedPolicyArns", value: []any{"arn:aws:iam::aws:policy/ReadOnlyAccess"}},
	{name: "the managed policy in any partition gone", in: func(template tree) { set(template, "Group.ManagedPolicyArns", []any{}) }},
	{name: "no managed policies", path: "Role.ManagedPolicyArns"},
	{name: "a description", path: "Role.Description", value: "for releases"},
	{name: "tags", path: "Role.Tags", value: []any{tree{"Key": "a", "Value": "b"}}},
	{name: "a session", path: "Role.MaxSessionDuration", value: "7200"},
	{name: "the same principal", path: "Role.AssumeRolePolicyDocument.Statement.0.Principal", value: tree{"AWS": "arn:aws:iam::111122223333:root"}},
	{name: "the same subject", path: "Ci.AssumeRolePolicyDocument.Statement.0.Condition.StringEquals.token%actions%githubusercontent%com:sub", value: "repo:acme/app:ref:refs/heads/main"},
	{name: "the subject as a pattern", path: "Ci.AssumeRolePolicyDocument.Statement.0.Condition", value: tree{"StringLike": tree{"token.actions.githubusercontent.com:sub": "repo:acme/app:ref:refs/heads/main"}, "StringEquals": tree{"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}},
	{name: "the same audience", path: "Provider.ClientIdList", value: []any{"sts.amazonaws.com"}},
	{name: "thumbprints", path: "Provider.ThumbprintList", value: []any{"6938fd4d98bab03faadb97b34396831e3780aea1"}},
	{name: "the same user", path: "Managed.Users", value: []any{"ops"}},
	{name: "fewer users", path: "Managed.Users"},
	{name: "a longer NotAction", path: "Shared.PolicyDocument.Statement.0.NotAction", value: []any{"iam:*", "sts:*", "kms:*"}},
	{name: "a longer NotResource", path: "Shared.PolicyDocument.Statement.1.NotResource", value: []any{"arn:aws:s3:::secrets", "arn:aws:s3:::secrets/*", "arn:aws:s3:::more"}},
	{name: "a smaller network", path: "Shared.PolicyDocument.Statement.2.Condition.IpAddress.aws:SourceIp", value: "192.0.2.0/28"},
	{name: "the same region", path: "Shared.PolicyDocument.Statement.2.Condition.StringEquals.aws:RequestedRegion", value: []any{"eu-west-1"}},
	{name: "the same bucket", path: "BucketPolicy.Bucket", value: "acme-dist"},
	{name: "the bucket policy as text", path: "BucketPolicy.PolicyDocument", value: text(document(
		tree{"Effect": "Allow", "Principal": tree{"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-dist/*"},
		tree{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": []any{"arn:aws:s3:::acme-dist", "arn:aws:s3:::acme-dist/*"}, "Condition": tree{"Bool": tree{"aws:SecureTransport": "false"}}}))},
	{name: "a bucket's version", path: "Bucket.VersioningConfiguration", value: tree{"Status": "Enabled"}},
	{name: "a bucket's lifecycle", path: "Bucket.LifecycleConfiguration", value: tree{"Rules": []any{tree{"Status": "Enabled", "ExpirationInDays": "30"}}}},
	{name: "a private bucket", path: "Bucket.AccessControl", value: "Private"},
	{name: "the same block", path: "Bucket.PublicAccessBlockConfiguration.BlockPublicPolicy", value: "true"},
	{name: "a queue's retention", path: "Queue.MessageRetentionPeriod", value: "60"},
	{name: "the same logs policy", path: "Logs.PolicyDocument", value: text(document(tree{"Effect": "Allow", "Principal": tree{"Service": "es.amazonaws.com"}, "Action": "logs:PutLogEvents", "Resource": "*"}))},
	{name: "a narrower source", path: "Invoke.SourceArn", value: "arn:aws:s3:::acme-dist"},
	{name: "the same principal of a function", path: "Invoke.Principal", value: "s3.amazonaws.com"},
	{name: "a function's memory", path: "Function.MemorySize", value: "256"},
	{name: "a function's code", path: "Function.Code", value: tree{"S3Bucket": "b", "S3Key": "other.zip"}},
	{name: "a key's rotation", path: "Key.EnableKeyRotation", value: "true"},
	{name: "a repository's tags", path: "Images.ImageTagMutability", value: "IMMUTABLE"},
	{name: "a wider control policy", path: "Scp.Content.Statement.0.Action", value: []any{"ec2:*", "iam:*"}},
	{name: "a further target", path: "Scp.TargetIds", value: []any{"ou-1", "ou-2"}},
	{name: "the same stack set", path: "Rollout.Parameters.0.ParameterValue", value: "s3:GetObject"},
	{name: "fewer accounts", path: "Rollout.StackInstancesGroup"},
	{name: "the same nested stack", path: "Nested.TemplateURL", value: "https://s3.amazonaws.com/x/nested.yaml"},
	{name: "a timeout of a nested stack", path: "Nested.TimeoutInMinutes", value: "10"},
	{name: "fewer serverless policies", path: "Serverless.Policies"},
	{name: "a handler", path: "Serverless.Handler", value: "other.handler"},
	{name: "a rule of a firewall", path: "Firewall.Rules.0.Statement.GeoMatchStatement.CountryCodes", value: []any{"DE", "FR"}},
	{name: "a new topic", in: resource("New", "AWS::SNS::Topic", tree{"TopicName": "t"})},
	{name: "a new bucket", in: resource("New", "AWS::S3::Bucket", tree{"PublicAccessBlockConfiguration": tree{"BlockPublicAcls": true}})},
	{name: "a new endpoint", in: resource("New", "AWS::EC2::VPCEndpoint", tree{"VpcId": "vpc-1"})},
	{name: "a new instance", in: resource("New", "AWS::EC2::Instance", tree{"ImageId": "ami-1"})},
	{name: "a new dashboard", in: resource("New", "AWS::CloudWatch::Dashboard", tree{"DashboardBody": text(tree{"widgets": []any{tree{"Statement": "x"}}})})},
	{name: "a new harmless custom resource", in: resource("New", "Custom::LogRetention", tree{"LogGroupName": "x"})},
	{name: "a policy gone", in: func(template tree) { delete(template["Resources"].(tree), "Managed") }},
	{name: "an inline policy as a managed one", in: func(template tree) {
		set(template, "Role.Policies", []any{})
		resource("New", "AWS::IAM::ManagedPolicy", tree{"Roles": []any{tree{"Ref": "Role"}}, "PolicyDocument": document(
			allow("s3:GetObject", "arn:aws:s3:::acme-dist/*"), tree{"Effect": "Deny", "Action": "s3:DeleteBucket*", "Resource": "*"})})(template)
	}},
	{name: "a role gone", in: func(template tree) {
		delete(template["Resources"].(tree), "Ci")
	}},
	{name: "another logical id", in: func(template tree) {
		resources := template["Resources"].(tree)
		resources["Renamed"] = resources["BucketPolicy"]
		delete(resources, "BucketPolicy")
	}},
	{name: "a description of the template", in: func(template tree) { template["Description"] = "other" }},
	{name: "metadata", in: func(template tree) { template["Metadata"] = tree{"a": "b"} }},
	{name: "outputs", in: func(template tree) { template["Outputs"] = tree{"Arn": tree{"Value": tree{"Fn::GetAtt": "Role.Arn"}}} }},
	{name: "a parameter that nothing uses", in: func(template tree) { section(template, "Parameters")["Unused"] = tree{"Type": "String"} }},
	{name: "a condition that nothing uses", in: func(template tree) {
		section(template, "Conditions")["Unused"] = tree{"Fn::Equals": []any{"a", "b"}}
	}},
	{name: "a narrower default", in: func(template tree) { section(template, "Parameters")["Folder"].(tree)["Default"] = "release/1" }},
	{name: "a narrower mapping", in: func(template tree) {
		section(template, "Mappings")["Stages"].(tree)["prod"] = tree{"Bucket": "x"}
	}},
	{name: "dependencies", in: func(template tree) { template["Resources"].(tree)["Role"].(tree)["DependsOn"] = []any{"Bucket"} }},
	{name: "language extensions", in: func(template tree) {
		template["Transform"] = []any{"AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"}
	}},
}

// planted calls a function with the stack after each change in each disguise.
func planted(t *testing.T, plants []plant, check func(name string, gains bool)) (count int) {
	before, err := review.FromTemplate([]byte(text(stack(t))), review.Context{})
	require.NoError(t, err)
	for _, p := range plants {
		for _, name := range slices.Sorted(maps.Keys(disguises)) {
			after := stack(t)
			if p.in != nil {
				p.in(after)
			} else if value := p.value; value != nil {
				disguised := disguises[name](after, value)
				if name != "as it is" && text(disguised) == text(value) {
					continue // not a value that can be written so
				}
				set(after, p.path, disguised)
			} else {
				set(after, p.path, nil)
			}
			count++
			holders, err := review.FromTemplate([]byte(text(after)), review.Context{})
			require.NoError(t, err)
			check(p.name+", "+name, gained(before, holders))
			if p.in != nil || p.value == nil {
				break
			}
		}
	}
	return count
}

// Whatever grants more is seen, however it is written.
func TestPlantedGains(t *testing.T) {
	t.Parallel()
	count := planted(t, gainsPlanted, func(name string, gains bool) { assert.True(t, gains, "missed: %s", name) })
	t.Logf("%d gains", count)
	assert.GreaterOrEqual(t, count, 300)
}

// Whatever grants nothing is left alone, as good as always.
func TestPlantedChangesThatGrantNothing(t *testing.T) {
	t.Parallel()
	var reported []string
	count := planted(t, nothingPlanted, func(name string, gains bool) {
		if gains {
			reported = append(reported, name)
		}
	})
	assert.GreaterOrEqual(t, count, 300)
	t.Logf("%d of %d reported: %q", len(reported), count, reported)
	assert.Less(t, float64(len(reported))/float64(count), 0.03, "%d of %d: %s", len(reported), count, strings.Join(reported, "\n"))
}

// The same template in YAML is the same.
func TestYAMLIsNoChange(t *testing.T) {
	content := golden.Read(t, "testdata/stack.yaml")
	holders, err := review.FromTemplate(content, review.Context{})
	require.NoError(t, err)
	again, err := review.FromTemplate([]byte(text(stack(t))), review.Context{})
	require.NoError(t, err)
	assert.Empty(t, review.Compare(holders, again))
	assert.Empty(t, review.Compare(again, holders))
}
