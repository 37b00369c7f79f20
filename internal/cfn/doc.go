// Package cfn reads CloudFormation templates, in JSON and in YAML, and
// resolves what they say as far as that is possible without deploying them:
// parameters, mappings, conditions, functions and loops. What only the
// deployment knows is an unknown (policy.Unknown) whose identity is made of
// everything that its value depends on in the template, so that it changes
// when any of that does.
//
// A condition that only the deployment can decide is never guessed: a value
// that depends on it has a Case for either outcome.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
package cfn
