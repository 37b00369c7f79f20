package review

import (
	"slices"
	"strings"
)

// unreadable reports whether what a resource of a type does is decided by code
// or a template that is not at hand: a custom resource, a module, a type that
// is not AWS's.
func unreadable(resourceType string) bool {
	if strings.HasSuffix(resourceType, "::MODULE") || resourceType == "AWS::CloudFormation::CustomResource" {
		return true
	}
	return !strings.HasPrefix(resourceType, "AWS::") && !slices.Contains(harmless, resourceType)
}

// harmless are the custom resources of CDK whose code is part of it and which
// change no policy beyond what the template says of their own roles.
//
// https://github.com/aws/aws-cdk/tree/main/packages/%40aws-cdk/custom-resource-handlers/lib
var harmless = []string{
	"Custom::AWSCDKOpenIdConnectProvider", // read for what it is
	"Custom::CDKBucketDeployment",
	"Custom::CrossRegionExportReader",
	"Custom::CrossRegionExportWriter",
	"Custom::ECRAutoDeleteImages",
	"Custom::LogRetention",
	"Custom::S3AutoDeleteObjects",
	"Custom::S3BucketNotifications",
	"Custom::VpcRestrictDefaultSG",
}
