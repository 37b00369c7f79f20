package permission

import (
	"cmp"
	"strconv"

	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// CodeArtifact is one domain, and the packages of its repositories. DomainName
// is required; the repositories are named, or EveryRepository is set.
type CodeArtifact struct {
	// DomainName is the name of the domain: 2 to 50 lower-case letters, digits
	// and hyphens. Required.
	DomainName string
	// AccountID and Region are where the domain is. Default: the Environment's.
	AccountID, Region string
	// Domains are further domains; whatever narrows the first one narrows them.
	Domains []Domain

	// RepositoryNames are the repositories that packages go to. A name may end
	// with "*". Nil is none: required in normal mode, without EveryRepository.
	RepositoryNames []string
	// EveryRepository is every repository of the domain, in normal mode.
	EveryRepository bool
	// DevRepositoryNames are the repositories that a dev publisher publishes
	// to. Nil is none: dev publishers then have no access to CodeArtifact.
	// Ignored in normal mode.
	DevRepositoryNames []string
	// Formats are the only formats of packages: "cargo", "generic", "maven", "npm",
	// "nuget", "pypi", "ruby" and "swift". Nil is every format. Reading is left
	// out where the list has none whose clients read, writing metadata of other
	// formats than Maven and npm.
	Formats []string
	// PublishOnly leaves out what clients of npm and PyPI can publish without:
	// reading, and metadata of npm. It stops changesets, "pnpm publish
	// --recursive", "yarn npm publish --tolerate-republish", "npm dist-tag", "npm
	// deprecate" and "uv publish --check-url", and npm then moves "latest" back to
	// an older version without a word. Reading stays where Formats has cargo,
	// Maven or NuGet, which can't do without. Needs Formats.
	PublishOnly bool
	// Namespaces are the only namespaces: group ids of Maven, scopes of npm
	// without "@" and of Swift, namespaces of generic packages. A name may end
	// with "*". Nil is every namespace, and none.
	Namespaces []string
	// Packages are the only names of packages, without namespace. A name may
	// end with "*". Nil is every package.
	Packages []string
	// PromoteFrom are repositories that package versions may be copied from,
	// to RepositoryNames, within one domain. Ignored in dev mode.
	PromoteFrom []string
	// TokenDuration is the longest lifetime of a token, 900 to 43,200 seconds.
	// A client that names no duration asks for 43,200. 0 is no limit of ours.
	TokenDuration int

	// every is the preset that has filled EveryRepository.
	every string
}

// Domain is a further CodeArtifact domain.
type Domain struct {
	// DomainName is the name of the domain. Required.
	DomainName string
	// AccountID and Region are where the domain is. Default: the Environment's.
	AccountID, Region string
}

const (
	codeArtifactPublishPage = "https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html#package-publishing-permissions"
	codeArtifactCopyPage    = "https://docs.aws.amazon.com/codeartifact/latest/ug/copy-package.html"
	stsKeysPage             = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html"
)

// overDomain is the kind of place of what is in a domain.
const overDomain = "domain"

const (
	codeArtifactDomain     = "arn:{partition}:codeartifact:{region}:{account}:domain/{domain}"
	codeArtifactRepository = "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{repository}"
	codeArtifactPackage    = "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/{package}"
)

// Signing in is the same for a publisher and for a builder.
var (
	codeArtifactLogin    = table.Action{"codeartifact:GetAuthorizationToken", "aws codeartifact get-authorization-token, aws codeartifact login", "https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_GetAuthorizationToken.html"}
	codeArtifactToken    = table.Action{"sts:GetServiceBearerToken", "aws codeartifact get-authorization-token, aws codeartifact login: checked beside codeartifact:GetAuthorizationToken", "https://docs.aws.amazon.com/codeartifact/latest/ug/get-set-up-provision-user.html"}
	codeArtifactEndpoint = table.Action{"codeartifact:GetRepositoryEndpoint", "aws codeartifact login, aws codeartifact get-repository-endpoint", "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeartifact.html"}
	// CodeArtifact asks STS for the token on behalf of its caller. The action
	// takes no resource; the condition keeps it to CodeArtifact.
	codeArtifactService = policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}}

	codeArtifactRead     = table.Action{"codeartifact:ReadFromRepository", "dotnet nuget push; what mvn deploy reads first, parent POMs and maven-metadata.xml; cargo publish: GET config.json and the index", codeArtifactPublishPage}
	codeArtifactPublish  = table.Action{"codeartifact:PublishPackageVersion", "mvn deploy, npm publish, twine upload, dotnet nuget push, aws codeartifact publish-package-version", codeArtifactPublishPage}
	codeArtifactMetadata = table.Action{"codeartifact:PutPackageMetadata", "mvn deploy: PUT maven-metadata.xml; npm dist-tag, npm deprecate", codeArtifactPublishPage}
)

