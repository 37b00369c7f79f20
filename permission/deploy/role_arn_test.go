package deploy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
)

const otherAccount = "210987654321"

var roleEnvironment = permission.Environment{Partition: "aws", Region: "eu-west-1", AccountID: "123456789012"}

func TestRolesThatMayBePassed(t *testing.T) {
	for _, test := range []struct{ name, role, problem string }{
		{"a name", "app-task", ""},
		{"a name below a path", "ci/app-task", ""},
		{"an ARN", "arn:aws:iam::123456789012:role/ci/app-task", ""},
		{"a token", "${Token[Role.Arn.3]}", ""},
		{"an ARN with tokens", "arn:${Token[AWS.Partition.1]}:iam::${Token[AWS.AccountId.2]}:role/app", ""},
		{"nothing", "", "is empty"},
		{"a wildcard", "app-*", "has a wildcard, so the job could pass roles that are made later, too"},
		{"a wildcard in an ARN", "arn:aws:iam::123456789012:role/*", "has a wildcard, so the job could pass roles that are made later, too"},
		{"any one character", "app-?", "has a wildcard, so the job could pass roles that are made later, too"},
		{"a policy variable", "${aws:username}", `holds "${", which begins an IAM policy variable`},
		{"a user", "arn:aws:iam::123456789012:user/app", "is not the ARN of an IAM role"},
		{"an ARN with a region", "arn:aws:iam:eu-west-1:123456789012:role/app", "is not the ARN of an IAM role"},
		{"another account", "arn:aws:iam::" + otherAccount + ":role/app", "is a role of another account, which nobody can pass"},
		{"another partition", "arn:aws-cn:iam::123456789012:role/app", "is in partition aws-cn, not in aws"},
		{"a path that begins with a slash", "/ci/app", "is not the name of an IAM role"},
		{"the resource part of an ARN", "role/app", "is not the name of an IAM role"},
		{"a space", "app task", "is not the name of an IAM role"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var faults fault.List
			validateRole(&faults, "PassRoles[0]", test.role, roleEnvironment)
			if test.problem == "" {
				assert.Empty(t, faults)
				return
			}
			if assert.Len(t, faults, 1) {
				assert.Equal(t, test.problem, faults[0].Problem)
			}
		})
	}
}

func TestRoleARN(t *testing.T) {
	for role, want := range map[string]string{
		"ci/app":                              "arn:aws:iam::123456789012:role/ci/app",
		"arn:aws-cn:iam::210987654321:role/a": "arn:aws-cn:iam::210987654321:role/a",
		"${Token[Role.Arn.3]}":                "${Token[Role.Arn.3]}",
		"app-${Token[Name.3]}":                "arn:aws:iam::123456789012:role/app-${Token[Name.3]}",
	} {
		assert.Equal(t, want, roleARN(role, roleEnvironment), role)
	}
}
