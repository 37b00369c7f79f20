package permission_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

const readPackages = "codeartifact:ReadFromRepository codeartifact:eu-west-1:111122223333:repository/acme/r"

var codeArtifactHardenings = []hardening{
	{
		name: "codeartifact-elsewhere", options: "CodeArtifact.AccountID CodeArtifact.Region", stores: "codeartifact",
		set: func(p *permission.Publisher) {
			p.CodeArtifact.AccountID, p.CodeArtifact.Region = "999988887777", "us-east-1"
		},
		denies: []string{"codeartifact:PublishPackageVersion" + packages + "maven/maven/com.acme/app"},
		adds:   []string{"codeartifact:PublishPackageVersion codeartifact:us-east-1:999988887777:package/acme/maven/maven/com.acme/app"},
		keeps:  []string{bearer},
	},
	{
		name: "codeartifact-domains", options: "CodeArtifact.Domains", stores: "codeartifact",
		set: func(p *permission.Publisher) {
			p.CodeArtifact.Domains = []permission.Domain{{DomainName: "tools"}, {DomainName: "acme", AccountID: "999988887777", Region: "us-east-1"}}
		},
		adds: []string{"codeartifact:GetAuthorizationToken codeartifact:eu-west-1:111122223333:domain/tools",
			"codeartifact:PublishPackageVersion codeartifact:us-east-1:999988887777:package/acme/npm/npm//app"},
		keeps: []string{"codeartifact:PublishPackageVersion" + packages + "maven/maven/com.acme/app"},
	},
	{
		name: "codeartifact-repositories", options: "CodeArtifact.RepositoryNames", stores: "codeartifact",
		set: func(p *permission.Publisher) {
			p.CodeArtifact.EveryRepository, p.CodeArtifact.RepositoryNames = false, []string{"maven", "team-*"}
		},
		denies: []string{"codeartifact:PublishPackageVersion" + packages + "npm/npm//app", "codeartifact:PublishPackageVersion" + packages + "maven-evil/maven/a/b",
			"codeartifact:ReadFromRepository codeartifact:eu-west-1:111122223333:repository/acme/npm"},
		keeps: []string{"codeartifact:PublishPackageVersion" + packages + "maven/maven/com.acme/app", "codeartifact:PublishPackageVersion" + packages + "team-a/npm//app",
			"codeartifact:ReadFromRepository codeartifact:eu-west-1:111122223333:repository/acme/maven"},
	},
	{
		name: "codeartifact-dev-repositories", options: "CodeArtifact.DevRepositoryNames", stores: "s3 codeartifact", dev: true,
		set: func(p *permission.Publisher) { p.CodeArtifact.DevRepositoryNames = []string{"maven-dev"} },
		adds: []string{"codeartifact:PublishPackageVersion" + packages + "maven-dev/maven/com.acme/app", bearer,
			"codeartifact:GetAuthorizationToken codeartifact:eu-west-1:111122223333:domain/acme"},
		keeps: []string{devPut},
	},
	{
		name: "codeartifact-formats", options: "CodeArtifact.Formats", stores: "codeartifact",
		set:    func(p *permission.Publisher) { p.CodeArtifact.Formats = []string{"npm", "pypi"} },
		denies: []string{"codeartifact:PublishPackageVersion" + packages + "r/maven/com.acme/app", "codeartifact:PutPackageMetadata" + packages + "r/pypi//app"},
		keeps: []string{readPackages, "codeartifact:PutPackageMetadata" + packages + "r/npm//app", "codeartifact:PutPackageMetadata" + packages + "r/npm/acme/app",
			"codeartifact:PublishPackageVersion" + packages + "r/npm//react", "codeartifact:PublishPackageVersion" + packages + "r/npm/acme/app",
			"codeartifact:PublishPackageVersion" + packages + "r/pypi//app", "codeartifact:GetRepositoryEndpoint codeartifact:eu-west-1:111122223333:repository/acme/r"},
	},
	{
		// Reading goes, and what npm writes beside packages.
		name: "codeartifact-publish-only", options: "CodeArtifact.PublishOnly CodeArtifact.Formats", stores: "codeartifact",
		set: func(p *permission.Publisher) {
			p.CodeArtifact.Formats, p.CodeArtifact.PublishOnly = []string{"npm", "pypi"}, true
		},
		denies: []string{readPackages, "codeartifact:PutPackageMetadata" + packages + "r/npm/acme/app"},
		keeps:  []string{"codeartifact:PublishPackageVersion" + packages + "r/npm/acme/app", "codeartifact:PublishPackageVersion" + packages + "r/pypi//app"},
	},
	{
		// cargo reads config.json and the index before it uploads.
		name: "codeartifact-formats-cargo", options: "CodeArtifact.Formats", stores: "codeartifact",
		set:    func(p *permission.Publisher) { p.CodeArtifact.Formats = []string{"cargo"} },
		denies: []string{"codeartifact:PutPackageMetadata" + packages + "r/cargo//app"},
		keeps:  []string{readPackages, "codeartifact:PublishPackageVersion" + packages + "r/cargo//app"},
	},
	{
		name: "codeartifact-formats-generic", options: "CodeArtifact.Formats", stores: "codeartifact",
		set:    func(p *permission.Publisher) { p.CodeArtifact.Formats = []string{"generic", "ruby", "swift"} },
		denies: []string{readPackages, "codeartifact:PutPackageMetadata" + packages + "r/generic/acme/app"},
		keeps:  []string{"codeartifact:PublishPackageVersion" + packages + "r/generic/acme/app"},
	},
	{
		name: "codeartifact-formats-maven", options: "CodeArtifact.Formats CodeArtifact.RepositoryNames", stores: "codeartifact",
		set: func(p *permission.Publisher) {
			p.CodeArtifact.EveryRepository, p.CodeArtifact.RepositoryNames = false, []string{"app-*"}
			p.CodeArtifact.Formats, p.CodeArtifact.PublishOnly = []string{"maven", "npm"}, true
		},
		denies: []string{"codeartifact:PutPackageMetadata" + packages + "app-a/npm//app",
			"codeartifact:PublishPackageVersion" + packages + "app-a/pypi//maven", "codeartifact:PublishPackageVersion" + packages + "app-a/generic/npm/x"},
		keeps: []string{"codeartifact:PutPackageMetadata" + packages + "app-a/maven/com.acme/app",
			"codeartifact:ReadFromRepository codeartifact:eu-west-1:111122223333:repository/acme/app-a"},
	},
	{
		name: "codeartifact-namespaces", options: "CodeArtifact.Namespaces", stores: "codeartifact",
		set: func(p *permission.Publisher) { p.CodeArtifact.Namespaces = []string{"com.acme.*", "acme"} },
		denies: []string{"codeartifact:PublishPackageVersion" + packages + "r/maven/org.evil/app", "codeartifact:PublishPackageVersion" + packages + "r/npm//react",
			"codeartifact:PublishPackageVersion" + packages + "r/maven/com.acmeevil/app"},
		keeps: []string{"codeartifact:PublishPackageVersion" + packages + "r/maven/com.acme.lib/app", "codeartifact:PublishPackageVersion" + packages + "r/npm/acme/app"},
	},
	{
		name: "codeartifact-packages", options: "CodeArtifact.Packages", stores: "codeartifact",
		set:    func(p *permission.Publisher) { p.CodeArtifact.Packages = []string{"app", "lib-*"} },
		denies: []string{"codeartifact:PublishPackageVersion" + packages + "r/npm//react", "codeartifact:PutPackageMetadata" + packages + "r/maven/com.acme/other"},
		keeps:  []string{"codeartifact:PublishPackageVersion" + packages + "r/maven/com.acme/app", "codeartifact:PublishPackageVersion" + packages + "r/pypi//lib-a"},
	},
	{
		name: "codeartifact-promote", options: "CodeArtifact.PromoteFrom", stores: "codeartifact",
		set: func(p *permission.Publisher) {
			p.CodeArtifact.EveryRepository, p.CodeArtifact.RepositoryNames = false, []string{"release"}
			p.CodeArtifact.PromoteFrom = []string{"staging"}
		},
		denies: []string{"codeartifact:PublishPackageVersion" + packages + "staging/npm//app"},
		adds: []string{"codeartifact:CopyPackageVersions codeartifact:eu-west-1:111122223333:repository/acme/release",
			"codeartifact:CopyPackageVersions" + packages + "release/npm//app"},
		keeps: []string{"codeartifact:ReadFromRepository codeartifact:eu-west-1:111122223333:repository/acme/staging",
			"codeartifact:PublishPackageVersion" + packages + "release/npm//app"},
	},
	{
		name: "codeartifact-token-duration", options: "CodeArtifact.TokenDuration", stores: "codeartifact",
		set: func(p *permission.Publisher) { p.CodeArtifact.TokenDuration = 3600 },
		denies: []string{
			bearer, // a client that names no duration asks for twelve hours
			bearer + " sts:DurationSeconds=3601",
		},
		keeps: []string{bearer + " sts:DurationSeconds=3600", bearer + " sts:DurationSeconds=0"},
	},
}