// codeArtifactGranted is what every row needs: a dev publisher has no
// access without repositories of its own.
const codeArtifactGranted = "!Dev|CodeArtifact.DevRepositoryNames"

// Where Formats are named, Sids differ, so that reviewers see the narrower
// statements.
var codeArtifactTable = table.New("Publisher", "CodeArtifact", []table.Limit{
	tokenLimit("NumericLessThanEquals", "CodeArtifact.TokenDuration"),
}, []table.Row{
	{Sid: "CodeArtifactLogin", When: []string{codeArtifactGranted}, Each: overDomain, Resource: codeArtifactDomain, Actions: []table.Action{codeArtifactLogin}},
	{Sid: "CodeArtifactToken", When: []string{codeArtifactGranted}, Resource: "*", Conditions: codeArtifactService, Actions: []table.Action{codeArtifactToken}},
	{Sid: "CodeArtifactRead", When: []string{codeArtifactGranted, "!CodeArtifact.Formats"}, Each: overDomain, Resource: codeArtifactRepository,
		Actions: []table.Action{codeArtifactEndpoint, codeArtifactRead}},
	// ReadFromRepository is all or nothing in a repository, so it follows the formats
	// that need it.
	{Sid: "CodeArtifactEndpoint", When: []string{codeArtifactGranted}, Each: overDomain, Resource: codeArtifactRepository, Actions: []table.Action{
		codeArtifactEndpoint.If("CodeArtifact.Formats"),
		codeArtifactRead.If("CodeArtifact.Formats[maven]|CodeArtifact.Formats[nuget]|CodeArtifact.Formats[cargo]"),
		{"codeartifact:ReadFromRepository", "npm publish, pnpm publish, changeset publish, yarn npm publish --tolerate-republish: GET the package's versions; uv publish --check-url: GET simple/PACKAGE/", codeArtifactReferencePage, "CodeArtifact.Formats[npm]|CodeArtifact.Formats[pypi], !CodeArtifact.PublishOnly"},
	}},
	{Sid: "CodeArtifactPublish", When: []string{codeArtifactGranted, "!CodeArtifact.Formats"}, Each: overDomain, Resource: codeArtifactPackage,
		Actions: []table.Action{codeArtifactPublish, codeArtifactMetadata}},
	{Sid: "CodeArtifactPublishFormats", When: []string{codeArtifactGranted, "CodeArtifact.Formats"}, Each: overDomain, Resource: codeArtifactPackage,
		Actions: []table.Action{codeArtifactPublish}},
	{Sid: "CodeArtifactPublishFormats", Apart: "CodeArtifactMavenMetadata", When: []string{codeArtifactGranted, "CodeArtifact.Formats[maven]"}, Each: overDomain,
		Resource: "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/{Maven package}",
		Actions:  []table.Action{{"codeartifact:PutPackageMetadata", "mvn deploy: PUT maven-metadata.xml", codeArtifactPublishPage}}},
	{Sid: "CodeArtifactPublishFormats", Apart: "CodeArtifactNpmMetadata", When: []string{codeArtifactGranted, "CodeArtifact.Formats[npm]", "!CodeArtifact.PublishOnly"}, Each: overDomain,
		Resource: "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/{npm package}",
		Actions: []table.Action{
			{"codeartifact:PutPackageMetadata", "npm dist-tag add, npm deprecate, yarn npm tag add: PUT of a tag, or of the package without a tarball", codeArtifactReferencePage},
		}},
	{Sid: "CodeArtifactPromoteFrom", When: []string{"!Dev", "CodeArtifact.PromoteFrom"}, Each: overDomain, Resource: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{source}",
		Actions: []table.Action{
			{"codeartifact:ReadFromRepository", "aws codeartifact copy-package-versions --source-repository", codeArtifactCopyPage},
		}},
	// The action is checked on the repository and on the package.
	{Sid: "CodeArtifactPromote", When: []string{"!Dev", "CodeArtifact.PromoteFrom"}, Each: overDomain, Resource: codeArtifactRepository, Actions: []table.Action{
		{"codeartifact:CopyPackageVersions", "aws codeartifact copy-package-versions --destination-repository", codeArtifactCopyPage},
	}},
	{Sid: "CodeArtifactPromotePackages", When: []string{"!Dev", "CodeArtifact.PromoteFrom"}, Each: overDomain, Resource: codeArtifactPackage, Actions: []table.Action{
		{"codeartifact:CopyPackageVersions", "aws codeartifact copy-package-versions --package", codeArtifactCopyPage},
	}},
}).Writes(table.Writing{
	// package/DOMAIN/REPOSITORY/FORMAT/NAMESPACE/NAME, none of which holds "/". A
	// copy is checked on the repository and on the package; the package says
	// which.
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeartifact.html
	Path: "CodeArtifact", Kind: "package/", Levels: 6,
	Actions: []string{"codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata", "codeartifact:CopyPackageVersions"},
})

