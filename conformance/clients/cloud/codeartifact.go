package cloud

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/cipublisher/cipublisher/policy"
)

// Domain is the one domain; its repositories are named after their formats.
const Domain = "acme"

// PackagesHost is where the domain's repositories are.
const PackagesHost = Domain + "-" + AccountID + ".d.codeartifact." + Region + ".amazonaws.com"

// codeArtifact authorizes requests to CodeArtifact's API and to the endpoints
// of its repositories, and keeps what is published.
type codeArtifact struct {
	cloud *Cloud

	mutex sync.Mutex
	// files are what was put, by "FORMAT/REPOSITORY/PATH".
	files map[string][]byte
	// npm holds npm's documents, by "REPOSITORY/PACKAGE".
	npm map[string]*npmDocument
	// published are packages, as "FORMAT/REPOSITORY/NAMESPACE/NAME".
	published map[string]bool
}

func newCodeArtifact(c *Cloud) *codeArtifact {
	return &codeArtifact{cloud: c, files: map[string][]byte{}, npm: map[string]*npmDocument{}, published: map[string]bool{}}
}

// api answers a request to CodeArtifact's API.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/Welcome.html
func (c *codeArtifact) api(w http.ResponseWriter, r *http.Request) {
	c.cloud.request()
	var operation *codeArtifactOperation
	for i, o := range codeArtifactOperations {
		if o.method == r.Method && o.path == r.URL.Path {
			operation = &codeArtifactOperations[i]
		}
	}
	if operation == nil {
		c.cloud.unknown("CodeArtifact: %s %s", r.Method, r.URL)
		failJSON(w, http.StatusNotImplemented, "InternalServerException", "no row of codeArtifactOperations: "+r.Method+" "+r.URL.Path)
		return
	}
	if !signedBy(r.Header.Get("Authorization")) {
		failJSON(w, http.StatusForbidden, "UnrecognizedClientException", "The security token included in the request is invalid.")
		return
	}
	query := r.URL.Query()
	about := packageRequest{domain: query.Get("domain"), repository: query.Get("repository"), format: query.Get("format"), namespace: query.Get("namespace"), name: query.Get("package")}
	var checks []Check
	for _, on := range operation.on {
		checks = append(checks, Check{Call: operation.name, Action: "codeartifact:" + operation.name, Resource: about.arn(on),
			Context: policy.Context{"aws:SecureTransport": {"true"}}, Source: codeArtifactAPIPages + operation.name + ".html"})
	}
	if operation.name == "GetAuthorizationToken" {
		checks = append(checks, bearerToken(query.Get("duration")))
	}
	if refused := c.cloud.authorize(checks...); refused != nil {
		failJSON(w, http.StatusForbidden, "AccessDeniedException", refused.refusal())
		return
	}
	w.Header().Set("Content-Type", "application/json")
	var output any
	switch operation.name {
	case "GetAuthorizationToken":
		output = map[string]any{"authorizationToken": c.cloud.authority.Token, "expiration": time.Now().Add(12 * time.Hour).Unix()}
	case "GetRepositoryEndpoint":
		output = map[string]any{"repositoryEndpoint": "https://" + PackagesHost + "/" + about.format + "/" + about.repository + "/"}
	case "PublishPackageVersion":
		c.publish(&about)
		output = map[string]any{"format": about.format, "namespace": about.namespace, "package": about.name, "version": query.Get("version"), "status": "Published",
			"asset": map[string]any{"name": query.Get("asset")}}
	}
	_ = json.NewEncoder(w).Encode(output)
}

// bearerToken is the second check of a token: CodeArtifact asks STS for it in
// the name of its caller.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html
func bearerToken(duration string) Check {
	if duration == "" {
		duration = "43200"
	}
	return Check{
		Call: "GetAuthorizationToken, asked again of STS", Action: "sts:GetServiceBearerToken", Resource: "*",
		Context: policy.Context{
			"aws:SecureTransport": {"true"}, "sts:AWSServiceName": {"codeartifact.amazonaws.com"}, "sts:DurationSeconds": {duration}},
		Source: "https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html",
	}
}

// endpoint answers a request to a repository's endpoint.
func (c *codeArtifact) endpoint(w http.ResponseWriter, request *http.Request) {
	c.cloud.request()
	r, err := addressPackage(request)
	if err != nil {
		failJSON(w, http.StatusBadRequest, "ValidationException", err.Error())
		return
	}
	if !c.hasToken(request) {
		w.Header().Set("Www-Authenticate", `Basic realm="`+PackagesHost+`"`)
		failJSON(w, http.StatusUnauthorized, "UnauthorizedException", "Unauthenticated: request did not include an authorization header")
		return
	}
	if r.format == "npm" && r.rest == "-/ping" {
		writeJSON(w, http.StatusOK, map[string]any{})
		return
	}
	operation, err := r.operation()
	if err != nil {
		failJSON(w, http.StatusBadRequest, "ValidationException", err.Error())
		return
	}
	if operation == nil {
		c.cloud.unknown("CodeArtifact's endpoint: %s %s", r.Method, r.URL)
		failJSON(w, http.StatusNotImplemented, "InternalServerException", "no row of packageOperations: "+r.Method+" "+r.URL.Path)
		return
	}
	if refused := c.cloud.authorize(r.check(operation)); refused != nil {
		failJSON(w, http.StatusForbidden, "AccessDeniedException", refused.refusal())
		return
	}
	c.serve(w, r, operation)
}

