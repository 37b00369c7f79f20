package permission

import (
	"strconv"

	"github.com/cipublisher/cipublisher/policy"
)

// CodeArtifact is one domain, every repository and package in it, unless
// options name some. Only DomainName is required.
type CodeArtifact struct {
	// DomainName is the name of the domain: 2 to 50 lower-case letters, digits
	// and hyphens. Required.
	DomainName string
	// AccountID and Region are where the domain is. Default: the Environment's.
	AccountID, Region string
	// Domains are further domains; whatever narrows the first one narrows them.
	Domains []Domain

	// RepositoryNames are the only repositories that packages go to. A name
	// may end with "*". Nil is every repository of the domain.
	RepositoryNames []string
	// DevRepositoryNames are the repositories that a dev publisher publishes
	// to. Nil is none: dev publishers then have no access to CodeArtifact.
	// Ignored in normal mode.
	DevRepositoryNames []string
	// Formats are the only formats of packages: CodeArtifactFormats. Nil is
	// every format. What only Maven and NuGet need is left out where the list
	// has neither.
	Formats []string
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
}

// Domain is a further CodeArtifact domain.
type Domain struct {
	// DomainName is the name of the domain. Required.
	DomainName string
	// AccountID and Region are where the domain is. Default: the Environment's.
	AccountID, Region string
}

const (
	codeArtifactTokenPage   = "https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_GetAuthorizationToken.html"
	codeArtifactBearerPage  = "https://docs.aws.amazon.com/codeartifact/latest/ug/get-set-up-provision-user.html"
	codeArtifactActionsPage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeartifact.html"
	codeArtifactPublishPage = "https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html#package-publishing-permissions"
	codeArtifactCopyPage    = "https://docs.aws.amazon.com/codeartifact/latest/ug/copy-package.html"
	stsKeysPage             = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html"
)

// The kinds of places that statements on CodeArtifact are about, beside
// overRepository.
const (
	overDomain  = "domain"
	overPackage = "package"
	overMaven   = "Maven package"
	overSource  = "source"
)

// readingFormats stands for a list of formats that has Maven or NuGet in it.
const readingFormats = "CodeArtifact.Formats[maven|nuget]"

// codeArtifactDev is the option without which a dev publisher has no access.
const codeArtifactDev = "CodeArtifact.DevRepositoryNames"

var (
	codeArtifactEndpoint = Action{"codeartifact:GetRepositoryEndpoint", "aws codeartifact login, aws codeartifact get-repository-endpoint", codeArtifactActionsPage}
	codeArtifactRead     = Action{"codeartifact:ReadFromRepository", "dotnet nuget push; what mvn deploy reads first, parent POMs and maven-metadata.xml", codeArtifactPublishPage}
	codeArtifactPublish  = Action{"codeartifact:PublishPackageVersion", "mvn deploy, npm publish, twine upload, dotnet nuget push, aws codeartifact publish-package-version", codeArtifactPublishPage}
	codeArtifactMetadata = Action{"codeartifact:PutPackageMetadata", "mvn deploy: PUT maven-metadata.xml", codeArtifactPublishPage}
)

