package resource

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// CodeArtifactDomain is a domain of the environment's account and region. Its
// policy is the only place that can let another account have authorization
// tokens; it also holds for everything in the domain.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/domain-policies.html
type CodeArtifactDomain struct {
	// DomainName is the name of the domain. Required.
	DomainName string
	// DomainOwner is the account that owns the domain, where it is known from
	// elsewhere; it must be the environment's.
	DomainOwner string
	// Contents grants in the domain's policy what the sets allow on repositories
	// and packages too, so that repositories need no policies of their own.
	// Default: tokens alone.
	Contents bool
}

// CodeArtifactRepository is a repository of a domain of the environment's
// account and region.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
type CodeArtifactRepository struct {
	// DomainName is the name of the domain. Required.
	DomainName string
	// DomainOwner is the account that owns the domain, where it is known from
	// elsewhere; it must be the environment's.
	DomainOwner string
	// RepositoryName is the name of the repository. Required.
	RepositoryName string
	// AdministratorAccountID is the account that made the repository. Its
	// principals need nothing from the repository either. Default: the owner of
	// the domain.
	AdministratorAccountID string
	// Packages are the only packages that may be published, where the grant is
	// for some of those that the sets allow. Default: all of those.
	Packages []Package
}

// Package is a package of a repository, or all packages of a format or of a
// namespace in it.
type Package struct {
	// Format of the package: one of Formats. Required.
	Format string
	// Namespace is a Maven group id, an npm scope without "@", a Swift scope or
	// the namespace of a generic package; the other formats have none. With
	// neither Namespace nor Name, the package is every package of the format.
	Namespace string
	// Name of the package. Empty is every package of the namespace.
	Name string
}

// format is what publishing packages of one format needs beside
// codeartifact:PublishPackageVersion.
type format struct {
	name string
	// namespaced formats have namespaces; in all others, and in packages
	// without one, the field is empty.
	namespaced bool
	// extras are the further actions that publishing needs.
	extras []string
}

// formats lists the package formats.
//
//   - https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html#package-publishing-permissions
//   - https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_PackageDescription.html
var formats = []format{
	{name: "cargo"},
	{name: "generic", namespaced: true},
	{name: "maven", namespaced: true, extras: []string{"codeartifact:PutPackageMetadata"}},
	{name: "npm", namespaced: true},
	{name: "nuget", extras: []string{"codeartifact:ReadFromRepository"}},
	{name: "pypi"},
	{name: "ruby"},
	{name: "swift", namespaced: true},
}

// Formats returns the names of the package formats that CodeArtifact knows.
func Formats() []string {
	all := make([]string, len(formats))
	for i, f := range formats {
		all[i] = f.name
	}
	return all
}

