package cloud

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// What S3 asks of IAM for a request, as its API pages say.
func TestS3Checks(t *testing.T) {
	const object = "arn:aws:s3:::acme-dist/a/b.txt"
	for _, c := range []struct {
		name, method, url string
		header            map[string]string
		body              string
		encrypted         bool
		want              []string
	}{
		{"an upload", "PUT", "https://acme-dist.s3.eu-west-1.amazonaws.com/a/b.txt", nil, "x", false,
			[]string{"s3:PutObject " + object}},
		{"an upload, by path", "PUT", "http://127.0.0.1/acme-dist/a/b.txt?x-id=PutObject", nil, "x", false,
			[]string{"s3:PutObject " + object}},
		{"with tags", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", map[string]string{"X-Amz-Tagging": "Release=true"}, "x", false,
			[]string{"s3:PutObject " + object, "s3:PutObjectTagging " + object}},
		{"with an ACL", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", map[string]string{"X-Amz-Acl": "public-read"}, "x", false,
			[]string{"s3:PutObject " + object, "s3:PutObjectAcl " + object}},
		{"with a retention", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", map[string]string{"X-Amz-Object-Lock-Mode": "GOVERNANCE", "X-Amz-Object-Lock-Retain-Until-Date": "2030-01-01T00:00:00Z"}, "x", false,
			[]string{"s3:PutObject " + object, "s3:PutObjectRetention " + object}},
		{"with a legal hold", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", map[string]string{"X-Amz-Object-Lock-Legal-Hold": "ON"}, "x", false,
			[]string{"s3:PutObject " + object, "s3:PutObjectLegalHold " + object}},
		{"with a grant", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", map[string]string{"X-Amz-Grant-Read": "id=1"}, "x", false,
			[]string{"s3:PutObject " + object, "s3:PutObjectAcl " + object}},
		{"with a KMS key", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", map[string]string{"X-Amz-Server-Side-Encryption": "aws:kms"}, "x", false,
			[]string{"s3:PutObject " + object, "kms:GenerateDataKey " + KeyARN}},
		{"into a bucket with a KMS key", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", nil, "x", true,
			[]string{"s3:PutObject " + object, "kms:GenerateDataKey " + KeyARN}},
		{"the beginning of a multipart upload with tags", "POST", "http://127.0.0.1/acme-dist/a/b.txt?uploads", map[string]string{"X-Amz-Tagging": "Release=true"}, "", false,
			[]string{"s3:PutObject " + object, "s3:PutObjectTagging " + object}},
		{"the beginning of one into a bucket with a KMS key", "POST", "http://127.0.0.1/acme-dist/a/b.txt?uploads", nil, "", true,
			[]string{"s3:PutObject " + object, "kms:GenerateDataKey " + KeyARN}},
		{"a part", "PUT", "http://127.0.0.1/acme-dist/a/b.txt?uploadId=1&partNumber=1", nil, "x", false,
			[]string{"s3:PutObject " + object}},
		{"a part of a copy", "PUT", "http://127.0.0.1/acme-dist/a/b.txt?uploadId=1&partNumber=1", map[string]string{"X-Amz-Copy-Source": "acme-dist/c"}, "", false,
			[]string{"s3:GetObject arn:aws:s3:::acme-dist/c", "s3:PutObject " + object}},
		{"the end", "POST", "http://127.0.0.1/acme-dist/a/b.txt?uploadId=1", nil, "<x/>", false,
			[]string{"s3:PutObject " + object}},
		{"the parts", "GET", "http://127.0.0.1/acme-dist/a/b.txt?uploadId=1", nil, "", false,
			[]string{"s3:ListMultipartUploadParts " + object}},
		{"an abort", "DELETE", "http://127.0.0.1/acme-dist/a/b.txt?uploadId=1", nil, "", false,
			[]string{"s3:AbortMultipartUpload " + object}},
		{"a copy", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", map[string]string{"X-Amz-Copy-Source": "/acme-dist/c"}, "", false,
			[]string{"s3:GetObject arn:aws:s3:::acme-dist/c", "s3:PutObject " + object}},
		{"a copy of what has tags", "PUT", "http://127.0.0.1/acme-dist/a/b.txt", map[string]string{"X-Amz-Copy-Source": "acme-dist/tagged%20file"}, "", false,
			[]string{"s3:GetObject arn:aws:s3:::acme-dist/tagged file", "s3:GetObjectTagging arn:aws:s3:::acme-dist/tagged file", "s3:PutObjectTagging " + object, "s3:PutObject " + object}},
		{"a copy that has tags of its own", "PUT", "http://127.0.0.1/acme-dist/a/b.txt",
			map[string]string{"X-Amz-Copy-Source": "acme-dist/tagged%20file", "X-Amz-Tagging-Directive": "REPLACE", "X-Amz-Tagging": "Release=true"}, "", false,
			[]string{"s3:GetObject arn:aws:s3:::acme-dist/tagged file", "s3:PutObject " + object, "s3:PutObjectTagging " + object}},
		{"a download", "GET", "http://127.0.0.1/acme-dist/a/b.txt", nil, "", false, []string{"s3:GetObject " + object}},
		{"a look", "HEAD", "http://127.0.0.1/acme-dist/a/b.txt", nil, "", false, []string{"s3:GetObject " + object}},
		{"a delete", "DELETE", "http://127.0.0.1/acme-dist/a/b.txt", nil, "", false, []string{"s3:DeleteObject " + object}},
		{"several deletes", "POST", "http://127.0.0.1/acme-dist?delete", nil, "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>", false,
			[]string{"s3:DeleteObject arn:aws:s3:::acme-dist/a", "s3:DeleteObject arn:aws:s3:::acme-dist/b"}},
		{"the tags", "GET", "http://127.0.0.1/acme-dist/a/b.txt?tagging", nil, "", false, []string{"s3:GetObjectTagging " + object}},
		{"other tags", "PUT", "http://127.0.0.1/acme-dist/a/b.txt?tagging", nil, "<Tagging><TagSet><Tag><Key>Release</Key><Value>true</Value></Tag></TagSet></Tagging>", false,
			[]string{"s3:PutObjectTagging " + object}},
		{"another ACL", "PUT", "http://127.0.0.1/acme-dist/a/b.txt?acl", nil, "", false, []string{"s3:PutObjectAcl " + object}},
		{"a list", "GET", "http://127.0.0.1/acme-dist?list-type=2&prefix=a", nil, "", false, []string{"s3:ListBucket arn:aws:s3:::acme-dist"}},
		{"an old list", "GET", "https://acme-dist.s3.eu-west-1.amazonaws.com/?prefix=a", nil, "", false, []string{"s3:ListBucket arn:aws:s3:::acme-dist"}},
		{"a look at the bucket", "HEAD", "http://127.0.0.1/acme-dist", nil, "", false, []string{"s3:ListBucket arn:aws:s3:::acme-dist"}},
		{"a new bucket", "PUT", "http://127.0.0.1/acme-dist", nil, "", false, []string{"s3:CreateBucket arn:aws:s3:::acme-dist"}},
		{"where the bucket is", "GET", "http://127.0.0.1/acme-dist?location", nil, "", false, []string{"s3:GetBucketLocation arn:aws:s3:::acme-dist"}},
		{"all uploads", "GET", "http://127.0.0.1/acme-dist?uploads", nil, "", false, []string{"s3:ListBucketMultipartUploads arn:aws:s3:::acme-dist"}},
		{"all buckets", "GET", "http://127.0.0.1/", nil, "", false, []string{"s3:ListAllMyBuckets *"}},
		{"a policy, which no row is for", "PUT", "http://127.0.0.1/acme-dist?policy", nil, "{}", false, nil},
		{"a retention, which no row is for", "PUT", "http://127.0.0.1/acme-dist/a/b.txt?retention", nil, "", false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newS3(&Cloud{})
			s.encryptedBuckets["acme-dist"] = c.encrypted
			s.set("acme-dist/tagged file", url.Values{"Release": {"true"}}, "")
			request := httptest.NewRequest(c.method, c.url, strings.NewReader(c.body))
			for name, value := range c.header {
				request.Header.Set(name, value)
			}
			r, err := s.address(request)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			if operation := r.operation(); operation != nil {
				for _, check := range r.checks(operation) {
					got = append(got, check.Action+" "+check.Resource)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The parts of an upload with a KMS key are decrypted again.
func TestS3PartsOfAnEncryptedUpload(t *testing.T) {
	s := newS3(&Cloud{})
	s.set("acme-dist/big", nil, KeyARN)
	for _, request := range []*http.Request{
		httptest.NewRequest("PUT", "http://127.0.0.1/acme-dist/big?uploadId=1&partNumber=1", strings.NewReader("x")),
		httptest.NewRequest("POST", "http://127.0.0.1/acme-dist/big?uploadId=1", strings.NewReader("<x/>")),
	} {
		r, err := s.address(request)
		if err != nil {
			t.Fatal(err)
		}
		checks := r.checks(r.operation())
		if len(checks) != 2 || checks[1].Action != "kms:Decrypt" || checks[1].Context["kms:ViaService"][0] != "s3.eu-west-1.amazonaws.com" {
			t.Errorf("got %+v", checks)
		}
	}
}

func TestS3Context(t *testing.T) {
	s := newS3(&Cloud{})
	s.set("acme-dist/a", url.Values{"Release": {"true"}}, "")
	for _, c := range []struct {
		name, method, url string
		header            map[string]string
		action, key       string
		want              []string
	}{
		{"tags of the request", "PUT", "/acme-dist/a", map[string]string{"X-Amz-Tagging": "Release=false&b=2"}, "s3:PutObject", "s3:RequestObjectTagKeys", []string{"Release", "b"}},
		{"their values", "PUT", "/acme-dist/a", map[string]string{"X-Amz-Tagging": "Release=false"}, "s3:PutObjectTagging", "s3:RequestObjectTag/Release", []string{"false"}},
		{"tags of what is there, for tagging", "PUT", "/acme-dist/a", map[string]string{"X-Amz-Tagging": "Release=false"}, "s3:PutObjectTagging", "s3:ExistingObjectTag/Release", []string{"true"}},
		{"and not for uploading", "PUT", "/acme-dist/a", map[string]string{"X-Amz-Tagging": "Release=false"}, "s3:PutObject", "s3:ExistingObjectTag/Release", nil},
		{"an upload that replaces nothing", "PUT", "/acme-dist/a", map[string]string{"If-None-Match": "*"}, "s3:PutObject", "s3:if-none-match", []string{"*"}},
		{"an upload creates an object", "PUT", "/acme-dist/a", nil, "s3:PutObject", "s3:ObjectCreationOperation", []string{"true"}},
		{"a part does not", "PUT", "/acme-dist/a?uploadId=1&partNumber=1", nil, "s3:PutObject", "s3:ObjectCreationOperation", []string{"false"}},
		{"a part takes no tags", "PUT", "/acme-dist/a?uploadId=1&partNumber=1", nil, "s3:PutObject", "s3:RequestObjectTag/Release", nil},
		{"the prefix of a list", "GET", "/acme-dist?list-type=2&prefix=release%2F", nil, "s3:ListBucket", "s3:prefix", []string{"release/"}},
		{"a list without one", "GET", "/acme-dist?list-type=2&prefix=", nil, "s3:ListBucket", "s3:prefix", nil},
		{"no TLS", "GET", "/acme-dist?list-type=2", nil, "s3:ListBucket", "aws:SecureTransport", []string{"false"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			request := httptest.NewRequest(c.method, "http://127.0.0.1"+c.url, nil)
			for name, value := range c.header {
				request.Header.Set(name, value)
			}
			r, err := s.address(request)
			if err != nil {
				t.Fatal(err)
			}
			for _, check := range r.checks(r.operation()) {
				if check.Action == c.action {
					if got := check.Context[c.key]; !slices.Equal(got, c.want) {
						t.Errorf("got %q, want %q", got, c.want)
					}
					return
				}
			}
			t.Errorf("%s is not checked", c.action)
		})
	}
}

func TestS3RowsAreWhole(t *testing.T) {
	for _, o := range s3Operations {
		for _, check := range o.checks {
			if !strings.HasPrefix(check.source, "https://docs.aws.amazon.com/") {
				t.Errorf("%s, %s: the source is %q", o.name, check.action, check.source)
			}
		}
	}
}

func TestUnchunked(t *testing.T) {
	const chunked = "5;chunk-signature=0\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n"
	header := http.Header{"X-Amz-Content-Sha256": {"STREAMING-UNSIGNED-PAYLOAD-TRAILER"}}
	if got, err := unchunked(header, []byte(chunked)); err != nil || string(got) != "hello world" {
		t.Errorf("got %q, %v", got, err)
	}
	header.Set("X-Amz-Content-Sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
	if _, err := unchunked(header, []byte("zz\r\n")); err == nil {
		t.Error("a chunk without a size: got no error")
	}
	header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	if got, _ := unchunked(header, []byte(chunked)); string(got) != chunked {
		t.Errorf("not chunked: got %q", got)
	}
}
