package cipublisher

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/resource"
)

// S3Props is the bucket that releases go to. One of BucketName and Bucket is
// required.
type S3Props struct {
	// BucketName is the name of the bucket.
	// Default: the name of Bucket.
	BucketName *string
	// Bucket is the bucket as a construct, made or imported.
	// Default: the bucket called BucketName.
	Bucket awss3.IBucket
	// AccessPointArn is the ARN of an access point of the bucket, which artifacts
	// go through: the policy allows nothing on the bucket itself. The policy of
	// the bucket has to allow what comes through it, in the same account too;
	// GrantPublish does that.
	// Default: the bucket itself.
	AccessPointArn *string
	// Prefix is what the keys of releases begin with, such as "release/"; at
	// most 1,024 bytes, without wildcards. Ignored in dev mode.
	// Default: the whole bucket.
	Prefix *string
	// DevPrefix is what the keys of dev releases begin with. "*" stands for any
	// characters, "/" included, so a leading directory such as "dev/" is what
	// keeps dev releases apart. Ignored in normal mode.
	// Default: the publisher's Preset's, else "dev/".
	DevPrefix *string

	// Prefixes are further prefixes of releases in the same bucket.
	// Default: none.
	Prefixes *[]*string
	// Buckets are further buckets for releases. Ignored in dev mode.
	// Default: none.
	Buckets *[]*S3BucketProps
	// PromoteFrom are buckets that releases may be copied from, to where releases
	// go; the policy of one of another account must allow it too. Ignored in dev
	// mode.
	// Default: none.
	PromoteFrom *[]*S3BucketProps
	// DevBucketName is the name of a bucket of its own for dev releases.
	// Default: the name of DevBucket, else dev releases go to the same bucket.
	DevBucketName *string
	// DevBucket is the bucket for dev releases as a construct.
	// Default: the bucket called DevBucketName.
	DevBucket awss3.IBucket

	// AllowDelete overrides the publisher's AllowDelete in S3.
	// Default: the publisher's.
	AllowDelete *bool
	// DevDelete lets a dev publisher delete objects below DevPrefix.
	// Default: the publisher's Preset's, else false.
	DevDelete *bool
	// RequireReleaseTag allows uploads of releases only with the tag
	// Release=true. It excludes Multipart: the parts of a multipart upload
	// carry no tags.
	// Default: the publisher's Preset's, else false.
	RequireReleaseTag *bool
	// TagKeys are the only tags that a client may set on objects, Release among
	// them; at most ten.
	// Default: any.
	TagKeys *[]*string
	// WriteOnce allows an upload of a release only if it replaces nothing
	// (If-None-Match), and no deletes. Clients that do not ask so are refused.
	// Default: false.
	WriteOnce *bool
	// Floating are the directories below Prefix that WriteOnce leaves out, such
	// as "*/latest/".
	// Default: none.
	Floating *[]*string
	// Multipart lets a client list and abort its multipart uploads.
	// Default: false.
	Multipart *bool
	// Acls are the canned ACLs that a client may give to releases, such as
	// "bucket-owner-full-control". Buckets made since April 2023 need none unless
	// their ACLs were switched on. Ignored in dev mode.
	// Default: none.
	Acls *[]*string
	// RetentionModes are the modes of S3 Object Lock, "GOVERNANCE" and
	// "COMPLIANCE", in which a client may retain releases. Nobody can delete what
	// is retained in COMPLIANCE mode before its date. Ignored in dev mode.
	// Default: none.
	RetentionModes *[]*string
	// RetentionDays are the days that a client may retain a release at most,
	// counted from the request. It needs RetentionModes.
	// Default: any number.
	RetentionDays *float64
	// LegalHold lets a client place legal holds on releases, but remove none.
	// Ignored in dev mode.
	// Default: false.
	LegalHold *bool
	// ReadBack lets a client read below the prefixes, to check its uploads as
	// rclone does. Ignored in dev mode.
	// Default: false.
	ReadBack *bool
	// KmsKey is the key that the objects are encrypted with, in every bucket
	// that has no other.
	// Default: the key of Bucket (in dev mode, of DevBucket), where that is a
	// construct that knows it, for that bucket alone.
	KmsKey awskms.IKey
	// KmsKeyArn is the ARN of the key; not of an alias.
	// Default: that of KmsKey.
	KmsKeyArn *string
	// ListPrefix limits listing to the prefixes.
	// Default: false.
	ListPrefix *bool
	// ResourceAccount requires that the buckets belong to AccountId.
	// Default: false.
	ResourceAccount *bool
	// SecureTransport requires TLS.
	// Default: false.
	SecureTransport *bool
}

// S3BucketProps is a further bucket for releases, or one that they come from. One of BucketName and Bucket
// is required.
type S3BucketProps struct {
	// BucketName is the name of the bucket.
	// Default: the name of Bucket.
	BucketName *string
	// Bucket is the bucket as a construct, made or imported.
	// Default: the bucket called BucketName.
	Bucket awss3.IBucket
	// Prefixes are what the keys of releases begin with.
	// Default: the whole bucket.
	Prefixes *[]*string
	// KmsKey is the key that the objects are encrypted with.
	// Default: the key of Bucket, where that is a construct that knows it, else
	// S3Props.KmsKey, else S3Props.KmsKeyArn.
	KmsKey awskms.IKey
	// KmsKeyArn is the ARN of the key; not of an alias.
	// Default: that of KmsKey.
	KmsKeyArn *string
}

