package permission

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Environment is where the stores are. Every value may be a CDK token.
type Environment struct {
	// Partition is "aws", "aws-cn", "aws-us-gov" or another of AWS's
	// partitions.
	Partition string
	// Region is the region of the stores, such as "eu-west-1".
	Region string
	// AccountID is the account of the stores, twelve digits.
	AccountID string
}

// partitions maps AWS's partitions to the beginning of their regions' names,
// the commercial partition to none.
//
// https://docs.aws.amazon.com/general/latest/gr/rande.html and the partition
// list that AWS's SDKs share
var partitions = map[string]string{
	"aws":        "",
	"aws-cn":     "cn-",
	"aws-eusc":   "eusc-",
	"aws-iso":    "us-iso-",
	"aws-iso-b":  "us-isob-",
	"aws-iso-e":  "eu-isoe-",
	"aws-iso-f":  "us-isof-",
	"aws-us-gov": "us-gov-",
}

// PartitionOf returns the partition that a region belongs to.
func PartitionOf(region string) string {
	for name, prefix := range partitions {
		if prefix != "" && strings.HasPrefix(region, prefix) {
			return name
		}
	}
	return "aws"
}

var (
	accountShape = regexp.MustCompile(`^[0-9]{12}$`)
	// A region is a continent or country, one or more words, a number.
	regionShape = regexp.MustCompile(`^([a-z]{2}|eusc)(-[a-z]+)+-[0-9]{1,2}$`)
)

// Validate reports every fault of the environment, as a fault.List. Missing
// values are not faults here: what needs them says so.
func (e Environment) Validate() error {
	var faults fault.List
	if e.AccountID != "" && !policy.HasToken(e.AccountID) && !accountShape.MatchString(e.AccountID) {
		faults.Add("AccountId", e.AccountID, "is not an AWS account id", "write its twelve digits, without hyphens or spaces, leading zeros included")
	}
	region, partition := e.Region, e.Partition
	regionKnown := region != "" && !policy.HasToken(region)
	partitionKnown := partition != "" && !policy.HasToken(partition)
	if regionKnown && !regionShape.MatchString(region) {
		faults.Add("Region", region, "is not the code of an AWS region", `write a code such as "eu-west-1", lower case and without an availability zone's letter`)
		regionKnown = false
	}
	if _, ok := partitions[partition]; partitionKnown && !ok {
		faults.Add("Partition", partition, "is not an AWS partition", "use one of "+strings.Join(partitionNames(), ", "))
		partitionKnown = false
	}
	if regionKnown && partitionKnown && PartitionOf(region) != partition {
		faults.Add("Region", region, "is a region of partition "+PartitionOf(region)+", not of "+partition,
			"change {Region}, or set {Partition} to "+PartitionOf(region))
	}
	return faults.Err()
}

// need reports the values that the ARNs of ECR and CodeArtifact name and that
// are missing.
func (e Environment) need(faults *fault.List) {
	if e.AccountID == "" {
		faults.Add("AccountId", "", "is missing, and the ARNs of ECR and CodeArtifact name the account", "set it to the twelve digits of the account that owns the stores")
	}
	if e.Region == "" {
		faults.Add("Region", "", "is missing, and the ARNs of ECR and CodeArtifact name the region", `set it to the region of the stores, such as "eu-west-1"`)
	}
}

// partition returns the partition to write: the one that is set, else the
// region's.
func (e Environment) partition() string {
	if e.Partition != "" {
		return e.Partition
	}
	return PartitionOf(e.Region)
}

// arn returns the ARN of a resource in the environment's account and region.
func (e Environment) arn(service, resource string) string {
	return "arn:" + e.partition() + ":" + service + ":" + e.Region + ":" + e.AccountID + ":" + resource
}

func partitionNames() []string {
	all := make([]string, 0, len(partitions))
	for name := range partitions {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
