package cloud

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// s3 authorizes requests to S3. What the requests do is gofakes3's, except
// for tags, ACLs and the end of a conditional multipart upload, which it lacks.
type s3 struct {
	cloud   *Cloud
	backend gofakes3.Backend
	server  http.Handler

	mutex sync.Mutex
	// tags and kms are those of the objects, by "BUCKET/KEY".
	tags map[string]url.Values
	kms  map[string]string
	// etags are those of multipart uploads.
	etags map[string]string
	// encryptedBuckets have KeyARN as their default key.
	encryptedBuckets map[string]bool
	// accessPoints are those of the account, by name.
	accessPoints map[string]accessPoint
}

func newS3(c *Cloud) *s3 {
	backend := s3mem.New()
	return &s3{
		cloud: c, backend: backend,
		server: gofakes3.New(backend, gofakes3.WithoutVersioning(), gofakes3.WithTimeSkewLimit(0)).Server(),
		tags:   map[string]url.Values{}, kms: map[string]string{}, etags: map[string]string{}, encryptedBuckets: map[string]bool{}, accessPoints: map[string]accessPoint{},
	}
}

func (s *s3) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	s.cloud.request()
	r, err := s.address(request)
	if err != nil {
		s.fail(w, request, http.StatusBadRequest, "InvalidRequest", err.Error())
		return
	}
	operation := r.operation()
	if operation == nil {
		s.cloud.unknown("S3: %s %s", r.Method, r.URL)
		s.fail(w, request, http.StatusNotImplemented, "NotImplemented", "no row of s3Operations: "+r.Method+" "+r.URL.String())
		return
	}
	signer, known := s.cloud.signer(r.Header.Get("Authorization"))
	if !known {
		s.fail(w, request, http.StatusForbidden, "AccessDenied", "Access Denied")
		return
	}
	if operation.name == "DeleteObjects" && signer == RoleARN {
		s.deleteObjects(w, r, operation)
		return
	}
	if refused := s.cloud.authorizeAs(signer, r.checks(operation)...); refused != nil {
		s.fail(w, request, http.StatusForbidden, "AccessDenied", refused.refusal())
		return
	}
	s.serve(w, r, operation)
}

// address finds bucket and key in the host and the path, and reads the body.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
func (s *s3) address(request *http.Request) (*s3Request, error) {
	path := strings.TrimPrefix(request.URL.Path, "/")
	r := &s3Request{Request: request, query: request.URL.Query()}
	if host, _, _ := strings.Cut(request.Host, ":"); strings.HasSuffix(host, ".amazonaws.com") {
		if bucket, _, ok := strings.Cut(host, ".s3."); ok {
			path = bucket + "/" + path
		}
		if name, _, ok := strings.Cut(host, accessPointHost); ok {
			if r.through = s.accessPoint(name); r.through == nil {
				return nil, fmt.Errorf("there is no access point %s", name)
			}
			path = r.through.bucket + "/" + path
		}
	}
	r.bucket, r.key, _ = strings.Cut(path, "/")
	request.URL.Path, request.URL.RawPath = "/"+strings.TrimSuffix(path, "/"), ""
	if r.key != "" {
		request.URL.Path = "/" + path
	}

	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	if r.body, err = unchunked(request.Header, body); err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(r.body))
	request.ContentLength = int64(len(r.body))
	request.Header.Set("Content-Length", strconv.Itoa(len(r.body)))

	if r.tags, err = url.ParseQuery(request.Header.Get("X-Amz-Tagging")); err != nil {
		return nil, err
	}
	if source := request.Header.Get("X-Amz-Copy-Source"); source != "" {
		if source, err = url.PathUnescape(source); err != nil {
			return nil, err
		}
		r.sourceBucket, r.sourceKey, _ = strings.Cut(strings.TrimPrefix(source, "/"), "/")
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	name := r.bucket + "/" + r.key
	r.existingTags, r.sourceTags = s.tags[name], s.tags[r.sourceBucket+"/"+r.sourceKey]
	r.kms = s.kms[name]
	switch creates := request.Method == "PUT" && !r.query.Has("uploadId") || request.Method == "POST" && r.query.Has("uploads"); {
	case !creates:
	case request.Header.Get("X-Amz-Server-Side-Encryption") == "aws:kms", s.encryptedBuckets[r.bucket]:
		r.kms = KeyARN
	default:
		r.kms = ""
	}
	switch {
	case request.Method == "PUT" && r.query.Has("tagging"):
		return r, r.readTags()
	case request.Method == "POST" && r.query.Has("delete"):
		return r, r.readKeys()
	}
	return r, nil
}

