package permission_test

import "github.com/cipublisher/cipublisher/permission"

const domainRemedy = "is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen"

var invalidCodeArtifact = []invalid{
	{"no domain", domain(""), []string{"CodeArtifact.DomainName is missing; name the domain, or leave CodeArtifact unset to grant nothing there"}},
	{"domain of one letter", domain("a"), []string{`CodeArtifact.DomainName "a" ` + domainRemedy}},
	{"domain of 51 letters", domain(long[:51]), []string{`CodeArtifact.DomainName "` + long[:51] + `" ` + domainRemedy}},
	{"domain in upper case", domain("Acme"), []string{`CodeArtifact.DomainName "Acme" ` + domainRemedy}},
	{"domain that begins with a digit", domain("1acme"), []string{`CodeArtifact.DomainName "1acme" ` + domainRemedy}},
	{"domain that ends with a hyphen", domain("acme-"), []string{`CodeArtifact.DomainName "acme-" ` + domainRemedy}},
	{"domain with dot", domain("acme.com"), []string{`CodeArtifact.DomainName "acme.com" ` + domainRemedy}},
	{"domain and repository in one", domain("acme/maven"), []string{`CodeArtifact.DomainName "acme/maven" ` + domainRemedy}},
	{"wildcard domain", domain("*"), []string{`CodeArtifact.DomainName "*" ` + domainRemedy}},
	{"wildcard beside a domain token", domain("${Token[TOKEN.11]}*"), []string{`CodeArtifact.DomainName "${Token[TOKEN.11]}*" ` + domainRemedy}},
	{"domain's ARN", domain("arn:aws:codeartifact:eu-west-1:111122223333:domain/acme"), []string{`CodeArtifact.DomainName "arn:aws:codeartifact:eu-west-1:111122223333:domain/acme" ` + domainRemedy}},
	{"domain twice", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Domains = []permission.Domain{{DomainName: "acme"}}
	}, []string{
		`CodeArtifact.Domains[0].DomainName "acme" is named before; leave it out, or say in which account and region it is`,
	}},
	{"further domain elsewhere that is wrong in every part", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Domains = []permission.Domain{{DomainName: "A", AccountID: "1", Region: "x"}, {}}
	}, []string{
		`CodeArtifact.Domains[0].DomainName "A" is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen`,
		`CodeArtifact.Domains[0].AccountId "1" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`,
		`CodeArtifact.Domains[0].Region "x" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`,
		`CodeArtifact.Domains[1].DomainName is missing; name the domain, or leave it out`,
	}},
	{"domain in an account that is none", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.AccountID, p.CodeArtifact.Region = "acme", "Ireland"
	}, []string{
		`CodeArtifact.AccountId "acme" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`,
		`CodeArtifact.Region "Ireland" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`,
	}},
	{"package repository of one letter", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.RepositoryNames = []string{"m"}
	}, []string{
		`CodeArtifact.RepositoryNames[0] "m" is not the name of a CodeArtifact repository; use 2 to 100 letters, digits, dots, hyphens and underscores, or end with "*"`,
	}},
	{"package repository with its domain", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.RepositoryNames = []string{"acme/maven"}
	}, []string{
		`CodeArtifact.RepositoryNames[0] "acme/maven" is not the name of a CodeArtifact repository; use 2 to 100 letters, digits, dots, hyphens and underscores, or end with "*"`,
	}},
	{"every repository in dev mode", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.DevRepositoryNames = []string{"*"}
	}, []string{
		`CodeArtifact.DevRepositoryNames "*" is every repository, those of releases included; name the repositories of dev releases`,
	}},
	{"unknown format", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Formats = []string{"docker"}
	}, []string{
		`CodeArtifact.Formats[0] "docker" is not a format of CodeArtifact; use one of cargo, generic, maven, npm, nuget, pypi, ruby, swift`,
	}},
	{"format twice", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Formats = []string{"npm", "npm"}
	}, []string{
		`CodeArtifact.Formats[1] "npm" is named before; leave it out`,
	}},
	{"namespaces of a format that has none", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Formats, p.CodeArtifact.Namespaces = []string{"maven", "pypi"}, []string{"com.acme"}
	}, []string{
		`CodeArtifact.Formats[1] "pypi" has no namespaces, so CodeArtifact.Namespaces would leave none of its packages; leave one of the two out, or use a publisher for each`,
	}},
	{"publishing only, of every format", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.PublishOnly = true
	}, []string{
		`CodeArtifact.PublishOnly "true" means nothing without CodeArtifact.Formats, because Maven is then among the formats, and reads; name the formats`,
	}},
	{"publishing only, of formats that read nothing", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Formats, p.CodeArtifact.PublishOnly = []string{"generic"}, true
	}, []string{
		`CodeArtifact.PublishOnly "true" takes nothing away from CodeArtifact.Formats generic; leave it out`,
	}},
	{"publishing only, beside a format that can't do without reading", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Formats, p.CodeArtifact.PublishOnly = []string{"cargo", "pypi"}, true
	}, []string{
		`CodeArtifact.PublishOnly "true" takes nothing away from CodeArtifact.Formats cargo, pypi; leave it out`,
	}},
	{"scope with its at sign", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Namespaces = []string{"@acme"}
	}, []string{
		`CodeArtifact.Namespaces[0] "@acme" begins with "@", which CodeArtifact leaves out of npm scopes; write "acme"`,
	}},
	{"package with its namespace", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Packages = []string{"acme/app"}
	}, []string{
		`CodeArtifact.Packages[0] "acme/app" holds "/", which divides the parts of a package; name namespaces in CodeArtifact.Namespaces and packages in CodeArtifact.Packages`,
	}},
	{"package with a space", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.Packages = []string{"my app"}
	}, []string{
		`CodeArtifact.Packages[0] "my app" is not the name of a package; write the name without its namespace, such as "app", or end with "*"`,
	}},
	{"promotion to nowhere", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.PromoteFrom = []string{"staging"}
	}, []string{
		`CodeArtifact.PromoteFrom "staging" has nowhere to promote to, because CodeArtifact.RepositoryNames names no repository; name the repositories of releases there`,
	}},
	{"promotion within a repository", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.RepositoryNames, p.CodeArtifact.PromoteFrom = []string{"release"}, []string{"release"}
	}, []string{
		`CodeArtifact.PromoteFrom "release" is a repository of CodeArtifact.RepositoryNames too, so nothing would be promoted; name the repository that versions come from`,
	}},
	{"promotion from every repository", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.RepositoryNames, p.CodeArtifact.PromoteFrom = []string{"release"}, []string{"*"}
	}, []string{
		`CodeArtifact.PromoteFrom[0] "*" holds "*", where one name is meant; write the names out`,
		`CodeArtifact.PromoteFrom "*" is a repository of CodeArtifact.RepositoryNames too, so nothing would be promoted; name the repository that versions come from`,
	}},
	{"token that lives too short", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.TokenDuration = 899
	}, []string{
		`CodeArtifact.TokenDuration "899" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`,
	}},
	{"token that lives too long", func(p *permission.Publisher, _ *permission.Environment) {
		p.CodeArtifact.TokenDuration = 43201
	}, []string{
		`CodeArtifact.TokenDuration "43201" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`,
	}},
}
