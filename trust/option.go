package trust

import (
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/policy"
)

// Why a registry takes no option of other issuers, and none of the provider.
const (
	noOtherIssuer = "rows are repositories on GitHub, known by their ids"
	ownProvider   = "the roles trust the account's provider for GitHub"
)

// Why the ready-made template takes no option of other contexts, and none of
// AWS services.
const (
	oneContext = "an environment is the context of the role, and another one is another subject"
	forJobs    = "the role is for jobs of GitHub"
)

// Patterns of names on GitHub, for the ready-made template.
const (
	ownerPattern = `[A-Za-z0-9]([A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}`
	namePattern  = `(?!\.{1,2}(@|$))[A-Za-z0-9._-]{1,100}`
)

// Context is the group of the options that say in which context a job must run.
const Context = "context"

// Options returns the options of who may assume a role: those of one subject,
// and what all subjects have in common.
func (s *Subject) Options(o *Options) option.Table {
	t := option.Table{
		{Path: "Subjects.Repositories", Flag: "repo", Key: "githubRepositories", Registry: "repository", Value: "REPOSITORY", Example: "acme/app,acme@1234/lib@5678",
			Parameter: &option.Parameter{Name: "Repository", About: "Repository on GitHub whose jobs may publish: OWNER@ID/NAME@ID, or OWNER/NAME where its tokens hold no ids", Group: option.Who, Pattern: ownerPattern + `/` + namePattern + `|` + ownerPattern + `@[1-9][0-9]{0,18}/` + namePattern + `@[1-9][0-9]{0,18}`, Constraint: "must be OWNER@ID/NAME@ID or OWNER/NAME, without wildcards"},
			Field:     &s.Repositories,
			About:     "repository that is trusted: OWNER/NAME, OWNER@ID/NAME@ID, or all of an owner, OWNER/* or OWNER@ID/*"},
		{Path: "Subjects.Branches", Flag: "branch", Key: "githubBranches", Value: "NAME", Example: "main,release/*", Group: Context, NoParameter: oneContext, Field: &s.Branches,
			About: "branch that jobs may run for, such as main or release/*"},
		{Path: "Subjects.Tags", Flag: "tag", Key: "githubTags", Value: "NAME", Example: "v*", Group: Context, NoParameter: oneContext, Field: &s.Tags,
			About: "tag that jobs may run for, such as v*"},
		{Path: "Subjects.Environments", Flag: "environment", Key: "githubEnvironments", Value: "NAME", Example: "release", Group: Context,
			Parameter: &option.Parameter{Name: "Environment", About: "Deployment environment that the jobs name; protect it", Group: option.Who, Default: "release", Pattern: `[A-Za-z0-9][A-Za-z0-9 ._/-]{0,253}[A-Za-z0-9._/-]|[A-Za-z0-9]`, Constraint: "must be the name of an environment, without wildcards and colons"},
			Field:     &s.Environments,
			About:     "deployment environment that jobs may name"},
		{Path: "Subjects.PullRequests", Flag: "pull-request", Key: "githubPullRequests", Group: Context, NoParameter: oneContext, Field: &s.PullRequests,
			About: "trust jobs that a pull request started"},
		{Path: "Subjects.AnyRef", Flag: "any-ref", Key: "githubAnyRef", Group: Context, NoParameter: oneContext, Field: &s.AnyRef,
			About: "trust every branch and tag, but neither pull requests nor environments"},
		{Path: "Subjects.Claims", Flag: "claim", Key: "githubClaims", Value: "KEY=VALUE", Keyed: true, Example: "job_workflow_ref=acme/ci/.github/workflows/release.yml@refs/heads/main", NoParameter: oneContext, Field: claims(&s.Claims),
			About: "claim that the token must have too, such as job_workflow_ref=OWNER/NAME/.github/workflows/FILE@REF; a key that is repeated accepts each value"},
		{Path: "Subjects.BothForms", Flag: "both-forms", Key: "githubBothForms", Example: "false", Unset: "true for repositories with ids, where AWS can test them", NoParameter: oneContext, Field: &s.BothForms,
			About: "accept the plain form too of repositories given with ids, from tokens with these ids alone"},
		{Path: "Subjects.Raw", Flag: "subject", Key: "githubSubjects", Value: "SUB", Example: "repo:acme/app:environment:release", NoParameter: oneContext, Field: &s.Raw, NoRegistry: noOtherIssuer,
			About: "whole value of the sub claim, for repositories that customized it"},
		{Path: "Subjects.RunPhases", Flag: "run-phase", Key: "runPhases", Value: "PHASE", Choices: []string{"plan", "apply"}, Example: "apply", Group: Context, NoParameter: oneContext, Field: &s.RunPhases, NoRegistry: noOtherIssuer,
			About: "plan or apply, with {Issuer} terraform"},
		{Path: "Issuer", Value: "ISSUER", Choices: issuerChoices(), Default: IssuerNames()[0], Example: "gitlab", NoParameter: "Repository is one of GitHub's", Field: issuer(&o.Issuer), NoRegistry: noOtherIssuer,
			About: "who signs the tokens: " + strings.Join(IssuerNames(), ", ")},
		{Path: "ProviderArn", Prop: "OidcProvider.Arn", Value: "ARN", Example: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com", Unset: "the account's own for the issuer", Flag: "provider-arn", NoParameter: "the provider is the stack's or the account's", Field: &o.ProviderARN,
			NoRegistry: ownProvider, About: "identity provider in IAM"},
		{Path: "Audience", Value: "AUDIENCE", Example: "https://github.com/acme", Unset: "the one that the issuer's client for AWS asks for in the partition", NoParameter: "the provider that the stack may create is for GitHub's own client", Field: &o.Audience,
			About: "audience of the tokens"},
		{Path: "Conditions", Flag: "condition", Value: "OPERATOR=KEY=VALUE", Keyed: true, Example: "IpAddress=aws:SourceIp=192.0.2.0/24", NoParameter: "which condition key it is only the deployment would know", Field: conditions(&o.Conditions),
			About: "condition on the request that must hold too, such as IpAddress=aws:SourceIp=192.0.2.0/24; a key that is repeated accepts each value"},
		{Path: "Quota", Flag: "trust-quota", Registry: "trustQuota", Value: "CHARACTERS", Example: "4096", Unset: "2048", NoParameter: "one subject is never near it", Field: &o.Quota,
			About: "the account's quota on the size of a trust policy, where AWS has raised it"},
	}
	for _, o := range t.Complete() {
		if o.Prop == "" {
			o.Prop = "Trust." + o.Path
		}
		if o.Registry == "" {
			name := strings.TrimPrefix(o.Path, "Subjects.")
			o.Registry = strings.ToLower(name[:1]) + name[1:]
		}
	}
	return t
}

