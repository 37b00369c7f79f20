package cloud

import (
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

// accessPoint is an access point of a bucket, without a policy of its own.
type accessPoint struct {
	name, bucket string
	// bucketPolicy is what the bucket says, nil for nothing.
	bucketPolicy *policy.Document
}

// accessPointHost is what follows NAME-ACCOUNT in the host of an access point.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
const accessPointHost = "-" + AccountID + ".s3-accesspoint."

// AccessPoint makes an access point of a bucket, with what the bucket says of those
// who come through it; nil is nothing.
func (c *Cloud) AccessPoint(name, bucket string, bucketPolicy *policy.Document) {
	c.s3.mutex.Lock()
	defer c.s3.mutex.Unlock()
	c.s3.accessPoints[name] = accessPoint{name, bucket, bucketPolicy}
}

// accessPoint returns the access point of a name, nil for none.
func (s *s3) accessPoint(name string) *accessPoint {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if found, ok := s.accessPoints[name]; ok {
		return &found
	}
	return nil
}

func (a *accessPoint) arn() string {
	return "arn:" + Partition + ":s3:" + Region + ":" + AccountID + ":accesspoint/" + a.name
}

// access is what decides a request through the access point: it and the bucket
// must both permit it.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
func (a *accessPoint) access(identity []policy.Document) resource.AccessPointAccess {
	return resource.AccessPointAccess{Identity: identity, Bucket: a.bucketPolicy, AccessPointARN: a.arn(), BucketName: a.bucket, OwnerAccountID: AccountID}
}

// addTo adds the keys of the access point to those of a request.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-condition-keys
func (a *accessPoint) addTo(context policy.Context) {
	context["s3:DataAccessPointArn"] = []string{a.arn()}
	context["s3:DataAccessPointAccount"] = []string{AccountID}
	context["s3:AccessPointNetworkOrigin"] = []string{"Internet"}
}

// throughFor returns the access point that a resource is reached by: neither a
// key nor what is copied is.
func (r *s3Request) throughFor(resource string) *accessPoint {
	if r.through == nil || !strings.HasPrefix(resource, r.through.arn()) {
		return nil
	}
	return r.through
}
