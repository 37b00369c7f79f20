package resource

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Bucket is a general purpose bucket of the environment's account.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
type Bucket struct {
	// BucketName is the name of the bucket. Required.
	BucketName string
	// ACLs says that the bucket's Object Ownership is not "bucket owner
	// enforced", so that whoever uploads an object owns it unless they hand it
	// over. Uploads are then allowed only with the canned ACL
	// bucket-owner-full-control.
	// Default: ACLs are off, as in every bucket made since April 2023 unless
	// asked for; the owner of the bucket owns every object.
	//
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ensure-object-ownership.html
	ACLs bool
}

func (b Bucket) validate(env permission.Environment, faults *fault.List) {
	aws.CheckBucketName(faults, "Store.BucketName", b.BucketName)
	if env.AccountID == "" {
		faults.Add("AccountId", "", "is missing, and the grant depends on whose the bucket is", "set it to the twelve digits of the account that owns the bucket")
	}
}

func (b Bucket) restrict(env permission.Environment, s policy.Statement) []policy.Statement {
	if !ofService(s, "s3") {
		return nil
	}
	name := aws.ARN{Partition: env.ARNPartition(), Service: "s3", Resource: b.BucketName}.String()
	own := slices.DeleteFunc(slices.Clone(s.Resources), func(r string) bool { return r != name && !strings.HasPrefix(r, name+"/") })
	if len(own) == 0 {
		return nil
	}
	s = withResources(s, own...)
	if !b.ACLs || !slices.Contains(s.Actions, putObject) {
		return []policy.Statement{s}
	}
	// Other requests have no such key, so that they need a statement apart.
	upload := s
	upload.Actions = []string{putObject, putObjectACL}
	upload.Conditions = with(s.Conditions, "StringEquals", "s3:x-amz-acl", "bucket-owner-full-control")
	rest := s
	rest.Sid += "Rest"
	rest.Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(action string) bool { return action == putObject })
	if len(rest.Actions) == 0 {
		return []policy.Statement{upload}
	}
	return []policy.Statement{upload, rest}
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
const (
	putObject    = "s3:PutObject"
	putObjectACL = "s3:PutObjectAcl"
)

func (b Bucket) owners(env permission.Environment) []string { return []string{env.AccountID} }

func (b Bucket) describe() string { return "bucket " + quoted([]string{b.BucketName}) }

func (b Bucket) notices(actions []string) []fault.Notice {
	switch {
	case !slices.Contains(actions, putObject):
		return nil
	case b.ACLs:
		return []fault.Notice{{ID: "s3-acl", Text: "{Store.ACLs} allows uploads only with x-amz-acl: bucket-owner-full-control, which needs s3:PutObjectAcl in the identity policy too; " +
			"better turn ACLs off: aws s3api put-bucket-ownership-controls with ObjectOwnership=BucketOwnerEnforced"}}
	}
	return []fault.Notice{{ID: "s3-object-ownership", Note: true, Text: "objects that another account uploads belong to the bucket's owner only where Object Ownership is BucketOwnerEnforced, " +
		"the default since April 2023; check older buckets with aws s3api get-bucket-ownership-controls, or set {Store.ACLs}"}}
}
