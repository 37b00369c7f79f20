package permission_test

import (
	"strings"

	"github.com/cipublisher/cipublisher/permission"
)

const (
	bucketCharacters = "; use lower-case letters, digits, dots and hyphens"
	bucketLength     = "is not 3 to 63 characters long; write the whole name of the bucket, and the name alone"
	accessPoint      = "; name the bucket behind the access point"
	literalPrefix    = ", which IAM reads as a wildcard, where a literal prefix is meant; leave it out; everything below the prefix is covered without it"
	policyVariable   = `holds "${", which begins an IAM policy variable; write the value itself`
)

// long is longer than any key, and cut is how a message shows it.
var (
	long = strings.Repeat("a", 1025)
	cut  = `"` + long[:200] + `"…`
)

var invalidS3 = []invalid{
	{"ACLs that are none", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.ACLs = []string{"public", "private", "private"}
	}, []string{
		`S3.Acls[0] "public" is not a canned ACL of objects; use one of authenticated-read, aws-exec-read, bucket-owner-full-control, bucket-owner-read, private, public-read, public-read-write`,
		`S3.Acls[2] "private" is named before; leave it out`,
	}},
	{"no bucket", bucket(""), []string{"S3.BucketName is missing; name the bucket, or leave S3 unset to grant nothing there"}},
	{"bucket's ARN", bucket("arn:aws:s3:::acme-dist"), []string{`S3.BucketName "arn:aws:s3:::acme-dist" is an ARN; write the bucket's name alone`}},
	{"bucket's address", bucket("s3://acme-dist/release/"), []string{`S3.BucketName "s3://acme-dist/release/" is an address; write the bucket's name alone, and the path in S3.Prefix`}},
	{"bucket name of two characters", bucket("ac"), []string{`S3.BucketName "ac" ` + bucketLength}},
	{"bucket name of 64 characters", bucket(long[:64]), []string{`S3.BucketName "` + long[:64] + `" ` + bucketLength}},
	{"bucket name in upper case", bucket("Acme-dist"), []string{`S3.BucketName "Acme-dist" holds "A"` + bucketCharacters}},
	{"bucket name with underscore", bucket("acme_dist"), []string{`S3.BucketName "acme_dist" holds "_"` + bucketCharacters}},
	{"bucket name with space", bucket("acme dist"), []string{`S3.BucketName "acme dist" holds " "` + bucketCharacters}},
	{"bucket name with slash", bucket("acme-dist/release"), []string{`S3.BucketName "acme-dist/release" holds "/"` + bucketCharacters}},
	{"bucket name with umlaut", bucket("bücher"), []string{`S3.BucketName "bücher" holds "ü"` + bucketCharacters}},
	{"bucket name that is not UTF-8", bucket("acme\xff"), []string{`S3.BucketName "acme\xff" holds "\xff"` + bucketCharacters}},
	{"wildcard bucket", bucket("acme-*"), []string{`S3.BucketName "acme-*" holds "*"` + bucketCharacters}},
	{"wildcard beside a bucket token", bucket("${Token[TOKEN.9]}/*"), []string{`S3.BucketName "${Token[TOKEN.9]}/*" holds "/"` + bucketCharacters}},
	{"policy policyVariable as bucket", bucket("${aws:username}"), []string{`S3.BucketName "${aws:username}" holds "$"` + bucketCharacters}},
	{"bucket name that begins with a hyphen", bucket("-acme"), []string{`S3.BucketName "-acme" begins with "-"; begin with a letter or digit`}},
	{"bucket name that begins with a dot", bucket(".acme"), []string{`S3.BucketName ".acme" begins with "."; begin with a letter or digit`}},
	{"bucket name that ends with a hyphen", bucket("acme-"), []string{`S3.BucketName "acme-" ends with "-"; end with a letter or digit`}},
	{"bucket name that ends with a dot", bucket("acme."), []string{`S3.BucketName "acme." ends with "."; end with a letter or digit`}},
	{"bucket name with two dots in a row", bucket("acme..dist"), []string{`S3.BucketName "acme..dist" has two dots in a row; use one`}},
	{"bucket name like an IP address", bucket("192.168.5.4"), []string{`S3.BucketName "192.168.5.4" has the form of an IP address; S3 allows no such name; check which bucket is meant`}},
	{"bucket name with leading zeros like an IP address", bucket("192.168.005.004"), []string{`S3.BucketName "192.168.005.004" has the form of an IP address; S3 allows no such name; check which bucket is meant`}},
	{"punycode bucket name", bucket("xn--acme"), []string{`S3.BucketName "xn--acme" begins with "xn--"; S3 reserves it, so this can't be a bucket; check the name`}},
	{"bucket name beginning sthree-", bucket("sthree-acme"), []string{`S3.BucketName "sthree-acme" begins with "sthree-"; S3 reserves it, so this can't be a bucket; check the name`}},
	{"bucket name of AWS's documentation", bucket("amzn-s3-demo-bucket"), []string{`S3.BucketName "amzn-s3-demo-bucket" begins with "amzn-s3-demo-"; S3 reserves it for its documentation; write the name of your own bucket`}},
	{"access point alias", bucket("acme-abc-s3alias"), []string{`S3.BucketName "acme-abc-s3alias" ends with "-s3alias"; S3 reserves it for access point aliases` + accessPoint}},
	{"Object Lambda access point", bucket("acme--ol-s3"), []string{`S3.BucketName "acme--ol-s3" ends with "--ol-s3"; S3 reserves it for Object Lambda access points` + accessPoint}},
	{"Multi-Region Access Point", bucket("acme.mrap"), []string{`S3.BucketName "acme.mrap" ends with ".mrap"; S3 reserves it for Multi-Region Access Points` + accessPoint}},
	{"directory bucket", bucket("acme--usw2-az1--x-s3"), []string{`S3.BucketName "acme--usw2-az1--x-s3" ends with "--x-s3"; S3 reserves it for directory buckets, whose permissions are s3express actions; use a general purpose bucket`}},
	{"table bucket", bucket("acme--table-s3"), []string{`S3.BucketName "acme--table-s3" ends with "--table-s3"; S3 reserves it for table buckets, whose permissions are s3tables actions; use a general purpose bucket`}},
	{"prefix with leading slash", prefix("/release/"), []string{`S3.Prefix "/release/" begins with "/", so it matches no object key; write "release/"`}},
	{"prefix that is a slash", prefix("/"), []string{`S3.Prefix "/" begins with "/", so it matches no object key; leave it unset for the whole bucket`}},
	{"prefix with asterisk", prefix("release/*"), []string{`S3.Prefix "release/*" holds "*"` + literalPrefix}},
	{"prefix with question mark", prefix("release?/"), []string{`S3.Prefix "release?/" holds "?"` + literalPrefix}},
	{"prefix with wildcard beside a token", prefix("${Token[TOKEN.1]}/*"), []string{`S3.Prefix "${Token[TOKEN.1]}/*" holds "*"` + literalPrefix}},
	{"prefix with policy variable", prefix("home/${aws:username}/"), []string{`S3.Prefix "home/${aws:username}/" ` + policyVariable}},
	{"prefix with half a token", prefix("${Token[TOKEN.1/"), []string{`S3.Prefix "${Token[TOKEN.1/" ` + policyVariable}},
	{"prefix longer than a key", prefix(long), []string{`S3.Prefix ` + cut + ` has 1025 bytes; an object key has 1,024 at most`}},
	{"prefix with control character", prefix("release\n/"), []string{`S3.Prefix "release\n/" holds a control character; leave it out`}},
	{"prefix that is not UTF-8", prefix("release\xff/"), []string{`S3.Prefix "release\xff/" is not UTF-8; object keys are UTF-8`}},
	{"prefix beyond Latin-1", prefix("発売/"), []string{`S3.Prefix "発売/" holds "発", and a policy document can only hold the characters of Latin-1; let the prefix end before it, or use other keys`}},
	{"prefix just beyond Latin-1", prefix("Ā/"), []string{`S3.Prefix "Ā/" holds "Ā", and a policy document can only hold the characters of Latin-1; let the prefix end before it, or use other keys`}},
	{"dev prefix with leading slash", devPrefix("/feature/"), []string{`S3.DevPrefix "/feature/" begins with "/", so it matches no object key; write "feature/"`}},
	{"dev prefix with question mark", devPrefix("?/feature/"), []string{`S3.DevPrefix "?/feature/" holds "?", which IAM reads as any one character; use "*", or write the character itself`}},
	{"dev prefix with policy variable", devPrefix("${aws:PrincipalTag/team}/*"), []string{`S3.DevPrefix "${aws:PrincipalTag/team}/*" ` + policyVariable}},
	{"dev prefix longer than a key", devPrefix(long), []string{`S3.DevPrefix ` + cut + ` has 1025 bytes; an object key has 1,024 at most`}},
	{"dev prefix with NUL", devPrefix("feature/\x00"), []string{`S3.DevPrefix "feature/\x00" holds a control character; leave it out`}},
	{"dev prefix beyond Latin-1", devPrefix("*/ветка/"), []string{`S3.DevPrefix "*/ветка/" holds "в", and a policy document can only hold the characters of Latin-1; let the prefix end before it, or use other keys`}},
	{"no store at all", func(p *permission.Publisher, _ *permission.Environment) { *p = permission.Publisher{} },
		[]string{"S3, Ecr and CodeArtifact are all unset, so there is nothing to publish to; set at least one"}},
	{"several faults of one name", bucket("-Acme..dist-"), []string{
		`S3.BucketName "-Acme..dist-" holds "A"` + bucketCharacters,
		`S3.BucketName "-Acme..dist-" begins with "-"; begin with a letter or digit`,
		`S3.BucketName "-Acme..dist-" ends with "-"; end with a letter or digit`,
		`S3.BucketName "-Acme..dist-" has two dots in a row; use one`,
	}},
	{"several faults of one prefix", prefix("/${a}*?\x00"), []string{
		`S3.Prefix "/${a}*?\x00" begins with "/", so it matches no object key; write "${a}*?\x00"`,
		`S3.Prefix "/${a}*?\x00" ` + policyVariable,
		`S3.Prefix "/${a}*?\x00" holds a control character; leave it out`,
		`S3.Prefix "/${a}*?\x00" holds "*"` + literalPrefix,
		`S3.Prefix "/${a}*?\x00" holds "?"` + literalPrefix,
	}},
	{"a value that looks like the name of an option", prefix("/{Region}/"),
		[]string{`S3.Prefix "/{Region}/" begins with "/", so it matches no object key; write "{Region}/"`}},
	{"multipart with a required tag", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Multipart, p.S3.RequireReleaseTag = true, ptr(true)
	}, []string{
		`S3.Multipart "true" and a required tag exclude each other: the parts of a multipart upload carry no tags, so S3 would refuse them; unset S3.Multipart or S3.RequireReleaseTag`,
	}},
	{"multipart with a client that tags every upload", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Multipart, p.Preset = true, "agilecustoms-release"
		p.ECR.EveryRepository, p.CodeArtifact.EveryRepository = true, true
	}, []string{
		`S3.Multipart "true" and a required tag exclude each other: the parts of a multipart upload carry no tags, so S3 would refuse them; unset S3.Multipart, or set S3.RequireReleaseTag to false, which Preset sets`,
	}},
	{"write-once with a client that does not ask for it", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.WriteOnce, p.Preset = true, "agilecustoms-release"
		p.ECR.EveryRepository, p.CodeArtifact.EveryRepository = true, true
	}, []string{
		`S3.WriteOnce "true" refuses every upload of Preset "agilecustoms-release", whose client sends no If-None-Match; unset S3.WriteOnce or Preset`,
	}},
	{"floating directories without write-once", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Floating = []string{"latest/"}
	}, []string{
		`S3.Floating "latest/" means nothing without S3.WriteOnce; set S3.WriteOnce, or leave it out`,
	}},
	{"floating directory that is everything", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.WriteOnce, p.S3.Floating = true, []string{"*/"}
	}, []string{
		`S3.Floating[0] "*/" leaves nothing that is written once; name a directory such as "*/latest/"`,
	}},
	{"floating directory that other names continue", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.WriteOnce, p.S3.Floating = true, []string{"*/latest"}
	}, []string{
		`S3.Floating[0] "*/latest" does not end with "/", so releases that continue the name would not be written once; write "*/latest/"`,
	}},
	{"floating directory from the root", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.WriteOnce, p.S3.Floating = true, []string{"/latest/"}
	}, []string{
		`S3.Floating[0] "/latest/" begins with "/", so it matches no object key; write "latest/"`,
	}},
	{"further prefix below the whole bucket", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Prefixes = []string{"docs/"}
	}, []string{
		`S3.Prefixes[0] "docs/" is covered by S3.Prefix ""; leave it out, or narrow S3.Prefix`,
	}},
	{"further prefix below the first", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Prefix, p.S3.Prefixes = "release/", []string{"release/docs/"}
	}, []string{
		`S3.Prefixes[0] "release/docs/" is covered by S3.Prefix "release/"; leave it out, or narrow S3.Prefix`,
	}},
	{"further prefix twice", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Prefix, p.S3.Prefixes = "release/", []string{"docs/", "docs/"}
	}, []string{
		`S3.Prefixes[1] "docs/" is covered by S3.Prefixes[0] "docs/"; leave it out`,
	}},
	{"further prefix that is empty", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Prefix, p.S3.Prefixes = "release/", []string{""}
	}, []string{
		`S3.Prefixes[0] is empty, which is the whole bucket; name a prefix, or leave S3.Prefixes unset`,
	}},
	{"further prefix with a wildcard", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Prefix, p.S3.Prefixes = "release/", []string{"docs/*"}
	}, []string{
		`S3.Prefixes[0] "docs/*" holds "*", which IAM reads as a wildcard, where a literal prefix is meant; leave it out; everything below the prefix is covered without it`,
	}},
	{"further bucket that is the first", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Buckets = []permission.Bucket{{BucketName: "acme-dist"}}
	}, []string{
		`S3.Buckets[0].BucketName "acme-dist" is named before; name each bucket once, with all its prefixes`,
	}},
	{"further bucket without a name", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Buckets = []permission.Bucket{{Prefixes: []string{"a/"}}}
	}, []string{
		`S3.Buckets[0].BucketName is missing; name the bucket, or leave it out`,
	}},
	{"dev bucket that is the bucket of releases", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.DevBucketName = "acme-dist"
	}, []string{
		`S3.DevBucketName "acme-dist" is a bucket of releases too, so it sets nothing apart; name another bucket, or leave it unset and set S3.DevPrefix`,
	}},
	{"dev bucket among further buckets", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.Buckets, p.S3.DevBucketName = []permission.Bucket{{BucketName: "acme-dev"}}, "acme-dev"
	}, []string{
		`S3.DevBucketName "acme-dev" is a bucket of releases too, so it sets nothing apart; name another bucket, or leave it unset and set S3.DevPrefix`,
	}},
	{"dev deletes in the whole bucket", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.DevPrefix, p.S3.DevDelete = "*", ptr(true)
	}, []string{
		`S3.DevDelete "true" lets a dev publisher delete anything in the bucket, because S3.DevPrefix "*" leaves nothing out; set S3.DevPrefix to a directory such as "dev/", or set S3.DevBucketName`,
	}},
	{"dev deletes below every directory", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.DevPrefix, p.S3.DevDelete = "*/", ptr(true)
	}, []string{
		`S3.DevDelete "true" lets a dev publisher delete anything in the bucket, because S3.DevPrefix "*/" leaves nothing out; set S3.DevPrefix to a directory such as "dev/", or set S3.DevBucketName`,
	}},
	{"tag keys without the one that tells releases", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.TagKeys = []string{"team"}
	}, []string{
		`S3.TagKeys "team" leaves out "Release", the tag that tells releases from dev releases; add "Release"`,
	}},
	{"no tag keys at all", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.TagKeys = []string{}
	}, []string{
		`S3.TagKeys is empty; name at least one, or leave it unset`,
	}},
	{"more tag keys than an object has", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.TagKeys = []string{"Release", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}
	}, []string{
		`S3.TagKeys has 11 keys, and an object has ten tags at most; name the keys that clients set`,
	}},
	{"tag key beyond Latin-1", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.TagKeys = []string{"Release", "ветка"}
	}, []string{
		`S3.TagKeys[1] "ветка" holds what no tag key in a policy document holds; use letters and digits of Latin-1, spaces and _.:/=+-@`,
	}},
	{"tag keys that AWS keeps, and twice the same", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.TagKeys = []string{"Release", "aws:team", "Release", "", "${aws:username}"}
	}, []string{
		`S3.TagKeys[1] "aws:team" begins with "aws:", which AWS keeps for itself; name a key that clients can set`,
		`S3.TagKeys[2] "Release" is named before; leave it out`,
		`S3.TagKeys[3] is empty; name a tag key, or leave it out`,
		`S3.TagKeys[4] "${aws:username}" holds "${", which begins an IAM policy variable; write the key itself`,
	}},
	{"key by its alias", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.KMSKeyARN = "arn:aws:kms:eu-west-1:111122223333:alias/dist"
	}, []string{
		`S3.KmsKeyArn "arn:aws:kms:eu-west-1:111122223333:alias/dist" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`,
	}},
	{"key by its id", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.KMSKeyARN = "1234abcd-12ab-34cd-56ef-1234567890ab"
	}, []string{
		`S3.KmsKeyArn "1234abcd-12ab-34cd-56ef-1234567890ab" is not the ARN of a KMS key; write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`,
	}},
	{"every key", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.KMSKeyARN = "arn:aws:kms:eu-west-1:111122223333:key/*"
	}, []string{
		`S3.KmsKeyArn "arn:aws:kms:eu-west-1:111122223333:key/*" is not the ARN of a KMS key; write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`,
	}},
	{"key of another region", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.KMSKeyARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	}, []string{
		`S3.KmsKeyArn "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" is a key of us-east-1, and S3 uses keys of the bucket's own region only; name a key of Region eu-west-1`,
	}},
	{"key of another partition", func(p *permission.Publisher, _ *permission.Environment) {
		p.S3.KMSKeyARN = "arn:aws-cn:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	}, []string{
		`S3.KmsKeyArn "arn:aws-cn:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" is a key of another partition than aws; name a key of the bucket's own account and region`,
	}},
	{"key known at deployment only, and no region", func(p *permission.Publisher, e *permission.Environment) {
		*p = permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", KMSKeyARN: "${Token[TOKEN.1]}"}}
		*e = permission.Environment{}
	}, []string{
		`Region is missing, and the key's own region can't be told from S3.KmsKeyArn; set it to the region of the bucket`,
	}},
	{"owner of the buckets without an account", func(p *permission.Publisher, e *permission.Environment) {
		*p = permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", ResourceAccount: true}}
		*e = permission.Environment{}
	}, []string{
		`AccountId is missing, and S3.ResourceAccount asks for the account of the buckets; set it to the twelve digits of the account that owns the buckets`,
	}},
}
