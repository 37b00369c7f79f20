package permission

import (
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// dnsSuffixes maps AWS's partitions to the end of their services' names.
//
// https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
var dnsSuffixes = map[string]string{
	"aws":        "amazonaws.com",
	"aws-cn":     "amazonaws.com.cn",
	"aws-eusc":   "amazonaws.eu",
	"aws-iso":    "c2s.ic.gov",
	"aws-iso-b":  "sc2s.sgov.gov",
	"aws-iso-e":  "cloud.adc-e.uk",
	"aws-iso-f":  "csp.hci.ic.gov",
	"aws-us-gov": "amazonaws.com",
}

// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
var (
	keyShape = lazyregexp.New(`^arn:([a-z-]+):kms:(` + regionPattern + `):[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)
	// Beside a token anything of a key's ARN may stand, but no wildcard.
	keyCharacters = lazyregexp.New(`^[a-z0-9:/-]*$`)
)

// keyRegion returns the region in a key's ARN, or the empty string where only
// the deployment knows it.
func keyRegion(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || policy.HasToken(arn) && policy.HasToken(parts[3]) {
		return ""
	}
	return parts[3]
}

// ViaS3 returns the values of kms:ViaService by which a key serves S3 alone. The
// key may be empty; then its region is the environment's.
func (e Environment) ViaS3(key string) []string { return viaService(key, e) }

// ValidateKey adds a fault unless the key of an option is empty, or the ARN of a
// key that a bucket of the environment can use.
func (e Environment) ValidateKey(faults *fault.List, option, key string) {
	validateKeyARN(faults, option, key, e)
}

// viaService returns the names that KMS knows S3 by. S3 uses keys of the
// bucket's own region only, so the key's region is the bucket's. Which
// partition it is may be known at deployment only; then both suffixes of
// those that CDK deploys to are named, of which S3 has one.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
func viaService(key string, env Environment) []string {
	region := keyRegion(key)
	if region == "" {
		region = env.Region
	}
	partition := env.partition()
	if policy.HasToken(partition) && !policy.HasToken(region) {
		partition = PartitionOf(region)
	}
	if policy.HasToken(partition) {
		return []string{"s3." + region + ".amazonaws.com", "s3." + region + ".amazonaws.com.cn"}
	}
	return []string{"s3." + region + "." + dnsSuffixes[partition]}
}

// validateKeyARN holds a key against the form of a key's ARN, and against
// where the bucket is.
func validateKeyARN(faults *fault.List, option, key string, env Environment) {
	add := func(problem, remedy string) { faults.Add(option, key, problem, remedy) }
	switch {
	case key == "":
		return
	case strings.Contains(key, ":alias/") || strings.HasPrefix(key, "alias/"):
		add("is an alias, and IAM compares the key itself", "write the ARN of the key behind the alias")
		return
	case !fits(key, keyShape, keyCharacters):
		add("is not the ARN of a KMS key", `write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`)
		return
	}
	region := keyRegion(key)
	switch {
	case region == "" && env.Region == "":
		faults.Add("Region", "", "is missing, and the key's own region can't be told from {"+option+"}", "set it to the region of the bucket")
	case region != "" && env.Region != "" && !policy.HasToken(region+env.Region) && region != env.Region:
		add("is a key of "+region+", and S3 uses keys of the bucket's own region only", "name a key of {Region} "+env.Region)
	case !policy.HasToken(key) && !policy.HasToken(env.partition()) && !strings.HasPrefix(key, "arn:"+env.partition()+":"):
		add("is a key of another partition than "+env.partition(), "name a key of the bucket's own account and region")
	}
}
