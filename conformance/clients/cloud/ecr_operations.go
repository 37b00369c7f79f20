package cloud

import (
	"regexp"

	"github.com/cipublisher/cipublisher/policy"
)

const ecrAPIPages = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_"

// ecrOperations are the operations of ECR's API that are authorized; each asks
// for the action of its name. True are those on a repository.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
var ecrOperations = map[string]bool{
	"GetAuthorizationToken":     false,
	"DescribeRepositories":      true,
	"DescribeImages":            true,
	"ListImages":                true,
	"BatchGetImage":             true,
	"BatchDeleteImage":          true,
	"DescribeImageScanFindings": true,
}

// registryOperation is a request of the OCI distribution protocol and the
// actions that ECR checks for it.
type registryOperation struct {
	// call is the request as people write it.
	call, method string
	path         *regexp.Regexp
	// query is a query parameter that the request has, "" for none.
	query string
	// body is whether the request carries content.
	body    bool
	actions []string
}

// registryOperations are tried in order; the first that fits is the operation.
// The pages of the actions say when ECR's registry calls them: "When an image
// is pushed, the InitiateLayerUpload API is called once per image layer that
// has not already been uploaded." What fits none is unknown.
//
// A mount is an upload: ECR shares layers across repositories only where the
// account has switched that on.
//
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints
var registryOperations = []registryOperation{
	{"HEAD /v2/NAME/blobs/DIGEST", "HEAD", registryPath(`blobs/[a-z0-9]+:[0-9a-f]+`), "", false, []string{"ecr:BatchCheckLayerAvailability"}},
	{"GET /v2/NAME/blobs/DIGEST", "GET", registryPath(`blobs/[a-z0-9]+:[0-9a-f]+`), "", false, []string{"ecr:GetDownloadUrlForLayer"}},
	{"POST /v2/NAME/blobs/uploads/?digest=", "POST", registryPath(`blobs/uploads/?`), "digest", true, []string{"ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"}},
	{"POST /v2/NAME/blobs/uploads/", "POST", registryPath(`blobs/uploads/?`), "", false, []string{"ecr:InitiateLayerUpload"}},
	{"PATCH /v2/NAME/blobs/uploads/ID", "PATCH", registryPath(`blobs/uploads/[^/]+`), "", true, []string{"ecr:UploadLayerPart"}},
	{"PUT /v2/NAME/blobs/uploads/ID with content", "PUT", registryPath(`blobs/uploads/[^/]+`), "digest", true, []string{"ecr:UploadLayerPart", "ecr:CompleteLayerUpload"}},
	{"PUT /v2/NAME/blobs/uploads/ID", "PUT", registryPath(`blobs/uploads/[^/]+`), "digest", false, []string{"ecr:CompleteLayerUpload"}},
	// No page names an action for taking an upload back.
	{"DELETE /v2/NAME/blobs/uploads/ID", "DELETE", registryPath(`blobs/uploads/[^/]+`), "", false, nil},
	{"HEAD /v2/NAME/manifests/TAG", "HEAD", registryPath(`manifests/[^/]+`), "", false, []string{"ecr:BatchGetImage"}},
	{"GET /v2/NAME/manifests/TAG", "GET", registryPath(`manifests/[^/]+`), "", false, []string{"ecr:BatchGetImage"}},
	{"PUT /v2/NAME/manifests/TAG", "PUT", registryPath(`manifests/[^/]+`), "", true, []string{"ecr:PutImage"}},
	{"DELETE /v2/NAME/manifests/TAG", "DELETE", registryPath(`manifests/[^/]+`), "", false, []string{"ecr:BatchDeleteImage"}},
	{"GET /v2/NAME/referrers/DIGEST", "GET", registryPath(`referrers/[a-z0-9]+:[0-9a-f]+`), "", false, []string{"ecr:BatchGetImage"}},
	{"GET /v2/NAME/tags/list", "GET", registryPath(`tags/list`), "", false, []string{"ecr:ListImages"}},
}

func registryPath(rest string) *regexp.Regexp {
	return regexp.MustCompile(`^/v2/(.+?)/` + rest + `$`)
}

// ecrCheck is the check of an action, on a repository or on none.
func ecrCheck(call, action, repository string) Check {
	check := Check{
		Call: call, Action: action, Resource: "*",
		Context: policy.Context{"aws:SecureTransport": {"true"}},
		Source:  ecrAPIPages + action[len("ecr:"):] + ".html",
	}
	if repository != "" {
		check.Resource = "arn:" + Partition + ":ecr:" + Region + ":" + AccountID + ":repository/" + repository
	}
	return check
}