// A package may be published exactly when each of its parts is among those
// named: no "*" reaches into another part.
func TestPackagesAreThoseNamed(t *testing.T) {
	part := rapid.SampledFrom([]string{"npm", "maven", "ab", "abc", "b"})
	formats := rapid.SampledFrom([]string{"npm", "maven", "generic", "swift"})
	some := func(t *rapid.T, label string) (list []string) {
		for range rapid.IntRange(0, 2).Draw(t, label) {
			name := part.Draw(t, label)
			if rapid.Bool().Draw(t, label+" pattern") {
				name += "*"
			}
			list = append(list, name)
		}
		return list
	}
	among := func(list []string, name string) bool {
		return len(list) == 0 || slices.ContainsFunc(list, func(n string) bool {
			beginning, isPattern := strings.CutSuffix(n, "*")
			return n == name || isPattern && strings.HasPrefix(name, beginning)
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		_, env := full()
		c := &permission.CodeArtifact{
			DomainName:      "acme",
			RepositoryNames: some(t, "repositories"), Namespaces: some(t, "namespaces"), Packages: some(t, "packages"),
			Formats:     rapid.SliceOfNDistinct(formats, 0, 2, rapid.ID[string]).Draw(t, "formats"),
			PublishOnly: rapid.Bool().Draw(t, "publish only"),
		}
		publisher := permission.Publisher{CodeArtifact: c}
		if publisher.Validate(env) != nil {
			return
		}
		repository, format, name := part.Draw(t, "repository"), formats.Draw(t, "format"), part.Draw(t, "name")
		namespace := rapid.SampledFrom([]string{"", "npm", "maven", "ab", "b"}).Draw(t, "namespace")
		want := among(c.RepositoryNames, repository) && among(c.Formats, format) && among(c.Namespaces, namespace) && among(c.Packages, name)
		document := policy.New(publisher.Statements(env)...)
		arn := "arn:aws:codeartifact:eu-west-1:111122223333:package/acme/" + repository + "/" + format + "/" + namespace + "/" + name
		assert.Equal(t, want, allows(t, document, "codeartifact:PublishPackageVersion", arn, nil), "%s by %+v", arn, c)
		metadata := want && (len(c.Formats) == 0 || format == "maven" || format == "npm" && !c.PublishOnly)
		assert.Equal(t, metadata, allows(t, document, "codeartifact:PutPackageMetadata", arn, nil), "%s by %+v", arn, c)
	})
}