// claims reads KEY=VALUE; the values of a repeated key are collected.
func claims(all *Claims) *option.Parsed {
	return &option.Parsed{Target: all, Read: func(texts []string) fault.List {
		*all = Claims{}
		var faults fault.List
		for _, pair := range texts {
			key, value, found := strings.Cut(pair, "=")
			switch {
			case !found:
				faults.Add("", pair, "has no value", "write {Subjects.Claims} KEY=VALUE")
			case key == "":
				faults.Add("", pair, "has no key", "write {Subjects.Claims} KEY=VALUE")
			default:
				(*all)[Claim(key)] = append((*all)[Claim(key)], value)
			}
		}
		return faults
	}}
}

// conditions reads OPERATOR=KEY=VALUE, in which neither operator nor key can
// hold "="; the values of a repeated key are collected.
func conditions(all *policy.Conditions) *option.Parsed {
	return &option.Parsed{Target: all, Read: func(texts []string) fault.List {
		*all = policy.Conditions{}
		var faults fault.List
		for _, text := range texts {
			parts := strings.SplitN(text, "=", 3)
			if len(parts) < 3 || parts[0] == "" || parts[1] == "" {
				faults.Add("", text, "is not an operator, a key and a value", "write {Conditions} OPERATOR=KEY=VALUE")
				continue
			}
			if (*all)[parts[0]] == nil {
				(*all)[parts[0]] = map[string][]string{}
			}
			(*all)[parts[0]][parts[1]] = append((*all)[parts[0]][parts[1]], parts[2])
		}
		return faults
	}}
}

// issuerChoices are the names of the issuers as far as they are known: what
// stands behind the colon is the user's.
func issuerChoices() []string {
	names := IssuerNames()
	for i, name := range names {
		if before, _, more := strings.Cut(name, ":"); more {
			names[i] = before + ":"
		}
	}
	return names
}

// issuer reads the name of an issuer.
func issuer(into *Issuer) *option.Parsed {
	return &option.Parsed{Target: into, One: true, Read: func(texts []string) fault.List {
		var faults fault.List
		issuer, err := ParseIssuer(texts[len(texts)-1])
		faults.Append("", err)
		*into = issuer
		return faults
	}}
}

// noService is why registries have no roles of AWS services.
const noService = "rows are repositories on GitHub"

// Options returns the options of roles that AWS services assume.
func (s *Service) Options() option.Table {
	return option.Table{
		{Path: "Service.CodeBuildProjects", Flag: "codebuild-project", Key: "codeBuildProject", Value: "NAME", Example: "release,web-*", NoParameter: forJobs, Field: &s.CodeBuildProjects,
			NoRegistry: noService, About: "CodeBuild project in account and region that runs with the role, where * at the end is any characters"},
		{Path: "Service.CodePipeline", Flag: "codepipeline", Key: "codePipeline", NoParameter: forJobs, Field: &s.CodePipeline,
			NoRegistry: noService, About: "make the service role of a CodePipeline pipeline"},
		{Path: "Service.PipelineRoleArns", Flag: "pipeline-role", Value: "ARN", Example: "arn:aws:iam::123456789012:role/ci/pipeline", NoParameter: forJobs, Field: &s.PipelineRoleARNs,
			NoRegistry: noService, About: "service role of a pipeline whose actions run with the role"},
		{Path: "Service.Ec2", Flag: "ec2", NoParameter: forJobs, Field: &s.EC2,
			NoRegistry: noService, About: "make the role of EC2 instances, with an instance profile"},
	}.Complete()
}
