package cloud

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
)

// RegistryHost is the private registry.
const RegistryHost = AccountID + ".dkr.ecr." + Region + ".amazonaws.com"

// ecr authorizes requests to ECR's API and to its registry, whose images
// go-containerregistry keeps.
type ecr struct {
	cloud *Cloud
	mutex sync.Mutex
	// repositories hold their images, and each the layers of its own: a push
	// finds none of another repository.
	repositories map[string]http.Handler
}

func newECR(c *Cloud) *ecr {
	return &ecr{cloud: c, repositories: map[string]http.Handler{}}
}

// api answers a request to ECR's API.
//
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/Welcome.html
func (e *ecr) api(w http.ResponseWriter, r *http.Request) {
	e.cloud.request()
	_, name, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	onRepository, known := ecrOperations[name]
	if !known {
		e.cloud.unknown("ECR: %s", name)
		failJSON(w, http.StatusNotImplemented, "InternalFailure", "no row of ecrOperations: "+name)
		return
	}
	if !signedBy(r.Header.Get("Authorization")) {
		failJSON(w, http.StatusForbidden, "UnrecognizedClientException", "The security token included in the request is invalid.")
		return
	}
	var input struct {
		RepositoryName  string
		RepositoryNames []string
		ImageIDs        []imageID `json:"imageIds"`
		ImageID         imageID   `json:"imageId"`
	}
	if err := json.NewDecoder(r.Body).Decode(&input); err != nil {
		failJSON(w, http.StatusBadRequest, "SerializationException", err.Error())
		return
	}
	repositories := input.RepositoryNames
	switch {
	case input.RepositoryName != "":
		repositories = []string{input.RepositoryName}
	case !onRepository:
		repositories = []string{""}
	case len(repositories) == 0:
		// DescribeRepositories of the whole registry.
		repositories = []string{"*"}
	}
	for _, repository := range repositories {
		if refused := e.cloud.authorize(ecrCheck(name, "ecr:"+name, repository)); refused != nil {
			failJSON(w, http.StatusBadRequest, "AccessDeniedException", refused.refusal())
			return
		}
		if repository != "" && repository != "*" && e.store(repository) == nil {
			failJSON(w, http.StatusBadRequest, "RepositoryNotFoundException", "The repository with name '"+repository+"' does not exist")
			return
		}
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	output, err := e.answer(name, input.RepositoryName, append(input.ImageIDs, input.ImageID))
	if err != nil {
		failJSON(w, http.StatusBadRequest, "ImageNotFoundException", err.Error())
		return
	}
	_ = json.NewEncoder(w).Encode(output)
}

type imageID struct {
	Digest string `json:"imageDigest,omitempty"`
	Tag    string `json:"imageTag,omitempty"`
}

func (id imageID) reference() string {
	if id.Tag != "" {
		return id.Tag
	}
	return id.Digest
}

// answer does what an operation does, once it is authorized.
func (e *ecr) answer(name, repository string, ids []imageID) (any, error) {
	ids = slices.DeleteFunc(ids, func(id imageID) bool { return id == imageID{} })
	switch name {
	case "GetAuthorizationToken":
		return map[string]any{"authorizationData": []any{map[string]any{
			"authorizationToken": base64.StdEncoding.EncodeToString([]byte("AWS:" + e.cloud.authority.Token)),
			"expiresAt":          time.Now().Add(12 * time.Hour).Unix(), "proxyEndpoint": "https://" + RegistryHost,
		}}}, nil
	case "DescribeRepositories":
		var all []any
		e.mutex.Lock()
		defer e.mutex.Unlock()
		for _, r := range slices.Sorted(maps.Keys(e.repositories)) {
			all = append(all, map[string]any{"repositoryName": r, "repositoryUri": RegistryHost + "/" + r})
		}
		return map[string]any{"repositories": all}, nil
	case "DescribeImageScanFindings":
		return map[string]any{"repositoryName": repository, "imageScanStatus": map[string]any{"status": "COMPLETE"}, "imageScanFindings": map[string]any{"findings": []any{}}}, nil
	}
	tags := e.tags(repository)
	if len(ids) == 0 {
		for tag := range tags {
			ids = append(ids, imageID{Tag: tag})
		}
	}
	found := []any{}
	for _, id := range ids {
		digest := tags[id.Tag]
		if id.Tag == "" {
			digest = id.Digest
		}
		if digest == "" && name != "BatchDeleteImage" {
			return nil, fmt.Errorf("the image %q does not exist within the repository %q", id.reference(), repository)
		}
		if name == "BatchDeleteImage" {
			e.internal("DELETE", repository, "manifests/"+id.reference())
		}
		found = append(found, map[string]any{"imageDigest": digest, "imageTag": id.Tag, "imageTags": []string{id.Tag}, "imageId": imageID{digest, id.Tag}, "repositoryName": repository})
	}
	return map[string]any{"imageDetails": found, "imageIds": found, "images": found, "failures": []any{}}, nil
}

// registry answers a request of the distribution protocol.
//
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html#registry_auth_http
func (e *ecr) registry(w http.ResponseWriter, r *http.Request) {
	e.cloud.request()
	if _, password, _ := r.BasicAuth(); password != e.cloud.authority.Token {
		w.Header().Set("Www-Authenticate", `Basic realm="https://`+RegistryHost+`/",service="ecr.amazonaws.com"`)
		failRegistry(w, http.StatusUnauthorized, "UNAUTHORIZED", "Not Authorized")
		return
	}
	if r.URL.Path == "/v2/" && r.Method == http.MethodGet {
		w.WriteHeader(http.StatusOK)
		return
	}
	operation, repository := registryOperationOf(r)
	if operation == nil {
		e.cloud.unknown("ECR's registry: %s %s", r.Method, r.URL)
		failRegistry(w, http.StatusNotImplemented, "UNSUPPORTED", "no row of registryOperations: "+r.Method+" "+r.URL.Path)
		return
	}
	for _, action := range operation.actions {
		if refused := e.cloud.authorize(ecrCheck(operation.call, action, repository)); refused != nil {
			failRegistry(w, http.StatusForbidden, "DENIED", refused.refusal())
			return
		}
	}
	store := e.store(repository)
	if store == nil {
		failRegistry(w, http.StatusNotFound, "NAME_UNKNOWN", "The repository with name '"+repository+"' does not exist in the registry with id '"+AccountID+"'")
		return
	}
	if query := r.URL.Query(); query.Has("mount") {
		query.Del("mount")
		query.Del("from")
		r.URL.RawQuery = query.Encode()
	}
	store.ServeHTTP(w, r)
}

func registryOperationOf(r *http.Request) (*registryOperation, string) {
	for i, o := range registryOperations {
		path := o.path.FindStringSubmatch(r.URL.Path)
		if o.method != r.Method || path == nil || o.query != "" && !r.URL.Query().Has(o.query) {
			continue
		}
		if o.body && r.ContentLength == 0 {
			continue
		}
		return &registryOperations[i], path[1]
	}
	return nil, ""
}

// internal asks a repository past authorization.
func (e *ecr) internal(method, repository, path string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	e.store(repository).ServeHTTP(recorder, httptest.NewRequest(method, "/v2/"+repository+"/"+path, nil))
	return recorder
}

// tags returns the digests of a repository's tags.
func (e *ecr) tags(repository string) map[string]string {
	var list struct{ Tags []string }
	_ = json.Unmarshal(e.internal("GET", repository, "tags/list").Body.Bytes(), &list)
	all := map[string]string{}
	for _, tag := range list.Tags {
		all[tag] = e.internal("HEAD", repository, "manifests/"+tag).Header().Get("Docker-Content-Digest")
	}
	return all
}

// store returns what holds a repository's images, nil for no repository.
func (e *ecr) store(repository string) http.Handler {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.repositories[repository]
}

// failRegistry answers in the form of the distribution protocol.
//
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
func failRegistry(w http.ResponseWriter, code int, name, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]string{"code": name, "message": message}}})
}

// failJSON answers in the form of AWS's JSON protocols.
//
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization
func failJSON(w http.ResponseWriter, code int, name, message string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.Header().Set("X-Amzn-Errortype", name)
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": name, "message": message})
}

// Repository makes a repository of images, and returns the handler of its
// images, to seed it past authorization.
func (c *Cloud) Repository(name string) http.Handler {
	c.ecr.mutex.Lock()
	defer c.ecr.mutex.Unlock()
	store := registry.New(registry.WithReferrersSupport(true), registry.Logger(log.New(io.Discard, "", 0)))
	c.ecr.repositories[name] = store
	return store
}

// Images returns the digests of a repository's tags.
func (c *Cloud) Images(repository string) map[string]string { return c.ecr.tags(repository) }
