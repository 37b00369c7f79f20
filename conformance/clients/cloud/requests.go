package cloud

import (
	"maps"
	"slices"
)

// Request is a kind of request, and what AWS checks for it.
type Request struct {
	Service string
	// Request is the operation's name, or the request as people write it.
	Request string
	Actions []RequestAction
}

// RequestAction is one action that is checked.
type RequestAction struct {
	Action string
	// When is the condition on which it is checked, "" for always.
	When string
	// Source is the page that says so.
	Source string
}

// Requests returns every row of the tables, service by service.
func Requests() []Request {
	var all []Request
	for _, o := range s3Operations {
		one := Request{Service: "S3", Request: o.name}
		for _, check := range o.checks {
			one.Actions = append(one.Actions, RequestAction{check.action, check.when, check.source})
		}
		all = append(all, one)
	}
	all = append(all, Request{"STS", "AssumeRole", []RequestAction{{"sts:AssumeRole", always, assumeRolePage}, {"sts:TagSession", withTags, sessionTagsPage}}})
	for _, name := range slices.Sorted(maps.Keys(ecsOperations)) {
		actions := []RequestAction{{"ecs:" + name, always, ecsReferencePage}}
		if name == "RegisterTaskDefinition" || name == "RunTask" {
			actions = append(actions, RequestAction{"ecs:TagResource", withTags, tagging(name, "").Source},
				RequestAction{"iam:PassRole", "the task definition names roles", ecsPassRolePage})
		}
		all = append(all, Request{"ECS", name, actions})
	}
	for _, o := range lambdaOperations {
		actions := []RequestAction{{"lambda:" + o.name, always, lambdaReferencePage}}
		if o.name == "UpdateFunctionCode" {
			actions = append(actions, RequestAction{"s3:GetObject", "the code is in a bucket", lambdaCodePage})
		}
		all = append(all, Request{"Lambda", o.name, actions})
	}
	for _, o := range cloudFrontOperations {
		all = append(all, Request{"CloudFront", o.name, []RequestAction{{"cloudfront:" + o.name, always, cloudFrontReferencePage}}})
	}
	for _, name := range slices.Sorted(maps.Keys(ecrOperations)) {
		all = append(all, Request{"ECR", name, []RequestAction{{"ecr:" + name, "", ecrAPIPages + name + ".html"}}})
	}
	for _, o := range registryOperations {
		one := Request{Service: "ECR's registry", Request: o.call}
		for _, action := range o.actions {
			one.Actions = append(one.Actions, RequestAction{action, "", ecrCheck("", action, "").Source})
		}
		all = append(all, one)
	}
	for _, o := range codeArtifactOperations {
		one := Request{"CodeArtifact", o.name, []RequestAction{{"codeartifact:" + o.name, "", codeArtifactAPIPages + o.name + ".html"}}}
		if o.name == "GetAuthorizationToken" {
			bearer := bearerToken("")
			one.Actions = append(one.Actions, RequestAction{bearer.Action, "", bearer.Source})
		}
		all = append(all, one)
	}
	for _, o := range packageOperations {
		all = append(all, Request{"CodeArtifact, " + o.format, o.call, []RequestAction{{o.action, "", o.source}}})
	}
	return all
}
