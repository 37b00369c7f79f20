package aws_test

import (
	"fmt"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func ExamplePartitionOf() {
	fmt.Println(aws.PartitionOf("eu-west-1"), aws.PartitionOf("cn-north-1"))
	// Output: aws aws-cn
}

func ExampleParseARN() {
	arn, ok := aws.ParseARN("arn:aws:iam::123456789012:role/ci/publisher")
	fmt.Println(ok, arn.Account, arn.Type(), arn.Name())
	// Output: true 123456789012 role ci/publisher
}

func ExampleRule_Check() {
	var faults fault.List
	aws.AccountID.Check(&faults, "AccountId", "1234-5678-9012")
	fmt.Println(faults.Err())
	// Output: cipublisher: AccountId "1234-5678-9012" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included
}
