package aws_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func TestBucketNames(t *testing.T) {
	for name, want := range map[string][]string{
		"my-company-dist": nil, "a.b.c": nil, "123": nil, "abc": nil, strings.Repeat("a", 63): nil, tok: nil, "my-" + tok: nil,
		"app-123456789012-eu-west-1-an": nil, "app-an": nil,
		"":                       list("is missing"),
		"arn:aws:s3:::my-bucket": list("is an ARN"),
		"s3://my-bucket/x":       list("is an address"),
		"My-Bucket":              list(`holds "M"`),
		"my_bucket":              list(`holds "_"`),
		"my bucket":              list(`holds " "`),
		"my*":                    list(`holds "*"`),
		"my-${aws:username}":     list(`holds "$"`),
		tok + "*":                list(`holds "*"`),
		"ab":                     list("is not 3 to 63 characters long"),
		strings.Repeat("a", 64):  list("is not 3 to 63 characters long"),
		"-ab":                    list(`begins with "-"`),
		"ab.":                    list(`ends with "."`),
		"a..b":                   list("has two dots in a row"),
		"192.168.5.4":            list("has the form of an IP address"),
		"xn--ab":                 list(`begins with "xn--"`),
		"sthree-ab":              list(`begins with "sthree-"`),
		"amzn-s3-demo-bucket":    list(`begins with "amzn-s3-demo-"`),
		"ab-s3alias":             list(`ends with "-s3alias"`),
		"ab--ol-s3":              list(`ends with "--ol-s3"`),
		"ab.mrap":                list(`ends with ".mrap"`),
		"ab--use1-az4--x-s3":     list(`ends with "--x-s3"`),
		"ab--table-s3":           list(`ends with "--table-s3"`),
		"-a":                     list("is not 3 to 63 characters long", `begins with "-"`),
	} {
		assert.Equal(t, want, problems(aws.CheckBucketName, name), name)
	}
}

func TestBucketsOfAnOption(t *testing.T) {
	for name, want := range map[string]string{
		"acme":         "",
		"":             `is missing; name the bucket of the state`,
		"s3://acme/x":  `is an address; write the bucket's name alone, and the path in {Keys}`,
		"arn:aws:s3:x": `is an ARN; write the bucket's name alone`,
	} {
		var faults fault.List
		aws.CheckBucket(&faults, "Bucket", name, "name the bucket of the state", "Keys")
		got := ""
		for _, f := range faults {
			got += f.Problem + "; " + f.Remedy
		}
		assert.Equal(t, want, got, name)
	}
}

func list(problems ...string) []string { return problems }

func TestEndsLikeAccountRegional(t *testing.T) {
	for name, want := range map[string]bool{
		"app-an": true, "app-123456789012-eu-west-1-an": false, "app-12345678901-eu-west-1-an": true, "app": false, tok + "-an": false,
	} {
		assert.Equal(t, want, aws.EndsLikeAccountRegional(name), name)
	}
}
