package main

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// stores of the template: each is granted where its condition holds.
var stores = []struct {
	condition string
	publisher permission.Publisher
}{
	{"HasBucket", permission.Publisher{S3: &permission.S3{BucketName: template.Ref("BucketName"), Prefix: template.Ref("Prefix")}}},
	{"HasImages", permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{template.Ref("EcrRepository")}}}},
	{"HasPackages", permission.Publisher{CodeArtifact: &permission.CodeArtifact{
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
		Roles: []template.Role{{
			ID:          "Publisher",
			PolicyName:  template.Ref("Name"),
			Description: "Publishes artifacts from CI",
			Sets:        []permission.Set{stores[0].publisher},
			// A whole value of the sub claim, as parameters can't be told apart
			// by the core: their patterns see to it that it names one
			// repository and one environment.
			Trust: &trust.Options{Subjects: []trust.Subject{{
				Raw: []string{"repo:" + template.Ref("Repository") + ":environment:" + template.Ref("Environment")},
			}}},
			Outputs: true,
		}},
	}.Template()
	if err != nil {
		return template.Template{}, err
	}
	statements, err := statements()
	if err != nil {
		return template.Template{}, err
	}
	id := template.LogicalID("Publisher", "Policy", "Resource")
	made.Resources[id].Properties["PolicyDocument"] = map[string]any{"Version": policy.Version, "Statement": statements}
	for name, p := range parameters {
		made.AddParameter(name, p)
	}
	for _, c := range []struct{ name, parameter string }{
		{"HasBucket", "BucketName"}, {"HasImages", "EcrRepository"}, {"HasPackages", "CodeArtifactDomain"},
	} {
		made.AddCondition(c.name, map[string]any{"Fn::Not": []any{map[string]any{"Fn::Equals": []any{ref(c.parameter), ""}}}})
	}
	made.AddCondition("DeletesToo", map[string]any{"Fn::Equals": []any{ref("AllowDelete"), "true"}})
	made.Rules = rules()
	made.Metadata = order()
	return made, nil
}

// statements returns those of all stores, each under the condition of its
// store, and with and without deletes.
func statements() ([]any, error) {
	var all []any
	for _, store := range stores {
		if err := store.publisher.Validate(template.Anywhere); err != nil {
			return nil, err
		}
		with, without := store.publisher, store.publisher
		with.AllowDelete = true
		keeping := bySid(without.Statements(template.Anywhere))
		for _, s := range with.Statements(template.Anywhere) {
			granted := any(s.Map())
			if kept, ok := keeping[s.Sid]; !ok {
				granted = when("DeletesToo", granted, noValue)
			} else if len(kept.Actions) != len(s.Actions) {
				granted = when("DeletesToo", granted, kept.Map())
			}
			all = append(all, when(store.condition, granted, noValue))
		}
	}
	return all, nil
}

var noValue = ref("AWS::NoValue")

func ref(id string) map[string]any { return map[string]any{"Ref": id} }

func when(condition string, then, otherwise any) map[string]any {
	return map[string]any{"Fn::If": []any{condition, then, otherwise}}
}

func bySid(list []policy.Statement) map[string]policy.Statement {
	found := map[string]policy.Statement{}
	for _, s := range list {
		found[s.Sid] = s
	}
	return found
}

// rules refuse a stack that would grant nothing, before it is made.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
func rules() map[string]any {
	given := func(parameter string) any {
		return map[string]any{"Fn::Not": []any{map[string]any{"Fn::Equals": []any{ref(parameter), ""}}}}
	}
	return map[string]any{"PublishesSomewhere": map[string]any{"Assertions": []any{map[string]any{
		"Assert":            map[string]any{"Fn::Or": []any{given("BucketName"), given("EcrRepository"), given("CodeArtifactDomain")}},
		"AssertDescription": "Name a bucket, an image repository or a domain of packages: there is nothing to publish to",
	}}}}
}
