package permission

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
)

// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateDomain.html
var (
	domainShape      = lazyregexp.New(`^[a-z][a-z0-9-]{0,48}[a-z0-9]$`)
	domainCharacters = lazyregexp.New(`^[a-z0-9-]*$`)
)

// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateRepository.html
var codeArtifactRepositoryRule = nameRule{
	thing:      "the name of a CodeArtifact repository",
	shape:      lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$`),
	beginning:  lazyregexp.New(`^([A-Za-z0-9][A-Za-z0-9._-]{0,98})?$`),
	characters: lazyregexp.New(`^[A-Za-z0-9._-]*$`),
	remedy:     `use 2 to 100 letters, digits, dots, hyphens and underscores, or end with "*"`,
}

// Of names of packages and namespaces CodeArtifact says only what they can't
// hold; which of those a format takes is the format's own rule.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_PublishPackageVersion.html
var (
	packageRule   = partRule("the name of a package", `write the name without its namespace, such as "app", or end with "*"`)
	namespaceRule = partRule("a namespace", `write it without the name of a package, such as "com.acme", or end with "*"`)
)

func partRule(thing, remedy string) nameRule {
	return nameRule{
		thing:      thing,
		shape:      lazyregexp.New(`^[!-"$-).0-~,+-]{1,255}$`),
		beginning:  lazyregexp.New(`^[!-"$-).0-~,+-]{0,254}$`),
		characters: lazyregexp.New(`^[!-"$-).0-~,+-]*$`),
		remedy:     remedy,
		mistake: func(name string) (problem, remedy string) {
			switch {
			case strings.HasPrefix(name, "@"):
				return "begins with \"@\", which CodeArtifact leaves out of npm scopes", "write " + strconv.Quote(strings.TrimPrefix(name, "@"))
			case strings.Contains(name, "/"):
				return "holds \"/\", which divides the parts of a package", "name namespaces in {CodeArtifact.Namespaces} and packages in {CodeArtifact.Packages}"
			}
			return "", ""
		},
	}
}

// Limits of CodeArtifact's tokens, in seconds.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_GetAuthorizationToken.html
const (
	minTokenSeconds = 900
	maxTokenSeconds = 43200
)

func (c *CodeArtifact) validate(faults *fault.List) {
	validateDomain(faults, "CodeArtifact", c.DomainName, c.AccountID, c.Region, "name the domain, or leave {CodeArtifact} unset to grant nothing there")
	seen := []Domain{{c.DomainName, c.AccountID, c.Region}}
	for i, d := range c.Domains {
		option := "CodeArtifact.Domains[" + strconv.Itoa(i) + "]"
		validateDomain(faults, option, d.DomainName, d.AccountID, d.Region, "name the domain, or leave it out")
		if d.DomainName != "" && slices.Contains(seen, d) {
			faults.Add(option+".DomainName", d.DomainName, "is named before", "leave it out, or say in which account and region it is")
		}
		seen = append(seen, d)
	}
	validateNames(faults, "CodeArtifact.RepositoryNames", c.RepositoryNames, codeArtifactRepositoryRule)
	validateNames(faults, "CodeArtifact.DevRepositoryNames", c.DevRepositoryNames, codeArtifactRepositoryRule)
	if slices.Contains(c.DevRepositoryNames, "*") {
		faults.Add("CodeArtifact.DevRepositoryNames", "*", "is every repository, those of releases included", "name the repositories of dev releases")
	}
	c.validateFormats(faults)
	validateNames(faults, "CodeArtifact.Namespaces", c.Namespaces, namespaceRule)
	validateNames(faults, "CodeArtifact.Packages", c.Packages, packageRule)
	c.validatePromotion(faults)
	if t := c.TokenDuration; t != 0 && (t < minTokenSeconds || t > maxTokenSeconds) {
		faults.Add("CodeArtifact.TokenDuration", strconv.Itoa(t), "is not a lifetime that CodeArtifact gives a token", "choose 900 to 43,200 seconds")
	}
}

