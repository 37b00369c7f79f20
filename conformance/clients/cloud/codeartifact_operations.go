package cloud

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

const (
	codeArtifactAPIPages    = "https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_"
	codeArtifactPublishPage = "https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html#package-publishing-permissions"
	// "Grants permission to return package assets and metadata from a repository
	// endpoint", "to add, modify or remove package metadata".
	codeArtifactReferencePage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeartifact.html"
)

// What an action of CodeArtifact is on.
const (
	onDomain     = "domain"
	onRepository = "repository"
	onPackage    = "package"
)

// codeArtifactOperation is an operation of CodeArtifact's API, which asks for
// the action of its name.
type codeArtifactOperation struct {
	name, method, path string
	on                 []string
}

// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_Operations.html
var codeArtifactOperations = []codeArtifactOperation{
	{"GetAuthorizationToken", "POST", "/v1/authorization-token", []string{onDomain}},
	{"GetRepositoryEndpoint", "GET", "/v1/repository/endpoint", []string{onRepository}},
	{"PublishPackageVersion", "POST", "/v1/package/version/publish", []string{onPackage}},
}

// packageOperation is a request to a repository's endpoint, and the action that
// CodeArtifact checks for it.
type packageOperation struct {
	format, method string
	// path is what follows the repository, with the groups "namespace" and
	// "name" where it names the package.
	path *regexp.Regexp
	// named finds the package in the body; nil where the path names it.
	named func(*packageRequest) error
	// when is a condition on the request, nil for none.
	when func(*packageRequest) bool
	// call is the request as people write it.
	call, action, on, source string
}

const (
	publishAction  = "codeartifact:PublishPackageVersion"
	metadataAction = "codeartifact:PutPackageMetadata"
	readAction     = "codeartifact:ReadFromRepository"
)

// packageOperations are tried in order; the first that fits is the operation,
// and what fits none is unknown. CodeArtifact's pages say which actions a
// format's publishing needs, not by which request: that a request asks for what
// its action is said to grant is read from the descriptions of the actions.
var packageOperations = []packageOperation{
	{"npm", "PUT", npmPath(``), nil, hasAttachment, "PUT /PACKAGE with a tarball", publishAction, onPackage, codeArtifactPublishPage},
	{"npm", "PUT", npmPath(`(/-rev/.+)?`), nil, nil, "PUT /PACKAGE with metadata", metadataAction, onPackage, codeArtifactReferencePage},
	{"npm", "PUT", npmTagPath, nil, nil, "PUT /-/package/PACKAGE/dist-tags/TAG", metadataAction, onPackage, codeArtifactReferencePage},
	{"npm", "DELETE", npmTagPath, nil, nil, "DELETE /-/package/PACKAGE/dist-tags/TAG", metadataAction, onPackage, codeArtifactReferencePage},
	{"npm", "GET", regexp.MustCompile(`^-/package/.+/dist-tags$`), nil, nil, "GET /-/package/PACKAGE/dist-tags", readAction, onRepository, codeArtifactReferencePage},
	{"npm", "GET", regexp.MustCompile(`^[^-].*/-/.+$`), nil, nil, "GET /PACKAGE/-/TARBALL", readAction, onRepository, codeArtifactReferencePage},
	{"npm", "GET", npmPath(``), nil, nil, "GET /PACKAGE", readAction, onRepository, codeArtifactReferencePage},

	{"maven", "PUT", mavenPath(`maven-metadata\.xml[^/]*`, true), nil, nil, "PUT maven-metadata.xml", metadataAction, onPackage, codeArtifactPublishPage},
	{"maven", "PUT", mavenPath(`[^/]+`, false), nil, nil, "PUT an artifact", publishAction, onPackage, codeArtifactPublishPage},
	{"maven", "GET", regexp.MustCompile(`.`), nil, nil, "GET an artifact or maven-metadata.xml", readAction, onRepository, codeArtifactReferencePage},
	{"maven", "HEAD", regexp.MustCompile(`.`), nil, nil, "HEAD an artifact", readAction, onRepository, codeArtifactReferencePage},

	{"pypi", "POST", regexp.MustCompile(`^$`), pypiName, nil, "POST the distribution", publishAction, onPackage, codeArtifactPublishPage},
	{"pypi", "GET", regexp.MustCompile(`^simple/`), nil, nil, "GET /simple/PACKAGE/", readAction, onRepository, codeArtifactReferencePage},

	{"nuget", "GET", regexp.MustCompile(`^v3/`), nil, nil, "GET the service index", readAction, onRepository, codeArtifactPublishPage},
	{"nuget", "PUT", regexp.MustCompile(`^v2/package/?$`), nugetName, nil, "PUT the package", publishAction, onPackage, codeArtifactPublishPage},

	{"cargo", "PUT", regexp.MustCompile(`^api/v1/crates/new$`), cargoName, nil, "PUT /api/v1/crates/new", publishAction, onPackage, codeArtifactPublishPage},
	{"cargo", "GET", regexp.MustCompile(`^config\.json$`), nil, nil, "GET config.json", readAction, onRepository, codeArtifactReferencePage},
	{"cargo", "GET", regexp.MustCompile(`^([12]|3/.|../..)/[^/]+$`), nil, nil, "GET the index of a crate", readAction, onRepository, codeArtifactReferencePage},

	{"ruby", "POST", regexp.MustCompile(`^api/v1/gems$`), gemName, nil, "POST /api/v1/gems", publishAction, onPackage, codeArtifactPublishPage},
	{"ruby", "GET", regexp.MustCompile(`.`), nil, nil, "GET a gem or the index", readAction, onRepository, codeArtifactReferencePage},
}