// unchunked takes the chunks and the trailer off a body in aws-chunked
// encoding.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
func unchunked(header http.Header, body []byte) ([]byte, error) {
	if !strings.HasPrefix(header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		return body, nil
	}
	header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	header.Del("Content-Encoding")
	var whole []byte
	for reader := bufio.NewReader(bytes.NewReader(body)); ; {
		line, err := reader.ReadString('\n')
		if err != nil {
			return nil, err
		}
		digits, _, _ := strings.Cut(strings.TrimSpace(line), ";")
		size, err := strconv.ParseInt(digits, 16, 64)
		if err != nil || size < 0 || size > int64(len(body)) {
			return nil, fmt.Errorf("the size of a chunk is %q", digits)
		}
		if size == 0 {
			return whole, nil
		}
		chunk := make([]byte, size+2)
		if _, err := io.ReadFull(reader, chunk); err != nil {
			return nil, err
		}
		whole = append(whole, chunk[:size]...)
	}
}

func (r *s3Request) readTags() error {
	var tagging s3Tagging
	if err := xml.Unmarshal(r.body, &tagging); err != nil {
		return err
	}
	for _, tag := range tagging.Tags {
		r.tags.Set(tag.Key, tag.Value)
	}
	return nil
}

func (r *s3Request) readKeys() error {
	var named struct {
		Objects []struct{ Key string } `xml:"Object"`
	}
	if err := xml.Unmarshal(r.body, &named); err != nil {
		return err
	}
	for _, object := range named.Objects {
		r.keys = append(r.keys, object.Key)
	}
	return nil
}

// serve does what an operation does, once it is authorized.
func (s *s3) serve(w http.ResponseWriter, r *s3Request, operation *s3Operation) {
	name := r.bucket + "/" + r.key
	switch operation.name {
	case "GetObjectTagging":
		writeXML(w, taggingOf(r.existingTags))
		return
	case "PutObjectTagging":
		s.set(name, r.tags, r.kms)
		return
	case "PutObjectAcl":
		return
	case "HeadObject", "GetObject":
		if !s.exists(r.bucket, r.key) && !s.maySeeThatNothingIsThere(r) {
			s.fail(w, r.Request, http.StatusForbidden, "AccessDenied", "Access Denied")
			return
		}
		if count := len(r.existingTags); count > 0 {
			w.Header().Set("X-Amz-Tagging-Count", strconv.Itoa(count))
		}
	case "CompleteMultipartUpload":
		if r.Header.Get("If-None-Match") == "*" && s.exists(r.bucket, r.key) {
			s.fail(w, r.Request, http.StatusPreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
			return
		}
	}
	seen := &seen{ResponseWriter: w, code: http.StatusOK}
	switch operation.name {
	case "HeadObject", "GetObject":
		seen.etag = s.etag(name)
	}
	s.server.ServeHTTP(seen, r.Request)
	if !seen.started {
		seen.WriteHeader(seen.code)
	}
	if seen.code >= 300 {
		return
	}
	switch operation.name {
	case "CompleteMultipartUpload":
		var completed struct{ ETag string }
		if err := xml.Unmarshal(seen.body.Bytes(), &completed); err == nil {
			s.setETag(name, completed.ETag)
		}
	case "CreateMultipartUpload":
		s.set(name, r.tags, r.kms)
	case "PutObject":
		s.set(name, r.tags, r.kms)
		s.setETag(name, "")
	case "CopyObject":
		s.setETag(name, "")
		tags := r.sourceTags
		if strings.EqualFold(r.Header.Get("X-Amz-Tagging-Directive"), "REPLACE") {
			tags = r.tags
		}
		s.set(name, tags, r.kms)
	}
}

// maySeeThatNothingIsThere: without s3:ListBucket a missing object is
// answered like a forbidden one. That the key stands for s3:prefix in this
// check, AWS does not say; HashiCorp's policy for a state that is yet to be
// written relies on it.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html#API_HeadObject_Permissions
// https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions
func (s *s3) maySeeThatNothingIsThere(r *s3Request) bool {
	list := s3Check{"s3:ListBucket", onBucket, always, s3APIPages + "HeadObject.html"}
	missing := &s3Operation{name: "HeadObject of a missing key", checks: []s3Check{list}}
	checks := r.checks(missing)
	for _, check := range checks {
		check.Context["s3:prefix"] = []string{r.key}
	}
	return s.cloud.authorize(checks...) == nil
}

// deleteObjects answers for each key by itself.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
func (s *s3) deleteObjects(w http.ResponseWriter, r *s3Request, operation *s3Operation) {
	type failure struct{ Key, Code, Message string }
	type deleted struct{ Key string }
	var answer struct {
		XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ DeleteResult"`
		Deleted []deleted
		Error   []failure
	}
	for i, check := range r.checks(operation) {
		key := r.keys[i]
		if refused := s.cloud.authorize(check); refused != nil {
			answer.Error = append(answer.Error, failure{key, "AccessDenied", refused.refusal()})
			continue
		}
		if _, err := s.backend.DeleteObject(r.bucket, key); err != nil {
			answer.Error = append(answer.Error, failure{key, "InternalError", err.Error()})
			continue
		}
		answer.Deleted = append(answer.Deleted, deleted{key})
	}
	writeXML(w, answer)
}

func (s *s3) set(name string, tags url.Values, kms string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.tags[name], s.kms[name] = tags, kms
}

func (s *s3) exists(bucket, key string) bool {
	_, err := s.backend.HeadObject(bucket, key)
	return err == nil
}

type s3Tagging struct {
	XMLName xml.Name `xml:"Tagging"`
	Tags    []s3Tag  `xml:"TagSet>Tag"`
}

type s3Tag struct{ Key, Value string }

func taggingOf(tags url.Values) s3Tagging {
	var all s3Tagging
	for _, name := range sortedKeys(tags) {
		all.Tags = append(all.Tags, s3Tag{name, tags.Get(name)})
	}
	return all
}

// fail answers in S3's form.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func (s *s3) fail(w http.ResponseWriter, r *http.Request, code int, name, message string) {
	w.Header().Set("Content-Type", "application/xml")
	w.Header().Set("X-Amz-Request-Id", "EXAMPLE")
	w.WriteHeader(code)
	if r.Method == http.MethodHead {
		return
	}
	encodeXML(w, struct {
		XMLName                  xml.Name `xml:"Error"`
		Code, Message, RequestId string
	}{Code: name, Message: message, RequestId: "EXAMPLE"})
}

