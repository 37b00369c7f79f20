package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
)

func TestLabels(t *testing.T) {
	assert.Equal(t, `"role<br>#quot;x#quot;"`, label("role", `"x"`))
	assert.Equal(t, []string{"a", "b"}, valuesOf(policy.Conditions{
		"StringEquals": {"token.example.com:sub": {"b"}, "token.example.com:aud": {"x"}},
		"StringLike":   {"token.example.com:sub": {"a"}},
	}, ":sub"))
}