// https://docs.aws.amazon.com/codeartifact/latest/ug/npm-commands.html
func npmPath(rest string) *regexp.Regexp {
	return regexp.MustCompile(`^(@(?P<namespace>[^/]+)/)?(?P<name>[^@/-][^/]*)` + rest + `$`)
}

var npmTagPath = regexp.MustCompile(`^-/package/(@(?P<namespace>[^/]+)/)?(?P<name>[^/]+)/dist-tags/[^/]+$`)

// mavenPath matches GROUP/ID/ARTIFACT/VERSION/FILE, and where versions may be
// left out, the files beside the versions too.
//
// https://maven.apache.org/repository/layout.html
func mavenPath(file string, versionOptional bool) *regexp.Regexp {
	version := `/[^/]+`
	if versionOptional {
		// Of a snapshot the metadata is in the version, else beside it.
		version = `(/[^/]*-SNAPSHOT)?`
	}
	return regexp.MustCompile(`^(?P<namespace>.+?)/(?P<name>[^/]+)` + version + `/` + file + `$`)
}

// operation returns the operation of a request, nil for none that is known, and
// puts the package into the request.
func (r *packageRequest) operation() (*packageOperation, error) {
	for i, o := range packageOperations {
		if o.format != r.format || o.method != r.Method {
			continue
		}
		groups := o.path.FindStringSubmatch(r.rest)
		if groups == nil || o.when != nil && !o.when(r) {
			continue
		}
		for j, group := range o.path.SubexpNames() {
			switch group {
			case "namespace":
				r.namespace = groups[j]
			case "name":
				r.name = groups[j]
			}
		}
		if r.format == "maven" {
			r.namespace = strings.ReplaceAll(r.namespace, "/", ".")
		}
		if o.named != nil {
			if err := o.named(r); err != nil {
				return nil, err
			}
		}
		return &packageOperations[i], nil
	}
	return nil, nil
}

// check returns what CodeArtifact asks of IAM for an operation.
func (r *packageRequest) check(o *packageOperation) Check {
	return Check{
		Call: o.format + ": " + o.call, Action: o.action, Resource: r.arn(o.on),
		Context: policy.Context{"aws:SecureTransport": {"true"}}, Source: o.source,
	}
}

// arn returns the ARN of what an action is on.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html#package-arn
func (r *packageRequest) arn(on string) string {
	prefix := "arn:" + Partition + ":codeartifact:" + Region + ":" + AccountID + ":" + on + "/" + r.domain
	switch on {
	case onDomain:
		return prefix
	case onRepository:
		return prefix + "/" + r.repository
	case onPackage:
		return prefix + "/" + r.repository + "/" + r.format + "/" + r.namespace + "/" + r.name
	}
	panic("no such resource of a check: " + on)
}

// packageRequest is a request about a package.
type packageRequest struct {
	*http.Request
	domain, repository, format string
	// rest is what follows the repository in the path.
	rest            string
	namespace, name string
	body            []byte
}