func writeXML(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/xml")
	encodeXML(w, value)
}

func encodeXML(w io.Writer, value any) {
	_, _ = io.WriteString(w, xml.Header)
	_ = xml.NewEncoder(w).Encode(value)
}

// seen is an answer that is looked at on its way.
type seen struct {
	http.ResponseWriter
	code int
	body bytes.Buffer
	// etag, unless empty, takes the place of the one that gofakes3 sets: it
	// forgets the ETag of a multipart upload.
	etag    string
	started bool
}

func (s *seen) WriteHeader(code int) {
	s.code, s.started = code, true
	if s.etag != "" && code < 300 {
		s.Header().Set("ETag", s.etag)
	}
	s.ResponseWriter.WriteHeader(code)
}

func (s *seen) Write(p []byte) (int, error) {
	if !s.started {
		s.WriteHeader(http.StatusOK)
	}
	if s.etag == "" {
		s.body.Write(p)
	}
	return s.ResponseWriter.Write(p)
}

func (s *s3) etag(name string) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.etags[name]
}

func (s *s3) setETag(name, etag string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.etags[name] = etag
}

// Bucket makes a bucket; an encrypted one has KeyARN as its default key.
func (c *Cloud) Bucket(name string, encrypted bool) error {
	c.s3.encryptedBuckets[name] = encrypted
	return c.s3.backend.CreateBucket(name)
}

// Object puts an object into a bucket, past authorization.
func (c *Cloud) Object(bucket, key, content string, tags url.Values) error {
	_, err := c.s3.backend.PutObject(bucket, key, map[string]string{"Last-Modified": time.Now().UTC().Format(http.TimeFormat)}, strings.NewReader(content), int64(len(content)), nil)
	kms := ""
	if c.s3.encryptedBuckets[bucket] {
		kms = KeyARN
	}
	c.s3.set(bucket+"/"+key, tags, kms)
	return err
}

// Objects returns the keys of a bucket, sorted, with what each holds.
func (c *Cloud) Objects(bucket string) (map[string][]byte, []string, error) {
	list, err := c.s3.backend.ListBucket(bucket, nil, gofakes3.ListBucketPage{})
	if err != nil {
		return nil, nil, err
	}
	contents, keys := map[string][]byte{}, []string{}
	for _, entry := range list.Contents {
		object, err := c.s3.backend.GetObject(bucket, entry.Key, nil)
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(object.Contents)
		if err := errors.Join(err, object.Contents.Close()); err != nil {
			return nil, nil, err
		}
		contents[entry.Key] = content
		keys = append(keys, entry.Key)
	}
	sort.Strings(keys)
	return contents, keys, nil
}

// Tags returns the tags of an object.
func (c *Cloud) Tags(bucket, key string) url.Values {
	c.s3.mutex.Lock()
	defer c.s3.mutex.Unlock()
	return c.s3.tags[bucket+"/"+key]
}
