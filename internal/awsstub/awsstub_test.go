package awsstub_test

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/awsstub"
)

func post(t *testing.T, path, signature, kind, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, os.Getenv("AWS_ENDPOINT_URL")+path, strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Authorization", signature)
	request.Header.Set("Content-Type", kind)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(content)
}

const signed = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261129/eu-west-1/access-analyzer/aws4_request"

func TestStub(t *testing.T) {
	stub := awsstub.Use(t, &awsstub.Stub{})
	status, _ := post(t, "/policy/validation", "", "application/json", "{}")
	assert.Equal(t, http.StatusForbidden, status, "what is not signed is not answered")
	status, _ = post(t, "/", signed, "application/x-www-form-urlencoded", "Action=ListRoles")
	assert.Equal(t, http.StatusNotImplemented, status, "nor what it does not know")
	assert.Empty(t, stub.Asked())
	document := `{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}`
	for action, want := range map[string]string{"s3:GetObject": `"result":"FAIL"`, "s3:PutObject": `"result":"PASS"`} {
		status, answer := post(t, "/policy/check-access-not-granted", signed, "application/json", `{"policyDocument":"`+document+`","policyType":"IDENTITY_POLICY","access":[{"actions":["`+action+`"]}]}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Contains(t, answer, want)
	}
	assert.Equal(t, []string{"access-analyzer:CheckAccessNotGranted"}, stub.IAMActions())
	assert.Equal(t, "eu-west-1", stub.Asked()[0].Region)
}
