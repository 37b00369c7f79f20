package permission

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// Environment is where the stores are. Every value may be a CDK token.
type Environment struct {
	// Partition is "aws", "aws-cn", "aws-us-gov" or another of AWS's
	// partitions. Default: the region's, "aws" where that is empty too;
	// required where the region is a token.
	Partition string
	// Region is the region of the stores, such as "eu-west-1". Required by
	// ECR and CodeArtifact; the ARNs of S3 have none.
	Region string
	// AccountID is the account of the stores, twelve digits. Required by ECR
	// and CodeArtifact; the ARNs of S3 have none.
	AccountID string
}

// partitions maps AWS's partitions to the beginning of their regions' names,
// the commercial partition to none.
//
// https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
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

// PartitionOf returns the partition that a region belongs to, "aws" for a
// region it does not know. The region must not be a CDK token.
func PartitionOf(region string) string {
	for name, prefix := range partitions {
		if prefix != "" && strings.HasPrefix(region, prefix) {
			return name
		}
	}
	return "aws"
}

var (
	accountShape      = lazyregexp.New(`^[0-9]{12}$`)
	accountCharacters = lazyregexp.New(`^[0-9]*$`)
	// A region is a continent or country, one or more words, a number.
	regionShape      = lazyregexp.New(`^` + regionPattern + `$`)
	regionCharacters = lazyregexp.New(`^[a-z0-9-]*$`)
)

// partitionShape matches the names of partitions.
var partitionShape = lazyregexp.New(`^(` + strings.Join(partitionNames(), "|") + `)$`)

const regionPattern = `([a-z]{2}|eusc)(-[a-z]+)+-[0-9]{1,2}`

// fits reports whether a value has a shape. Of a value with CDK tokens only
// the characters beside them can be seen: a wildcard there would stand in the
// document as it is.
func fits(value string, shape, characters *lazyregexp.Regexp) bool {
	if policy.HasToken(value) {
		return characters.MatchString(policy.WithoutTokens(value))
	}
	return shape.MatchString(value)
}

// Validate reports every fault of the environment, as a fault.List. Missing
// values are not faults here: what needs them says so.
func (e Environment) Validate() error {
	var faults fault.List
	if e.AccountID != "" && !fits(e.AccountID, accountShape, accountCharacters) {
		faults.Add("AccountId", e.AccountID, "is not an AWS account id", "write its twelve digits, without hyphens or spaces, leading zeros included")
	}
	region, partition := e.Region, e.Partition
	regionKnown := region != "" && !policy.HasToken(region)
	partitionKnown := partition != "" && !policy.HasToken(partition)
	if region != "" && !fits(region, regionShape, regionCharacters) {
		faults.Add("Region", region, "is not the code of an AWS region", `write a code such as "eu-west-1", lower case and without an availability zone's letter`)
		regionKnown = false
	}
	if partition != "" && !fits(partition, partitionShape, regionCharacters) {
		faults.Add("Partition", partition, "is not an AWS partition", "use one of "+strings.Join(partitionNames(), ", "))
		partitionKnown = false
	}
	if regionKnown && partitionKnown && PartitionOf(region) != partition {
		faults.Add("Region", region, "is a region of partition "+PartitionOf(region)+", not of "+partition,
			"change {Region}, or set {Partition} to "+PartitionOf(region))
	}
	return faults.Err()
}

// needPartition reports a partition that every ARN names and that can't be
// told from the region.
func (e Environment) needPartition(faults *fault.List) {
	if e.Partition == "" && policy.HasToken(e.Region) {
		faults.Add("Partition", "", "is missing, and can't be told from {Region}, which only the deployment knows", "set it to the partition of the stack")
	}
}

// needAccount reports an account that is missing where ARNs name no region.
func (e Environment) needAccount(faults *fault.List) {
	if e.AccountID == "" {
		faults.Add("AccountId", "", "is missing, and the ARNs of ECR Public name the account", "set it to the twelve digits of the account that owns the repositories")
	}
}

// needAccountAndRegion reports the values that the ARNs of ECR and
// CodeArtifact name and that are missing.
func (e Environment) needAccountAndRegion(faults *fault.List) {
	if e.AccountID == "" {
		faults.Add("AccountId", "", "is missing, and the ARNs of ECR and CodeArtifact name the account", "set it to the twelve digits of the account that owns the stores")
	}
	if e.Region == "" {
		faults.Add("Region", "", "is missing, and the ARNs of ECR and CodeArtifact name the region", `set it to the region of the stores, such as "eu-west-1"`)
	}
}

// ValidateFor reports every fault of the environment of a set whose ARNs name
// the partition and, of a service such as "ECS", the region and the account.
// With no service they name neither.
func (e Environment) ValidateFor(service string) error {
	var faults fault.List
	faults.Append("", e.Validate())
	e.needPartition(&faults)
	if service != "" {
		e.needAccountFor(&faults, service)
		e.needRegionFor(&faults, service)
	}
	return faults.Err()
}

// needAccountFor and needRegionFor report what the ARNs of a service name and
// what is missing.
func (e Environment) needAccountFor(faults *fault.List, service string) {
	if e.AccountID == "" {
		faults.Add("AccountId", "", "is missing, and the ARNs of "+service+" name the account", "set it to the twelve digits of the account")
	}
}

func (e Environment) needRegionFor(faults *fault.List, service string) {
	if e.Region == "" {
		faults.Add("Region", "", "is missing, and the ARNs of "+service+" name the region", `set it to a region such as "eu-west-1"`)
	}
}

// ARNPartition returns the partition that ARNs name: the one that is set, else
// the region's.
func (e Environment) ARNPartition() string { return e.partition() }

func (e Environment) partition() string {
	if e.Partition != "" {
		return e.Partition
	}
	return PartitionOf(e.Region)
}

// place returns what every pattern of a table may name.
func (e Environment) place() table.Place {
	return table.Place{}.With("partition", e.partition()).With("region", e.Region).With("account", e.AccountID)
}

func partitionNames() []string {
	return slices.Sorted(maps.Keys(partitions))
}
