package role

import (
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
)

// isWholeBoundary reports whether a boundary is given by its ARN. What begins
// with a token is: it is what a CDK policy says of itself.
func isWholeBoundary(boundary string) bool {
	return aws.IsARN(boundary) || strings.HasPrefix(boundary, "${Token[")
}

func boundaryARN(boundary string, home permission.Environment) string {
	if isWholeBoundary(boundary) {
		return boundary
	}
	return arnOf(home, "policy/"+boundary)
}

// validateBoundary accepts a managed policy of the role's own account or one of
// AWS's: IAM takes no other.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
func validateBoundary(faults *fault.List, boundary string, home permission.Environment) {
	add := func(problem, remedy string) { faults.Add("Role.PermissionsBoundary", boundary, problem, remedy) }
	if strings.Contains(token.Without(boundary), "${") {
		add(`holds "${", which begins an IAM policy variable`, "write the value itself")
		return
	}
	if !isWholeBoundary(boundary) {
		if home.AccountID == "" {
			faults.Add("AccountId", "", "is missing, and the ARN of {Role.PermissionsBoundary} names the account", "set it to the twelve digits of the account, or write the whole ARN")
		}
		// The home is checked by itself.
		if !(aws.ARN{Partition: "aws", Service: "iam", Account: "aws", Resource: "policy/" + boundary}).IsPolicy() ||
			strings.HasPrefix(boundary, "/") || strings.HasPrefix(boundary, "policy/") {
			add("is not the name of a managed policy", `write its name, with the path before it where it is not "/", as in "ci/boundary"`)
		}
		return
	}
	if !aws.IsARN(boundary) {
		return
	}
	arn, _ := aws.ParseARN(boundary)
	if !arn.IsPolicy() {
		add("is not the ARN of a managed policy", "write the policy's name, or its whole ARN")
		return
	}
	if known(arn.Account, home.AccountID) && arn.Account != "aws" && arn.Account != home.AccountID {
		add("is a policy of another account, which IAM does not take as a boundary", "name a policy of account "+home.AccountID+", or one of AWS's")
	}
	if known(arn.Partition, home.ARNPartition()) && arn.Partition != home.ARNPartition() {
		add("is in partition "+arn.Partition+", not in "+home.ARNPartition(), "name a policy of the same partition")
	}
}

func known(values ...string) bool {
	for _, value := range values {
		if value == "" || token.In(value) {
			return false
		}
	}
	return true
}
