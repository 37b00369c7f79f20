package resource

import (
	"maps"
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
	// AccessPointARNs are access points of the bucket that sets may go through.
	// What they allow at one, the bucket allows where the request comes through
	// it, in the same account too.
	// Default: none, so that what is allowed at an access point concerns another
	// bucket.
	//
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
	AccessPointARNs []string
}

func (b Bucket) validate(env permission.Environment, faults *fault.List) {
	aws.CheckBucketName(faults, "Store.BucketName", b.BucketName)
	for option, accessPoint := range fault.Each("Store.AccessPointArns", b.AccessPointARNs) {
		aws.CheckAccessPoint(faults, option, accessPoint, env.ARNPartition(), env.Region)
	}
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
	var parts []policy.Statement
	if len(own) > 0 {
		parts = append(parts, withResources(s, own...))
	}
	for _, accessPoint := range b.AccessPointARNs {
		if behind := behindAccessPoint(accessPoint, name, s.Resources); len(behind) > 0 {
			through := withResources(s, behind...)
			through.Conditions = s.Conditions.With("StringEquals", accessPointKey, accessPoint)
			parts = append(parts, through)
		}
	}
	if !b.ACLs {
		return parts
	}
	var all []policy.Statement
	for _, part := range parts {
		all = append(all, handedOver(part)...)
	}
	return all
}

// handedOver returns a statement on a bucket with ACLs, so that an object is
// made only with the ACL that hands it over, and nobody takes one back.
func handedOver(s policy.Statement) []policy.Statement {
	rest := s
	rest.Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(action string) bool { return action == putObject || action == putObjectACL })
	switch {
	case !slices.Contains(s.Actions, putObject) && len(rest.Actions) == 0:
		return nil
	case !slices.Contains(s.Actions, putObject):
		return []policy.Statement{rest}
	case len(s.Conditions["Bool"][creation]) > 0: // parts alone
		return []policy.Statement{s}
	}
	// Other requests have no s3:x-amz-acl, so that they need statements apart.
	upload := s
	upload.Actions = []string{putObject, putObjectACL}
	upload.Conditions = s.Conditions.With("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control")
	all := []policy.Statement{upload}
	once, tagged := len(s.Conditions["Null"]["s3:if-none-match"]) > 0, requiredTag(s)
	switch {
	case once || tagged != "": // which the ACL's own check does not know
		all[0].Actions = []string{putObject}
		acl := upload
		acl.Sid += "Acl"
		acl.Actions = []string{putObjectACL}
		acl.Conditions = without(without(upload.Conditions, "Null", "s3:if-none-match"), "StringEquals", tagged)
		all = append(all, acl)
	default: // and parts neither
		parts := s
		parts.Sid += "Parts"
		parts.Actions = []string{putObject}
		parts.Conditions = s.Conditions.With("Bool", creation, "false")
		all = append(all, parts)
	}
	if len(rest.Actions) > 0 {
		rest.Sid += "Rest"
		all = append(all, rest)
	}
	return all
}

// creation is the key that tells the requests that make an object from those
// that start an upload in parts and send them.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
const creation = "s3:ObjectCreationOperation"

// requiredTag returns the key of the tag that a statement asks of the request.
func requiredTag(s policy.Statement) string {
	for key := range s.Conditions["StringEquals"] {
		if strings.HasPrefix(key, "s3:RequestObjectTag/") {
			return key
		}
	}
	return ""
}

func without(conditions policy.Conditions, operator, key string) policy.Conditions {
	less := maps.Clone(conditions)
	less[operator] = maps.Clone(less[operator])
	delete(less[operator], key)
	if len(less[operator]) == 0 {
		delete(less, operator)
	}
	return less
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
const (
	putObject    = "s3:PutObject"
	putObjectACL = "s3:PutObjectAcl"
)

func (b Bucket) owners(env permission.Environment) []string { return []string{env.AccountID} }

func (b Bucket) describe() string { return "bucket " + quoted([]string{b.BucketName}) }

func (b Bucket) notices(all *fault.Notices, actions []string) {
	switch {
	case !slices.Contains(actions, putObject):
	case b.ACLs:
		all.Warn("s3-acl", "{Store.ACLs} allows uploads only with x-amz-acl: bucket-owner-full-control, which needs {S3.Acls} with it; parts pass without an ACL, "+
			"and the end of an upload in parts only if S3 counts the ACL that the upload began with, which no page says: upload with one PutObject; "+
			"better turn ACLs off: aws s3api put-bucket-ownership-controls with ObjectOwnership=BucketOwnerEnforced")
	default:
		all.Note("s3-object-ownership", "objects that another account uploads belong to the bucket's owner only where Object Ownership is BucketOwnerEnforced, "+
			"the default since April 2023; check older buckets with aws s3api get-bucket-ownership-controls, or set {Store.ACLs}")
	}
}
