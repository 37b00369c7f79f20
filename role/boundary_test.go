package role_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/role"
)

func TestRefusesBoundaries(t *testing.T) {
	requireRefused(t, []refusal{
		{"a boundary of another account", func(r *role.Role) { r.PermissionsBoundary = "arn:aws:iam::210987654321:policy/boundary" }, `Role.PermissionsBoundary "arn:aws:iam::210987654321:policy/boundary" is a policy of another account, which IAM does not take as a boundary; name a policy of account 123456789012, or one of AWS's`},
		{"a boundary of another partition", func(r *role.Role) { r.PermissionsBoundary = "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" }, `Role.PermissionsBoundary "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" is in partition aws-cn, not in aws; name a policy of the same partition`},
		{"a boundary that is a role", func(r *role.Role) { r.PermissionsBoundary = "arn:aws:iam::123456789012:role/boundary" }, `Role.PermissionsBoundary "arn:aws:iam::123456789012:role/boundary" is not the ARN of a managed policy; write the policy's name, or its whole ARN`},
		{"a boundary of nobody", func(r *role.Role) { r.PermissionsBoundary = "arn:aws:iam:::policy/boundary" }, `Role.PermissionsBoundary "arn:aws:iam:::policy/boundary" is not the ARN of a managed policy; write the policy's name, or its whole ARN`},
		{"a boundary with a wildcard", func(r *role.Role) { r.PermissionsBoundary = "ci/*" }, `Role.PermissionsBoundary "ci/*" is not the name of a managed policy; write its name, with the path before it where it is not "/", as in "ci/boundary"`},
		{"a boundary with a policy variable", func(r *role.Role) { r.PermissionsBoundary = "ci/${aws:username}" }, `Role.PermissionsBoundary "ci/${aws:username}" holds "${", which begins an IAM policy variable; write the value itself`},
		{"a boundary's path in full", func(r *role.Role) { r.PermissionsBoundary = "/ci/boundary" }, `Role.PermissionsBoundary "/ci/boundary" is not the name of a managed policy; write its name, with the path before it where it is not "/", as in "ci/boundary"`},
		{"a boundary with its kind", func(r *role.Role) { r.PermissionsBoundary = "policy/boundary" }, `Role.PermissionsBoundary "policy/boundary" is not the name of a managed policy; write its name, with the path before it where it is not "/", as in "ci/boundary"`},
		{"a boundary with a space", func(r *role.Role) { r.PermissionsBoundary = "a b" }, `Role.PermissionsBoundary "a b" is not the name of a managed policy; write its name, with the path before it where it is not "/", as in "ci/boundary"`},
	})
}

func TestBoundaries(t *testing.T) {
	const parameter = "${Token[Ref:Parameter]}"
	for _, test := range []struct{ name, boundary, arn string }{
		{"a boundary by name", "boundary", "arn:aws:iam::123456789012:policy/boundary"},
		{"a boundary by its path", "ci/teams/boundary", "arn:aws:iam::123456789012:policy/ci/teams/boundary"},
		{"a boundary by its ARN", "arn:aws:iam::123456789012:policy/boundary", "arn:aws:iam::123456789012:policy/boundary"},
		{"a boundary of AWS", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
		{"a boundary that only the deployment knows", parameter, parameter},
		{"a boundary in an account that only the deployment knows", "arn:aws:iam::" + parameter + ":policy/boundary", "arn:aws:iam::" + parameter + ":policy/boundary"},
		{"a boundary whose path only the deployment knows", "ci/" + parameter, "arn:aws:iam::123456789012:policy/ci/" + parameter},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := acme()
			r.PermissionsBoundary = test.boundary
			made, err := r.Documents(ireland)
			require.NoError(t, err)
			require.Equal(t, test.arn, made.Role.PermissionsBoundary)
		})
	}
}
