package aws_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
)

func TestParseARN(t *testing.T) {
	for _, test := range []struct {
		text string
		want aws.ARN
		ok   bool
	}{
		{"arn:aws:s3:::bucket/key", aws.ARN{Partition: "aws", Service: "s3", Resource: "bucket/key"}, true},
		{"arn:aws:lambda:eu-west-1:123456789012:function:name:alias", aws.ARN{"aws", "lambda", "eu-west-1", "123456789012", "function:name:alias"}, true},
		{"arn:aws:iam::123456789012:root", aws.ARN{"aws", "iam", "", "123456789012", "root"}, true},
		{"arn:${Token[AWS.Partition.3]}:iam::${Token[Ref:Account]}:role/x", aws.ARN{"${Token[AWS.Partition.3]}", "iam", "", "${Token[Ref:Account]}", "role/x"}, true},
		{"arn:aws:s3:::${Token[Ref:Bucket]}/a:b", aws.ARN{"aws", "s3", "", "", "${Token[Ref:Bucket]}/a:b"}, true},
		{"arn:*:kms:*:${aws:PrincipalAccount}:key/*", aws.ARN{"*", "kms", "*", "${aws:PrincipalAccount}", "key/*"}, true},
		{"arn:aws:s3:::${aws:PrincipalTag/a, 'b:}'}:c", aws.ARN{"aws", "s3", "", "", "${aws:PrincipalTag/a, 'b:}'}:c"}, true},
		{"arn:aws:s3::${aws:PrincipalTag/a, 'b:}'}:c", aws.ARN{"aws", "s3", "", "${aws:PrincipalTag/a, 'b:}'}", "c"}, true},
		{"arn:aws:s3::${aws", aws.ARN{}, false},
		{"arn:*:s3:::*", aws.ARN{"*", "s3", "", "", "*"}, true},
		{"arn:::::", aws.ARN{}, true},
		{"arn:aws:s3::bucket", aws.ARN{}, false},
		{"arn:aws:sqs", aws.ARN{}, false},
		{"arn:", aws.ARN{}, false},
		{"ARN:aws:s3:::b", aws.ARN{}, false},
		{"", aws.ARN{}, false},
		{"123456789012", aws.ARN{}, false},
		{"${Token[GetAtt:Role:Arn]}", aws.ARN{}, false},
		{"${Token[a:b:c:d:e:f]}", aws.ARN{}, false},
	} {
		got, ok := aws.ParseARN(test.text)
		assert.Equal(t, test.ok, ok, test.text)
		assert.Equal(t, test.want, got, test.text)
		if ok {
			assert.Equal(t, test.text, got.String())
		}
	}
}

func TestParseARNPattern(t *testing.T) {
	for text, want := range map[string]string{
		"arn:aws:sqs": "arn:aws:sqs:*:*:*", "arn": "arn:*:*:*:*:*", "arn:aws:s3:*": "arn:aws:s3:*:*:*", "arn:aws:s3:::b/*": "arn:aws:s3:::b/*",
		"arn:*:ds:*:*:*/*": "arn:*:ds:*:*:*/*", "arn:aws:iam::123456789012": "arn:aws:iam::123456789012:*",
	} {
		got, ok := aws.ParseARNPattern(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, got.String(), text)
	}
	for _, text := range []string{"", "*", "aws:s3", "arn*:aws", "${Token[GetAtt:Role:Arn]}"} {
		_, ok := aws.ParseARNPattern(text)
		assert.False(t, ok, text)
	}
}

