package cipublisher_test

import (
	"errors"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/fault"
)

// What IAM's API reference gives for the names, as its own regular
// expressions.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
var (
	iamName        = regexp.MustCompile(`^[\w+=,.@-]+$`)
	iamPath        = regexp.MustCompile("^((/[\u0021-\u007E]+)/|/)$")
	iamDescription = regexp.MustCompile("^[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*$")
	cdkToken       = regexp.MustCompile(`[$#]\{Token\[[\w:.-]*\]\}`)
)

// No string makes the props panic, every refusal is a list of faults, and
// what is accepted is what IAM accepts.
func FuzzNames(f *testing.F) {
	f.Add("publisher", "/ci/", "publisher", "/", "Publishes artifacts", "sts.amazonaws.com")
	f.Add("", "", "", "", "", "")
	f.Add("a b", "ci", "${Token[TOKEN.1]}*", "//", "\u2192", "*")
	f.Add("é", "/\u00e9/", "x/y", "/ /", "\x00\xff", "${aws:username}")
	f.Fuzz(func(t *testing.T, policyName, policyPath, roleName, rolePath, description, audience string) {
		props := acme()
		props.PolicyName, props.PolicyPath = &policyName, &policyPath
		props.Role = &cipublisher.RoleProps{Name: &roleName, Path: &rolePath, Description: &description}
		props.Trust.Audience = &audience
		if err := props.Validate(); err != nil {
			var list fault.List
			if !errors.As(err, &list) || len(list) == 0 {
				t.Fatalf("not a list of faults: %v", err)
			}
			return
		}
		for _, accepted := range []struct {
			value string
			shape *regexp.Regexp
			limit int
		}{
			{policyName, iamName, 128}, {roleName, iamName, 64}, {policyPath, iamPath, 512}, {rolePath, iamPath, 512}, {description, iamDescription, 1000},
		} {
			if cdkToken.MatchString(accepted.value) {
				continue
			}
			if !accepted.shape.MatchString(accepted.value) || utf8.RuneCountInString(accepted.value) > accepted.limit {
				t.Errorf("accepted %q, which IAM refuses", accepted.value)
			}
		}
	})
}

// The stores' strings reach the same checks through the props.
func FuzzStores(f *testing.F) {
	f.Add("acme-dist", "release/", "*/feature/", "acme", "123456789012", "eu-west-1", "aws")
	f.Add("", "/", "*", "A", "1", "mars", "")
	f.Add("${Token[TOKEN.1]}", "${", "?", "-", "${Token[", "cn-north-1", "aws")
	f.Fuzz(func(t *testing.T, bucket, prefix, devPrefix, domain, account, region, partition string) {
		props := &cipublisher.CiPublisherProps{
			S3:           &cipublisher.S3Props{BucketName: &bucket, Prefix: &prefix, DevPrefix: &devPrefix},
			CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: &domain, EveryRepository: jsii.Bool(true)},
			AccountId:    &account, Region: &region, Partition: &partition,
			Dev: jsii.Bool(len(bucket)%2 == 0),
		}
		if err := props.Validate(); err != nil {
			var list fault.List
			if !errors.As(err, &list) || len(list) == 0 {
				t.Fatalf("not a list of faults: %v", err)
			}
		}
	})
}
