package permission

import (
	"slices"
)

// codeArtifactFormats maps the formats of packages to whether they have
// namespaces.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_PackageSummary.html
var codeArtifactFormats = map[string]bool{
	"cargo": false, "generic": true, "maven": true, "npm": true, "nuget": false, "pypi": false, "ruby": false, "swift": true,
}

func (c *CodeArtifact) hasFormat(format string) bool { return slices.Contains(c.Formats, format) }

// packagesOf returns the patterns of one of the formats, none where Formats
// lacks it.
func (c *CodeArtifact) packagesOf(dev bool, format string) []string {
	if !c.hasFormat(format) {
		return nil
	}
	return c.packagePatterns(dev, []string{format})
}

// packagePatterns returns what a package's ARN has behind the domain:
// REPOSITORY/FORMAT/NAMESPACE/NAME, where namespaces may be empty.
//
// "*" spans "/" and matches nothing too. So as soon as any of the last three
// is limited, the pattern has all four: "app-*/npm/*" would admit the Maven
// package app-lib/maven/npm/x, which "app-*/npm/*/*" doesn't.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
func (c *CodeArtifact) packagePatterns(dev bool, formats []string) []string {
	whole := len(formats) == 0 && len(c.Namespaces) == 0 && len(c.Packages) == 0
	var all []string
	for _, repository := range c.patterns(dev) {
		if whole {
			if repository != "*" {
				repository += "/*"
			}
			all = append(all, repository)
			continue
		}
		for _, format := range orEvery(formats) {
			for _, namespace := range orEvery(c.Namespaces) {
				for _, name := range orEvery(c.Packages) {
					all = append(all, repository+"/"+format+"/"+namespace+"/"+name)
				}
			}
		}
	}
	return all
}
