package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/option"
)

// A flag takes what the table says of its option.
func TestTake(t *testing.T) {
	var name string
	var list []string
	var on bool
	table := option.Table{
		{Path: "S3.BucketName", Value: "NAME", Choices: []string{"a"}, Default: "acme", Example: "acme", Field: &name},
		{Path: "Ecr.RepositoryNames", Value: "NAME", Example: "app", Field: &list},
		{Path: "Other.On", Default: "false", Example: "true", Field: &on},
		{Path: "Other.None", NoFlag: "it has none", Field: new(bool)},
	}
	flags := &flagSet{command: "policy"}
	read := flags.take("Others", table)
	assert.Len(t, flags.flags, 3)
	bucket, repository, other := flags.flags[0], flags.flags[1], flags.flags[2]
	assert.Equal(t, []string{"a"}, bucket.choices)
	assert.Equal(t, "acme", bucket.preset)
	assert.True(t, repository.repeatable)
	assert.Equal(t, []string{"S3", "ECR", "Others"}, []string{bucket.heading, repository.heading, other.heading})

	c := &call{flags: flags}
	parsed(t, flags, words("--s3-bucket b --ecr-repository x --ecr-repository y --other-on"), &c.faults)
	read(c)
	assert.Empty(t, c.faults)
	assert.Equal(t, "b", name)
	assert.Equal(t, []string{"x", "y"}, list)
	assert.True(t, on)
}

// A flag that was reported is checked no further, and its option counts as
// given: that it is missing is no second fault.
func TestTakeAfterAFault(t *testing.T) {
	var list []string
	table := option.Table{{Path: "Ecr.RepositoryNames", Value: "NAME", Example: "app", Field: &list}}
	flags := &flagSet{command: "policy"}
	read := flags.take("", table)
	c := &call{flags: flags}
	parsed(t, flags, []string{"--ecr-repository", "x", "--ecr-repository="}, &c.faults)
	assert.Len(t, c.faults, 1)
	read(c)
	assert.Len(t, c.faults, 1)
	assert.True(t, table[0].Given())
	assert.Equal(t, []string{"x"}, list, "what there is of use is still checked")
}
