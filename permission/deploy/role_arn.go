package deploy

import (
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// roleRule is the rule of a role's name with the path before it.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
var roleRule = aws.NewRule("the name of an IAM role", `write its name, with the path before it where it is not "/", as in "ci/app-task"`,
	`([\x21-\x7e]{1,510}/)?[\w+=,.@-]{1,64}`, ``, `[\x21-\x7e]*`).Literal()

// validateRole accepts a role by its name, with the path before it, or by its
// ARN. A wildcard would pass roles that nobody has thought of yet.
func validateRole(faults *fault.List, option, role string, env permission.Environment) {
	add := func(problem, remedy string) { faults.Add(option, role, problem, remedy) }
	if role == "" {
		add("is empty", "name the role")
		return
	}
	literal := policy.WithoutTokens(role)
	if strings.ContainsAny(literal, "*?") {
		add("has a wildcard, so the job could pass roles that are made later, too", "name each role")
		return
	}
	if strings.Contains(literal, "${") {
		add(`holds "${", which begins an IAM policy variable`, "write the value itself")
		return
	}
	name := role
	if strings.HasPrefix(role, "arn:") {
		fields := strings.SplitN(role, ":", 6)
		if len(fields) < 6 || fields[2] != "iam" || fields[3] != "" || !strings.HasPrefix(fields[5], "role/") {
			add("is not the ARN of an IAM role", "write the role's name, or its whole ARN")
			return
		}
		name = strings.TrimPrefix(fields[5], "role/")
		if account := fields[4]; !policy.HasToken(account+env.AccountID) && env.AccountID != "" && account != env.AccountID {
			add("is a role of another account, which nobody can pass", "name a role of account "+env.AccountID)
		}
		if !policy.HasToken(fields[1]+env.ARNPartition()) && fields[1] != env.ARNPartition() {
			add("is in partition "+fields[1]+", not in "+env.ARNPartition(), "name a role of the same partition")
		}
	}
	if strings.HasPrefix(name, "/") || strings.HasPrefix(name, "role/") || !roleRule.Accepts(name) {
		add("is not the name of an IAM role", `write its name, with the path before it where it is not "/", as in "ci/app-task"`)
	}
}

// roleARN returns the ARN of a role that is given by name or ARN. What begins
// with a token is taken for an ARN: it is what a CDK role says of itself.
func roleARN(role string, env permission.Environment) string {
	if strings.HasPrefix(role, "arn:") || strings.HasPrefix(role, "${Token[") {
		return role
	}
	return "arn:" + env.ARNPartition() + ":iam::" + env.AccountID + ":role/" + role
}
