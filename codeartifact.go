package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodeartifact"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

// CodeArtifactProps is the CodeArtifact domain that packages go to. One of
// DomainName and Domain is required, and one of RepositoryNames, Repositories and
// EveryRepository.
type CodeArtifactProps struct {
	// DomainName is the name of the domain.
	// Default: the name of Domain.
	DomainName *string
	// Domain is the domain as a construct.
	// Default: the domain called DomainName.
	Domain awscodeartifact.CfnDomain
	// AccountId is the account of the domain.
	// Default: the publisher's AccountId.
	AccountId *string
	// Region is the region of the domain.
	// Default: the publisher's Region.
	Region *string
	// Domains are further domains; what narrows the first narrows them too.
	// Default: none.
	Domains *[]*CodeArtifactDomainProps

	// RepositoryNames are the repositories that packages go to. A name may end
	// with "*".
	// Default: Repositories.
	RepositoryNames *[]*string
	// EveryRepository is every repository of the domain, in the place of names.
	// Default: false.
	EveryRepository *bool
	// Repositories are repositories as constructs; they are added to
	// RepositoryNames.
	// Default: none.
	Repositories *[]awscodeartifact.CfnRepository
	// DevRepositoryNames are the repositories that a dev publisher publishes to.
	// Default: none, so that a dev publisher has no access to CodeArtifact.
	DevRepositoryNames *[]*string
	// Formats are the only formats of packages: "cargo", "generic", "maven",
	// "npm", "nuget", "pypi", "ruby", "swift". Reading is left out where there is
	// none whose clients read: "generic", "ruby" and "swift".
	// Default: every format.
	Formats *[]*string
	// PublishOnly leaves out what clients of npm and PyPI can publish without:
	// reading, and metadata of npm. It stops changesets, "pnpm publish
	// --recursive", "npm dist-tag", "npm deprecate" and "uv publish --check-url".
	// Needs Formats.
	// Default: false.
	PublishOnly *bool
	// Namespaces are the only namespaces: group ids of Maven, scopes of npm
	// (without "@") and of Swift, namespaces of generic packages. A name may
	// end with "*".
	// Default: every namespace, and none.
	Namespaces *[]*string
	// Packages are the only names of packages. A name may end with "*".
	// Default: every package.
	Packages *[]*string
	// PromoteFrom are repositories that package versions may be copied from, to
	// RepositoryNames. Ignored in dev mode.
	// Default: none.
	PromoteFrom *[]*string
	// TokenDuration is the longest lifetime of a token, 15 minutes to 12 hours.
	// A client that names no duration asks for 12 hours.
	// Default: no limit of ours.
	TokenDuration awscdk.Duration
}

// CodeArtifactDomainProps is a further CodeArtifact domain.
type CodeArtifactDomainProps struct {
	// DomainName is the name of the domain. Required.
	DomainName *string
	// AccountId is the account of the domain.
	// Default: the publisher's AccountId.
	AccountId *string
	// Region is the region of the domain.
	// Default: the publisher's Region.
	Region *string
}

// CodeArtifactReadProps is the CodeArtifact domain that packages are read
// from. One of DomainName and Domain is required, and one of RepositoryNames,
// Repositories and EveryRepository.
type CodeArtifactReadProps struct {
	// DomainName is the name of the domain.
	// Default: the name of Domain.
	DomainName *string
	// Domain is the domain as a construct.
	// Default: the domain called DomainName.
	Domain awscodeartifact.CfnDomain
	// AccountId is the account of the domain.
	// Default: the builder's AccountId.
	AccountId *string
	// Region is the region of the domain.
	// Default: the builder's Region.
	Region *string
	// Domains are further domains; what narrows the first narrows them too.
	// Default: none.
	Domains *[]*CodeArtifactDomainProps

	// RepositoryNames are the repositories that packages come from. A name may
	// end with "*".
	// Default: Repositories.
	RepositoryNames *[]*string
	// EveryRepository is every repository of the domain, in the place of names.
	// Default: false.
	EveryRepository *bool
	// Repositories are repositories as constructs; they are added to
	// RepositoryNames.
	// Default: none.
	Repositories *[]awscodeartifact.CfnRepository
	// Describe adds describing repositories and listing what is in them, which
	// package managers do without.
	// Default: false.
	Describe *bool
	// FixedEndpoint set to true leaves out asking for a repository's endpoint,
	// for clients whose configuration has it.
	// Default: false.
	FixedEndpoint *bool
	// TokenDuration is the longest lifetime of an authorization token: 15
	// minutes to 12 hours. Below 12 hours it refuses clients that name no
	// duration.
	// Default: no limit but CodeArtifact's own, 12 hours.
	TokenDuration awscdk.Duration
	// TokenExact makes TokenDuration the only lifetime.
	// Default: false.
	TokenExact *bool
}