func TestKindsOfARN(t *testing.T) {
	const role, user, root, policy, session, nothing = "role", "user", "root", "policy", "session", ""
	for text, want := range map[string]string{
		"arn:aws:iam::123456789012:role/publisher":                     role,
		"arn:aws-cn:iam::123456789012:role/ci/team/publisher":          role,
		"arn:${Token[AWS.Partition]}:iam::${Token[Ref:A]}:role/x":      role,
		"arn:aws:iam::123456789012:role/${Token[Ref:Name]}":            role,
		"arn:aws:iam::123456789012:role/" + strings.Repeat("a", 64):    role,
		"arn:aws:iam::123456789012:role/" + strings.Repeat("a", 65):    nothing,
		"arn:aws:iam::123456789012:role/":                              nothing,
		"arn:aws:iam::123456789012:role":                               nothing,
		"arn:aws:iam::123456789012:role/ci/":                           nothing,
		"arn:aws:iam::123456789012:role/ci/*":                          nothing,
		"arn:aws:iam::123456789012:role/*/x":                           nothing,
		"arn:aws:iam::123456789012:role/a b":                           nothing,
		"arn:awsx:iam::123456789012:role/x":                            nothing,
		"arn:aws:iam:eu-west-1:123456789012:role/x":                    nothing,
		"arn:aws:iam::12345678901:role/x":                              nothing,
		"arn:aws:sts::123456789012:assumed-role/x/y":                   session,
		"arn:aws:sts::123456789012:federated-user/ann":                 session,
		"arn:aws:sts::123456789012:assumed-role/":                      nothing,
		"arn:aws:sts:eu-west-1:123456789012:assumed-role/x/y":          nothing,
		"arn:aws:s3:::role/x":                                          nothing,
		"arn:aws:iam::123456789012:user/ann":                           user,
		"arn:aws:iam::123456789012:root":                               root,
		"arn:aws:iam::123456789012:root/x":                             nothing,
		"arn:aws:iam::123456789012:policy/ci/publisher":                policy,
		"arn:aws:iam::aws:policy/ReadOnlyAccess":                       policy,
		"arn:aws:iam::aws:role/x":                                      nothing,
		"arn:aws:iam::123456789012:policy/" + strings.Repeat("a", 128): policy,
		"arn:aws:iam::123456789012:policy/" + strings.Repeat("a", 129): nothing,
		"arn:aws:iam::123456789012:oidc-provider/token.example.com":    nothing,
	} {
		a, ok := aws.ParseARN(text)
		assert.True(t, ok, text)
		assert.Equal(t, want == role, a.IsRole(), text)
		assert.Equal(t, want == root, a.IsRoot(), text)
		assert.Equal(t, want == policy, a.IsPolicy(), text)
		assert.Equal(t, want == session, a.IsSession(), text)
		assert.Equal(t, want == role || want == user || want == root, a.IsPrincipal(), text)
	}
}

func TestRoleNames(t *testing.T) {
	for text, want := range map[string]bool{
		"x": true, "ci/publisher": true, "a!b/x": true, tok: true, "ci/" + tok: true, "": false, "ci/": false, "*": false, "a?": false, tok + "*": false, "a b": false,
		strings.Repeat("p", 510) + "/x": true, strings.Repeat("p", 511) + "/x": false,
	} {
		assert.Equal(t, want, aws.IsRoleName(text), text)
	}
}

func TestAccountOf(t *testing.T) {
	for principal, want := range map[string]string{
		"123456789012": "123456789012", "arn:aws:iam::123456789012:role/x": "123456789012", "arn:aws:sts::123456789012:assumed-role/x/y": "123456789012",
		"arn:aws:iam::${Token[Ref:Account]}:role/x": "${Token[Ref:Account]}", "arn:${Token[AWS.Partition]}:iam::123456789012:root": "123456789012",
		"arn:aws:s3:::bucket": "", "${Token[GetAtt:Role:Arn]}": "", "": "", "*": "", "12345678901": "", "1" + tok: "",
	} {
		assert.Equal(t, want, aws.AccountOf(principal), principal)
	}
}

func FuzzARN(f *testing.F) {
	for _, text := range []string{"arn:aws:s3:::b/k", "arn:aws:sqs", "arn:${Token[a:b]}:iam::1:role/x", "${Token[", ":::::", "arn:::::::"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, ok := aws.ParseARN(text)
		if ok && a.String() != text {
			t.Errorf("%q is written as %q", text, a)
		}
		if p, isPattern := aws.ParseARNPattern(text); ok && (!isPattern || p != a) {
			t.Errorf("%q is %v as an ARN and %v as a pattern", text, a, p)
		}
	})
}
