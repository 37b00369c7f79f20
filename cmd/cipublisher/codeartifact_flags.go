package main

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
)

// codeArtifactFlags declares the flags of CodeArtifact and returns how to read
// them.
func codeArtifactFlags(flags *flagSet) func(*call) *permission.CodeArtifact {
	domain := flags.add(flag{
		name: "codeartifact-domain", value: "NAME", options: []string{"CodeArtifact", "CodeArtifact.DomainName"}, empty: true,
		about: "CodeArtifact domain that packages go to; without it or empty, nothing is granted there; ignored with --dev, unless --codeartifact-dev-repository is given",
	})
	account := flags.add(flag{
		name: "codeartifact-account-id", value: "ID", options: []string{"CodeArtifact.AccountId"},
		about: "account of the domain; without it, --account-id",
	})
	region := flags.add(flag{
		name: "codeartifact-region", value: "REGION", options: []string{"CodeArtifact.Region"},
		about: "region of the domain; without it, --region",
	})
	domains := flags.add(flag{
		name: "codeartifact-extra-domain", value: "ARN", repeatable: true,
		options: []string{"CodeArtifact.Domains", "CodeArtifact.Domains.DomainName", "CodeArtifact.Domains.AccountId", "CodeArtifact.Domains.Region"},
		about:   "further domain, by its ARN",
	})
	repositories := flags.add(flag{
		name: "codeartifact-repository", value: "NAME", options: []string{"CodeArtifact.RepositoryNames"}, repeatable: true,
		about: "repository that packages go to, where * at the end is any characters; without it, every repository of the domain",
	})
	devRepositories := flags.add(flag{
		name: "codeartifact-dev-repository", value: "NAME", options: []string{"CodeArtifact.DevRepositoryNames"}, repeatable: true,
		about: "repository that a dev publisher publishes to; without it, none; ignored without --dev",
	})
	formats := flags.add(flag{
		name: "codeartifact-format", value: "FORMAT", options: []string{"CodeArtifact.Formats"}, repeatable: true,
		about: "format of packages: cargo, generic, maven, npm, nuget, pypi, ruby or swift; without it, all",
	})
	namespaces := flags.add(flag{
		name: "codeartifact-namespace", value: "NAME", options: []string{"CodeArtifact.Namespaces"}, repeatable: true,
		about: "namespace of packages, such as a group id, where * at the end is any characters; without it, all",
	})
	packages := flags.add(flag{
		name: "codeartifact-package", value: "NAME", options: []string{"CodeArtifact.Packages"}, repeatable: true,
		about: "name of a package without its namespace, where * at the end is any characters; without it, all",
	})
	promoteFrom := flags.add(flag{
		name: "codeartifact-promote-from", value: "NAME", options: []string{"CodeArtifact.PromoteFrom"}, repeatable: true,
		about: "repository that package versions may be copied from, to --codeartifact-repository; ignored with --dev",
	})
	duration := flags.add(flag{
		name: "token-duration", value: "SECONDS", options: []string{"CodeArtifact.TokenDuration"},
		about: "longest lifetime of a CodeArtifact token, 900 to 43200; clients that name none ask for 43200",
	})
	return func(c *call) *permission.CodeArtifact {
		refuseWithout(c, domain, account, region, domains, repositories, devRepositories, formats, namespaces, packages, promoteFrom, duration)
		if domain.text() == "" {
			return nil
		}
		return &permission.CodeArtifact{
			DomainName: domain.text(), AccountID: account.text(), Region: region.text(), Domains: domainsOf(c, domains),
			RepositoryNames: repositories.list(), DevRepositoryNames: devRepositories.list(),
			Formats: formats.list(), Namespaces: namespaces.list(), Packages: packages.list(),
			PromoteFrom: promoteFrom.list(), TokenDuration: c.number(duration),
		}
	}
}

// domainsOf reads the domains of a list of ARNs.
func domainsOf(c *call, f *flag) []permission.Domain {
	var all []permission.Domain
	for _, text := range f.list() {
		arn, ok := aws.ParseARN(text)
		if !ok || arn.Service != "codeartifact" || arn.Region == "" || arn.Account == "" || arn.Type() != "domain" {
			if text != "" {
				c.faults.Add("--"+f.name, text, "is not the ARN of a CodeArtifact domain", `write it whole, such as "arn:aws:codeartifact:eu-west-1:111122223333:domain/my-company"`)
			}
			continue
		}
		all = append(all, permission.Domain{DomainName: arn.Name(), AccountID: arn.Account, Region: arn.Region})
	}
	return all
}
