package template

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// A document is written as its map is.
func TestADocumentIsWrittenAsItsMap(t *testing.T) {
	everything := policy.Statement{
		Sid: "All", Effect: policy.Deny,
		Principal:    &policy.Principal{AWS: []string{"111122223333"}, Federated: []string{"b", "a"}, Service: []string{"s"}, CanonicalUser: []string{"c"}},
		NotPrincipal: &policy.Principal{Everyone: true},
		Actions:      []string{"s3:PutObject", "s3:GetObject"}, NotActions: []string{"a:b"},
		Resources: []string{"arn:${Token[AWS.Partition]}:s3:::z", "arn:aws:s3:::a"}, NotResources: []string{},
		Conditions: policy.Conditions{"StringLike": {"s3:prefix": {"b", "a"}, "aws:x": {"${Token[AWS.Region]}"}}, "Bool": {"aws:SecureTransport": {"true"}}},
	}
	for _, d := range []policy.Document{
		{}, policy.New(), policy.New(everything, policy.Statement{Effect: policy.Allow}), {Version: "2008-10-17", ID: "i", Statements: []policy.Statement{{Principal: &policy.Principal{}}}},
	} {
		for _, indented := range []bool{false, true} {
			got, want := &writer{indented: indented}, &writer{indented: indented}
			got.text.WriteString(" ")
			want.text.WriteString(" ")
			got.value(d)
			want.value(d.Map())
			require.Equal(t, want.text.String(), got.text.String())
		}
	}
}
