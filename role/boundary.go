package role

import (
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
var (
	policyShape      = lazyregexp.New(`^([\x21-\x7e]{1,510}/)?[\w+=,.@-]{1,128}$`)
	policyCharacters = lazyregexp.New(`^[\x21-\x7e]*$`)
)

// boundaryARN returns the ARN of a boundary that is given by ARN or by name.
func boundaryARN(boundary string, home permission.Environment) string {
	if strings.HasPrefix(boundary, "arn:") || strings.HasPrefix(boundary, "${Token[") {
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
	literal := policy.WithoutTokens(boundary)
	if strings.ContainsAny(literal, "*?") || strings.Contains(literal, "${") {
		add("holds a wildcard or a policy variable, and a boundary is one policy", "name it")
		return
	}
	name := literal
	switch {
	case strings.HasPrefix(boundary, "arn:"):
		// Of what is a token, nothing is left between the colons.
		fields := strings.SplitN(literal, ":", 6)
		if len(fields) < 6 || fields[2] != "iam" || fields[3] != "" || !strings.HasPrefix(fields[5], "policy/") ||
			!policy.HasToken(boundary) && (fields[1] == "" || fields[4] == "") {
			add("is not the ARN of a managed policy", "write the policy's name, or its whole ARN")
			return
		}
		partition, account := fields[1], fields[4]
		name = strings.TrimPrefix(fields[5], "policy/")
		if known(account, home.AccountID) && account != "aws" && account != home.AccountID {
			add("is a policy of another account, which IAM does not take as a boundary", "name a policy of account "+home.AccountID+", or one of AWS's")
		}
		if known(partition, partitionOf(home)) && partition != partitionOf(home) {
			add("is in partition "+partition+", not in "+partitionOf(home), "name a policy of the same partition")
		}
	case !strings.HasPrefix(boundary, "${Token[") && home.AccountID == "":
		faults.Add("AccountId", "", "is missing, and the ARN of {Role.PermissionsBoundary} names the account", "set it to the twelve digits of the account, or write the whole ARN")
	}
	fits := policyShape.MatchString(name)
	if policy.HasToken(boundary) {
		fits = policyCharacters.MatchString(name)
	}
	if strings.HasPrefix(name, "/") || strings.HasPrefix(name, "policy/") || !fits {
		add("is not the name of a managed policy", `write its name, with the path before it where it is not "/", as in "ci/boundary"`)
	}
}

// known reports whether all values are known before the deployment.
func known(values ...string) bool {
	for _, value := range values {
		if value == "" || policy.HasToken(value) {
			return false
		}
	}
	return true
}
