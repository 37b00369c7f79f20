package resource

import (
	"maps"
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// AccessPoint is an access point of a general purpose bucket. Principals of its
// own account need nothing from it. The bucket behind it has to allow the request
// too, whatever the principal's account: see Bucket.AccessPointARNs.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
type AccessPoint struct {
	// ARN of the access point, not its alias. Required.
	ARN string
}

func (a AccessPoint) validate(env permission.Environment, faults *fault.List) {
	if a.ARN == "" {
		faults.Add("Store.Arn", "", "is missing", "write the ARN of the access point")
		return
	}
	aws.CheckAccessPoint(faults, "Store.Arn", a.ARN, env.ARNPartition(), env.Region)
}

func (a AccessPoint) restrict(_ permission.Environment, s policy.Statement) []policy.Statement {
	if !ofService(s, "s3") {
		return nil
	}
	own := slices.DeleteFunc(slices.Clone(s.Resources), func(r string) bool {
		_, ok := aws.BehindAccessPoint(a.ARN, "", r)
		return !ok
	})
	if len(own) == 0 {
		return nil
	}
	return []policy.Statement{withResources(s, own...)}
}

// owners returns the account of the access point, which need not be that of the
// bucket.
func (a AccessPoint) owners(env permission.Environment) []string {
	if account := aws.AccountOf(a.ARN); account != "" {
		return []string{account}
	}
	return []string{env.AccountID}
}

func (a AccessPoint) describe() string { return "access point " + quoted([]string{a.ARN}) }

func (a AccessPoint) notices(all *fault.Notices, _ []string) {
	all.Note("s3-access-point-bucket", "the bucket behind the access point has to allow the same: add to its policy what the bucket says of this access point")
}

// The keys of a request that comes through an access point.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-condition-keys
const (
	accessPointKey     = "s3:DataAccessPointArn"
	accessPointAccount = "s3:DataAccessPointAccount"
)

// isThroughAccessPoint reports whether a statement of a bucket is about what comes
// through an access point.
func isThroughAccessPoint(s policy.Statement) bool {
	return len(s.Conditions["StringEquals"][accessPointKey]) > 0
}

// behindAccessPoint returns what resources name in a bucket that is reached
// through an access point.
func behindAccessPoint(accessPoint, bucket string, resources []string) []string {
	var all []string
	for _, r := range resources {
		if behind, ok := aws.BehindAccessPoint(accessPoint, bucket, r); ok {
			all = append(all, behind)
		}
	}
	return all
}

// AccessPointAccess is everything that decides a request through an access point
// of S3.
type AccessPointAccess struct {
	// Identity holds the identity policies of the caller.
	Identity []policy.Document
	// AccessPoint is the policy of the access point, Bucket that of the bucket
	// behind it; nil is none.
	AccessPoint, Bucket *policy.Document
	// AccessPointARN is the ARN of the access point, and BucketName the name of
	// the bucket.
	AccessPointARN, BucketName string
	// OwnerAccountID is the account of the bucket.
	OwnerAccountID string
}

// Evaluate decides a request, whose Resource is the access point or an object
// reached through it. The access point and the bucket must both permit it, the
// access point as [Access] says. The bucket is asked for itself, by a request that
// has the keys of the access point: it permits what [Access] says, or what its
// policy allows to the caller, of whatever account. An identity policy need not
// name the bucket then; whom AWS Data Exchange gives an access point does not even
// learn of it.
//
//   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
//   - https://docs.aws.amazon.com/data-exchange/latest/apireference/API_S3DataAccessAsset.html
func (a AccessPointAccess) Evaluate(r policy.Request) (Verdict, error) {
	arn, _ := aws.ParseARN(a.AccessPointARN)
	bucket := aws.ARN{Partition: arn.Partition, Service: "s3", Resource: a.BucketName}.String()
	behind, ok := aws.BehindAccessPoint(a.AccessPointARN, bucket, r.Resource)
	var faults fault.List
	aws.CheckAccessPoint(&faults, "AccessPointARN", a.AccessPointARN, arn.Partition, "")
	aws.CheckBucketName(&faults, "BucketName", a.BucketName)
	if len(faults) > 0 {
		return Verdict{}, faults
	}
	if !ok {
		faults.Add("Resource", r.Resource, "is not reached through the access point "+a.AccessPointARN, "write the access point, or its ARN with /object/ and a key")
		return Verdict{}, faults
	}
	through := policy.Context{}
	maps.Copy(through, r.Context)
	through[accessPointKey], through[accessPointAccount] = []string{a.AccessPointARN}, []string{arn.Account}
	r.Context = through
	verdict, err := Access{a.Identity, documents(a.AccessPoint), arn.Account, nil}.Evaluate(r)
	if err != nil {
		return Verdict{}, err
	}
	if !verdict.Allowed() {
		verdict.Reason = "at the access point, " + verdict.Reason
		return verdict, nil
	}
	r.Resource = behind
	verdict, err = Access{a.Identity, documents(a.Bucket), a.OwnerAccountID, nil}.Evaluate(r)
	if err != nil {
		return Verdict{}, err
	}
	named, err := policy.Evaluate(withoutAccounts(documents(a.Bucket)), r)
	if err != nil {
		return Verdict{}, err
	}
	if !verdict.Allowed() && (verdict.Outcome == policy.ExplicitlyDenied || !named.Allowed()) {
		verdict.Reason = "at the bucket, " + verdict.Reason
		return verdict, nil
	}
	return Verdict{policy.Allowed, "the access point and the bucket both permit it"}, nil
}

func documents(d *policy.Document) []policy.Document {
	if d == nil {
		return nil
	}
	return []policy.Document{*d}
}
