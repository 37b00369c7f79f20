package permission

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// CodeArtifactRead is what reading packages needs: one domain. The repositories
// are named, or EveryRepository is set.
//
// Reading is all or nothing: CodeArtifact has no permission to read some of
// the packages of a repository.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
type CodeArtifactRead struct {
	// DomainName is the name of the domain: 2 to 50 lower-case letters, digits
	// and hyphens. Required.
	DomainName string
	// AccountID and Region are where the domain is. Default: those of the
	// environment.
	AccountID, Region string
	// Domains are further domains, with the same repositories.
	Domains []Domain
	// RepositoryNames are the repositories that packages come from. A name may
	// end with "*". Required without EveryRepository.
	RepositoryNames []string
	// EveryRepository is every repository of the domain.
	EveryRepository bool
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

var codeArtifactReadTable = table.New("Builder", "CodeArtifact", []table.Limit{
	tokenLimit("NumericLessThanEquals", "CodeArtifact.TokenDuration", "!CodeArtifact.TokenExact"),
	tokenLimit("NumericEquals", "CodeArtifact.TokenDuration", "CodeArtifact.TokenExact"),
}, []table.Row{
	{Sid: "CodeArtifactLogin", Each: overDomain, Resource: codeArtifactDomain, Actions: []table.Action{codeArtifactLogin}},
	{Sid: "CodeArtifactToken", Resource: "*", Conditions: codeArtifactService, Actions: []table.Action{codeArtifactToken}},
	{Sid: "CodeArtifactRead", Each: overDomain, Resource: codeArtifactRepository, Actions: []table.Action{
		codeArtifactEndpoint.If("!CodeArtifact.FixedEndpoint"),
		{"codeartifact:ReadFromRepository", "npm install, mvn package, pip install, dotnet restore: every download by a package manager", codeArtifactReferencePage},
	}},
	// The rest of AWS's example of a full read grant, each action on the type
	// of resource that it knows.
	{Sid: "CodeArtifactDescribe", When: []string{"CodeArtifact.Describe"}, Each: overDomain, Resource: codeArtifactRepository, Actions: []table.Action{
		{"codeartifact:DescribeRepository", "aws codeartifact describe-repository", codeArtifactPoliciesPage},
		{"codeartifact:ListPackages", "aws codeartifact list-packages", codeArtifactPoliciesPage},
	}},
	{Sid: "CodeArtifactDescribePackages", When: []string{"CodeArtifact.Describe"}, Each: overDomain, Resource: codeArtifactPackage, Actions: []table.Action{
		{"codeartifact:DescribePackageVersion", "aws codeartifact describe-package-version", codeArtifactPoliciesPage},
		{"codeartifact:GetPackageVersionReadme", "aws codeartifact get-package-version-readme", codeArtifactPoliciesPage},
		{"codeartifact:ListPackageVersions", "aws codeartifact list-package-versions", codeArtifactPoliciesPage},
		{"codeartifact:ListPackageVersionAssets", "aws codeartifact list-package-version-assets", codeArtifactPoliciesPage},
		{"codeartifact:ListPackageVersionDependencies", "aws codeartifact list-package-version-dependencies", codeArtifactPoliciesPage},
	}},
})

func (c *CodeArtifactRead) options() option.Table {
	return option.Table{
		{Path: "CodeArtifact.DomainName", Value: "NAME", Example: "acme", Unset: "nothing is granted there", Field: &c.DomainName,
			About: "CodeArtifact domain that packages come from"},
		{Path: "CodeArtifact.AccountId", Value: "ID", Example: "123456789012", Unset: "{AccountId}", Field: &c.AccountID,
			About: "account of the domain"},
		{Path: "CodeArtifact.Region", Value: "REGION", Example: "eu-west-1", Unset: "{Region}", Field: &c.Region, About: "region of the domain"},
		{Path: "CodeArtifact.Domains", Flag: "codeartifact-extra-domain", Value: "ARN", Example: "arn:aws:codeartifact:eu-west-1:123456789012:domain/tools", Field: domainTexts(&c.Domains),
			About: "further domain, by its ARN"},
		{Path: "CodeArtifact.RepositoryNames", Group: "repositories of CodeArtifact", Value: "NAME", Example: "maven,npm", Unset: "none", Field: &c.RepositoryNames,
			About: "repository that packages come from, where * at the end is any characters"},
		{Path: "CodeArtifact.EveryRepository", Field: &c.EveryRepository, About: "let packages come from every repository of the domain, without {CodeArtifact.RepositoryNames}"},
		{Path: "CodeArtifact.TokenDuration", Flag: "token-duration", Value: "SECONDS", Example: "3600", Field: &c.TokenDuration,
			About: "longest lifetime of a CodeArtifact token, 900 to 43200; clients that name none ask for 43200"},
		{Path: "CodeArtifact.Describe", Field: &c.Describe, About: "let a builder describe repositories and list what is in them"},
		{Path: "CodeArtifact.FixedEndpoint", Field: &c.FixedEndpoint,
			About: "do without asking for the endpoint of a repository, for builders whose configuration has it"},
		{Path: "CodeArtifact.TokenExact", Flag: "token-exact", Field: &c.TokenExact,
			About: "make {CodeArtifact.TokenDuration} the only lifetime of a builder's tokens"},
	}.Need("CodeArtifact.DomainName")
}

func (*CodeArtifactRead) tables() []table.Table { return []table.Table{codeArtifactReadTable} }

func (c *CodeArtifactRead) need(faults *fault.List, env Environment) { c.store().need(faults, env) }

func (c *CodeArtifactRead) validate(faults *fault.List, env Environment, _ bool) {
	c.store().validate(faults, env, false)
	if c.TokenExact && c.TokenDuration == 0 {
		faults.Add("CodeArtifact.TokenExact", "true", "has no lifetime to hold tokens to", "set {CodeArtifact.TokenDuration}")
	}
}

// store is the domain as a publisher knows it.
func (c *CodeArtifactRead) store() *CodeArtifact {
	return &CodeArtifact{
		DomainName: c.DomainName, AccountID: c.AccountID, Region: c.Region, Domains: c.Domains,
		RepositoryNames: c.RepositoryNames, EveryRepository: c.EveryRepository, TokenDuration: c.TokenDuration,
	}
}

func (c *CodeArtifactRead) statements(env Environment, _, _ bool) []policy.Statement {
	return codeArtifactReadTable.Statements(table.Options{
		"CodeArtifact.Describe": c.Describe, "CodeArtifact.FixedEndpoint": c.FixedEndpoint,
		"CodeArtifact.TokenDuration": c.TokenDuration != 0, "CodeArtifact.TokenExact": c.TokenExact,
	}, c.store().places(env, false))
}

// notices leaves out what only publishing is about.
func (c *CodeArtifactRead) notices(all *fault.Notices, _ bool) {
	c.store().ofRepositories(all)
	if c.Describe {
		all.Note("codeartifact-every-package", "the policy lets the builder describe every package of its repositories, because {CodeArtifact.Describe} is set, and reading is of a whole repository")
	}
}
