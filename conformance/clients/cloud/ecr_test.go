package cloud

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// The actions that ECR checks for the requests of a push and a pull.
func TestRegistryOperations(t *testing.T) {
	digest := "sha256:" + strings.Repeat("0", 64)
	for _, c := range []struct {
		method, path, body string
		want               []string
	}{
		{"HEAD", "/v2/team/app/blobs/" + digest, "", []string{"ecr:BatchCheckLayerAvailability"}},
		{"GET", "/v2/team/app/blobs/" + digest, "", []string{"ecr:GetDownloadUrlForLayer"}},
		{"POST", "/v2/team/app/blobs/uploads/", "", []string{"ecr:InitiateLayerUpload"}},
		{"POST", "/v2/team/app/blobs/uploads/?mount=" + digest + "&from=other", "", []string{"ecr:InitiateLayerUpload"}},
		{"POST", "/v2/team/app/blobs/uploads/?digest=" + digest, "x", []string{"ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"}},
		{"PATCH", "/v2/team/app/blobs/uploads/1", "x", []string{"ecr:UploadLayerPart"}},
		{"PUT", "/v2/team/app/blobs/uploads/1?digest=" + digest, "", []string{"ecr:CompleteLayerUpload"}},
		{"PUT", "/v2/team/app/blobs/uploads/1?digest=" + digest, "x", []string{"ecr:UploadLayerPart", "ecr:CompleteLayerUpload"}},
		{"HEAD", "/v2/team/app/manifests/latest", "", []string{"ecr:BatchGetImage"}},
		{"GET", "/v2/team/app/manifests/" + digest, "", []string{"ecr:BatchGetImage"}},
		{"PUT", "/v2/team/app/manifests/latest", "{}", []string{"ecr:PutImage"}},
		{"DELETE", "/v2/team/app/manifests/latest", "", []string{"ecr:BatchDeleteImage"}},
		{"GET", "/v2/team/app/referrers/" + digest, "", []string{"ecr:BatchGetImage"}},
		{"GET", "/v2/team/app/tags/list", "", []string{"ecr:ListImages"}},
		{"GET", "/v2/_catalog", "", nil},
		{"DELETE", "/v2/team/app/blobs/uploads/1", "", []string{}},
		{"DELETE", "/v2/team/app/blobs/" + digest, "", nil},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			operation, repository := registryOperationOf(httptest.NewRequest(c.method, "https://"+RegistryHost+c.path, strings.NewReader(c.body)))
			if operation == nil {
				if c.want != nil {
					t.Errorf("no row fits")
				}
				return
			}
			if repository != "team/app" || !slices.Equal(operation.actions, c.want) {
				t.Errorf("got %s, %q; want %q", repository, operation.actions, c.want)
			}
		})
	}
}

func TestRegistry(t *testing.T) {
	c, client := started(t, policy.Statement{Effect: policy.Allow, Actions: []string{"ecr:BatchGetImage"}, Resources: []string{"arn:aws:ecr:eu-west-1:111122223333:repository/app"}})
	c.Repository("app")
	c.Repository("other")
	ask := func(path, password string) (int, string) {
		request, err := http.NewRequest("GET", "https://"+RegistryHost+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.SetBasicAuth("AWS", password)
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode, answer.Header.Get("Www-Authenticate")
	}
	if code, challenge := ask("/v2/", "a guess"); code != http.StatusUnauthorized || !strings.HasPrefix(challenge, "Basic ") {
		t.Errorf("without a token: got %d, %q", code, challenge)
	}
	for path, want := range map[string]int{
		"/v2/":                       http.StatusOK,
		"/v2/app/manifests/latest":   http.StatusNotFound,
		"/v2/other/manifests/latest": http.StatusForbidden,
		"/v2/app/tags/list":          http.StatusForbidden,
	} {
		if code, _ := ask(path, c.authority.Token); code != want {
			t.Errorf("%s: got %d, want %d", path, code, want)
		}
	}
}

func TestECRAPI(t *testing.T) {
	c, client := started(t, policy.Statement{Effect: policy.Allow, Actions: []string{"ecr:DescribeImages"}, Resources: []string{"arn:aws:ecr:eu-west-1:111122223333:repository/app"}})
	c.Repository("app")
	for _, one := range []struct {
		operation, input string
		want             int
		answer           string
	}{
		{"DescribeImages", `{"repositoryName":"app"}`, http.StatusOK, `"imageDetails":[]`},
		{"DescribeImages", `{"repositoryName":"other"}`, http.StatusBadRequest, "AccessDeniedException"},
		{"ListImages", `{"repositoryName":"app"}`, http.StatusBadRequest, "ecr:ListImages on resource: arn:aws:ecr:eu-west-1:111122223333:repository/app"},
		{"GetAuthorizationToken", `{}`, http.StatusBadRequest, "ecr:GetAuthorizationToken on resource: * "},
		{"DeleteRepository", `{"repositoryName":"app"}`, http.StatusNotImplemented, "no row"},
	} {
		request, err := http.NewRequest("POST", "https://api.ecr.eu-west-1.amazonaws.com/", strings.NewReader(one.input))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921."+one.operation)
		request.Header.Set("Authorization", signed("ecr"))
		code, answer := do(t, client, request)
		if code != one.want || !strings.Contains(answer, one.answer) {
			t.Errorf("%s %s: got %d %s", one.operation, one.input, code, answer)
		}
	}
}