func (p *CodeArtifactProps) put(options option.Table, faults *fault.List) {
	name := value(p.DomainName, "")
	if p.Domain != nil {
		name = *p.Domain.AttrName()
		if p.DomainName != nil && *p.DomainName != name {
			faults.Add("CodeArtifact.DomainName", *p.DomainName, "and {CodeArtifact.Domain} are two different domains", "set one of them")
		}
	}
	options.At("CodeArtifact.DomainName").Put(name)
	names := options.At("CodeArtifact.RepositoryNames")
	for _, repository := range given(faults, "CodeArtifact.Repositories", p.Repositories) {
		names.Put(append(names.Get().([]string), *repository.AttrName()))
	}
	options.At("CodeArtifact.TokenDuration").Put(tokenSeconds(faults, "CodeArtifact.TokenDuration", p.TokenDuration))
}

func (p *CodeArtifactReadProps) put(options option.Table, faults *fault.List) {
	(&CodeArtifactProps{DomainName: p.DomainName, Domain: p.Domain, Repositories: p.Repositories, TokenDuration: p.TokenDuration}).put(options, faults)
}

func domainTarget(s awscodeartifact.CfnDomain) target {
	t := target{addStatement: documentOf(s.PermissionsPolicyDocument, s.SetPermissionsPolicyDocument)}
	for _, name := range domainNames(s) {
		t.stores = append(t.stores, resource.CodeArtifactDomain{DomainName: name})
	}
	return t
}

// domainNames returns what a domain is called, and the token that stands for it.
func domainNames(s awscodeartifact.CfnDomain) []string {
	return []string{*s.DomainName(), *s.AttrName()}
}

func packagesTarget(s awscodeartifact.CfnRepository) target {
	t := target{addStatement: documentOf(s.PermissionsPolicyDocument, s.SetPermissionsPolicyDocument)}
	domains := []string{*s.DomainName()}
	if domain := domainBehind(s.DomainName()); domain != nil {
		domains = domainNames(domain)
	}
	for _, domain := range domains {
		for _, name := range []string{*s.RepositoryName(), *s.AttrName()} {
			t.stores = append(t.stores, resource.CodeArtifactRepository{DomainName: domain, RepositoryName: name})
		}
	}
	if s.DomainOwner() != nil {
		t.account = *s.DomainOwner()
	}
	return t
}

// domainBehind returns the domain of the app whose attribute a name is, nil for
// any other name.
func domainBehind(name *string) awscodeartifact.CfnDomain {
	if length := token.Length(*name); length == 0 || length < len(*name) {
		return nil
	}
	behind := awscdk.Tokenization_ReverseCompleteString(name)
	if !*awscdk.Reference_IsReference(behind) {
		return nil
	}
	var reference awscdk.Reference
	jsii.UnsafeCast(behind, &reference)
	if target := reference.Target(); *awscodeartifact.CfnDomain_IsCfnDomain(target) {
		var domain awscodeartifact.CfnDomain
		jsii.UnsafeCast(target, &domain)
		return domain
	}
	return nil
}

// documentOf returns how to add a statement to a property that holds a whole
// policy: none, one that CDK knows, or one as JSON.
func documentOf(get func() any, set func(any)) func(policy.Statement) bool {
	return func(p policy.Statement) bool {
		var document awsiam.PolicyDocument
		switch present := get().(type) {
		case nil:
			document = awsiam.NewPolicyDocument(nil)
			set(document)
		case awsiam.PolicyDocument:
			document = present
		case map[string]any:
			document = awsiam.PolicyDocument_FromJson(present)
			set(document)
		default:
			return false
		}
		document.AddStatements(awsiam.PolicyStatement_FromJson(p.Map()))
		return true
	}
}
