package template

import (
	"strconv"

	"github.com/cipublisher/cipublisher/trust"
)

// CreateProvider is the name of the parameter that decides whether a stack
// creates the identity providers of its roles.
const CreateProvider = "CreateProvider"

// createsProvider is the condition that the parameter decides.
const createsProvider = "CreatesProvider"

// chooseProvider lets the trust policy of a role name the provider of the stack
// where it creates one, else the account's own.
func (t *Template) chooseProvider(id string, options trust.Options) {
	document := t.Resources[id].Properties["AssumeRolePolicyDocument"].(map[string]any)
	statements, _ := document["Statement"].([]any)
	for _, statement := range statements {
		statement.(map[string]any)["Principal"] = map[string]any{"Federated": map[string]any{"Fn::If": []any{
			createsProvider, reference(providerID(options.Issuer)), options.Issuer.ProviderARN(options.Partition, options.AccountID),
		}}}
	}
}

// chooseProviders adds the parameter and makes the providers depend on it. A
// stack without providers has nothing to choose.
func (t *Template) chooseProviders(byDefault bool) {
	chosen := false
	for id, resource := range t.Resources {
		if resource.Type == "AWS::IAM::OIDCProvider" {
			resource.Condition, chosen = createsProvider, true
			t.Resources[id] = resource
		}
	}
	if !chosen {
		return
	}
	preset := strconv.FormatBool(byDefault)
	t.AddParameter(CreateProvider, Parameter{
		Type: "String", Default: &preset, AllowedValues: []string{"true", "false"},
		Description: "Whether this stack creates the identity provider. An account has one for an issuer: false where another stack, or Control Tower, has made it.",
	})
	t.AddCondition(createsProvider, map[string]any{"Fn::Equals": []any{reference(CreateProvider), "true"}})
}

// AddParameter adds a parameter, whose token is Ref of its name.
func (t *Template) AddParameter(name string, p Parameter) {
	if t.Parameters == nil {
		t.Parameters = map[string]Parameter{}
	}
	t.Parameters[name] = p
}

// AddCondition adds a condition.
func (t *Template) AddCondition(name string, condition any) {
	if t.Conditions == nil {
		t.Conditions = map[string]any{}
	}
	t.Conditions[name] = condition
}
