package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/policy"
)

func TestDecision(t *testing.T) {
	parse := func(text string) policy.Document {
		document, err := policy.Parse([]byte(text))
		require.NoError(t, err)
		return document
	}
	documents := []policy.Document{
		parse(`{"Version": "2012-10-17", "Statement": [
			{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"},
			{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]}`),
		parse(`{"Version": "2012-10-17", "Statement": [
			{"Sid": "Keep", "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"},
			{"Effect": "Allow", "Action": "s3:ListBucket", "NotResource": ["arn:aws:s3:::secret", "arn:aws:s3:::other"]}]}`),
	}
	for _, test := range []struct{ name, action, resource, want string }{
		{"allowed", "s3:GetObject", "arn:aws:s3:::a/x", "  Statement[0](Read) of one.json allows it\n"},
		{"denied", "s3:DeleteObject", "arn:aws:s3:::a/x", "  Statement[0](Keep) of two.json denies it, whatever else allows it\n"},
		{"on another resource", "s3:GetObject", "arn:aws:s3:::b/x", "  no statement allows it\n  Statement[0](Read) of one.json allows the action, but on arn:aws:s3:::a/*\n"},
		{"on a resource that is left out", "s3:ListBucket", "arn:aws:s3:::secret", "  no statement allows it\n  Statement[1] of two.json allows the action, but not on arn:aws:s3:::secret, arn:aws:s3:::other\n"},
		{"with another context", "s3:PutObject", "arn:aws:s3:::b/x", "  no statement allows it\n  Statement[1] of one.json would, but a condition fails:\n    Bool aws:SecureTransport: wanted \"true\", the request has no such key\n"},
		{"of another action", "s3:PutBucketPolicy", "arn:aws:s3:::b", "  no statement allows it\n  none names the action s3:PutBucketPolicy\n"},
	} {
		request := policy.Request{Action: test.action, Resource: test.resource}
		decision, err := policy.Evaluate(documents, request)
		require.NoError(t, err)
		assert.Equal(t, test.want, report.Decision(request, decision, documents, []string{"one.json", "two.json"}), test.name)
	}
}
