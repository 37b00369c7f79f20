// Package iamaction knows the IAM actions of the services that roles here are
// for, and which API operations are authorized by an action of another name.
package iamaction

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/spelling"
)

// list has the actions of every known service, one a line, as the Service
// Authorization Reference lists them; the conformance suite compares the two.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
//
//go:embed actions.txt
var list string

// All returns the actions of every known service, sorted within each.
func All() []string { return strings.Fields(list) }

// Services returns the prefixes of the known services, sorted.
func Services() []string {
	var services []string
	for _, action := range All() {
		if service := serviceOf(action); !slices.Contains(services, service) {
			services = append(services, service)
		}
	}
	return services
}

func serviceOf(action string) string {
	service, _, _ := strings.Cut(strings.ToLower(action), ":")
	return service
}

// operations are API operations that are no actions, with the actions that
// authorize them: all of those are needed, on the resources that they name.
//
//   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
//   - https://docs.aws.amazon.com/service-authorization/latest/reference/list_s3.html
//   - https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
//   - https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
//   - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
//   - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
var operations = map[string][]string{
	"s3:CompleteMultipartUpload":            {"s3:PutObject"},
	"s3:CopyObject":                         {"s3:GetObject", "s3:PutObject"},
	"s3:CreateMultipartUpload":              {"s3:PutObject"},
	"s3:DeleteBucketCors":                   {"s3:PutBucketCORS"},
	"s3:DeleteBucketEncryption":             {"s3:PutEncryptionConfiguration"},
	"s3:DeleteBucketLifecycle":              {"s3:PutLifecycleConfiguration"},
	"s3:DeleteBucketReplication":            {"s3:PutReplicationConfiguration"},
	"s3:DeleteBucketTagging":                {"s3:PutBucketTagging"},
	"s3:DeleteObjects":                      {"s3:DeleteObject"},
	"s3:DeletePublicAccessBlock":            {"s3:PutBucketPublicAccessBlock"},
	"s3:GetBucketAccelerateConfiguration":   {"s3:GetAccelerateConfiguration"},
	"s3:GetBucketEncryption":                {"s3:GetEncryptionConfiguration"},
	"s3:GetBucketLifecycleConfiguration":    {"s3:GetLifecycleConfiguration"},
	"s3:GetBucketNotificationConfiguration": {"s3:GetBucketNotification"},
	"s3:GetBucketReplication":               {"s3:GetReplicationConfiguration"},
	"s3:GetObjectLockConfiguration":         {"s3:GetBucketObjectLockConfiguration"},
	"s3:GetPublicAccessBlock":               {"s3:GetBucketPublicAccessBlock"},
	"s3:HeadBucket":                         {"s3:ListBucket"},
	"s3:HeadObject":                         {"s3:GetObject"},
	"s3:ListBuckets":                        {"s3:ListAllMyBuckets"},
	"s3:ListMultipartUploads":               {"s3:ListBucketMultipartUploads"},
	"s3:ListObjects":                        {"s3:ListBucket"},
	"s3:ListObjectsV2":                      {"s3:ListBucket"},
	"s3:ListObjectVersions":                 {"s3:ListBucketVersions"},
	"s3:ListParts":                          {"s3:ListMultipartUploadParts"},
	"s3:PutBucketAccelerateConfiguration":   {"s3:PutAccelerateConfiguration"},
	"s3:PutBucketEncryption":                {"s3:PutEncryptionConfiguration"},
	"s3:PutBucketLifecycleConfiguration":    {"s3:PutLifecycleConfiguration"},
	"s3:PutBucketNotificationConfiguration": {"s3:PutBucketNotification"},
	"s3:PutBucketReplication":               {"s3:PutReplicationConfiguration"},
	"s3:PutObjectLockConfiguration":         {"s3:PutBucketObjectLockConfiguration"},
	"s3:PutPublicAccessBlock":               {"s3:PutBucketPublicAccessBlock"},
	"s3:SelectObjectContent":                {"s3:GetObject"},
	"s3:UploadPart":                         {"s3:PutObject"},
	"s3:UploadPartCopy":                     {"s3:GetObject", "s3:PutObject"},
	"ecr:ListImageReferrers":                {"ecr:BatchGetImage"},
	"kms:ReEncrypt":                         {"kms:ReEncryptFrom", "kms:ReEncryptTo"},
	"dynamodb:TransactGetItems":             {"dynamodb:GetItem"},
}

// Operation returns the actions that authorize an API operation of another
// name. Names are compared without case, as IAM does; an operation that differs
// from its action in case alone is the action.
func Operation(name string) (actions []string, ok bool) {
	if Known(name) {
		return nil, false
	}
	for operation, actions := range operations {
		if strings.EqualFold(operation, name) {
			return actions, true
		}
	}
	return nil, false
}

// Known reports whether a name is an action, or of a service that is not known
// here, of which nothing can be said.
func Known(name string) bool {
	return !slices.Contains(Services(), serviceOf(name)) ||
		slices.ContainsFunc(All(), func(action string) bool { return strings.EqualFold(action, name) })
}

// Nearest returns the action of the same service whose name an unknown one most
// resembles.
func Nearest(name string) string {
	best, least := "", 0
	for _, action := range All() {
		if serviceOf(action) != serviceOf(name) {
			continue
		}
		if d := spelling.Distance(strings.ToLower(name), strings.ToLower(action)); best == "" || d < least {
			best, least = action, d
		}
	}
	return best
}
