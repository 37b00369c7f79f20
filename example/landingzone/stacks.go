package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// newStacks makes the stacks of a registry in a scope: that of the provider,
// if it has one, and those of the roles.
func newStacks(scope constructs.Construct, r registry.Registry, progress *progress) {
	var provider awscdk.Stack
	if name, made, ok := r.ProviderStack(); ok {
		provider = newStack(scope, r, name, made.Description)
		awsiam.NewOidcProviderNative(provider, jsii.String(template.ProviderID(trust.GitHub())), &awsiam.OidcProviderNativeProps{
			Url:           jsii.String(trust.GitHub().URL()),
			ClientIds:     jsii.Strings("sts.amazonaws.com"),
			RemovalPolicy: awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE,
		})
	}
	for s := range r.StacksOfRoles() {
		stack := newStack(scope, r, s.Name, s.Description)
		if provider != nil {
			stack.AddStackDependency(provider, jsii.String("the roles trust the provider"))
		}
		for _, role := range s.Roles {
			cipublisher.NewCiRoleOf(stack, &role.ID, role.Role)
			progress.step()
		}
	}
}

func newStack(scope constructs.Construct, r registry.Registry, name, description string) awscdk.Stack {
	props := &awscdk.StackProps{StackName: &name, Description: &description}
	if r.AccountID != "" || r.Region != "" {
		props.Env = &awscdk.Environment{}
		if r.AccountID != "" {
			props.Env.Account = &r.AccountID
		}
		if r.Region != "" {
			props.Env.Region = &r.Region
		}
	}
	return awscdk.NewStack(scope, &name, props)
}
