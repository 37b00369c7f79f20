package audit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWords(t *testing.T) {
	assert.Equal(t, []string{"nothing"}, role(t, "").words(no))
	assert.Equal(t, []string{"anything"}, role(t, "", one("Allow", "*", "*", "")).words(yes))
	assert.Equal(t, []string{`s3:GetObject on arn:aws:s3:::b/*, if aws:SecureTransport is "true"`}, role(t, "", one("Allow", "s3:GetObject", "arn:aws:s3:::b/*", `{"Bool":{"aws:SecureTransport":"true"}}`)).words(no))
	assert.Equal(t, []string{"not s3:* on *"}, role(t, "", one("Deny", "s3:*", "*", "")).words(no))
	// The boundary takes away what it allows on nothing.
	limit := one("Allow", "s3:GetObject", "arn:aws:s3:::b/*", "")
	assert.Equal(t, []string{"s3:GetObject on *, within the boundary"}, role(t, limit, all([]string{"s3:GetObject", "s3:PutObject"})).words(no))
}

func TestWordsAreShort(t *testing.T) {
	var actions, statements []string
	for range 20 {
		actions = append(actions, "s3:GetObject")
		statements = append(statements, one("Allow", "s3:GetObject", "*", ""))
	}
	text := role(t, "", all(actions)).words(no)[0]
	assert.Equal(t, mostActions-1, strings.Count(text, "s3:GetObject"))
	assert.Contains(t, text, "13 more")
	assert.Len(t, role(t, "", statements...).words(no), mostGrants)
}