// addressPackage finds domain, format and repository: the host is
// DOMAIN-ACCOUNT.d.codeartifact.REGION.amazonaws.com, the path
// /FORMAT/REPOSITORY/REST.
//
// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_GetRepositoryEndpoint.html
func addressPackage(request *http.Request) (*packageRequest, error) {
	domain, _, ok := strings.Cut(request.Host, "-"+AccountID+".")
	if !ok {
		return nil, fmt.Errorf("the host %q names no domain", request.Host)
	}
	r := &packageRequest{Request: request, domain: domain}
	path := strings.TrimPrefix(request.URL.Path, "/")
	r.format, path, _ = strings.Cut(path, "/")
	r.repository, r.rest, _ = strings.Cut(path, "/")
	var err error
	r.body, err = io.ReadAll(request.Body)
	return r, err
}

// hasToken reports whether a request carries the token that was given out, in
// one of the forms in which package managers send it.
func (c *codeArtifact) hasToken(r *http.Request) bool {
	token := c.cloud.authority.Token
	if _, password, ok := r.BasicAuth(); ok {
		return password == token
	}
	authorization := r.Header.Get("Authorization")
	return strings.TrimPrefix(authorization, "Bearer ") == token || r.Header.Get("X-Nuget-Apikey") == token
}

// serve does what an operation does, once it is authorized.
func (c *codeArtifact) serve(w http.ResponseWriter, r *packageRequest, operation *packageOperation) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if operation.action == publishAction {
		c.published[r.format+"/"+r.repository+"/"+r.namespace+"/"+r.name] = true
	}
	if serve := packageFormats[r.format]; serve != nil && serve(c, w, r) {
		return
	}
	file := r.format + "/" + r.repository + "/" + r.rest
	if r.Method == http.MethodPut || r.Method == http.MethodPost {
		c.files[file] = r.body
		w.WriteHeader(http.StatusCreated)
		return
	}
	content, there := c.files[file]
	if !there {
		failJSON(w, http.StatusNotFound, "ResourceNotFoundException", "not found: "+r.rest)
		return
	}
	http.ServeContent(w, r.Request, "", time.Time{}, bytes.NewReader(content))
}

// packageFormats are the answers that a format has beyond files; false leaves
// the request to those.
var packageFormats = map[string]func(*codeArtifact, http.ResponseWriter, *packageRequest) bool{
	"npm": (*codeArtifact).serveNPM,
	"cargo": func(c *codeArtifact, w http.ResponseWriter, r *packageRequest) bool {
		switch r.rest {
		case "config.json":
			// https://doc.rust-lang.org/cargo/reference/registry-index.html#index-configuration
			root := "https://" + PackagesHost + "/cargo/" + r.repository
			writeJSON(w, http.StatusOK, map[string]any{"dl": root, "api": root, "auth-required": true})
			return true
		case "api/v1/crates/new":
			writeJSON(w, http.StatusOK, map[string]any{"warnings": map[string]any{}})
			// The index has the crate from now on: cargo waits for it.
			c.files["cargo/"+r.repository+"/"+cargoIndex(r.name)] = cargoEntry(r.body)
			return true
		}
		return false
	},
	"nuget": func(_ *codeArtifact, w http.ResponseWriter, r *packageRequest) bool {
		if r.rest != "v3/index.json" {
			return false
		}
		// https://learn.microsoft.com/en-us/nuget/api/service-index
		root := "https://" + PackagesHost + "/nuget/" + r.repository
		writeJSON(w, http.StatusOK, map[string]any{"version": "3.0.0", "resources": []any{
			map[string]any{"@id": root + "/v2/package", "@type": "PackagePublish/2.0.0"},
			map[string]any{"@id": root + "/v3/flatcontainer/", "@type": "PackageBaseAddress/3.0.0"},
			map[string]any{"@id": root + "/v3/query", "@type": "SearchQueryService"},
		}})
		return true
	},
}

func (c *codeArtifact) publish(r *packageRequest) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.published[r.format+"/"+r.repository+"/"+r.namespace+"/"+r.name] = true
}

func writeJSON(w http.ResponseWriter, code int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(value)
}

// Published reports whether a package was published:
// "FORMAT/REPOSITORY/NAMESPACE/NAME".
func (c *Cloud) Published(name string) bool {
	c.codeArtifact.mutex.Lock()
	defer c.codeArtifact.mutex.Unlock()
	return c.codeArtifact.published[name]
}