var (
	domainShape     = regexp.MustCompile(`^[a-z][a-z0-9-]{0,48}[a-z0-9]$`)
	repositoryShape = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$`)
	// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_PublishPackageVersion.html
	packagePart = regexp.MustCompile(`^[^#/\s*?${}]{1,255}$`)
)

func validateDomain(env permission.Environment, faults *fault.List, name, owner string) {
	switch {
	case name == "":
		faults.Add("Store.DomainName", "", "is missing", "name the domain")
	case !policy.HasToken(name) && !domainShape.MatchString(name):
		faults.Add("Store.DomainName", name, "is not a CodeArtifact domain name", "use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen")
	}
	switch {
	case owner == "" || policy.HasToken(owner) || policy.HasToken(env.AccountID):
	case !accountShape.MatchString(owner):
		faults.Add("Store.DomainOwner", owner, "is not an AWS account id", "write its twelve digits, without hyphens or spaces, leading zeros included")
	case owner != env.AccountID:
		faults.Add("Store.DomainOwner", owner, "differs from {AccountId}, and the ARNs in the policies name the account that owns the domain", "set {AccountId} to the owner of the domain")
	}
}

func (d CodeArtifactDomain) validate(env permission.Environment, faults *fault.List) {
	validateDomain(env, faults, d.DomainName, d.DomainOwner)
}

func (d CodeArtifactDomain) restrict(env permission.Environment, s policy.Statement) []policy.Statement {
	if !ofService(s, "codeartifact") {
		return nil
	}
	var all []policy.Statement
	if covers(s, arn(env, "codeartifact", "domain/"+d.DomainName)) {
		// The domain is implied in its own policy.
		all = append(all, withResources(s, "*"))
	}
	if d.Contents {
		contents := slices.DeleteFunc(slices.Clone(s.Resources), func(r string) bool {
			return !strings.HasPrefix(r, arn(env, "codeartifact", "repository/"+d.DomainName+"/")) &&
				!strings.HasPrefix(r, arn(env, "codeartifact", "package/"+d.DomainName+"/"))
		})
		if len(contents) > 0 {
			all = append(all, withResources(s, contents...))
		}
	}
	return all
}

func (d CodeArtifactDomain) owners(env permission.Environment) []string {
	return []string{env.AccountID}
}
func (d CodeArtifactDomain) describe() string {
	return "CodeArtifact domain " + quoted([]string{d.DomainName})
}

func (d CodeArtifactDomain) notices([]string) []fault.Notice {
	if d.Contents {
		return nil
	}
	return []fault.Notice{{ID: "codeartifact-repository-policy", Note: true,
		Text: "the domain's policy lets the principals have tokens; what they do with them must be allowed by the policy of each repository, or by this one with {Store.Contents}"}}
}

func (r CodeArtifactRepository) validate(env permission.Environment, faults *fault.List) {
	validateDomain(env, faults, r.DomainName, r.DomainOwner)
	switch {
	case r.RepositoryName == "":
		faults.Add("Store.RepositoryName", "", "is missing", "name the repository; each has a policy of its own")
	case !policy.HasToken(r.RepositoryName) && !repositoryShape.MatchString(r.RepositoryName):
		faults.Add("Store.RepositoryName", r.RepositoryName, "is not the name of one CodeArtifact repository", "use 2 to 100 letters, digits and the characters . _ -, beginning with a letter or digit")
	}
	if a := r.AdministratorAccountID; a != "" && !policy.HasToken(a) && !accountShape.MatchString(a) {
		faults.Add("Store.AdministratorAccountID", a, "is not an AWS account id", "write its twelve digits, without hyphens or spaces, leading zeros included")
	}
	for i, p := range r.Packages {
		p.validate("Store.Packages["+string(rune('0'+i%10))+"]", faults)
	}
}

func (p Package) validate(option string, faults *fault.List) {
	f, known := formatNamed(p.Format)
	switch {
	case p.Format == "":
		faults.Add(option+".Format", "", "is missing", "use one of "+strings.Join(Formats(), ", "))
	case !known:
		faults.Add(option+".Format", p.Format, "is not a format of CodeArtifact", "use one of "+strings.Join(Formats(), ", "))
	case p.Namespace != "" && !f.namespaced:
		faults.Add(option+".Namespace", p.Namespace, "is set, but packages of format "+p.Format+" have no namespace", "leave it out")
	}
	if strings.HasPrefix(p.Namespace, "@") {
		faults.Add(option+".Namespace", p.Namespace, `begins with "@", which is not part of a scope`, "write "+quoted([]string{p.Namespace[1:]}))
		return
	}
	for _, part := range []struct{ name, value string }{{"Namespace", p.Namespace}, {"Name", p.Name}} {
		if part.value != "" && !policy.HasToken(part.value) && !packagePart.MatchString(part.value) {
			faults.Add(option+"."+part.name, part.value, "has characters that no package has in it, or that IAM reads as a pattern", "write the "+strings.ToLower(part.name)+" alone")
		}
	}
}

func formatNamed(name string) (format, bool) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	if i < 0 {
		return format{}, false
	}
	return formats[i], true
}

// pattern is the end of the package's ARN: FORMAT/NAMESPACE/NAME.
func (p Package) pattern() string {
	switch {
	case p.Name != "":
		return p.Format + "/" + p.Namespace + "/" + p.Name
	case p.Namespace != "":
		return p.Format + "/" + p.Namespace + "/*"
	}
	return p.Format + "/*"
}

