package aws

import (
	"slices"
	"strings"
)

// partition is a group of regions with its own accounts, ARNs and DNS suffix.
type partition struct {
	name string
	// prefix is what the codes of its regions begin with; empty for the
	// commercial partition, which has all others.
	prefix string
	// dnsSuffix is what the names of its endpoints end with.
	dnsSuffix string
	// home is the region that global services are signed for.
	home string
	// regions are those known today, in alphabetical order.
	regions []string
}

// partitions are AWS's, in alphabetical order, as of botocore 1.43.11.
//
// https://github.com/boto/botocore/blob/1.43.11/botocore/data/partitions.json
var partitions = []partition{
	{"aws", "", "amazonaws.com", "us-east-1", []string{
		"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
		"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
		"ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
		"eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
	}},
	{"aws-cn", "cn-", "amazonaws.com.cn", "cn-north-1", []string{"cn-north-1", "cn-northwest-1"}},
	{"aws-eusc", "eusc-", "amazonaws.eu", "eusc-de-east-1", []string{"eusc-de-east-1"}},
	{"aws-iso", "us-iso-", "c2s.ic.gov", "us-iso-east-1", []string{"us-iso-east-1", "us-iso-west-1"}},
	{"aws-iso-b", "us-isob-", "sc2s.sgov.gov", "us-isob-east-1", []string{"us-isob-east-1", "us-isob-west-1"}},
	{"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "eu-isoe-west-1", []string{"eu-isoe-west-1"}},
	{"aws-iso-f", "us-isof-", "csp.hci.ic.gov", "us-isof-south-1", []string{"us-isof-east-1", "us-isof-south-1"}},
	{"aws-us-gov", "us-gov-", "amazonaws.com", "us-gov-west-1", []string{"us-gov-east-1", "us-gov-west-1"}},
}

// Partitions returns the names of AWS's partitions, in alphabetical order.
func Partitions() []string {
	names := make([]string, len(partitions))
	for i, p := range partitions {
		names[i] = p.name
	}
	return names
}

// Partition is the rule of the names of partitions.
var Partition = newValueRule("an AWS partition", "use one of "+strings.Join(Partitions(), ", "),
	strings.Join(Partitions(), "|"), `[a-z-]*`).withQuick(func(value string) bool {
	return slices.ContainsFunc(partitions, func(p partition) bool { return p.name == value })
})

// PartitionOf returns the partition that a region belongs to, "aws" for a
// region that has no other's prefix. The region must not be a token.
func PartitionOf(region string) string {
	for _, p := range partitions {
		if p.prefix != "" && strings.HasPrefix(region, p.prefix) {
			return p.name
		}
	}
	return "aws"
}

// HomeRegion returns the region for which requests to the partition's global
// services, such as IAM, are signed where nobody names one: us-east-1 in "aws".
// Empty for a partition that does not exist.
//
// https://github.com/boto/botocore/blob/1.43.11/botocore/data/endpoints.json
func HomeRegion(partition string) string {
	for _, p := range partitions {
		if p.name == partition {
			return p.home
		}
	}
	return ""
}

// IsServicePrincipal reports whether a text is the name by which policies know
// a service, such as "codebuild.amazonaws.com" or "s3.amazonaws.com.cn".
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
func IsServicePrincipal(text string) bool {
	has := func(suffix string) bool {
		service, found := strings.CutSuffix(text, "."+suffix)
		return found && hostLabels.MatchString(service)
	}
	return has("amazon.com") || slices.ContainsFunc(partitions, func(p partition) bool { return has(p.dnsSuffix) })
}
