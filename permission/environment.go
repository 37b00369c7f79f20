package permission

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission/internal/table"
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

// Options returns the options of where the stores are.
func (e *Environment) Options() option.Table {
	return option.Table{
		{Path: "AccountId", Value: "ID", Example: "123456789012", NoParameter: ofStack, Field: &e.AccountID,
			About: "account that owns the stores and the role, twelve digits"},
		{Path: "Partition", Value: "PARTITION", Choices: aws.Partitions(), Example: "aws-cn", Unset: "the region's, or aws where no region is named", NoParameter: ofStack, Field: &e.Partition,
			NoRegistry: "it follows from region, or from where the stacks are deployed", About: "partition of the account, such as aws-cn"},
		{Path: "Region", Value: "REGION", Choices: aws.Regions(), Example: "eu-west-1", NoParameter: ofStack, Field: &e.Region, About: "region of the stores, such as eu-west-1"},
	}
}

// Validate reports every fault of the environment, as a fault.List. Missing
// values are not faults here: what needs them says so.
func (e Environment) Validate() error {
	var faults fault.List
	aws.AccountID.CheckSet(&faults, "AccountId", e.AccountID)
	region, partition := e.Region, e.Partition
	regionKnown := region != "" && aws.Region.Check(&faults, "Region", region) && !token.In(region)
	partitionKnown := partition != "" && aws.Partition.Check(&faults, "Partition", partition) && !token.In(partition)
	if regionKnown && partitionKnown && aws.PartitionOf(region) != partition {
		faults.Add("Region", region, "is a region of partition "+aws.PartitionOf(region)+", not of "+partition,
			"change {Region}, or set {Partition} to "+aws.PartitionOf(region))
	}
	return faults.Err()
}

// Notices returns what a reviewer should know of a legal environment. It
// belongs to the role, whose sets share the environment; the sets' own notices
// are without it.
func (e Environment) Notices() []fault.Notice { return aws.UnknownRegion("Region", e.Region) }

// Faults returns the faults of the environment of a set whose ARNs name the
// partition and, of a service such as "ECS", the region and the account. With no
// service they name neither.
func (e Environment) Faults(service string) fault.List {
	var faults fault.List
	faults.Append("", e.Validate())
	if e.Partition == "" && token.In(e.Region) {
		faults.Add("Partition", "", "is missing, and can't be told from {Region}, which only the deployment knows", "set it to the partition of the stack")
	}
	if service != "" {
		e.needIn(&faults, service)
	}
	return faults
}

// needIn reports what is missing of the account and the region that the ARNs of
// a service name.
func (e Environment) needIn(faults *fault.List, service string) {
	e.NeedAccount(faults, service)
	need(faults, "Region", e.Region, service, "the region", `a region such as "eu-west-1"`)
}

// NeedAccount reports an account that is missing and that the ARNs of a service
// name.
func (e Environment) NeedAccount(faults *fault.List, service string) {
	need(faults, "AccountId", e.AccountID, service, "the account", "the twelve digits of the account")
}

// need reports a value that is missing, once for all services.
func need(faults *fault.List, option, value, service, what, remedy string) {
	if value == "" && !slices.ContainsFunc(*faults, func(f fault.Fault) bool { return f.Option == option }) {
		faults.Add(option, "", "is missing, and the ARNs of "+service+" name "+what, "set it to "+remedy)
	}
}

// OfEnvironment reports whether a path is that of an option of the environment, which
// everything in one document or stack has in common.
func OfEnvironment(path string) bool {
	return path == "AccountId" || path == "Region" || path == "Partition"
}

// Below returns what options are called below a name, such as "Trust"; no option
// is the name itself. Those of the environment stay as they are.
func Below(name string) func(option string) string {
	return func(option string) string {
		if OfEnvironment(option) {
			return option
		}
		return strings.TrimSuffix(name+"."+option, ".")
	}
}

// ARNPartition returns the partition that ARNs name: the one that is set, else
// the region's.
func (e Environment) ARNPartition() string {
	if e.Partition != "" {
		return e.Partition
	}
	return aws.PartitionOf(e.Region)
}

// place returns what every pattern of a table may name.
func (e Environment) place() table.Place {
	return table.Place{}.With("partition", e.ARNPartition()).With("region", e.Region).With("account", e.AccountID)
}
