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
	codeArtifactPublishPage  = "https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html#grant-write-access-to-packages"
	codeArtifactTokenPage    = "https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html"
	codeArtifactEndpointPage = "https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_GetRepositoryEndpoint.html"
)

// codeArtifactLogin is allowed on the domain.
var codeArtifactLogin = []Action{
	{"codeartifact:GetAuthorizationToken", "aws codeartifact get-authorization-token, aws codeartifact login", codeArtifactTokenPage},
}

// codeArtifactBearer is what CodeArtifact itself asks of STS for the token,
// on behalf of the caller; the condition keeps it to CodeArtifact.
var codeArtifactBearer = []Action{
	{"sts:GetServiceBearerToken", "aws codeartifact get-authorization-token, second check of the same call", codeArtifactTokenPage},
}

// codeArtifactRead is allowed on repositories. Maven reads parent POMs and
// metadata before it deploys, NuGet reads before it pushes.
var codeArtifactRead = []Action{
	{"codeartifact:GetRepositoryEndpoint", "aws codeartifact login, aws codeartifact get-repository-endpoint", codeArtifactEndpointPage},
	{"codeartifact:ReadFromRepository", "mvn deploy (GET maven-metadata.xml, parent POMs), dotnet nuget push", codeArtifactPublishPage},
}

// codeArtifactPublish is allowed on packages.
var codeArtifactPublish = []Action{
	{"codeartifact:PublishPackageVersion", "mvn deploy, npm publish, twine upload, dotnet nuget push, aws codeartifact publish-package-version", codeArtifactPublishPage},
	{"codeartifact:PutPackageMetadata", "mvn deploy (PUT maven-metadata.xml)", codeArtifactPublishPage},
}

// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateDomain.html
var domainShape = regexp.MustCompile(`^[a-z][a-z0-9-]{0,48}[a-z0-9]$`)

func (c *CodeArtifact) validate(faults *fault.List) {
	switch {
	case c.DomainName == "":
		faults.Add("CodeArtifact.DomainName", "", "is missing", "name the domain, or leave {CodeArtifact} unset to grant nothing there")
	case policy.HasToken(c.DomainName):
	case !domainShape.MatchString(c.DomainName):
		faults.Add("CodeArtifact.DomainName", c.DomainName, "is not a CodeArtifact domain name",
			"use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen")
	}
}

func (c *CodeArtifact) statements(env Environment) []policy.Statement {
	bearer := allow("CodeArtifactToken", names(codeArtifactBearer), "*")
	bearer.Conditions = policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}}
	return []policy.Statement{
		allow("CodeArtifactLogin", names(codeArtifactLogin), env.arn("codeartifact", "domain/"+c.DomainName)),
		bearer,
		allow("CodeArtifactRead", names(codeArtifactRead), env.arn("codeartifact", "repository/"+c.DomainName+"/*")),
		allow("CodeArtifactPublish", names(codeArtifactPublish), env.arn("codeartifact", "package/"+c.DomainName+"/*")),
	}
}