func validateDomain(faults *fault.List, option, name, account, region, remedy string) {
	switch {
	case name == "":
		faults.Add(option+".DomainName", "", "is missing", remedy)
	case !fits(name, domainShape, domainCharacters):
		faults.Add(option+".DomainName", name, "is not a CodeArtifact domain name",
			"use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen")
	}
	if account != "" && !fits(account, accountShape, accountCharacters) {
		faults.Add(option+".AccountId", account, "is not an AWS account id", "write its twelve digits, without hyphens or spaces, leading zeros included")
	}
	if region != "" && !fits(region, regionShape, regionCharacters) {
		faults.Add(option+".Region", region, "is not the code of an AWS region", `write a code such as "eu-west-1", lower case and without an availability zone's letter`)
	}
}

func (c *CodeArtifact) validateFormats(faults *fault.List) {
	for i, format := range c.Formats {
		option := "CodeArtifact.Formats[" + strconv.Itoa(i) + "]"
		namespaces, known := codeArtifactFormats[format]
		switch {
		case !known:
			faults.Add(option, format, "is not a format of CodeArtifact", "use one of "+strings.Join(slices.Sorted(maps.Keys(codeArtifactFormats)), ", "))
		case slices.Index(c.Formats, format) < i:
			faults.Add(option, format, "is named before", "leave it out")
		case !namespaces && len(c.Namespaces) > 0:
			faults.Add(option, format, "has no namespaces, so {CodeArtifact.Namespaces} would leave none of its packages", "leave one of the two out, or use a publisher for each")
		}
	}
}

func (c *CodeArtifact) validatePromotion(faults *fault.List) {
	rule := codeArtifactRepositoryRule
	rule.literal = true
	validateNames(faults, "CodeArtifact.PromoteFrom", c.PromoteFrom, rule)
	if len(c.PromoteFrom) == 0 {
		return
	}
	if len(c.RepositoryNames) == 0 {
		faults.Add("CodeArtifact.PromoteFrom", strings.Join(c.PromoteFrom, ", "), "has nowhere to promote to, because {CodeArtifact.RepositoryNames} names no repository", "name the repositories of releases there")
	}
	if name, found := overlap(c.PromoteFrom, c.RepositoryNames); found {
		faults.Add("CodeArtifact.PromoteFrom", name, "is a repository of {CodeArtifact.RepositoryNames} too, so nothing would be promoted", "name the repository that versions come from")
	}
}

// needsEnvironment reports whether a domain is where the environment says.
func (c *CodeArtifact) needsEnvironment() bool {
	return slices.ContainsFunc(c.domains(Environment{}), func(d Domain) bool { return d.AccountID == "" || d.Region == "" })
}

func (c *CodeArtifact) notices(dev bool) []fault.Notice {
	if dev && len(c.DevRepositoryNames) == 0 {
		return nil
	}
	var all []fault.Notice
	if c.TokenDuration != 0 && c.TokenDuration < maxTokenSeconds {
		all = append(all, fault.Notice{ID: "codeartifact-token-duration", Text: "{CodeArtifact.TokenDuration} " + strconv.Itoa(c.TokenDuration) +
			" refuses clients that name no duration, because they ask for 43,200 seconds; let them pass --duration-seconds " + strconv.Itoa(c.TokenDuration) + " or 0"})
	}
	if name, found := overlap(c.DevRepositoryNames, c.RepositoryNames); dev && found {
		all = append(all, fault.Notice{ID: "codeartifact-dev-shares-repositories", Text: "{CodeArtifact.DevRepositoryNames} " + strconv.Quote(name) +
			" has repositories of releases among its own, so a dev publisher may publish versions there; let the two begin differently"})
	}
	option := "CodeArtifact.RepositoryNames"
	if dev {
		option = "CodeArtifact.DevRepositoryNames"
	}
	all = append(all, lookalike.Names("codeartifact-repository-look-alikes", option, c.repositories(dev), "-*")...)
	return append(all, lookalike.Names("codeartifact-namespace-look-alikes", "CodeArtifact.Namespaces", c.Namespaces, ".*")...)
}