func tokenLimit(operator string, when ...string) table.Limit {
	return table.Limit{
		When: when, Actions: []string{"sts:*"},
		Operator: operator, Key: "sts:DurationSeconds", Values: []string{"{seconds}"}, Source: stsKeysPage,
	}
}

func (*CodeArtifact) tables() []table.Table { return []table.Table{codeArtifactTable} }

func (c *CodeArtifact) statements(env Environment, dev, _ bool) []policy.Statement {
	return codeArtifactTable.Statements(table.Options{
		"Dev":                             dev,
		"CodeArtifact.DevRepositoryNames": c.DevRepositoryNames != nil,
		"CodeArtifact.Formats":            len(c.Formats) > 0,
		"CodeArtifact.Formats[maven]":     c.hasFormat("maven"),
		"CodeArtifact.Formats[nuget]":     c.hasFormat("nuget"),
		"CodeArtifact.Formats[cargo]":     c.hasFormat("cargo"),
		"CodeArtifact.Formats[npm]":       c.hasFormat("npm"),
		"CodeArtifact.Formats[pypi]":      c.hasFormat("pypi"),
		"CodeArtifact.PublishOnly":        c.PublishOnly,
		"CodeArtifact.PromoteFrom":        len(c.PromoteFrom) > 0,
		"CodeArtifact.TokenDuration":      c.TokenDuration != 0,
	}, c.places(env, dev))
}

func (c *CodeArtifact) domains(env Environment) []Domain {
	all := append([]Domain{{c.DomainName, c.AccountID, c.Region}}, c.Domains...)
	for i := range all {
		all[i].AccountID = cmp.Or(all[i].AccountID, env.AccountID)
		all[i].Region = cmp.Or(all[i].Region, env.Region)
	}
	return all
}

func (c *CodeArtifact) repositories() repositories {
	return repositories{store: "CodeArtifact", names: c.RepositoryNames, every: c.EveryRepository, preset: c.every}
}

// patterns returns what stands for the repositories of a mode in an ARN.
func (c *CodeArtifact) patterns(dev bool) []string {
	if dev {
		return c.DevRepositoryNames
	}
	return c.repositories().patterns()
}

func (c *CodeArtifact) places(env Environment, dev bool) table.Places {
	all := table.At(env.place().With("seconds", strconv.Itoa(c.TokenDuration)))
	for _, d := range c.domains(env) {
		all[overDomain] = append(all[overDomain], Environment{Partition: env.ARNPartition(), Region: d.Region, AccountID: d.AccountID}.place().
			With("domain", d.DomainName).
			With("repository", c.patterns(dev)...).
			With("package", c.packagePatterns(dev, c.Formats)...).
			With("Maven package", c.packagesOf(dev, "maven")...).
			With("npm package", c.packagesOf(dev, "npm")...).
			With("source", c.PromoteFrom...))
	}
	return all
}

func orEvery(list []string) []string {
	if len(list) == 0 {
		return []string{"*"}
	}
	return list
}