// publish is the action that packages are granted for.
const publish = "codeartifact:PublishPackageVersion"

// extras are the actions that only some formats need to publish.
func extras() []string {
	var all []string
	for _, f := range formats {
		all = append(all, f.extras...)
	}
	return all
}

func (r CodeArtifactRepository) restrict(env permission.Environment, s policy.Statement) []policy.Statement {
	if !ofService(s, "codeartifact") {
		return nil
	}
	var all []policy.Statement
	if covers(s, arn(env, "codeartifact", "repository/"+r.DomainName+"/"+r.RepositoryName)) {
		// The repository is implied in its own policy.
		all = append(all, withResources(s, "*"))
	}
	if patterns := r.patterns(env, s); len(patterns) > 0 {
		all = append(all, r.packages(env, s, patterns)...)
	}
	return all
}

// patterns returns what a statement's resources say of the repository's
// packages: the ends of their ARNs.
func (r CodeArtifactRepository) patterns(env permission.Environment, s policy.Statement) []string {
	var all []string
	for _, resource := range s.Resources {
		rest, found := strings.CutPrefix(resource, arn(env, "codeartifact", "package/"+r.DomainName+"/"))
		if !found {
			continue
		}
		repository, pattern, _ := strings.Cut(rest, "/")
		if beginning, open := strings.CutSuffix(repository, "*"); open && strings.HasPrefix(r.RepositoryName, beginning) {
			repository = r.RepositoryName
			if pattern == "" {
				pattern = "*" // the repository's "*" spans the packages too
			}
		}
		if repository == r.RepositoryName && pattern != "" && !slices.Contains(all, pattern) {
			all = append(all, pattern)
		}
	}
	return all
}

// packages returns a statement on packages, divided by what their formats
// need where the grant is for some of them.
func (r CodeArtifactRepository) packages(env permission.Environment, s policy.Statement, patterns []string) []policy.Statement {
	base := arn(env, "codeartifact", "package/"+r.DomainName+"/"+r.RepositoryName+"/")
	if slices.Equal(patterns, []string{"*"}) && !slices.ContainsFunc(s.Actions, isWrite) {
		return []policy.Statement{withResources(s, "*")}
	}
	resources := make([]string, len(patterns))
	for i, pattern := range patterns {
		resources[i] = base + pattern
	}
	whole := withResources(s, resources...)
	if len(r.Packages) == 0 || !slices.Contains(s.Actions, publish) {
		return []policy.Statement{whole}
	}
	var all []policy.Statement
	for _, p := range r.Packages {
		if !covers(whole, base+strings.ReplaceAll(p.pattern(), "*", "x")) {
			continue
		}
		f, _ := formatNamed(p.Format)
		one := withResources(s, base+p.pattern())
		one.Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(action string) bool {
			return slices.Contains(extras(), action) && !slices.Contains(f.extras, action)
		})
		if i := slices.IndexFunc(all, func(a policy.Statement) bool { return slices.Equal(a.Actions, one.Actions) }); i >= 0 {
			all[i].Resources = append(all[i].Resources, one.Resources...)
			continue
		}
		all = append(all, one)
	}
	return all
}

// isWrite reports whether an action changes something.
func isWrite(action string) bool {
	_, verb, _ := strings.Cut(action, ":")
	return !slices.ContainsFunc([]string{"Describe", "Get", "List", "Read"}, func(beginning string) bool { return strings.HasPrefix(verb, beginning) })
}

func (r CodeArtifactRepository) owners(env permission.Environment) []string {
	if r.AdministratorAccountID != "" {
		return []string{env.AccountID, r.AdministratorAccountID}
	}
	return []string{env.AccountID}
}

func (r CodeArtifactRepository) describe() string {
	return "CodeArtifact repository " + quoted([]string{r.DomainName + "/" + r.RepositoryName})
}

func (r CodeArtifactRepository) notices([]string) []fault.Notice {
	return []fault.Notice{{ID: "codeartifact-domain-policy", Note: true,
		Text: "the principals need the domain's policy too: nothing else lets another account have authorization tokens"}}
}
