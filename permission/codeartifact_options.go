package permission

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

func (c *CodeArtifact) options() option.Table {
	return option.Table{
		{Path: "CodeArtifact.DomainName", Value: "NAME", Example: "acme", Unset: "nothing is granted there",
			Parameter: &option.Parameter{Group: option.Where, Pattern: `[a-z][a-z0-9-]{0,48}[a-z0-9]`, Constraint: "must be the name of a domain, or empty"},
			Field:     &c.DomainName,
			About:     "CodeArtifact domain that packages go to; ignored with {Dev}, unless {CodeArtifact.DevRepositoryNames} is given"},
		{Path: "CodeArtifact.AccountId", Value: "ID", Example: "123456789012", Unset: "{AccountId}",
			Parameter: &option.Parameter{Group: option.Where, Pattern: `[0-9]{12}`, Constraint: "must be twelve digits, or empty"},
			Field:     &c.AccountID,
			About:     "account of the domain"},
		{Path: "CodeArtifact.Region", Value: "REGION", Example: "eu-west-1", Unset: "{Region}",
			Parameter: &option.Parameter{Group: option.Where, Pattern: `[a-z]{2}(-[a-z]+)+-[0-9]{1,2}`, Constraint: "must be the code of a region, or empty"},
			Field:     &c.Region, About: "region of the domain"},
		{Path: "CodeArtifact.Domains", Flag: "codeartifact-extra-domain", Value: "ARN", Example: "arn:aws:codeartifact:eu-west-1:123456789012:domain/tools", NoParameter: oneText, Field: domainTexts(&c.Domains),
			About: "further domain, by its ARN"},
		{Path: "CodeArtifact.RepositoryNames", Group: "repositories of CodeArtifact", Value: "NAME", Example: "maven,npm", Unset: "none",
			Parameter: &option.Parameter{About: "Repository of the domain that packages go to; * for all of them", Group: option.Where, Pattern: `[A-Za-z0-9][A-Za-z0-9._-]{1,99}|\*`, Constraint: "must be the name of a CodeArtifact repository, or *"},
			Field:     &c.RepositoryNames,
			About:     "repository that packages go to, where * at the end is any characters"},
		{Path: "CodeArtifact.EveryRepository", Group: "repositories of CodeArtifact", NoParameter: "CodeArtifactRepository is * for all of them", Field: &c.EveryRepository, About: "let packages go to every repository of the domain, without {CodeArtifact.RepositoryNames}"},
		{Path: "CodeArtifact.DevRepositoryNames", Value: "NAME", Example: "maven-dev", Unset: "none", NoParameter: ofDev, Field: &c.DevRepositoryNames,
			About: "repository that a dev publisher publishes to; ignored without {Dev}"},
		{Path: "CodeArtifact.Formats", Value: "FORMAT", Choices: []string{"cargo", "generic", "maven", "npm", "nuget", "pypi", "ruby", "swift"}, Example: "maven,npm", Unset: "all", NoParameter: "which actions a format needs follows from its value, which only the deployment knows", Field: &c.Formats,
			About: "format of packages: cargo, generic, maven, npm, nuget, pypi, ruby or swift"},
		{Path: "CodeArtifact.PublishOnly", NoParameter: "it needs CodeArtifact.Formats", Field: &c.PublishOnly,
			About: "leave out reading, and metadata of npm, which npm publish and twine upload do without, and changesets, pnpm -r, npm dist-tag and uv --check-url do not"},
		{Path: "CodeArtifact.Namespaces", Value: "NAME", Example: "com.acme.*", Unset: "all",
			Parameter: &option.Parameter{Group: option.How, Pattern: `[A-Za-z0-9][A-Za-z0-9._-]{0,99}`, Constraint: "must be a namespace, without @ and wildcards, or empty"},
			Field:     &c.Namespaces,
			About:     "namespace of packages, such as a group id, where * at the end is any characters"},
		{Path: "CodeArtifact.Packages", Value: "NAME", Example: "app", Unset: "all",
			Parameter: &option.Parameter{Group: option.How, Pattern: `[A-Za-z0-9][A-Za-z0-9._-]{0,99}`, Constraint: "must be the name of a package without its namespace, without wildcards, or empty"},
			Field:     &c.Packages,
			About:     "name of a package without its namespace, where * at the end is any characters"},
		{Path: "CodeArtifact.PromoteFrom", Value: "NAME", Example: "staging", NoParameter: oneText, Field: &c.PromoteFrom,
			About: "repository that package versions may be copied from, to {CodeArtifact.RepositoryNames}; ignored with {Dev}"},
		{Path: "CodeArtifact.TokenDuration", Flag: "token-duration", Value: "SECONDS", Example: "3600", NoParameter: "the core takes a number, which only the deployment would know", Field: &c.TokenDuration,
			About: "longest lifetime of a CodeArtifact token, 900 to 43200; clients that name none ask for 43200"},
	}.Need("CodeArtifact.DomainName")
}

func domainTexts(all *[]Domain) *option.Parsed {
	return &option.Parsed{Target: all, Read: func(texts []string) fault.List {
		*all = nil
		var faults fault.List
		for _, text := range texts {
			arn, ok := aws.ParseARN(text)
			if !ok || arn.Service != "codeartifact" || arn.Region == "" || arn.Account == "" || arn.Type() != "domain" {
				faults.Add("", text, "is not the ARN of a CodeArtifact domain", `write it whole, such as "arn:aws:codeartifact:eu-west-1:111122223333:domain/my-company"`)
				continue
			}
			*all = append(*all, Domain{DomainName: arn.Name(), AccountID: arn.Account, Region: arn.Region})
		}
		return faults
	}}
}
