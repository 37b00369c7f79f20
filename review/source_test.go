package review_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

func TestFormOf(t *testing.T) {
	for text, want := range map[string]review.Form{
		`{"Version": "2012-10-17", "Statement": []}`:   review.PolicyForm,
		`[{"Version": "2012-10-17", "Statement": []}]`: review.PolicyForm,
		`{"Resources": {}}`:                            review.TemplateForm,
		"\xef\xbb\xbf" + `{"Resources": {}}`:           review.TemplateForm,
		"Resources:\n  A: {Type: AWS::S3::Bucket}\n":   review.TemplateForm,
		"Resources: [":           review.TemplateForm,
		`{"RoleDetailList": []}`: review.AccountForm,
		`{"Policies": []}`:       review.AccountForm,
		`{"Statement": `:         review.PolicyForm,
		"":                       review.PolicyForm,
	} {
		assert.Equal(t, want, review.FormOf([]byte(text)), text)
	}
}

// One policy or a list of them are one holder's; a trust policy is known by its
// principals.
func TestReadPolicies(t *testing.T) {
	const allow = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}`
	const trust = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}]}`
	const bucket = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}`
	for text, want := range map[string][2]int{
		allow: {1, 0}, "[" + allow + "," + allow + "]": {2, 0}, trust: {0, 1}, bucket: {1, 0}, "[" + allow + "," + trust + "]": {1, 1},
	} {
		holders, _, err := review.Read([]byte(text), review.Context{})
		require.NoError(t, err, text)
		require.Len(t, holders, 1)
		assert.Equal(t, want, [2]int{len(holders[0].Policies), len(holders[0].Trust)}, text)
	}
	for _, text := range []string{"[]", "nothing", `[` + allow + `, {"Statement": 1}]`} {
		_, _, err := review.Read([]byte(text), review.Context{})
		assert.Error(t, err, text)
	}
}

// A file in YAML is what the same file in JSON is, whatever its form.
func TestReadYAML(t *testing.T) {
	const statement = "Statement:\n  - {Effect: Allow, Action: s3:GetObject, Resource: '*'}\n"
	for text, want := range map[string]review.Form{
		"Version: 2012-10-17\n" + statement:                                           review.PolicyForm,
		"- Version: 2012-10-17\n  " + strings.ReplaceAll(statement, "\n  ", "\n    "): review.PolicyForm,
		"RoleDetailList: []\nPolicies: []\n":                                          review.AccountForm,
		"Resources:\n  A: {Type: AWS::S3::Bucket}\n":                                  review.TemplateForm,
		"\xef\xbb\xbfResources:\n  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref X}}\nParameters: {X: {Type: String}}\n": review.TemplateForm,
		"base: &base {Resources: {A: {Type: AWS::S3::Bucket}}}\n<<: *base\n":                                                        review.TemplateForm,
	} {
		_, form, err := review.Read([]byte(text), review.Context{})
		require.NoError(t, err, text)
		assert.Equal(t, want, form, text)
	}
	for _, text := range []string{"Resources: [", "just words", "Resources: {}\nResources: {}\n", "Version: 2012-10-17\nVersion: 2012-10-17\n" + statement, "a: 1\n---\nb: 1\n"} {
		_, _, err := review.Read([]byte(text), review.Context{})
		assert.Error(t, err, text)
	}
}
