package permission

import (
	"regexp"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// CodeArtifact is one domain of the environment's account and region, every
// repository and package in it.
type CodeArtifact struct {
	// DomainName is the name of the domain: 2 to 50 lower-case letters, digits
	// and hyphens. Required.
	DomainName string
}

const (
	codeArtifactTokenPage   = "https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_GetAuthorizationToken.html"
	codeArtifactBearerPage  = "https://docs.aws.amazon.com/codeartifact/latest/ug/get-set-up-provision-user.html"
	codeArtifactActionsPage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeartifact.html"
	codeArtifactPublishPage = "https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html#package-publishing-permissions"
)

var codeArtifactGrants = []grant{
	{
		sid: "CodeArtifactLogin", modes: normal,
		resource: "arn:{partition}:codeartifact:{region}:{account}:domain/{domain}",
		actions: []Action{
			{"codeartifact:GetAuthorizationToken", "aws codeartifact get-authorization-token, aws codeartifact login", codeArtifactTokenPage},
		},
	},
	{
		// CodeArtifact asks STS for the token on behalf of its caller. The
		// action takes no resource; the condition keeps it to CodeArtifact.
		sid: "CodeArtifactToken", modes: normal,
		resource:   "*",
		conditions: policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}},
		actions: []Action{
			{"sts:GetServiceBearerToken", "aws codeartifact get-authorization-token, aws codeartifact login: checked beside codeartifact:GetAuthorizationToken", codeArtifactBearerPage},
		},
	},
	{
		sid: "CodeArtifactRead", modes: normal,
		resource: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/*",
		actions: []Action{
			{"codeartifact:GetRepositoryEndpoint", "aws codeartifact login, aws codeartifact get-repository-endpoint", codeArtifactActionsPage},
			{"codeartifact:ReadFromRepository", "dotnet nuget push; what mvn deploy reads first, parent POMs and maven-metadata.xml", codeArtifactPublishPage},
		},
	},
	{
		sid: "CodeArtifactPublish", modes: normal,
		resource: "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/*",
		actions: []Action{
			{"codeartifact:PublishPackageVersion", "mvn deploy, npm publish, twine upload, dotnet nuget push, aws codeartifact publish-package-version", codeArtifactPublishPage},
			{"codeartifact:PutPackageMetadata", "mvn deploy: PUT maven-metadata.xml", codeArtifactPublishPage},
		},
	},
}

// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateDomain.html
var (
	domainShape      = regexp.MustCompile(`^[a-z][a-z0-9-]{0,48}[a-z0-9]$`)
	domainCharacters = regexp.MustCompile(`^[a-z0-9-]*$`)
)

func (c *CodeArtifact) validate(faults *fault.List) {
	switch {
	case c.DomainName == "":
		faults.Add("CodeArtifact.DomainName", "", "is missing", "name the domain, or leave {CodeArtifact} unset to grant nothing there")
	case !fits(c.DomainName, domainShape, domainCharacters):
		faults.Add("CodeArtifact.DomainName", c.DomainName, "is not a CodeArtifact domain name",
			"use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen")
	}
}

func (c *CodeArtifact) statements(env Environment, in mode) []policy.Statement {
	return statements(codeArtifactGrants, in, false, env.replacer("{domain}", c.DomainName))
}
