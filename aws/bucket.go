package aws

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
)

const bucketCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-"

var (
	addressShape         = lazyregexp.New(`^[0-9]{1,3}(\.[0-9]{1,3}){3}$`)
	accountRegionalShape = lazyregexp.New(`-[0-9]{12}-` + regionPattern + `-an$`)
)

// reserved is a beginning or end that S3 keeps for names of another kind.
type reserved struct{ part, remedy string }

var reservedBeginnings = []reserved{
	{"xn--", "S3 reserves it, so this can't be a bucket; check the name"},
	{"sthree-", "S3 reserves it, so this can't be a bucket; check the name"},
	{"amzn-s3-demo-", "S3 reserves it for its documentation; write the name of your own bucket"},
}

var reservedEnds = []reserved{
	{"-s3alias", "S3 reserves it for access point aliases; name the bucket behind the access point"},
	{"--ol-s3", "S3 reserves it for Object Lambda access points; name the bucket behind the access point"},
	{".mrap", "S3 reserves it for Multi-Region Access Points; name the bucket behind the access point"},
	{"--x-s3", "S3 reserves it for directory buckets, whose permissions are s3express actions; use a general purpose bucket"},
	{"--table-s3", "S3 reserves it for table buckets, whose permissions are s3tables actions; use a general purpose bucket"},
}

// CheckBucketName adds a fault for each rule for general purpose buckets that
// the name breaks.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func CheckBucketName(faults *fault.List, option, name string) {
	add := func(problem, remedy string) { faults.Add(option, name, problem, remedy) }
	switch {
	case name == "":
		add("is missing", "name the bucket")
		return
	case IsARN(name):
		add("is an ARN", "write the bucket's name alone")
		return
	case strings.HasPrefix(name, "s3://"):
		add("is an address", "write the bucket's name alone")
		return
	}
	if character, found := foreign(token.Without(name), bucketCharacters); found {
		add("holds "+strconv.Quote(character), "use lower-case letters, digits, dots and hyphens")
	}
	if token.In(name) {
		return
	}
	if n := utf8.RuneCountInString(name); n < 3 || n > 63 {
		add("is not 3 to 63 characters long", "write the whole name of the bucket, and the name alone")
	}
	if first := name[:1]; first == "." || first == "-" {
		add("begins with "+strconv.Quote(first), "begin with a letter or digit")
	}
	if last := name[len(name)-1:]; last == "." || last == "-" {
		add("ends with "+strconv.Quote(last), "end with a letter or digit")
	}
	if strings.Contains(name, "..") {
		add("has two dots in a row", "use one")
	}
	if addressShape.MatchString(name) {
		add("has the form of an IP address", "S3 allows no such name; check which bucket is meant")
	}
	for _, r := range reservedBeginnings {
		if strings.HasPrefix(name, r.part) {
			add("begins with "+strconv.Quote(r.part), r.remedy)
		}
	}
	for _, r := range reservedEnds {
		if strings.HasSuffix(name, r.part) {
			add("ends with "+strconv.Quote(r.part), r.remedy)
		}
	}
}

// CheckBucket is CheckBucketName with the remedy for a name that is missing, and
// the option that takes what stands behind a name in an address.
func CheckBucket(faults *fault.List, option, name, missing, path string) {
	switch {
	case name == "":
		faults.Add(option, "", "is missing", missing)
	case strings.HasPrefix(name, "s3://"):
		faults.Add(option, name, "is an address", "write the bucket's name alone, and the path in {"+path+"}")
	default:
		CheckBucketName(faults, option, name)
	}
}

// EndsLikeAccountRegional reports whether a name has the end that S3 now keeps
// for buckets of an account's regional namespace, without being of that form.
// Such buckets exist: the rule is younger than they are.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
func EndsLikeAccountRegional(name string) bool {
	return strings.HasSuffix(name, "-an") && !token.In(name) && !accountRegionalShape.MatchString(name)
}

// foreign returns the first character of a string that is not among those
// allowed; of what is not UTF-8, the first byte.
func foreign(s, allowed string) (character string, found bool) {
	for i, r := range s {
		if !strings.ContainsRune(allowed, r) {
			_, size := utf8.DecodeRuneInString(s[i:])
			return s[i : i+size], true
		}
	}
	return "", false
}
