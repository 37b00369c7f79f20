package policy

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestWildcards(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"a", "a", true},
		{"a", "A", false},
		{"a", "ab", false},
		{"*", "", true},
		{"*", "anything: at / all", true},
		{"a*", "a", true},
		{"*a", "ba", true},
		{"*a", "ab", false},
		{"a*b*c", "a-b-b-c-c", true},
		{"a*b*c", "a-c-b", false},
		{"**", "", true},
		{"?", "", false},
		{"?", "a", true},
		{"?", "ab", false},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{"*?", "", false},
		{"*?", "a", true},
		{"?*?", "ab", true},
		{"?*?", "a", false},
		{"?", "é", true},
		{"??", "é", false},
		{"*??", "€", false},
		{"*??xy", "€xy", false},
		{"*aab", "aaaaab", true},
		{"[a]", "a", false},
		{"a.c", "abc", false},
	} {
		t.Run(c.pattern+" on "+c.text, func(t *testing.T) {
			assert.Equal(t, c.want, pattern{text: c.pattern}.match(c.text))
		})
	}
}

func TestWildcardsWithoutCase(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"s3:PutObject", "S3:putobject", true},
		{"S3:PUT*", "s3:PutObject", true},
		{"s3:?utObject", "s3:PutObject", true},
		{"s3:PutObject", "s3:PutObjectAcl", false},
		{"kms:*", "\u212Ams:Decrypt", false}, // the Kelvin sign is no k
		{"@", "`", false},
	} {
		t.Run(c.pattern+" on "+c.text, func(t *testing.T) {
			assert.Equal(t, c.want, pattern{text: c.pattern}.matchFold(c.text))
		})
	}
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
func TestResourceWildcards(t *testing.T) {
	const bucket = "arn:aws:s3:::amzn-s3-demo-bucket/"
	for _, c := range []struct {
		name, pattern, arn string
		want               bool
	}{
		{"the same", bucket + "a", bucket + "a", true},
		{"case matters", bucket + "a", bucket + "A", false},
		{"everything", "*", bucket + "a", true},
		{"everything is also no resource", "*", "*", true},
		{"a resource is not no resource", "arn:aws:s3:::*", "*", false},

		// The page's own example of "/".
		{"page: 1/test", bucket + "*/test/*", bucket + "1/test/object.jpg", true},
		{"page: 1/2/test", bucket + "*/test/*", bucket + "1/2/test/object.jpg", true},
		{"page: 1/2/test/3", bucket + "*/test/*", bucket + "1/2/test/3/object.jpg", true},
		{"page: 1/2/3/test/4", bucket + "*/test/*", bucket + "1/2/3/test/4/object.jpg", true},
		{"page: 1///test///", bucket + "*/test/*", bucket + "1///test///object.jpg", true},
		{"page: 1/test/.jpg", bucket + "*/test/*", bucket + "1/test/.jpg", true},
		{"page: //test", bucket + "*/test/*", bucket + "/test/object.jpg", true},
		{"page: 1/test/", bucket + "*/test/*", bucket + "1/test/", true},
		{"page: not 1-test", bucket + "*/test/*", bucket + "1-test/object.jpg", false},
		{"page: not test at the start", bucket + "*/test/*", bucket + "test/object.jpg", false},
		{"page: not test.jpg", bucket + "*/test/*", bucket + "1/2/test.jpg", false},

		{"a colon in the resource part is a character", bucket + "a*z", bucket + "a:b:z", true},
		{"so it is for ?", bucket + "a?z", bucket + "a:z", true},
		{"a * that ends a part runs on beyond the colon", "arn:aws:s3:*", bucket + "a", true},
		{"and the rest is found where it is", "arn:aws:dynamodb:*:table/prod-*", "arn:aws:dynamodb:eu-west-1:123456789012:table/prod-a", true},
		{"which it may not be", "arn:aws:dynamodb:*:table/prod-*", "arn:aws:dynamodb:eu-west-1:123456789012:table/test-prod-a", false},
		{"two such parts", "arn:*:s3:*:bucket/*", "arn:aws:s3:::bucket/a", true},
		{"a * inside a part stays in it", "arn:aws:ec2:us-*-1:123456789012:volume/*", "arn:aws:ec2:us-east-1:123456789012:volume/v", true},
		{"and does not reach the next", "arn:aws:ec2:us-*2:volume/*", "arn:aws:ec2:us-east-1:123456789012:volume/v", false},
		{"? is no colon outside the resource part", "arn:aws:s3?::bucket", "arn:aws:s3:::bucket", false},
		{"? is a character of its part", "arn:aws:s?:::bucket", "arn:aws:s3:::bucket", true},
		{"a * inside the account stays in it", "arn:aws:sqs:eu-west-1:12*3:queue", "arn:aws:sqs:eu-west-1:12:x3:queue", false},
		{"after a wildcard, too, a colon in the resource part is a character", "arn:*:logs:::log-group:x*y:z", "arn:aws:logs:::log-group:x:y:z", true},
		{"a ? that ends a part does not run on", "arn:aws:s?:bucket", "arn:aws:s3:::bucket", false},
		{"running on does not move the resource part", "arn:*:a*c:d:e:f", "arn:p:q:r:s:a:c:d:e:f", false},
		{"parts may not be missing", "arn:aws:s3:::b*:c:d", "arn:aws:s3", false},
		{"a longer name", "arn:aws:s3:::bucket", "arn:aws:s3:::bucket-evil", false},
		{"a prefix with a slash", "arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket-evil/a", false},
		{"the partition", "arn:aws:s3:::bucket/*", "arn:aws-cn:s3:::bucket/a", false},
		{"a token is text", "arn:${Token[AWS.Partition.3]}:s3:::b/*", "arn:${Token[AWS.Partition.3]}:s3:::b/a", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, pattern{text: c.pattern}.matchResource(c.arn))
		})
	}
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
func TestARNWildcards(t *testing.T) {
	for _, c := range []struct {
		name, pattern, arn string
		want, ok           bool
	}{
		{
			"page: the first * matches us-east-2 only", "arn:aws:someservice:*:111122223333:finance/*",
			"arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt", false, true,
		},
		{"each part by itself", "arn:aws:iam::*:role/ci/*", "arn:aws:iam::123456789012:role/ci/publisher", true, true},
		{"an empty part", "arn:*:iam:*:*:*", "arn:aws:iam::123456789012:role/a", true, true},
		{"case matters", "arn:aws:iam::123456789012:role/A", "arn:aws:iam::123456789012:role/a", false, true},
		{"colons of the resource", "arn:aws:logs:*:*:log-group:*", "arn:aws:logs:eu-west-1:123456789012:log-group:/a:b", true, true},
		{"no ARN in the request", "arn:aws:iam::*:role/*", "role/a", false, false},
		{"no ARN in the policy", "*", "arn:aws:iam::123456789012:role/a", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := pattern{text: c.pattern}.matchARN(c.arn)
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.ok, ok)
		})
	}
}

