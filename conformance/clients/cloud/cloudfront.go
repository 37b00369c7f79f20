package cloud

import (
	"encoding/xml"
	"net/http"
	"regexp"
	"sync"

	"github.com/cipublisher/cipublisher/policy"
)

// cloudFront answers requests to CloudFront, which is one in all regions.
//
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html
type cloudFront struct {
	cloud *Cloud
	mutex sync.Mutex
	// invalidated counts the invalidations of each distribution.
	invalidated map[string]int
}

// cloudFrontOperations each ask for the action of their name, on the
// distribution.
var cloudFrontOperations = []pathOperation{
	{"CreateInvalidation", "POST", regexp.MustCompile(`^/[0-9-]+/distribution/([A-Z0-9]+)/invalidation$`)},
	{"GetInvalidation", "GET", regexp.MustCompile(`^/[0-9-]+/distribution/([A-Z0-9]+)/invalidation/[A-Z0-9]+$`)},
}

const cloudFrontReferencePage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html"

func (f *cloudFront) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.cloud.request()
	for _, o := range cloudFrontOperations {
		parts := o.path.FindStringSubmatch(r.URL.Path)
		if parts == nil || o.method != r.Method {
			continue
		}
		if !signedBy(r.Header.Get("Authorization")) {
			failQuery(w, http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
			return
		}
		if refused := f.cloud.authorize(Check{
			Call: o.name, Action: "cloudfront:" + o.name, Resource: "arn:" + Partition + ":cloudfront::" + AccountID + ":distribution/" + parts[1],
			Context: policy.Context{"aws:SecureTransport": {"true"}}, Source: cloudFrontReferencePage,
		}); refused != nil {
			failQuery(w, http.StatusForbidden, "AccessDenied", refused.refusal())
			return
		}
		f.mutex.Lock()
		defer f.mutex.Unlock()
		code := http.StatusOK
		if o.name == "CreateInvalidation" {
			f.invalidated[parts[1]]++
			code = http.StatusCreated
		}
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(code)
		encodeXML(w, struct {
			XMLName xml.Name `xml:"http://cloudfront.amazonaws.com/doc/2020-05-31/ Invalidation"`
			ID      string   `xml:"Id"`
			Status  string
			Created string `xml:"CreateTime"`
		}{ID: "I1A2B3C4D5E6F7", Status: "Completed", Created: "2026-01-01T00:00:00Z"})
		return
	}
	f.cloud.unknown("CloudFront: %s %s", r.Method, r.URL.Path)
	failQuery(w, http.StatusNotImplemented, "InvalidAction", "no row of cloudFrontOperations")
}

// Invalidations returns how often the cache of a distribution was invalidated.
func (c *Cloud) Invalidations(distribution string) int {
	c.cloudFront.mutex.Lock()
	defer c.cloudFront.mutex.Unlock()
	return c.cloudFront.invalidated[distribution]
}
