package resource_test

import "github.com/cipublisher/cipublisher/resource"

const (
	digits    = " is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included"
	domainLaw = " is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen"
)

var refusedCodeArtifact = []refused{
	{"no domain", on(resource.CodeArtifactDomain{}), []string{"Store.DomainName is missing; name the domain"}},
	{"the domain of AWS's examples", on(resource.CodeArtifactDomain{DomainName: "my_domain"}), []string{`Store.DomainName "my_domain"` + domainLaw}},
	{"every domain", on(resource.CodeArtifactDomain{DomainName: "*"}), []string{`Store.DomainName "*"` + domainLaw}},
	{"a domain owner that differs", on(resource.CodeArtifactDomain{DomainName: "my-domain", DomainOwner: other}), []string{`Store.DomainOwner "123456789012" differs from AccountId, and the ARNs in the policies name the account that owns the domain; set AccountId to the owner of the domain`}},
	{"a domain owner that is a name", on(resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: "my-repo", DomainOwner: "acme"}), []string{`Store.DomainOwner "acme"` + digits}},
	{"no repository", on(resource.CodeArtifactRepository{DomainName: "my-domain"}), []string{"Store.RepositoryName is missing; name the repository; each has a policy of its own"}},
	{"every repository", on(resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: "*"}), []string{`Store.RepositoryName "*" is not the name of a CodeArtifact repository; use 2 to 100 letters, digits, dots, hyphens and underscores`}},
	{"an administrator that is a name", on(resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: "my-repo", AdministratorAccountID: "platform"}), []string{`Store.AdministratorAccountId "platform"` + digits}},
}
