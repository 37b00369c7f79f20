package aws

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// CodeArtifactDomain is the rule of the names of CodeArtifact domains.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateDomain.html
var CodeArtifactDomain = newValueRule("a CodeArtifact domain name",
	"use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
	`[a-z][a-z0-9-]{0,48}[a-z0-9]`, `[a-z0-9-]*`)

// CodeArtifactRepository is the rule of the names of CodeArtifact
// repositories.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateRepository.html
var CodeArtifactRepository = NewRule("the name of a CodeArtifact repository",
	`use 2 to 100 letters, digits, dots, hyphens and underscores`,
	`[A-Za-z0-9][A-Za-z0-9._-]{1,99}`, `([A-Za-z0-9][A-Za-z0-9._-]{0,98})?`, `[A-Za-z0-9._-]*`)

// CodeArtifactPackage and CodeArtifactNamespace are the rules of the names of
// packages and of namespaces. CodeArtifact says only what they can't hold;
// which of them a format takes is the format's own rule.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_PublishPackageVersion.html
var (
	CodeArtifactPackage   = newPackageRule("the name of a package", `write the name without its namespace, such as "app"`)
	CodeArtifactNamespace = newPackageRule("a namespace", `write it without the name of a package, such as "com.acme"`)
)

// newPackageRule leaves out "#", "/" and white space, which CodeArtifact
// refuses, and "*" and "?", which are wildcards in a policy.
func newPackageRule(thing, remedy string) Rule {
	return NewRule(thing, remedy, `[!-"$-).0->@-~,+-]{1,255}`, `[!-"$-).0->@-~,+-]{0,254}`, `[!-"$-).0->@-~,+-]*`).WithMistake(packageMistake)
}

func packageMistake(name string) (problem, remedy string) {
	switch {
	case strings.HasPrefix(name, "@"):
		return `begins with "@", which CodeArtifact leaves out of npm scopes`, "write " + strconv.Quote(strings.TrimPrefix(name, "@"))
	case strings.Contains(name, "/"):
		return `holds "/", which divides the parts of a package`, "name namespaces in {CodeArtifact.Namespaces} and packages in {CodeArtifact.Packages}"
	}
	return "", ""
}

// Limits of the lifetime of CodeArtifact's tokens, in seconds. A client that
// names no lifetime asks for the longest.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_GetAuthorizationToken.html
const (
	MinTokenSeconds = 900
	MaxTokenSeconds = 43200
)

// CheckTokenSeconds adds a fault unless CodeArtifact gives tokens of this
// lifetime.
func CheckTokenSeconds(faults *fault.List, option string, seconds int) {
	if seconds < MinTokenSeconds || seconds > MaxTokenSeconds {
		faults.Add(option, strconv.Itoa(seconds), "is not a lifetime that CodeArtifact gives a token", "choose 900 to 43,200 seconds")
	}
}
