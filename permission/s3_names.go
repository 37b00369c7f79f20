package permission

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// maxKeyBytes is the longest object key, and so the longest prefix, in bytes
// of UTF-8.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const maxKeyBytes = 1024

var bucketShape = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*[a-z0-9]$`)

// Beginnings and ends that S3 keeps for names of another kind.
var (
	reservedBucketPrefixes = map[string]string{
		"xn--":          "S3 reserves it",
		"sthree-":       "S3 reserves it",
		"amzn-s3-demo-": "S3 reserves it for its documentation",
	}
	reservedBucketSuffixes = map[string]string{
		"-s3alias":   "S3 reserves it for access point aliases; name the bucket behind the access point",
		"--ol-s3":    "S3 reserves it for Object Lambda access points; name the bucket behind the access point",
		".mrap":      "S3 reserves it for Multi-Region Access Points; name the bucket behind the access point",
		"--x-s3":     "S3 reserves it for directory buckets, whose permissions are s3express actions; use a general purpose bucket",
		"--table-s3": "S3 reserves it for table buckets; use a general purpose bucket",
	}
)

// validateBucketName holds a name against every rule for general purpose
// buckets.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func validateBucketName(faults *fault.List, option, name string) {
	if policy.HasToken(name) {
		return
	}
	add := func(problem, remedy string) { faults.Add(option, name, problem, remedy) }
	switch {
	case name == "":
		add("is missing", "name the bucket, or leave {S3} unset to grant nothing there")
		return
	case strings.HasPrefix(name, "arn:"):
		add("is an ARN", "write the bucket's name alone")
		return
	case strings.HasPrefix(name, "s3://"):
		add("is an address", "write the bucket's name alone, and the path in {S3.Prefix}")
		return
	}
	if len(name) < 3 || len(name) > 63 {
		add("has "+strconv.Itoa(len(name))+" characters", "use 3 to 63")
	}
	if !bucketShape.MatchString(name) && len(name) > 1 {
		add("is not a bucket name", "use lower-case letters, digits, dots and hyphens, and begin and end with a letter or digit")
	}
	if strings.Contains(name, "..") {
		add("has two dots in a row", "use one")
	}
	if _, err := netip.ParseAddr(name); err == nil {
		add("has the form of an IP address", "S3 allows no such name; check which bucket is meant")
	}
	for prefix, why := range reservedBucketPrefixes {
		if strings.HasPrefix(name, prefix) {
			add("begins with "+strconv.Quote(prefix), why)
		}
	}
	for suffix, why := range reservedBucketSuffixes {
		if strings.HasSuffix(name, suffix) {
			add("ends with "+strconv.Quote(suffix), why)
		}
	}
}

// validatePrefix accepts what can begin an object key and means only itself
// in a resource pattern.
func validatePrefix(faults *fault.List, option, prefix string) {
	literal := policy.WithoutTokens(prefix)
	validateKeyBeginning(faults, option, prefix, literal)
	if strings.ContainsAny(literal, "*?") {
		faults.Add(option, prefix, "holds a wildcard, where a literal prefix is meant",
			"leave out \"*\" and \"?\"; everything below the prefix is covered without them")
	}
}

// validateDevPrefix is validatePrefix, but "*" is asked for by name.
func validateDevPrefix(faults *fault.List, option, prefix string) {
	literal := policy.WithoutTokens(prefix)
	validateKeyBeginning(faults, option, prefix, literal)
	if strings.Contains(literal, "?") {
		faults.Add(option, prefix, "holds \"?\", which IAM reads as any one character", "use \"*\", or write the character itself")
	}
}

func validateKeyBeginning(faults *fault.List, option, prefix, literal string) {
	add := func(problem, remedy string) { faults.Add(option, prefix, problem, remedy) }
	// A token before the slash may hold the first directory.
	if strings.HasPrefix(prefix, "/") {
		add("begins with \"/\", so it matches no object key", "write "+strconv.Quote(strings.TrimLeft(prefix, "/")))
	}
	if strings.Contains(literal, "${") {
		add("holds \"${\", which begins an IAM policy variable", "write the value itself")
	}
	if len(literal) > maxKeyBytes {
		add("has "+strconv.Itoa(len(literal))+" bytes", "an object key has 1,024 at most")
	}
	if !utf8.ValidString(literal) {
		add("is not UTF-8", "object keys are UTF-8")
	} else if strings.ContainsFunc(literal, unicode.IsControl) {
		add("holds a control character", "leave it out")
	}
}
