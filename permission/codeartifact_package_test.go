package permission_test

import "github.com/cipublisher/cipublisher/permission"

var noticedPackages = []noticed{
	{"every package of every repository of a domain", permission.Publisher{CodeArtifact: &permission.CodeArtifact{DomainName: "acme", EveryRepository: true}}, []string{
		"note codeartifact-every-repository: the policy covers every repository of the CodeArtifact domain, because {CodeArtifact.EveryRepository} asks for it",
		"note codeartifact-every-package: the policy covers packages of every format because {CodeArtifact.Formats} is unset, of every namespace because {CodeArtifact.Namespaces} is unset, of every name because {CodeArtifact.Packages} is unset, in each of its repositories",
	}},
	{"publishing only", permission.Publisher{CodeArtifact: &permission.CodeArtifact{
		DomainName: "acme", RepositoryNames: []string{"app"}, Formats: []string{"npm", "pypi"}, PublishOnly: true, Packages: []string{"app"},
	}}, []string{
		`warning codeartifact-publish-only: {CodeArtifact.PublishOnly} stops "changeset publish", "pnpm publish --recursive", "yarn npm publish --tolerate-republish", "npm dist-tag", "npm deprecate", "uv publish --check-url"; "npm publish" goes on, and moves "latest" back to an older version without a word`,
		"note codeartifact-every-package: the policy covers packages of every namespace because {CodeArtifact.Namespaces} is unset, in each of its repositories",
	}},
	{"publishing only, where Maven reads anyway", permission.Publisher{CodeArtifact: &permission.CodeArtifact{
		DomainName: "acme", RepositoryNames: []string{"app"}, Formats: []string{"npm", "maven"}, PublishOnly: true, Namespaces: []string{"acme"}, Packages: []string{"app"},
	}}, []string{`warning codeartifact-publish-only: {CodeArtifact.PublishOnly} stops "npm dist-tag", "npm deprecate"`}},
	{"packages that are named in full", permission.Publisher{CodeArtifact: &permission.CodeArtifact{
		DomainName: "acme", RepositoryNames: []string{"maven"}, Formats: []string{"maven"}, Namespaces: []string{"com.acme"}, Packages: []string{"app"},
	}}, nil},
}