var codeArtifactGrants = []grant{
	{
		sid: "CodeArtifactLogin", modes: normal, devOption: codeArtifactDev, over: overDomain,
		resource: "arn:{partition}:codeartifact:{region}:{account}:domain/{domain}",
		actions: []Action{
			{"codeartifact:GetAuthorizationToken", "aws codeartifact get-authorization-token, aws codeartifact login", codeArtifactTokenPage},
		},
	},
	{
		// CodeArtifact asks STS for the token on behalf of its caller. The
		// action takes no resource; the condition keeps it to CodeArtifact.
		sid: "CodeArtifactToken", modes: normal, devOption: codeArtifactDev,
		resource:   "*",
		conditions: policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}},
		actions: []Action{
			{"sts:GetServiceBearerToken", "aws codeartifact get-authorization-token, aws codeartifact login: checked beside codeartifact:GetAuthorizationToken", codeArtifactBearerPage},
		},
	},
	{
		// ReadFromRepository is all or nothing in a repository, so it follows
		// the formats that need it.
		sid: "CodeArtifactRead", modes: normal, devOption: codeArtifactDev, over: overRepository, unless: "CodeArtifact.Formats",
		resource: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{repository}",
		actions:  []Action{codeArtifactEndpoint, codeArtifactRead},
	},
	{
		sid: "CodeArtifactEndpoint", modes: normal, devOption: codeArtifactDev, over: overRepository, option: "CodeArtifact.Formats",
		resource: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{repository}",
		actions:  []Action{codeArtifactEndpoint},
		with: []withOption{
			{readingFormats, bothModes, []Action{codeArtifactRead}},
		},
	},
	{
		sid: "CodeArtifactPublish", modes: normal, devOption: codeArtifactDev, over: overPackage, unless: "CodeArtifact.Formats",
		resource: "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/{package}",
		actions:  []Action{codeArtifactPublish, codeArtifactMetadata},
	},
	{
		sid: "CodeArtifactPublishFormats", modes: normal, devOption: codeArtifactDev, over: overPackage, option: "CodeArtifact.Formats",
		resource: "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/{package}",
		actions:  []Action{codeArtifactPublish},
	},
	{
		sid: "CodeArtifactMavenMetadata", modes: normal, devOption: codeArtifactDev, over: overMaven, option: "CodeArtifact.Formats",
		resource: "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/{package}",
		actions:  []Action{codeArtifactMetadata},
	},
	{
		sid: "CodeArtifactPromoteFrom", modes: normal, over: overSource, option: "CodeArtifact.PromoteFrom",
		resource: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{source}",
		actions: []Action{
			{"codeartifact:ReadFromRepository", "aws codeartifact copy-package-versions --source-repository", codeArtifactCopyPage},
		},
	},
	{
		// The action is checked on the repository and on the package.
		sid: "CodeArtifactPromote", modes: normal, over: overRepository, option: "CodeArtifact.PromoteFrom",
		resource: "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{repository}",
		actions: []Action{
			{"codeartifact:CopyPackageVersions", "aws codeartifact copy-package-versions --destination-repository", codeArtifactCopyPage},
		},
	},
	{
		sid: "CodeArtifactPromotePackages", modes: normal, over: overPackage, option: "CodeArtifact.PromoteFrom",
		resource: "arn:{partition}:codeartifact:{region}:{account}:package/{domain}/{package}",
		actions: []Action{
			{"codeartifact:CopyPackageVersions", "aws codeartifact copy-package-versions --package", codeArtifactCopyPage},
		},
	},
}

var codeArtifactLimits = []limit{
	{
		option: "CodeArtifact.TokenDuration", actions: []string{"sts:GetServiceBearerToken"},
		operator: "NumericLessThanEquals", key: "sts:DurationSeconds", values: []string{"{seconds}"}, source: stsKeysPage,
	},
}

func (c *CodeArtifact) statements(env Environment, in mode) []policy.Statement {
	return choice{
		mode: in,
		on: map[string]bool{
			codeArtifactDev:              len(c.DevRepositoryNames) > 0,
			"CodeArtifact.Formats":       len(c.Formats) > 0,
			readingFormats:               c.hasFormat("maven") || c.hasFormat("nuget"),
			"CodeArtifact.PromoteFrom":   len(c.PromoteFrom) > 0,
			"CodeArtifact.TokenDuration": c.TokenDuration != 0,
		},
		places: c.places(env, in),
		limits: codeArtifactLimits,
	}.statements(codeArtifactGrants)
}

// domains returns every domain, with where it is.
func (c *CodeArtifact) domains(env Environment) []Domain {
	all := append([]Domain{{c.DomainName, c.AccountID, c.Region}}, c.Domains...)
	for i := range all {
		if all[i].AccountID == "" {
			all[i].AccountID = env.AccountID
		}
		if all[i].Region == "" {
			all[i].Region = env.Region
		}
	}
	return all
}

// repositories returns the names of a mode; nil is every repository.
func (c *CodeArtifact) repositories(in mode) []string {
	if in == dev {
		return c.DevRepositoryNames
	}
	return c.RepositoryNames
}

// places returns what the statements of a mode are about.
func (c *CodeArtifact) places(env Environment, in mode) map[string][]place {
	all := map[string][]place{}
	token := map[string][]string{"{seconds}": {strconv.Itoa(c.TokenDuration)}}
	all[everywhere] = []place{{fill: env.fill(), lists: token}}
	for _, d := range c.domains(env) {
		at := Environment{Partition: env.partition(), Region: d.Region, AccountID: d.AccountID}
		add := func(kind string, pairs ...string) {
			all[kind] = append(all[kind], place{fill: at.fill(append(pairs, "{domain}", d.DomainName)...)})
		}
		add(overDomain)
		for _, name := range orEvery(c.repositories(in)) {
			add(overRepository, "{repository}", name)
		}
		for _, pattern := range c.packagePatterns(in, c.Formats) {
			add(overPackage, "{package}", pattern)
		}
		if c.hasFormat("maven") {
			for _, pattern := range c.packagePatterns(in, []string{"maven"}) {
				add(overMaven, "{package}", pattern)
			}
		}
		for _, name := range c.PromoteFrom {
			add(overSource, "{source}", name)
		}
	}
	return all
}

func orEvery(list []string) []string {
	if len(list) == 0 {
		return []string{"*"}
	}
	return list
}
