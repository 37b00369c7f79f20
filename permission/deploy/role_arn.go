package deploy

import (
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
)

// validateRole accepts a role by its name, with the path before it, or by its
// ARN. A wildcard would pass roles that nobody has thought of yet.
func validateRole(faults *fault.List, option, role string, env permission.Environment) {
	add := func(problem, remedy string) { faults.Add(option, role, problem, remedy) }
	if role == "" {
		add("is empty", "name the role")
		return
	}
	literal := token.Without(role)
	if strings.ContainsAny(literal, "*?") {
		add("has a wildcard, so the job could pass roles that are made later, too", "name each role")
		return
	}
	if strings.Contains(literal, "${") {
		add(`holds "${", which begins an IAM policy variable`, "write the value itself")
		return
	}
	name := role
	if aws.IsARN(role) {
		arn, ok := aws.ParseARN(role)
		if !ok || arn.Service != "iam" || arn.Region != "" || arn.Type() != "role" {
			add("is not the ARN of an IAM role", "write the role's name, or its whole ARN")
			return
		}
		name = arn.Name()
		if env.AccountID != "" && !token.In(arn.Account+env.AccountID) && arn.Account != env.AccountID {
			add("is a role of another account, which nobody can pass", "name a role of account "+env.AccountID)
		}
		if !token.In(arn.Partition+env.ARNPartition()) && arn.Partition != env.ARNPartition() {
			add("is in partition "+arn.Partition+", not in "+env.ARNPartition(), "name a role of the same partition")
		}
	}
	if strings.HasPrefix(name, "/") || strings.HasPrefix(name, "role/") || !aws.IsRoleName(name) {
		add("is not the name of an IAM role", `write its name, with the path before it where it is not "/", as in "ci/app-task"`)
	}
}

// roleARN returns the ARN of a role that is given by name or ARN. What begins
// with a token is taken for an ARN: it is what a CDK role says of itself.
func roleARN(role string, env permission.Environment) string {
	if aws.IsARN(role) || strings.HasPrefix(role, "${Token[") {
		return role
	}
	return aws.ARN{Partition: env.ARNPartition(), Service: "iam", Account: env.AccountID, Resource: "role/" + role}.String()
}
