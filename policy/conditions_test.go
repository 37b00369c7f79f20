package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
)

func TestConditionsWithOneMore(t *testing.T) {
	given := policy.Conditions{"StringEquals": {"a": {"1"}}}
	assert.Equal(t, policy.Conditions{"StringEquals": {"a": {"1"}, "b": {"2", "3"}}}, given.With("StringEquals", "b", "2", "3"))
	assert.Equal(t, policy.Conditions{"StringEquals": {"a": {"2"}}}, given.With("StringEquals", "a", "2"))
	assert.Equal(t, policy.Conditions{"StringEquals": {"a": {"1"}}, "Bool": {"b": {"true"}}}, given.With("Bool", "b", "true"))
	assert.Equal(t, policy.Conditions{"Bool": {"b": {"true"}}}, policy.Conditions(nil).With("Bool", "b", "true"))
	assert.Equal(t, policy.Conditions{"StringEquals": {"a": {"1"}}}, given, "stays as it is")
}

func TestEqualConditions(t *testing.T) {
	given := policy.Conditions{"StringEquals": {"a": {"1", "2"}}}
	assert.True(t, given.Equal(policy.Conditions{"StringEquals": {"a": {"1", "2"}}}))
	assert.True(t, policy.Conditions(nil).Equal(policy.Conditions{}))
	for _, other := range []policy.Conditions{nil, {"StringLike": {"a": {"1", "2"}}}, {"StringEquals": {"b": {"1", "2"}}}, {"StringEquals": {"a": {"2", "1"}}}, {"StringEquals": {"a": {"1"}}}} {
		assert.False(t, given.Equal(other), other)
	}
}
