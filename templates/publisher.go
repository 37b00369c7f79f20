package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// stores of the template: each has a policy of its own, made where its
// parameter is not empty.
var stores = []struct {
	id, condition, parameter string
	publisher                permission.Publisher
}{
	{"S3", "HasBucket", "BucketName", permission.Publisher{S3: &permission.S3{BucketName: template.Ref("BucketName"), Prefix: template.Ref("Prefix")}}},
	{"Ecr", "HasImages", "EcrRepository", permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{template.Ref("EcrRepository")}}}},
	{"CodeArtifact", "HasPackages", "CodeArtifactDomain", permission.Publisher{CodeArtifact: &permission.CodeArtifact{
		DomainName: template.Ref("CodeArtifactDomain"), RepositoryNames: []string{template.Ref("CodeArtifactRepository")},
	}}},
}

// publisher returns the template, made by the core from tokens in place of
// values.
func publisher() (template.Template, error) {
	made, err := template.Stack{
		Description:       "Role that a CI pipeline publishes artifacts with",
		CreateProvider:    true,
		ProviderParameter: true,
		Roles: []template.Role{{ID: "Publisher", Outputs: true, Role: role.Role{
			PolicyName: template.Ref("Name"),
			Sets:       []permission.Set{stores[0].publisher},
			// A whole value of the sub claim, as parameters can't be told apart
			// by the core: their patterns see to it that it names one
			// repository and one environment.
			Trust: &trust.Options{Subjects: []trust.Subject{{
				Raw: []string{"repo:" + template.Ref("Repository") + ":environment:" + template.Ref("Environment")},
			}}},
		}}},
	}.Template()
	if err != nil {
		return template.Template{}, err
	}
	if err := dividePolicy(&made); err != nil {
		return template.Template{}, err
	}
	for name, p := range parameters {
		made.AddParameter(name, p)
	}
	made.AddCondition("DeletesToo", map[string]any{"Fn::Equals": []any{ref("AllowDelete"), "true"}})
	made.Rules = rules()
	made.Metadata = order()
	return made, nil
}

// dividePolicy puts a policy for each store in the place of the one that the
// core has made.
func dividePolicy(made *template.Template) error {
	whole := template.LogicalID("Publisher", "Policy", "Resource")
	pattern := made.Resources[whole]
	delete(made.Resources, whole)
	delete(made.Outputs, template.LogicalID("Publisher", "PolicyArn"))
	var attached []any
	for _, store := range stores {
		statements, err := statements(store.publisher)
		if err != nil {
			return err
		}
		id := template.LogicalID("Publisher", store.id+"Policy", "Resource")
		properties := maps.Clone(pattern.Properties)
		properties["ManagedPolicyName"] = template.Ref("Name") + "-" + strings.ToLower(store.id)
		properties["PolicyDocument"] = map[string]any{"Version": policy.Version, "Statement": statements}
		made.Resources[id] = template.Resource{Type: pattern.Type, Condition: store.condition, Properties: properties}
		made.AddCondition(store.condition, given(store.parameter))
		attached = append(attached, when(store.condition, ref(id), noValue))
	}
	made.Resources[template.LogicalID("Publisher", "Role", "Resource")].Properties["ManagedPolicyArns"] = attached
	return nil
}

// statements returns those of a store, with the actions that delete under a
// condition of their own.
func statements(with permission.Publisher) ([]any, error) {
	if err := with.Validate(template.Anywhere); err != nil {
		return nil, err
	}
	without := with
	with.AllowDelete = true
	kept := map[string][]string{}
	for _, s := range without.Statements(template.Anywhere) {
		kept[s.Sid] = s.Actions
	}
	var all []any
	for _, s := range with.Statements(template.Anywhere) {
		granted := s.Map()
		if len(kept[s.Sid]) != len(s.Actions) {
			var actions []any
			for _, action := range s.Actions {
				if slices.Contains(kept[s.Sid], action) {
					actions = append(actions, action)
				} else {
					actions = append(actions, when("DeletesToo", action, noValue))
				}
			}
			granted["Action"] = actions
		}
		all = append(all, granted)
	}
	return all, nil
}

var noValue = ref("AWS::NoValue")

func ref(id string) map[string]any { return map[string]any{"Ref": id} }

func when(condition string, then, otherwise any) map[string]any {
	return map[string]any{"Fn::If": []any{condition, then, otherwise}}
}

func given(parameter string) any {
	return map[string]any{"Fn::Not": []any{map[string]any{"Fn::Equals": []any{ref(parameter), ""}}}}
}

// rules refuse a stack that would grant nothing, before it is made.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
func rules() map[string]any {
	return map[string]any{"PublishesSomewhere": map[string]any{"Assertions": []any{map[string]any{
		"Assert":            map[string]any{"Fn::Or": []any{given("BucketName"), given("EcrRepository"), given("CodeArtifactDomain")}},
		"AssertDescription": "Name a bucket, an image repository or a domain of packages: there is nothing to publish to",
	}}}}
}
