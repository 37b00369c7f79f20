package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhenAndActions(t *testing.T) {
	assert.Equal(t, "`A`, not `B` or `C`", when([]string{"A", "!B|C"}))
	assert.Empty(t, when(nil))
	assert.Equal(t, "`s3:*`, except `s3:CreateBucket`", actions([]string{"s3:*", "!s3:CreateBucket"}))
}

func TestGroups(t *testing.T) {
	first := func(text string) string { return text[:1] }
	assert.Equal(t, [][]string{{"a1", "a2"}, {"b"}, {"a3"}}, slices.Collect(inGroups([]string{"a1", "a2", "b", "a3"}, first)))
	assert.Empty(t, slices.Collect(inGroups(nil, first)))
}