// S3ReadProps is the bucket that files are read from. One of BucketName and
// Bucket is required.
type S3ReadProps struct {
	// BucketName is the name of the bucket.
	// Default: the name of Bucket.
	BucketName *string
	// Bucket is the bucket as a construct, made or imported.
	// Default: the bucket called BucketName.
	Bucket awss3.IBucket
	// Prefix is what the keys begin with, such as "release/"; at most 1,024
	// bytes, without wildcards.
	// Default: the whole bucket.
	Prefix *string
	// List adds listing the keys that begin with Prefix.
	// Default: false.
	List *bool
	// KmsKey is the key that the objects are encrypted with.
	// Default: the key of Bucket, where that is a construct that knows it.
	KmsKey awskms.IKey
	// KmsKeyArn is the ARN of the key; not of an alias.
	// Default: that of KmsKey.
	KmsKeyArn *string
}

func (p *S3Props) put(options option.Table, faults *fault.List) {
	p.putBucket(options, options.At("Dev").Get() == true, faults)
	if p.DevBucket != nil {
		options.At("S3.DevBucketName").Put(bucketName(faults, "S3.DevBucketName", "S3.DevBucket", p.DevBucketName, p.DevBucket))
	}
	p.putBuckets(options, faults, "S3.Buckets", value(p.Buckets, nil))
	p.putBuckets(options, faults, "S3.PromoteFrom", value(p.PromoteFrom, nil))
	if p.RetentionDays != nil {
		options.At("S3.RetentionDays").Put(wholeDays(faults, "S3.RetentionDays", *p.RetentionDays))
	}
}

// putBuckets gives a list of further buckets what the constructs say.
func (p *S3Props) putBuckets(options option.Table, faults *fault.List, list string, all []*S3BucketProps) {
	buckets := options.At(list).Get().([]permission.Bucket)
	ownKey := p.KmsKey == nil && p.KmsKeyArn == nil && options.At("S3.KmsKeyArn").Get() != ""
	for i, b := range all {
		if b != nil {
			option := list + "[" + strconv.Itoa(i) + "]"
			buckets[i].BucketName = bucketName(faults, option+".BucketName", option+".Bucket", b.BucketName, b.Bucket)
			key := keyARN(faults, option, b.KmsKey, b.KmsKeyArn, b.Bucket)
			if key != "" || ownKey {
				buckets[i].KMSKeyARN = &key
			}
		}
	}
}

// bucketName returns the name of a bucket that is given by name, as a
// construct, or both.
func bucketName(faults *fault.List, nameOption, bucketOption string, name *string, bucket awss3.IBucket) string {
	if bucket == nil {
		return value(name, "")
	}
	if name != nil && *name != *bucket.BucketName() {
		faults.Add(nameOption, *name, "and {"+bucketOption+"} are two different buckets", "set one of them")
	}
	return *bucket.BucketName()
}

func (p *S3Props) keyARN(dev bool, faults *fault.List) string {
	bucket := p.Bucket
	if dev && (p.DevBucket != nil || p.DevBucketName != nil) {
		bucket = p.DevBucket
	}
	return keyARN(faults, "S3", p.KmsKey, p.KmsKeyArn, bucket)
}

// keyARN returns the key of a bucket: as a construct, by its ARN, or the one
// that the bucket knows.
func keyARN(faults *fault.List, option string, key awskms.IKey, arn *string, bucket awss3.IBucket) string {
	if key != nil && arn != nil && *arn != *key.KeyArn() {
		faults.Add(option+".KmsKeyArn", *arn, "and {"+option+".KmsKey} are two different keys", "set one of them")
	}
	if key == nil && arn == nil && bucket != nil {
		key = bucket.EncryptionKey()
	}
	if key == nil {
		return value(arn, "")
	}
	return *key.KeyArn()
}

func (p *S3Props) putBucket(options option.Table, dev bool, faults *fault.List) {
	options.At("S3.BucketName").Put(bucketName(faults, "S3.BucketName", "S3.Bucket", p.BucketName, p.Bucket))
	options.At("S3.KmsKeyArn").Put(p.keyARN(dev, faults))
}

func (p *S3ReadProps) put(options option.Table, faults *fault.List) {
	(&S3Props{BucketName: p.BucketName, Bucket: p.Bucket, KmsKey: p.KmsKey, KmsKeyArn: p.KmsKeyArn}).putBucket(options, false, faults)
}

// accessPointTarget returns what an access point is to package resource: by the
// token of its ARN, and by the ARN itself, which stacks of other accounts name.
func accessPointTarget(s awss3.CfnAccessPoint) target {
	t := target{
		stores:       []resource.Store{resource.AccessPoint{ARN: *s.AttrArn()}},
		addStatement: documentOf(s.Policy, s.SetPolicy),
	}
	if env := environmentOf(awscdk.Stack_Of(s)); s.Name() != nil {
		t.stores = append(t.stores, resource.AccessPoint{ARN: aws.ARN{
			Partition: env.ARNPartition(), Service: "s3", Region: env.Region, Account: env.AccountID, Resource: "accesspoint/" + *s.Name(),
		}.String()})
	}
	return t
}

// reachThrough tells a bucket of the access points by which a set reaches it.
func (t target) reachThrough(set permission.Set) {
	for i, store := range t.stores {
		if bucket, ok := store.(resource.Bucket); ok {
			bucket.AccessPointARNs = append(bucket.AccessPointARNs, permission.AccessPoints(set, bucket.BucketName)...)
			t.stores[i] = bucket
		}
	}
}

func bucketTarget(s awss3.IBucket) target {
	t := target{
		stores:       []resource.Store{resource.Bucket{BucketName: *s.BucketName()}},
		account:      *s.Env().Account,
		addStatement: added(s.AddToResourcePolicy),
	}
	if child, ok := s.Node().DefaultChild().(awss3.CfnBucket); ok && child.BucketName() != nil {
		t.stores = append(t.stores, resource.Bucket{BucketName: *child.BucketName()})
	}
	return t
}
