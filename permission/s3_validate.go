package permission

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
)

func (s *S3) validate(faults *fault.List, env Environment, _ bool) {
	validateBucketName(faults, "S3.BucketName", s.BucketName)
	s.validateAccessPoint(faults, env)
	validatePrefix(faults, "S3.Prefix", s.Prefix)
	validateDevPrefix(faults, "S3.DevPrefix", s.DevPrefix)
	s.validatePlaces(faults, env)
	s.validateTags(faults)
	s.validateWriteOnce(faults)
	s.validateACLs(faults)
	s.validateRetention(faults)
	aws.CheckBucketKey(faults, "S3.KmsKeyArn", s.KMSKeyARN, env.ARNPartition(), env.Region)
	if s.ResourceAccount && env.AccountID == "" {
		faults.Add("AccountId", "", "is missing, and {S3.ResourceAccount} asks for the account of the buckets", "set it to the twelve digits of the account that owns the buckets")
	}
	if *s.DevDelete && isEverything(s.DevPrefix) && !token.In(s.DevPrefix) && s.DevBucketName == "" {
		faults.Add("S3.DevDelete", "true", "lets a dev publisher delete anything in the bucket, because {S3.DevPrefix} "+strconv.Quote(s.DevPrefix)+" leaves nothing out",
			"set {S3.DevPrefix} to a directory such as \"dev/\", or set {S3.DevBucketName}")
	}
}

// validatePlaces compares further prefixes and buckets with the first ones.
func (s *S3) validatePlaces(faults *fault.List, env Environment) {
	validatePrefixes(faults, "S3.Prefixes", s.Prefixes, "S3.Prefix", s.Prefix)
	seen := validateBuckets(faults, env, "S3.Buckets", s.Buckets, []string{s.BucketName})
	validateBuckets(faults, env, "S3.PromoteFrom", s.PromoteFrom, nil)
	if s.DevBucketName != "" {
		validateBucketName(faults, "S3.DevBucketName", s.DevBucketName)
		if slices.Contains(seen, s.DevBucketName) {
			faults.Add("S3.DevBucketName", s.DevBucketName, "is a bucket of releases too, so it sets nothing apart", "name another bucket, or leave it unset and set {S3.DevPrefix}")
		}
	}
}

// validateBuckets checks the buckets of a list, each of which is named once, and
// returns the names that were seen with theirs.
func validateBuckets(faults *fault.List, env Environment, list string, buckets []Bucket, seen []string) []string {
	for option, b := range fault.EachIn(faults, list, buckets) {
		aws.CheckBucket(faults, option+".BucketName", b.BucketName, "name the bucket, or leave it out", "S3.Prefix")
		if b.BucketName != "" && slices.Contains(seen, b.BucketName) {
			faults.Add(option+".BucketName", b.BucketName, "is named before", "name each bucket once, with all its prefixes")
		}
		seen = append(seen, b.BucketName)
		if b.KMSKeyARN != nil {
			aws.CheckBucketKey(faults, option+".KmsKeyArn", *b.KMSKeyARN, env.ARNPartition(), env.Region)
		}
		validatePrefixes(faults, option+".Prefixes", b.Prefixes, "", "")
	}
	return seen
}

// validatePrefixes reports prefixes that are wrong, or that another one covers:
// the list would say less than it seems to.
func validatePrefixes(faults *fault.List, option string, prefixes []string, firstOption, first string) {
	fault.AddEmpty(faults, option, prefixes)
	for i, prefix := range prefixes {
		path := option + "[" + strconv.Itoa(i) + "]"
		if prefix == "" {
			faults.Add(path, "", "is empty, which is the whole bucket", "name a prefix, or leave {"+option+"} unset")
			continue
		}
		validatePrefix(faults, path, prefix)
		if firstOption != "" && strings.HasPrefix(prefix, first) {
			faults.Add(path, prefix, "is covered by {"+firstOption+"} "+strconv.Quote(first), "leave it out, or narrow {"+firstOption+"}")
		}
		for j, other := range prefixes {
			if i != j && other != "" && strings.HasPrefix(prefix, other) && (prefix != other || j < i) {
				faults.Add(path, prefix, "is covered by {"+option+"["+strconv.Itoa(j)+"]} "+strconv.Quote(other), "leave it out")
			}
		}
	}
}

// Limits of S3 on the tags of an object.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
const (
	maxTags   = 10
	maxTagKey = 128
)

