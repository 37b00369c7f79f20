package permission

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// maxKeyBytes is the longest object key, and so the longest prefix, in bytes
// of UTF-8.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const maxKeyBytes = 1024

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

// validateBucketName holds a name against every rule for general purpose
// buckets.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func validateBucketName(faults *fault.List, option, name string) {
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
	if character, found := foreign(policy.WithoutTokens(name), bucketCharacters); found {
		add("holds "+strconv.Quote(character), "use lower-case letters, digits, dots and hyphens")
	}
	if policy.HasToken(name) {
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

// endsLikeAccountRegional reports whether a name has the end that S3 now keeps
// for buckets of an account's regional namespace, without being of that form.
// Such buckets exist: the rule is younger than they are.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
func endsLikeAccountRegional(name string) bool {
	return strings.HasSuffix(name, "-an") && !policy.HasToken(name) && !accountRegionalShape.MatchString(name)
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

// validatePrefix accepts what can begin an object key and means only itself
// in a resource pattern.
func validatePrefix(faults *fault.List, option, prefix string) {
	validateKeyBeginning(faults, option, prefix)
	for _, wildcard := range []string{"*", "?"} {
		if strings.Contains(policy.WithoutTokens(prefix), wildcard) {
			faults.Add(option, prefix, "holds "+strconv.Quote(wildcard)+", which IAM reads as a wildcard, where a literal prefix is meant",
				"leave it out; everything below the prefix is covered without it")
		}
	}
}

// validateDevPrefix is validatePrefix, but "*" is asked for by name.
func validateDevPrefix(faults *fault.List, option, prefix string) {
	validateKeyBeginning(faults, option, prefix)
	if strings.Contains(policy.WithoutTokens(prefix), "?") {
		faults.Add(option, prefix, "holds \"?\", which IAM reads as any one character", "use \"*\", or write the character itself")
	}
}

// validateKeyBeginning holds a prefix against the rules of object keys and of
// policy documents.
func validateKeyBeginning(faults *fault.List, option, prefix string) {
	add := func(problem, remedy string) { faults.Add(option, prefix, problem, remedy) }
	literal := policy.WithoutTokens(prefix)
	// A token before the slash may hold the first directory.
	if strings.HasPrefix(prefix, "/") {
		remedy := "leave it empty for the whole bucket"
		if rest := strings.TrimLeft(prefix, "/"); rest != "" {
			remedy = "write " + strconv.Quote(rest)
		}
		add("begins with \"/\", so it matches no object key", remedy)
	}
	if strings.Contains(literal, "${") {
		add("holds \"${\", which begins an IAM policy variable", "write the value itself")
	}
	if len(literal) > maxKeyBytes {
		add("has "+strconv.Itoa(len(literal))+" bytes", "an object key has 1,024 at most")
	}
	if !utf8.ValidString(literal) {
		add("is not UTF-8", "object keys are UTF-8")
		return
	}
	if strings.ContainsFunc(literal, unicode.IsControl) {
		add("holds a control character", "leave it out")
	}
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	if i := strings.IndexFunc(literal, func(r rune) bool { return r > unicode.MaxLatin1 }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(literal[i:])
		add("holds "+strconv.Quote(string(r))+", and a policy document can only hold the characters of Latin-1", "let the prefix end before it, or use other keys")
	}
}
