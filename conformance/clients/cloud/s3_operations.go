package cloud

import (
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// s3Request is a request to S3, addressed.
type s3Request struct {
	*http.Request
	bucket, key string
	// through is the access point by which the bucket is reached, nil for none.
	through *accessPoint
	query   url.Values
	body    []byte
	// keys are those that DeleteObjects names.
	keys []string
	// tags are those of x-amz-tagging, or of the body of PutObjectTagging.
	tags url.Values
	// sourceBucket, sourceKey and sourceTags are what x-amz-copy-source names.
	sourceBucket, sourceKey string
	sourceTags              url.Values
	// kms is the key that the object is encrypted with, or is to be, "" for none.
	kms string
	// existingTags are those of the object that is there.
	existingTags url.Values
}

// What a check of S3 is on.
const (
	onBucket = "bucket"
	onObject = "object"
	onKeys   = "each key of the body"
	onSource = "object of x-amz-copy-source"
	onKey    = "KMS key"
	anywhere = "*"
)

// When a check of S3 is made, beside always.
const (
	always     = ""
	withTags   = "the request has tags"
	withACL    = "the request has an ACL"
	withMode   = "the request retains the object"
	withHold   = "the request holds the object"
	withKMS    = "the object is encrypted with a KMS key"
	sourceTags = "the source has tags and x-amz-tagging-directive is not REPLACE"
)

// s3Check is a check that S3 makes for an operation.
type s3Check struct {
	action, on, when, source string
}

// s3Operation is an operation of S3 and how to recognize its request: by
// method, by what it is on, by the query parameter and header that it has.
type s3Operation struct {
	name, method, level string
	query, header       string
	checks              []s3Check
}

const (
	// The table "API operations" maps each operation to its IAM actions.
	s3ReferencePage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html"
	s3APIPages      = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_"
	s3MultipartPage = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions"
	// Without the permission to set a retention, S3 refuses an upload with one.
	s3LockPage    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-overview.html"
	s3ActionsPage = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html"
)

var (
	s3Put = []s3Check{
		{"s3:PutObject", onObject, always, s3APIPages + "PutObject.html"},
		{"s3:PutObjectTagging", onObject, withTags, s3APIPages + "PutObject.html"},
		{"s3:PutObjectAcl", onObject, withACL, s3APIPages + "PutObject.html"},
		{"s3:PutObjectRetention", onObject, withMode, s3LockPage},
		{"s3:PutObjectLegalHold", onObject, withHold, s3LockPage},
		{"kms:GenerateDataKey", onKey, withKMS, "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"},
	}
	s3Create = []s3Check{
		{"s3:PutObject", onObject, always, s3APIPages + "CreateMultipartUpload.html"},
		{"s3:PutObjectTagging", onObject, withTags, s3APIPages + "CreateMultipartUpload.html"},
		{"s3:PutObjectAcl", onObject, withACL, s3APIPages + "CreateMultipartUpload.html"},
		{"s3:PutObjectRetention", onObject, withMode, s3LockPage},
		{"s3:PutObjectLegalHold", onObject, withHold, s3LockPage},
		{"kms:GenerateDataKey", onKey, withKMS, s3MultipartPage},
	}
	s3Part = []s3Check{
		{"s3:PutObject", onObject, always, s3MultipartPage},
		// The parts are encrypted with the data key that the upload began with.
		{"kms:Decrypt", onKey, withKMS, s3MultipartPage},
	}
	s3Get = []s3Check{
		{"s3:GetObject", onObject, always, s3APIPages + "GetObject.html"},
		{"kms:Decrypt", onKey, withKMS, "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"},
	}
)

// s3Operations are tried in order; the first that fits is the operation. What
// fits none is unknown.
var s3Operations = []s3Operation{
	{"ListBuckets", "GET", "service", "", "", []s3Check{{"s3:ListAllMyBuckets", anywhere, always, s3APIPages + "ListBuckets.html"}}},

	{"GetBucketLocation", "GET", onBucket, "location", "", []s3Check{{"s3:GetBucketLocation", onBucket, always, s3APIPages + "GetBucketLocation.html"}}},
	{"GetBucketVersioning", "GET", onBucket, "versioning", "", []s3Check{{"s3:GetBucketVersioning", onBucket, always, s3APIPages + "GetBucketVersioning.html"}}},
	{"GetBucketEncryption", "GET", onBucket, "encryption", "", []s3Check{{"s3:GetEncryptionConfiguration", onBucket, always, s3APIPages + "GetBucketEncryption.html"}}},
	{"ListObjectVersions", "GET", onBucket, "versions", "", []s3Check{{"s3:ListBucketVersions", onBucket, always, s3APIPages + "ListObjectVersions.html"}}},
	{"ListMultipartUploads", "GET", onBucket, "uploads", "", []s3Check{{"s3:ListBucketMultipartUploads", onBucket, always, s3APIPages + "ListMultipartUploads.html"}}},
	{"DeleteObjects", "POST", onBucket, "delete", "", []s3Check{{"s3:DeleteObject", onKeys, always, s3APIPages + "DeleteObjects.html"}}},
	{"ListObjectsV2", "GET", onBucket, "list-type", "", []s3Check{{"s3:ListBucket", onBucket, always, s3APIPages + "ListObjectsV2.html"}}},
	{"ListObjects", "GET", onBucket, "", "", []s3Check{{"s3:ListBucket", onBucket, always, s3APIPages + "ListObjects.html"}}},
	{"HeadBucket", "HEAD", onBucket, "", "", []s3Check{{"s3:ListBucket", onBucket, always, s3APIPages + "HeadBucket.html"}}},
	{"CreateBucket", "PUT", onBucket, "", "", []s3Check{{"s3:CreateBucket", onBucket, always, s3APIPages + "CreateBucket.html"}}},

	{"CreateMultipartUpload", "POST", onObject, "uploads", "", s3Create},
	{"CompleteMultipartUpload", "POST", onObject, "uploadId", "", s3Part},
	{"UploadPartCopy", "PUT", onObject, "uploadId", "X-Amz-Copy-Source", append([]s3Check{
		{"s3:GetObject", onSource, always, s3APIPages + "UploadPartCopy.html"}}, s3Part...)},
	{"UploadPart", "PUT", onObject, "uploadId", "", s3Part},
	{"ListParts", "GET", onObject, "uploadId", "", []s3Check{{"s3:ListMultipartUploadParts", onObject, always, s3APIPages + "ListParts.html"}}},
	{"AbortMultipartUpload", "DELETE", onObject, "uploadId", "", []s3Check{{"s3:AbortMultipartUpload", onObject, always, s3APIPages + "AbortMultipartUpload.html"}}},

	{"GetObjectTagging", "GET", onObject, "tagging", "", []s3Check{{"s3:GetObjectTagging", onObject, always, s3APIPages + "GetObjectTagging.html"}}},
	{"PutObjectTagging", "PUT", onObject, "tagging", "", []s3Check{{"s3:PutObjectTagging", onObject, always, s3APIPages + "PutObjectTagging.html"}}},
	{"PutObjectAcl", "PUT", onObject, "acl", "", []s3Check{{"s3:PutObjectAcl", onObject, always, s3APIPages + "PutObjectAcl.html"}}},
	{"GetObjectAcl", "GET", onObject, "acl", "", []s3Check{{"s3:GetObjectAcl", onObject, always, s3APIPages + "GetObjectAcl.html"}}},
	{"CopyObject", "PUT", onObject, "", "X-Amz-Copy-Source", append([]s3Check{
		{"s3:GetObject", onSource, always, s3APIPages + "CopyObject.html"},
		{"s3:GetObjectTagging", onSource, sourceTags, s3ActionsPage},
		{"s3:PutObjectTagging", onObject, sourceTags, s3ActionsPage}}, s3Put...)},
	{"PutObject", "PUT", onObject, "", "", s3Put},
	{"HeadObject", "HEAD", onObject, "", "", s3Get},
	{"GetObject", "GET", onObject, "", "", s3Get},
	{"DeleteObject", "DELETE", onObject, "", "", []s3Check{{"s3:DeleteObject", onObject, always, s3APIPages + "DeleteObject.html"}}},
}

// s3Plain are query parameters that ask for no other operation.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html#API_ListObjectsV2_RequestSyntax
var s3Plain = map[string]bool{
	"x-id": true, "prefix": true, "delimiter": true, "max-keys": true, "encoding-type": true, "continuation-token": true,
	"start-after": true, "fetch-owner": true, "marker": true, "partNumber": true, "max-parts": true, "part-number-marker": true,
	"max-uploads": true, "key-marker": true, "upload-id-marker": true, "list-type": true, "uploadId": true, "max-buckets": true,
}

// operation returns the operation of a request, nil for none that is known.
func (r *s3Request) operation() *s3Operation {
	level := onObject
	switch {
	case r.bucket == "":
		level = "service"
	case r.key == "":
		level = onBucket
	}
	for i, o := range s3Operations {
		if o.method != r.Method || o.level != level || o.header != "" && r.Header.Get(o.header) == "" {
			continue
		}
		fits := o.query == "" || r.query.Has(o.query)
		for name := range r.query {
			fits = fits && (name == o.query || s3Plain[name] && (name != "uploadId" || o.query == "uploadId"))
		}
		if fits {
			return &s3Operations[i]
		}
	}
	return nil
}

// checks returns what S3 asks of IAM for an operation, in the order of its row.
func (r *s3Request) checks(o *s3Operation) []Check {
	var all []Check
	for _, check := range o.checks {
		if !r.applies(check.when) {
			continue
		}
		for _, resource := range r.resources(check.on) {
			all = append(all, Check{
				Call: o.name, Action: check.action, Resource: resource,
				Context: r.context(check.action, resource, o.name), Source: check.source, through: r.throughFor(resource),
			})
		}
	}
	return all
}

func (r *s3Request) applies(when string) bool {
	switch when {
	case always:
		return true
	case withTags:
		return len(r.tags) > 0
	case withMode:
		return r.Header.Get("X-Amz-Object-Lock-Mode") != ""
	case withHold:
		return r.Header.Get("X-Amz-Object-Lock-Legal-Hold") != ""
	case withACL:
		return r.hasACL()
	case withKMS:
		return r.kms != ""
	case sourceTags:
		return len(r.sourceTags) > 0 && !strings.EqualFold(r.Header.Get("X-Amz-Tagging-Directive"), "REPLACE")
	}
	panic("no such condition of a check: " + when)
}

// hasACL reports whether a request sets an ACL.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
func (r *s3Request) hasACL() bool {
	for name := range r.Header {
		if name == "X-Amz-Acl" || strings.HasPrefix(name, "X-Amz-Grant-") {
			return true
		}
	}
	return false
}

func (r *s3Request) resources(on string) []string {
	bucket, object := "arn:"+Partition+":s3:::"+r.bucket, "/"
	if r.through != nil {
		bucket, object = r.through.arn(), "/object/"
	}
	switch on {
	case onBucket:
		return []string{bucket}
	case onObject:
		return []string{bucket + object + r.key}
	case onKeys:
		var all []string
		for _, key := range r.keys {
			all = append(all, bucket+object+key)
		}
		return all
	case onSource:
		return []string{"arn:" + Partition + ":s3:::" + r.sourceBucket + "/" + r.sourceKey}
	case onKey:
		return []string{r.kms}
	case anywhere:
		return []string{"*"}
	}
	panic("no such resource of a check: " + on)
}

// s3Header is a condition key whose value is a header's.
type s3Header struct {
	key, header string
	actions     []string
}

// s3Headers are the condition keys of the reference page that a publisher's
// requests carry in a header.
var s3Headers = []s3Header{
	{"s3:x-amz-acl", "X-Amz-Acl", []string{"s3:PutObject", "s3:PutObjectAcl"}},
	// The remaining days are another number each day, and no policy of a record
	// looks at them.
	{"s3:object-lock-mode", "X-Amz-Object-Lock-Mode", []string{"s3:PutObject", "s3:PutObjectRetention"}},
	{"s3:object-lock-retain-until-date", "X-Amz-Object-Lock-Retain-Until-Date", []string{"s3:PutObject", "s3:PutObjectRetention"}},
	{"s3:object-lock-legal-hold", "X-Amz-Object-Lock-Legal-Hold", []string{"s3:PutObject", "s3:PutObjectLegalHold"}},
	{"s3:x-amz-storage-class", "X-Amz-Storage-Class", []string{"s3:PutObject"}},
	{"s3:x-amz-server-side-encryption", "X-Amz-Server-Side-Encryption", []string{"s3:PutObject"}},
	{"s3:x-amz-server-side-encryption-aws-kms-key-id", "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id", []string{"s3:PutObject"}},
	{"s3:x-amz-copy-source", "X-Amz-Copy-Source", []string{"s3:PutObject"}},
	{"s3:x-amz-metadata-directive", "X-Amz-Metadata-Directive", []string{"s3:PutObject"}},
	{"s3:if-none-match", "If-None-Match", []string{"s3:PutObject"}},
	{"s3:if-match", "If-Match", []string{"s3:PutObject", "s3:DeleteObject"}},
}

// s3Parameters are condition keys whose value is a query parameter's.
var s3Parameters = []struct{ key, parameter, action string }{
	{"s3:prefix", "prefix", "s3:ListBucket"},
	{"s3:delimiter", "delimiter", "s3:ListBucket"},
	{"s3:max-keys", "max-keys", "s3:ListBucket"},
}

// context returns the condition keys of a check.
func (r *s3Request) context(action, resource, operation string) policy.Context {
	context := policy.Context{"aws:SecureTransport": {boolean(r.TLS != nil)}}
	if strings.HasPrefix(action, "kms:") {
		// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
		context["kms:ViaService"] = []string{"s3." + Region + ".amazonaws.com"}
		context["kms:CallerAccount"] = []string{AccountID}
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
		context["kms:EncryptionContext:aws:s3:arn"] = []string{"arn:" + Partition + ":s3:::" + r.bucket + "/" + r.key}
		return context
	}
	if resource != "*" {
		context["s3:ResourceAccount"] = []string{AccountID}
	}
	if through := r.throughFor(resource); through != nil {
		through.addTo(context)
	}
	for _, h := range s3Headers {
		if value := r.Header.Get(h.header); value != "" && slices.Contains(h.actions, action) {
			context[h.key] = []string{value}
		}
	}
	for _, p := range s3Parameters {
		if action == p.action && r.query.Has(p.parameter) && r.query.Get(p.parameter) != "" {
			context[p.key] = []string{r.query.Get(p.parameter)}
		}
	}
	if action == "s3:PutObject" {
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
		context["s3:ObjectCreationOperation"] = []string{boolean(operation == "PutObject" || operation == "CopyObject" || operation == "CompleteMultipartUpload")}
	}
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
	if action == "s3:PutObject" || action == "s3:PutObjectTagging" {
		addTags(context, "s3:RequestObjectTag/", r.tags)
		if names := sortedKeys(r.tags); len(names) > 0 {
			context["s3:RequestObjectTagKeys"] = names
		}
	}
	// The keys of the object that is there, for the actions that have them:
	// PutObject and DeleteObject are not among them.
	switch action {
	case "s3:PutObjectTagging", "s3:PutObjectAcl", "s3:GetObjectTagging":
		addTags(context, "s3:ExistingObjectTag/", r.existingTags)
	case "s3:GetObject":
		if operation == "CopyObject" || operation == "UploadPartCopy" {
			addTags(context, "s3:ExistingObjectTag/", r.sourceTags)
		} else {
			addTags(context, "s3:ExistingObjectTag/", r.existingTags)
		}
	}
	return context
}

func addTags(context policy.Context, prefix string, tags url.Values) {
	for name, values := range tags {
		context[prefix+name] = values[:1]
	}
}

func sortedKeys(values url.Values) []string {
	var names []string
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func boolean(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
