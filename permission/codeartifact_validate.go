package permission

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
)

func (c *CodeArtifact) validate(faults *fault.List, _ Environment, dev bool) {
	validateDomain(faults, "CodeArtifact", c.DomainName, c.AccountID, c.Region, "name the domain, or leave {CodeArtifact} unset to grant nothing there")
	seen := []Domain{{c.DomainName, c.AccountID, c.Region}}
	for option, d := range fault.EachIn(faults, "CodeArtifact.Domains", c.Domains) {
		validateDomain(faults, option, d.DomainName, d.AccountID, d.Region, "name the domain, or leave it out")
		if d.DomainName != "" && slices.Contains(seen, d) {
			faults.Add(option+".DomainName", d.DomainName, "is named before", "leave it out, or say in which account and region it is")
		}
		seen = append(seen, d)
	}
	c.repositories().validate(faults, aws.CodeArtifactRepository, !dev || c.DevRepositoryNames == nil)
	aws.CodeArtifactRepository.CheckPatterns(faults, "CodeArtifact.DevRepositoryNames", c.DevRepositoryNames)
	if slices.Contains(c.DevRepositoryNames, "*") {
		faults.Add("CodeArtifact.DevRepositoryNames", "*", "is every repository, those of releases included", "name the repositories of dev releases")
	}
	c.validateFormats(faults)
	c.validatePublishOnly(faults)
	aws.CodeArtifactNamespace.CheckPatterns(faults, "CodeArtifact.Namespaces", c.Namespaces)
	aws.CodeArtifactPackage.CheckPatterns(faults, "CodeArtifact.Packages", c.Packages)
	c.validatePromotion(faults)
	if c.TokenDuration != 0 {
		aws.CheckTokenSeconds(faults, "CodeArtifact.TokenDuration", c.TokenDuration)
	}
}

func validateDomain(faults *fault.List, option, name, account, region, remedy string) {
	aws.CodeArtifactDomain.CheckNeeded(faults, option+".DomainName", name, remedy)
	aws.AccountID.CheckSet(faults, option+".AccountId", account)
	aws.Region.CheckSet(faults, option+".Region", region)
}

func (c *CodeArtifact) validateFormats(faults *fault.List) {
	if c.Formats == nil {
		return // as of most of a registry's rows
	}
	known := slices.Sorted(maps.Keys(codeArtifactFormats))
	fault.CheckChoices(faults, "CodeArtifact.Formats", c.Formats, known, "is not a format of CodeArtifact", "use one of "+strings.Join(known, ", "))
	for option, format := range fault.Each("CodeArtifact.Formats", c.Formats) {
		if namespaces, known := codeArtifactFormats[format]; known && !namespaces && len(c.Namespaces) > 0 {
			faults.Add(option, format, "has no namespaces, so {CodeArtifact.Namespaces} would leave none of its packages", "leave one of the two out, or use a publisher for each")
		}
	}
}

func (c *CodeArtifact) validatePublishOnly(faults *fault.List) {
	switch {
	case !c.PublishOnly:
	case len(c.Formats) == 0:
		faults.Add("CodeArtifact.PublishOnly", "true", "means nothing without {CodeArtifact.Formats}, because Maven is then among the formats, and reads", "name the formats")
	case !c.hasFormat("npm") && (!c.hasFormat("pypi") || c.readsAnyway()):
		faults.Add("CodeArtifact.PublishOnly", "true", "takes nothing away from {CodeArtifact.Formats} "+strings.Join(c.Formats, ", "), "leave it out")
	}
}

// readsAnyway reports whether there is a format whose clients can't publish
// without reading.
func (c *CodeArtifact) readsAnyway() bool {
	return c.hasFormat("maven") || c.hasFormat("nuget") || c.hasFormat("cargo")
}

func (c *CodeArtifact) validatePromotion(faults *fault.List) {
	aws.CodeArtifactRepository.Literal().CheckPatterns(faults, "CodeArtifact.PromoteFrom", c.PromoteFrom)
	if len(c.PromoteFrom) == 0 {
		return
	}
	if len(c.RepositoryNames) == 0 {
		faults.Add("CodeArtifact.PromoteFrom", strings.Join(c.PromoteFrom, ", "), "has nowhere to promote to, because {CodeArtifact.RepositoryNames} names no repository", "name the repositories of releases there")
	}
	if name, found := aws.Overlap(c.PromoteFrom, c.RepositoryNames); found {
		faults.Add("CodeArtifact.PromoteFrom", name, "is a repository of {CodeArtifact.RepositoryNames} too, so nothing would be promoted", "name the repository that versions come from")
	}
}