// tagKeyCharacters are those that S3 recommends, as far as a policy document
// can hold them: it is Latin-1.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Tag.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
var tagKeyCharacters = lazyregexp.New(`^[A-Za-z0-9 _.:/=+@\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{ff}-]*$`)

// validateTags reports options of tags that contradict each other.
func (s *S3) validateTags(faults *fault.List) {
	if s.Multipart && *s.RequireReleaseTag {
		remedy := "unset {S3.Multipart} or {S3.RequireReleaseTag}"
		if presets[s.preset].RequireReleaseTag {
			remedy = "unset {S3.Multipart}, or set {S3.RequireReleaseTag} to false, which {Preset} sets"
		}
		faults.Add("S3.Multipart", "true", "and a required tag exclude each other: the parts of a multipart upload carry no tags, so S3 would refuse them", remedy)
	}
	if s.TagKeys == nil || fault.AddEmpty(faults, "S3.TagKeys", s.TagKeys) {
		return
	}
	if !slices.Contains(s.TagKeys, "Release") && !slices.ContainsFunc(s.TagKeys, token.In) {
		faults.Add("S3.TagKeys", strings.Join(s.TagKeys, ", "), "leaves out \"Release\", the tag that tells releases from dev releases", "add \"Release\"")
	}
	if len(s.TagKeys) > maxTags {
		faults.Add("S3.TagKeys", "", "has "+strconv.Itoa(len(s.TagKeys))+" keys, and an object has ten tags at most", "name the keys that clients set")
	}
	for i, key := range s.TagKeys {
		option := "S3.TagKeys[" + strconv.Itoa(i) + "]"
		literal := token.Without(key)
		switch {
		case key == "":
			faults.Add(option, "", "is empty", "name a tag key, or leave it out")
		case strings.Contains(literal, "${"):
			faults.Add(option, key, "holds \"${\", which begins an IAM policy variable", "write the key itself")
		case strings.HasPrefix(strings.ToLower(literal), "aws:"):
			faults.Add(option, key, "begins with \"aws:\", which AWS keeps for itself", "name a key that clients can set")
		case !tagKeyCharacters.MatchString(literal):
			faults.Add(option, key, "holds what no tag key in a policy document holds", "use letters and digits of Latin-1, spaces and _.:/=+-@")
		case utf8.RuneCountInString(literal) > maxTagKey:
			faults.Add(option, key, "has "+strconv.Itoa(utf8.RuneCountInString(literal))+" characters", "a tag key has 128 at most")
		case slices.Index(s.TagKeys, key) < i:
			faults.Add(option, key, "is named before", "leave it out")
		}
	}
}

// cannedACLs are those that S3 knows for objects, and whether they let others
// than the owners of object and bucket read or write.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
var cannedACLs = map[string]bool{
	"private": false, "bucket-owner-read": false, "bucket-owner-full-control": false,
	"public-read": true, "public-read-write": true, "authenticated-read": true, "aws-exec-read": true,
}

func (s *S3) validateACLs(faults *fault.List) {
	if s.ACLs == nil {
		return // as of most of a registry's rows
	}
	known := slices.Sorted(maps.Keys(cannedACLs))
	fault.CheckChoices(faults, "S3.Acls", s.ACLs, known, "is not a canned ACL of objects", "use one of "+strings.Join(known, ", "))
}

// validateWriteOnce checks the floating directories against the option that
// they belong to.
func (s *S3) validateWriteOnce(faults *fault.List) {
	if s.WriteOnce && presets[s.preset].Unconditional {
		faults.Add("S3.WriteOnce", "true", "refuses every upload of {Preset} "+strconv.Quote(s.preset)+", whose client sends no If-None-Match", "unset {S3.WriteOnce} or {Preset}")
	}
	fault.AddEmpty(faults, "S3.Floating", s.Floating)
	if len(s.Floating) > 0 && !s.WriteOnce {
		faults.Add("S3.Floating", strings.Join(s.Floating, ", "), "means nothing without {S3.WriteOnce}", "set {S3.WriteOnce}, or leave it out")
	}
	for option, floating := range fault.Each("S3.Floating", s.Floating) {
		if isEverything(floating) {
			faults.Add(option, floating, "leaves nothing that is written once", "name a directory such as \"*/latest/\"")
			continue
		}
		validateDevPrefix(faults, option, floating)
		if !strings.HasSuffix(floating, "/") && !token.In(floating) {
			faults.Add(option, floating, "does not end with \"/\", so releases that continue the name would not be written once", "write "+strconv.Quote(floating+"/"))
		}
	}
}
