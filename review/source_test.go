package review_test

import (
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
		holders, err := review.Read([]byte(text), review.Context{})
		require.NoError(t, err, text)
		require.Len(t, holders, 1)
		assert.Equal(t, want, [2]int{len(holders[0].Policies), len(holders[0].Trust)}, text)
	}
	for _, text := range []string{"[]", "nothing", `[` + allow + `, {"Statement": 1}]`} {
		_, err := review.Read([]byte(text), review.Context{})
		assert.Error(t, err, text)
	}
}
