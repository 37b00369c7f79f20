package cloud

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// started returns a cloud and a client that has it as its proxy.
func started(t *testing.T, statements ...policy.Statement) (*Cloud, *http.Client) {
	t.Helper()
	authority, err := NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	var documents []policy.Document
	if len(statements) > 0 {
		documents = append(documents, policy.New(statements...))
	}
	c, err := Start(authority, documents...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority.PEM)
	proxy := &url.URL{Scheme: "http", Host: c.Address()}
	return c, &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: roots}}}
}

// signed is the header of a request that the caller has signed, except for
// the signature.
func signed(service string) string {
	return "AWS4-HMAC-SHA256 Credential=" + AccessKeyID + "/20261125/" + Region + "/" + service + "/aws4_request, SignedHeaders=host, Signature=0"
}

// send sends a request with further headers, name and value in turn.
func send(t *testing.T, client *http.Client, method, address, authorization, body string, headers ...string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return do(t, client, request)
}

func do(t *testing.T, client *http.Client, request *http.Request) (int, string) {
	t.Helper()
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

func TestNothingIsAllowedWithoutAPolicy(t *testing.T) {
	c, client := started(t)
	if err := c.Bucket("acme-dist", false); err != nil {
		t.Fatal(err)
	}
	code, answer := send(t, client, "PUT", "https://acme-dist.s3.eu-west-1.amazonaws.com/a", signed("s3"), "x")
	if code != http.StatusForbidden || !strings.Contains(answer, "<Code>AccessDenied</Code>") || !strings.Contains(answer, "s3:PutObject on resource: arn:aws:s3:::acme-dist/a ") {
		t.Errorf("got %d %s", code, answer)
	}
	if keys := keysOf(t, c, "acme-dist"); len(keys) != 0 {
		t.Errorf("a refused upload left %q", keys)
	}
}

func TestAPolicyAllowsWhatItSays(t *testing.T) {
	c, client := started(t, policy.Statement{Effect: policy.Allow, Actions: []string{"s3:PutObject"}, Resources: []string{"arn:aws:s3:::acme-dist/release/*"}})
	if err := c.Bucket("acme-dist", false); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]int{
		"https://acme-dist.s3.eu-west-1.amazonaws.com/release/a": http.StatusOK,
		"https://acme-dist.s3.eu-west-1.amazonaws.com/other/a":   http.StatusForbidden,
	} {
		if code, answer := send(t, client, "PUT", address, signed("s3"), "x"); code != want {
			t.Errorf("%s: got %d %s", address, code, answer)
		}
	}
	if keys := keysOf(t, c, "acme-dist"); len(keys) != 1 || keys[0] != "release/a" {
		t.Errorf("got %q", keys)
	}
}

func TestWithoutACallerNothingIsAllowed(t *testing.T) {
	c, client := started(t, policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}})
	if err := c.Bucket("acme-dist", false); err != nil {
		t.Fatal(err)
	}
	stranger := strings.Replace(signed("s3"), AccessKeyID, "AKIASTRANGER", 1)
	for _, authorization := range []string{"", stranger} {
		if code, _ := send(t, client, "PUT", "https://acme-dist.s3.eu-west-1.amazonaws.com/a", authorization, "x"); code != http.StatusForbidden {
			t.Errorf("%q: got %d", authorization, code)
		}
	}
}

func TestWhatIsNotUnderstoodIsNotAllowed(t *testing.T) {
	c, client := started(t, policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}})
	code, _ := send(t, client, "PUT", "https://acme-dist.s3.eu-west-1.amazonaws.com/?policy", signed("s3"), "{}")
	if unknown := c.Trace().Unknown; code < 400 || len(unknown) != 1 {
		t.Errorf("got %d, %q", code, unknown)
	}
}

func TestOtherHostsAreRefused(t *testing.T) {
	c, client := started(t)
	if _, err := client.Get("https://example.com/"); err == nil {
		t.Error("TLS: got no error")
	}
	if code, _ := send(t, client, "GET", "http://example.org/", "", ""); code != http.StatusForbidden {
		t.Errorf("got %d", code)
	}
	if strays := c.Trace().Strays; len(strays) != 2 {
		t.Errorf("got %q", strays)
	}
}

// Each key of DeleteObjects is decided by itself.
func TestDeleteObjects(t *testing.T) {
	c, client := started(t, policy.Statement{Effect: policy.Allow, Actions: []string{"s3:DeleteObject"}, Resources: []string{"arn:aws:s3:::acme-dist/a/*"}})
	if err := c.Bucket("acme-dist", false); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a/1", "b/1"} {
		if err := c.Object("acme-dist", key, "x", nil); err != nil {
			t.Fatal(err)
		}
	}
	code, answer := send(t, client, "POST", "https://acme-dist.s3.eu-west-1.amazonaws.com/?delete", signed("s3"),
		"<Delete><Object><Key>a/1</Key></Object><Object><Key>b/1</Key></Object></Delete>")
	if code != http.StatusOK || !strings.Contains(answer, "<Deleted><Key>a/1</Key></Deleted>") || !strings.Contains(answer, "<Key>b/1</Key><Code>AccessDenied</Code>") {
		t.Errorf("got %d %s", code, answer)
	}
	if keys := keysOf(t, c, "acme-dist"); len(keys) != 1 || keys[0] != "b/1" {
		t.Errorf("got %q", keys)
	}
}

// A missing object looks forbidden to who may not list the bucket.
func TestMissingObjects(t *testing.T) {
	get := policy.Statement{Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}
	list := policy.Statement{Effect: policy.Allow, Actions: []string{"s3:ListBucket"}, Resources: []string{"*"}}
	ofA := list
	ofA.Conditions = policy.Conditions{"StringEquals": {"s3:prefix": {"a"}}}
	for _, one := range []struct {
		statements []policy.Statement
		want       int
	}{
		{[]policy.Statement{get}, http.StatusForbidden},
		{[]policy.Statement{get, list}, http.StatusNotFound},
		{[]policy.Statement{get, ofA}, http.StatusNotFound},
	} {
		statements, want := one.statements, one.want
		c, client := started(t, statements...)
		if err := c.Bucket("acme-dist", false); err != nil {
			t.Fatal(err)
		}
		if code, _ := send(t, client, "HEAD", "https://acme-dist.s3.eu-west-1.amazonaws.com/a", signed("s3"), ""); code != want {
			t.Errorf("got %d, want %d", code, want)
		}
	}
}

func keysOf(t *testing.T, c *Cloud, bucket string) []string {
	t.Helper()
	_, keys, err := c.Objects(bucket)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