// A pattern made to be slow takes the product of the lengths, no more: this
// would not end if the matcher tried every way to share the text among the *.
func TestWildcardsDoNotBacktrackExponentially(t *testing.T) {
	text := strings.Repeat("a", 2000)
	done := make(chan bool)
	go func() {
		done <- pattern{text: strings.Repeat("a*", 500) + "b"}.match(text) ||
			pattern{text: strings.Repeat("*a:", 5) + "b"}.matchResource(strings.Repeat("a:", 1000)) ||
			pattern{text: strings.Repeat("?*", 500) + "b"}.matchResource(text)
	}()
	select {
	case matched := <-done:
		assert.False(t, matched)
	case <-time.After(time.Minute):
		t.Fatal("still matching")
	}
}

// globReference is the definition of the wildcards, as a table: row i says
// which beginnings of the text the first i characters of the pattern match.
func globReference(pattern, text string) bool {
	characters := []rune(text)
	row := make([]bool, len(characters)+1)
	row[0] = true
	for _, p := range pattern {
		next := make([]bool, len(row))
		next[0] = p == '*' && row[0]
		for j, c := range characters {
			switch p {
			case '*':
				next[j+1] = row[j+1] || next[j]
			case '?':
				next[j+1] = row[j]
			default:
				next[j+1] = row[j] && p == c
			}
		}
		row = next
	}
	return row[len(characters)]
}

// resourceReference is the definition of matchResource: the parts one by one,
// and every way in which a * at the end of one may take in further parts.
func resourceReference(parts []string, arn []string) bool {
	if len(parts) == 1 {
		return globReference(parts[0], strings.Join(arn, ":"))
	}
	if len(arn) < 2 || !globReference(parts[0], arn[0]) {
		return false
	}
	for skip := 1; skip < len(arn); skip++ {
		if resourceReference(parts[1:], arn[skip:]) {
			return true
		}
		if !strings.HasSuffix(parts[0], "*") {
			break
		}
	}
	return false
}

func FuzzWildcard(f *testing.F) {
	for _, seed := range [][2]string{
		{"a*b?c", "axxbyc"}, {"*?*", "é"}, {"arn:*:s3:*:b/*", "arn:aws:s3:::b/a"}, {"*a:*b:c*", "a:xb:b:cc"}, {"?:?", "a:b"}, {"", ""},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, p, text string) {
		// The references work on characters and try everything.
		if !utf8.ValidString(p) || !utf8.ValidString(text) || strings.Count(text, ":") > 10 || len(p)+len(text) > 400 {
			t.Skip()
		}
		if got, want := (pattern{text: p}).match(text), globReference(p, text); got != want {
			t.Errorf("%q on %q: %v, the reference says %v", p, text, got, want)
		}
		got := pattern{text: p}.matchResource(text)
		want := resourceReference(strings.SplitN(p, ":", arnParts), strings.Split(text, ":"))
		if got != want {
			t.Errorf("resource %q on %q: %v, the reference says %v", p, text, got, want)
		}
		if folded := (pattern{text: p}).matchFold(text); folded != globReference(strings.Map(lowerASCII, p), strings.Map(lowerASCII, text)) {
			t.Errorf("%q on %q without case: %v", p, text, folded)
		}
	})
}

func lowerASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + ('a' - 'A')
	}
	return r
}
