package aws

import (
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
)

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
var (
	accessPointName = lazyregexp.New(`^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$`)
	// Beside a token anything of the ARN of an access point may stand, but no
	// wildcard.
	accessPointCharacters = lazyregexp.New(`^[a-z0-9:/-]*$`)
	// accessPointBesideToken is what may stand beside a token in the last field of
	// the ARN.
	accessPointBesideToken = lazyregexp.New(`^(accesspoint/|/)?[a-z0-9-]*$`)
)

// CheckAccessPoint adds a fault unless a text is the ARN of an access point of a
// general purpose bucket in this partition and region, which S3 makes in the
// region of the bucket. The region may be empty where it is not known. A token
// may stand for any part of the ARN, or for all; what stands beside it is checked.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
func CheckAccessPoint(faults *fault.List, option, text, partition, region string) {
	const whole = `write it whole, such as "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"`
	arn, ok := ParseARN(text)
	name := arn.Name()
	is := func(part, want string) bool { return part == want || token.In(part) }
	switch {
	case strings.HasSuffix(text, "-s3alias"):
		faults.Add(option, text, "is the alias of an access point, which no policy takes", "write the ARN of the access point")
	case token.In(text) && !ok && accessPointCharacters.MatchString(token.Without(text)) && !strings.Contains(text, accessPointObjects):
		return // the token holds the beginning
	case ok && arn.Service == "s3" && arn.Region == "" && strings.HasSuffix(name, ".mrap"):
		faults.Add(option, text, "is a Multi-Region Access Point, behind which there are several buckets", "name an access point of the bucket")
	case ok && arn.Service != "s3" && strings.HasPrefix(arn.Service, "s3"):
		faults.Add(option, text, "is an access point of "+arn.Service+", whose permissions are "+arn.Service+" actions", "name an access point of a general purpose bucket")
	case token.In(arn.Resource) && !accessPointBesideToken.MatchString(token.Without(arn.Resource)):
		faults.Add(option, text, "is not the ARN of an S3 access point", whole)
	case !ok || !is(arn.Service, "s3") || !token.In(arn.Resource) && arn.Type() != "accesspoint" || !Region.Accepts(arn.Region) || !AccountID.Accepts(arn.Account) || !Partition.Accepts(arn.Partition):
		faults.Add(option, text, "is not the ARN of an S3 access point", whole)
	case !token.In(arn.Resource) && !accessPointName.MatchString(name):
		faults.Add(option, text, "has a name that no access point has: 3 to 50 lower-case letters, digits and hyphens, none of them a hyphen at either end", whole)
	case region != "" && !token.In(region) && !is(arn.Region, region):
		faults.Add(option, text, "is in "+arn.Region+", and an access point is in the region of its bucket", "name an access point of {Region} "+region)
	case !token.In(partition) && !is(arn.Partition, partition):
		faults.Add(option, text, "is in another partition than "+partition, "name an access point of the bucket's own region")
	}
}

// accessPointObjects is what stands between the ARN of an access point and the
// key of an object that is reached through it.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
const accessPointObjects = "/object/"

// BehindAccessPoint returns what a resource names behind an access point: the
// bucket, or objects of it by their key or the pattern of their keys. ok is
// false for what is not reached through this access point.
func BehindAccessPoint(accessPoint, bucket, resource string) (behind string, ok bool) {
	rest, ok := strings.CutPrefix(resource, accessPoint)
	if key, object := strings.CutPrefix(rest, accessPointObjects); ok && object {
		return bucket + "/" + key, true
	}
	return bucket, ok && rest == ""
}

// SplitObject returns what a client names as the bucket of an object, from the
// object's ARN, and the object's key: the name of the bucket, or the ARN of the
// access point that the object is reached through.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
func SplitObject(object string) (bucket, key string) {
	arn, _ := ParseARN(object)
	if accessPoint, key, ok := strings.Cut(object, accessPointObjects); ok && arn.Type() == "accesspoint" && arn.Account != "" {
		return accessPoint, key
	}
	bucket, key, _ = strings.Cut(arn.Resource, "/")
	return bucket, key
}
