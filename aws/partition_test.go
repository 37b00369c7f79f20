package aws_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
)

func TestPartitionOf(t *testing.T) {
	for region, want := range map[string]string{
		"eu-west-1": "aws", "us-east-1": "aws", "me-central-1": "aws", "cn-north-1": "aws-cn", "eusc-de-east-1": "aws-eusc", "us-iso-east-1": "aws-iso",
		"us-isob-east-1": "aws-iso-b", "eu-isoe-west-1": "aws-iso-e", "us-isof-south-1": "aws-iso-f", "us-gov-west-1": "aws-us-gov",
		"": "aws", "cn-future-9": "aws-cn", "xx-future-9": "aws",
	} {
		assert.Equal(t, want, aws.PartitionOf(region), region)
	}
}

func TestPartitionsAreSortedAndNamed(t *testing.T) {
	assert.True(t, slices.IsSorted(aws.Partitions()))
	for _, name := range aws.Partitions() {
		assert.True(t, aws.Partition.Accepts(name), name)
	}
	assert.Len(t, aws.Partitions(), 8)
}

// Every region belongs to a partition, and each partition has one.
func TestEveryRegionHasItsPartition(t *testing.T) {
	seen := map[string]bool{}
	for _, region := range aws.Regions() {
		assert.True(t, aws.Region.Accepts(region), region)
		seen[aws.PartitionOf(region)] = true
	}
	assert.Len(t, seen, len(aws.Partitions()))
}

func TestServicePrincipals(t *testing.T) {
	for text, want := range map[string]bool{
		"codebuild.amazonaws.com": true, "s3.amazonaws.com.cn": true, "logs.eu-west-1.amazonaws.com": true, "ec2.c2s.ic.gov": true, "ops.apigateway.amazonaws.com": true,
		"pinpoint.amazonaws.eu": true, "vpn.amazon.com": true, "amazonaws.com": false, ".amazonaws.com": false, "codebuild": false, "": false,
		"codebuild.amazonaws.com.evil.org": false, "CodeBuild.amazonaws.com": false, "arn:aws:iam::123456789012:root": false, "a..b.amazonaws.com": false,
	} {
		assert.Equal(t, want, aws.IsServicePrincipal(text), text)
	}
}

func TestHomeRegions(t *testing.T) {
	for _, partition := range aws.Partitions() {
		home := aws.HomeRegion(partition)
		assert.Contains(t, aws.Regions(), home, partition)
		assert.Equal(t, partition, aws.PartitionOf(home))
	}
	assert.Equal(t, "us-east-1", aws.HomeRegion("aws"))
	assert.Empty(t, aws.HomeRegion("aws-mars"))
}
