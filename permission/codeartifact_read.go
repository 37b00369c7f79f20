package permission

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// CodeArtifactRead is what reading packages needs: one domain of the
// environment's account and region, every repository in it unless
// RepositoryNames names some.
//
// Reading is all or nothing: CodeArtifact has no permission to read some of
// the packages of a repository.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
type CodeArtifactRead struct {
	// DomainName is the name of the domain: 2 to 50 lower-case letters, digits
	// and hyphens. Required.
	DomainName string
	// RepositoryNames are the only repositories that packages come from. A name
	// may end with "*". Nil is every repository of the domain.
	RepositoryNames []string
	// Describe adds what looking around needs: describing the repository,
	// listing its packages and their versions, assets, dependencies and
	// readmes. Package managers do without.
	Describe bool
	// FixedEndpoint leaves out codeartifact:GetRepositoryEndpoint, for clients
	// whose configuration has the address of the repository.
	FixedEndpoint bool
	// TokenDuration is the longest lifetime of a token, 900 to 43,200 seconds.
	// A client that names no duration asks for 43,200; one that asks for 0, as
	// long as its session, passes too. 0 is no limit of ours.
	TokenDuration int
	// TokenExact makes TokenDuration the only lifetime of a token.
	TokenExact bool
}

const (
	codeArtifactReferencePage = "https://docs.aws.amazon.com/codeartifact/latest/ug/auth-and-access-control-permissions-reference.html"
	codeArtifactPoliciesPage  = "https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html"
)

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
			codeArtifactEndpoint,
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
	c.store().validate(faults)
	if c.TokenExact && c.TokenDuration == 0 {
		faults.Add("CodeArtifact.TokenExact", "true", "has no lifetime to hold tokens to", "set {CodeArtifact.TokenDuration}")
	}
}

// store is the domain as a publisher knows it.
func (c *CodeArtifactRead) store() *CodeArtifact {
	return &CodeArtifact{DomainName: c.DomainName, RepositoryNames: c.RepositoryNames, TokenDuration: c.TokenDuration}
}

func (c *CodeArtifactRead) statements(env Environment) []policy.Statement {
	table := codeArtifactReadGrants
	if c.Describe {
		table = slices.Concat(table, codeArtifactDescribeGrants)
	}
	all := readStatements(table, c.fills(env)...)
	for i := range all {
		if c.FixedEndpoint {
			all[i].Actions = slices.DeleteFunc(all[i].Actions, func(action string) bool { return action == codeArtifactEndpoint.Name })
		}
		if all[i].Sid == "CodeArtifactToken" && c.TokenDuration != 0 {
			operator := map[bool]string{false: "NumericLessThanEquals", true: "NumericEquals"}[c.TokenExact]
			all[i].Conditions[operator] = map[string][]string{"sts:DurationSeconds": {strconv.Itoa(c.TokenDuration)}}
		}
	}
	return all
}

// fills returns one replacer for each repository.
func (c *CodeArtifactRead) fills(env Environment) []fill {
	packages := c.store().packagePatterns(normal, nil)
	var fills []fill
	for i, name := range orEvery(c.RepositoryNames) {
		fills = append(fills, env.fill("{domain}", c.DomainName, "{repository}", name, "{packages}", packages[i]))
	}
	return fills
}

func (c *CodeArtifactRead) notices() []fault.Notice {
	return c.store().notices(normal)
}