// need concerns a domain that is where the environment says.
func (c *CodeArtifact) need(faults *fault.List, env Environment) {
	if slices.ContainsFunc(c.domains(Environment{}), func(d Domain) bool { return d.AccountID == "" || d.Region == "" }) {
		env.needIn(faults, perRegion)
	}
}

func (c *CodeArtifact) notices(all *fault.Notices, dev bool) {
	switch {
	case !dev:
		c.ofRepositories(all)
		c.ofPackages(all)
	case c.DevRepositoryNames != nil:
		c.ofDomains(all)
		if name, found := c.repositories().overlap(c.DevRepositoryNames); found {
			all.Warn("codeartifact-dev-shares-repositories", "{CodeArtifact.DevRepositoryNames} "+strconv.Quote(name)+
				" has repositories of releases among its own, so a dev publisher may publish versions there; let the two begin differently")
		}
		lookalike.Names(all, "codeartifact-repository-look-alikes", "CodeArtifact.DevRepositoryNames", c.DevRepositoryNames, "-*")
		c.ofPackages(all)
	}
}

// ofDomains are the notices of domains and of the tokens for them.
func (c *CodeArtifact) ofDomains(all *fault.Notices) {
	all.Add(aws.UnknownRegion("CodeArtifact.Region", c.Region)...)
	for option, d := range fault.Each("CodeArtifact.Domains", c.Domains) {
		all.Add(aws.UnknownRegion(option+".Region", d.Region)...)
	}
	if c.TokenDuration != 0 && c.TokenDuration < aws.MaxTokenSeconds {
		all.Warn("codeartifact-token-duration", "{CodeArtifact.TokenDuration} "+strconv.Itoa(c.TokenDuration)+
			" refuses clients that name no duration, because they ask for 43,200 seconds; let them pass --duration-seconds "+strconv.Itoa(c.TokenDuration)+" or 0")
	}
}

// ofRepositories are the notices of releases that reading has too.
func (c *CodeArtifact) ofRepositories(all *fault.Notices) {
	c.ofDomains(all)
	c.repositories().notices(all, "codeartifact-every-repository", "every repository of the CodeArtifact domain")
	lookalike.Names(all, "codeartifact-repository-look-alikes", "CodeArtifact.RepositoryNames", c.RepositoryNames, "-*")
}

// ofPublishOnly tells what stops.
func (c *CodeArtifact) ofPublishOnly(all *fault.Notices) {
	if !c.PublishOnly {
		return
	}
	var stops []string
	if c.hasFormat("npm") && !c.readsAnyway() {
		stops = append(stops, `"changeset publish"`, `"pnpm publish --recursive"`, `"yarn npm publish --tolerate-republish"`)
	}
	if c.hasFormat("npm") {
		stops = append(stops, `"npm dist-tag"`, `"npm deprecate"`)
	}
	if c.hasFormat("pypi") && !c.readsAnyway() {
		stops = append(stops, `"uv publish --check-url"`)
	}
	text := "{CodeArtifact.PublishOnly} stops " + strings.Join(stops, ", ")
	if c.hasFormat("npm") && !c.readsAnyway() {
		text += `; "npm publish" goes on, and moves "latest" back to an older version without a word`
	}
	all.Warn("codeartifact-publish-only", text)
}

// ofPackages tells of packages that the policy covers without their names.
func (c *CodeArtifact) ofPackages(all *fault.Notices) {
	c.ofPublishOnly(all)
	var unset []string
	for _, o := range []struct {
		path, what string
		names      []string
	}{{"Formats", "format", c.Formats}, {"Namespaces", "namespace", c.Namespaces}, {"Packages", "name", c.Packages}} {
		if o.names == nil {
			unset = append(unset, "every "+o.what+" because {CodeArtifact."+o.path+"} is unset")
		}
	}
	if len(unset) > 0 {
		all.Note("codeartifact-every-package", "the policy covers packages of "+strings.Join(unset, ", of ")+", in each of its repositories")
	}
	lookalike.Names(all, "codeartifact-namespace-look-alikes", "CodeArtifact.Namespaces", c.Namespaces, ".*")
}
