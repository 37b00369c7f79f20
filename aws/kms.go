package aws

import (
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
)

// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
var (
	keyID = lazyregexp.New(`^key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)
	// Beside a token anything of a key's ARN may stand, but no wildcard.
	keyCharacters = lazyregexp.New(`^[a-z0-9:/-]*$`)
)

// CheckKeyARN adds a fault unless a text is the ARN of a KMS key, and reports
// whether it is. A token may stand for any part of it, or for all.
func CheckKeyARN(faults *fault.List, option, key string) bool {
	switch {
	case strings.Contains(key, ":alias/") || strings.HasPrefix(key, "alias/"):
		faults.Add(option, key, "is an alias, and IAM compares the key itself", "write the ARN of the key behind the alias")
	case !isKeyARN(key):
		faults.Add(option, key, "is not the ARN of a KMS key", `write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`)
	default:
		return true
	}
	return false
}

func isKeyARN(key string) bool {
	if token.In(key) {
		return keyCharacters.MatchString(token.Without(key))
	}
	a, ok := ParseARN(key)
	return ok && a.Service == "kms" && Partition.Accepts(a.Partition) && Region.Accepts(a.Region) && AccountID.Accepts(a.Account) && keyID.MatchString(a.Resource)
}

// ViaService returns the name by which KMS knows a service of a region: the
// value of the condition key kms:ViaService. It ends with ".amazonaws.com" in
// every partition, whatever the partition's endpoints end with.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
func ViaService(service, region string) string { return service + "." + region + ".amazonaws.com" }

// ViaS3 is ViaService of S3 where it uses a key: S3 uses keys of the bucket's
// own region only. The region is the key's own, or the one that is given where
// only the deployment knows the key's.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
func ViaS3(key, region string) string {
	if a, ok := ParseARN(key); ok && !token.In(a.Region) {
		region = a.Region
	}
	return ViaService("s3", region)
}

// CheckBucketKey adds a fault unless a text is the ARN of a KMS key that S3 can
// encrypt a bucket of this partition and region with; empty is no key. The
// region may be empty where the key has it.
func CheckBucketKey(faults *fault.List, option, key, partition, region string) {
	if key == "" || !CheckKeyARN(faults, option, key) {
		return
	}
	a, _ := ParseARN(key)
	known := a.Region != "" && !token.In(a.Region)
	switch {
	case !known && region == "":
		faults.Add("Region", "", "is missing, and the key's own region can't be told from {"+option+"}", "set it to the region of the bucket")
	case known && region != "" && !token.In(region) && region != a.Region:
		faults.Add(option, key, "is a key of "+a.Region+", and S3 uses keys of the bucket's own region only", "name a key of {Region} "+region)
	case a.Partition != "" && !token.In(a.Partition+partition) && a.Partition != partition:
		faults.Add(option, key, "is a key of another partition than "+partition, "name a key of the bucket's own account and region")
	}
}
