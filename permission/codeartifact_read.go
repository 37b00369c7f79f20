package permission

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// CodeArtifactRead is what reading packages needs: one domain of the
// environment's account and region, every repository in it unless
// Repositories names them.
//
// Reading is all or nothing: CodeArtifact has no permission to read some of
// the packages of a repository.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
type CodeArtifactRead struct {
	// DomainName is the name of the domain: 2 to 50 lower-case letters, digits
	// and hyphens. Required.
	DomainName string
	// Repositories are the names of the repositories: 2 to 100 letters, digits
	// and . _ -, beginning with a letter or digit. One "*" is allowed, at the
	// end. Default: every repository of the domain.
	Repositories []string
	// Describe adds what looking around needs: describing the repository,
	// listing its packages and their versions, assets, dependencies and
	// readmes. Package managers do without.
	Describe bool
	// FixedEndpoint leaves out codeartifact:GetRepositoryEndpoint, for clients
	// whose configuration has the address of the repository.
	FixedEndpoint bool
	// Token limits the lifetime of authorization tokens. Default: no limit but
	// CodeArtifact's own, 12 hours.
	Token TokenLifetime
}

const (
	codeArtifactReferencePage = "https://docs.aws.amazon.com/codeartifact/latest/ug/auth-and-access-control-permissions-reference.html"
	codeArtifactPoliciesPage  = "https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html"
)

// getRepositoryEndpoint is the action that FixedEndpoint leaves out.
const getRepositoryEndpoint = "codeartifact:GetRepositoryEndpoint"

var codeArtifactReadGrants = []grant{
	{
		sid: "CodeArtifactLogin", modes: bothModes,
		resource: "arn:{partition}:codeartifact:{region}:{account}:domain/{domain}",
		actions: []Action{
			{"codeartifact:GetAuthorizationToken", "aws codeartifact get-authorization-token, aws codeartifact login", codeArtifactTokenPage},
		},
	},
	{
		sid: "CodeArtifactToken", modes: bothModes,
		resource:   "*",
		conditions: policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}},
		actions: []Action{
			{"sts:GetServiceBearerToken", "aws codeartifact get-authorization-token, aws codeartifact login: checked beside codeartifact:GetAuthorizationToken", codeArtifactBearerPage},
		},
	},
	{
		sid: "CodeArtifactRead", modes: bothModes,
		resource: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{repository}",
		actions: []Action{
			{getRepositoryEndpoint, "aws codeartifact login, aws codeartifact get-repository-endpoint", codeArtifactReferencePage},
			{"codeartifact:ReadFromRepository", "npm install, mvn package, pip install, dotnet restore: every download by a package manager", codeArtifactReferencePage},
		},
	},
}

// codeArtifactDescribeGrants are the rest of AWS's example of a full read
// grant, each action on the type of resource that it knows.
var codeArtifactDescribeGrants = []grant{
	{
		sid: "CodeArtifactDescribe", modes: bothModes,
		resource: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{repository}",
		actions: []Action{
			{"codeartifact:DescribeRepository", "aws codeartifact describe-repository", codeArtifactPoliciesPage},
			{"codeartifact:ListPackages", "aws codeartifact list-packages", codeArtifactPoliciesPage},
		},
	},
	{
		sid: "CodeArtifactDescribePackages", modes: bothModes,
		resource: "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/{packages}",
		actions: []Action{
			{"codeartifact:DescribePackageVersion", "aws codeartifact describe-package-version", codeArtifactPoliciesPage},
			{"codeartifact:GetPackageVersionReadme", "aws codeartifact get-package-version-readme", codeArtifactPoliciesPage},
			{"codeartifact:ListPackageVersions", "aws codeartifact list-package-versions", codeArtifactPoliciesPage},
			{"codeartifact:ListPackageVersionAssets", "aws codeartifact list-package-version-assets", codeArtifactPoliciesPage},
			{"codeartifact:ListPackageVersionDependencies", "aws codeartifact list-package-version-dependencies", codeArtifactPoliciesPage},
		},
	},
}

func (c *CodeArtifactRead) validate(faults *fault.List) {
	(&CodeArtifact{DomainName: c.DomainName}).validate(faults)
	for i, name := range c.Repositories {
		validateRepositoryPattern(faults, indexed("CodeArtifact.Repositories", i), name)
	}
	c.Token.validate(faults, "CodeArtifact.Token")
}

func (c *CodeArtifactRead) statements(env Environment) []policy.Statement {
	table := codeArtifactReadGrants
	if c.Describe {
		table = slices.Concat(table, codeArtifactDescribeGrants)
	}
	all := readStatements(table, c.fills(env)...)
	for i := range all {
		if c.FixedEndpoint {
			all[i].Actions = slices.DeleteFunc(all[i].Actions, func(action string) bool { return action == getRepositoryEndpoint })
		}
		if all[i].Sid == "CodeArtifactToken" {
			c.Token.limit(&all[i])
		}
	}
	return all
}

// fills returns one replacer for each repository.
func (c *CodeArtifactRead) fills(env Environment) []*strings.Replacer {
	repositories := c.Repositories
	if len(repositories) == 0 {
		repositories = []string{"*"}
	}
	var fills []*strings.Replacer
	for _, name := range repositories {
		// A pattern ends in "*", which spans "/": it covers the packages too.
		packages := name
		if !strings.HasSuffix(name, "*") {
			packages += "/*"
		}
		fills = append(fills, env.replacer("{domain}", c.DomainName, "{repository}", name, "{packages}", packages))
	}
	return fills
}

func (c *CodeArtifactRead) notices() []fault.Notice {
	return c.Token.notices("CodeArtifact.Token")
}
