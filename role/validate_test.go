package role_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// Each case is a role with one thing wrong, and the whole message.
func TestRefuses(t *testing.T) {
	manyTags := map[string]string{}
	for i := range role.MaxTags + 1 {
		manyTags[fmt.Sprint("tag-", i)] = ""
	}
	for _, test := range []struct {
		name    string
		change  func(*role.Role)
		message string
	}{
		{"no sets", func(r *role.Role) { r.Sets = nil }, "Sets is empty, so the job could do nothing; set at least one permission set"},
		{"a set that is nil", func(r *role.Role) { r.Sets = []permission.Set{nil} }, "Sets[0] is nil; leave it out"},
		{"a fault of a store", func(r *role.Role) {
			r.Sets = []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "/x/"}}}
		}, `S3.Prefix "/x/" begins with "/", so it matches no object key; write "x/"`},
		{"no name", func(r *role.Role) { r.PolicyName = "" }, "PolicyName is empty; leave it unset for the default, or write 1 to 128 characters"},
		{"a long name", func(r *role.Role) { r.PolicyName = strings.Repeat("x", 65) }, `PolicyName "` + strings.Repeat("x", 65) + `" has 65 characters, and the role is named like the policy; shorten it to 64 at most, or set Role.Name`},
		{"a name that is too long as it is", func(r *role.Role) { r.PolicyName = strings.Repeat("x", 129) }, `PolicyName "` + strings.Repeat("x", 129) + `" has 129 characters; shorten it to 128 at most`},
		{"a bad name", func(r *role.Role) { r.RoleName = "a/b" }, `Role.Name "a/b" has characters that IAM does not allow in a name; use letters, digits and _+=,.@-`},
		{"a bad path", func(r *role.Role) { r.Path = "ci" }, `PolicyPath "ci" is not an IAM path; begin and end it with "/", as in "/ci/", with printable characters and no spaces between`},
		{"a bad path of the role", func(r *role.Role) { r.RolePath = "ci" }, `Role.Path "ci" is not an IAM path; begin and end it with "/", as in "/ci/", with printable characters and no spaces between`},
		{"a bad description", func(r *role.Role) { r.Description = "日本" }, `Role.Description "日本" has characters that IAM does not allow in a description; use printable Latin-1 characters`},
		{"a short session", func(r *role.Role) { r.SessionSeconds = 60 }, `Role.MaxSessionDuration "60 seconds" is not a session length that IAM allows; choose 1 to 12 hours`},
		{"a session below nothing", func(r *role.Role) { r.SessionSeconds = -1 }, `Role.MaxSessionDuration "-1 seconds" is not a session length that IAM allows; choose 1 to 12 hours`},
		{"nobody", func(r *role.Role) { r.Trust.Subjects = nil }, "Trust.Subjects is empty, so nobody could assume the role; name at least one repository and a context"},
		{"a provider of another issuer", func(r *role.Role) { r.Trust.ProviderARN = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }, `Trust.ProviderArn "arn:aws:iam::123456789012:oidc-provider/gitlab.com" is the provider of another issuer`},
		{"no service", func(r *role.Role) { r.Trust, r.Service = nil, &trust.Service{} }, "Service.CodeBuildProjects, Service.CodePipeline, Service.PipelineRoleARNs and Service.EC2 are all unset, so no service could assume the role; set the one that runs the jobs"},
		{"jobs and a service", func(r *role.Role) { r.Service = &trust.Service{EC2: true} }, "Trust and Service are both set, and a role is for CI jobs or for a service; make a role for each"},
		{"a role's name without a role", func(r *role.Role) { r.Trust, r.RoleName = nil, "x" }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
		{"a description without a role", func(r *role.Role) { r.Trust, r.Description = nil, "x" }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
		{"a session without a role", func(r *role.Role) { r.Trust, r.SessionSeconds = nil, 3600 }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
		{"a boundary without a role", func(r *role.Role) { r.Trust, r.Boundary = nil, "x" }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
		{"tags without a role", func(r *role.Role) { r.Trust, r.Tags = nil, map[string]string{"a": "b"} }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
		{"the last of several policies with a name that is too long", func(r *role.Role) {
			r.Sets, r.PolicyName, r.RoleName = large().Sets, strings.Repeat("x", 127), "x"
		}, `PolicyName "` + strings.Repeat("x", 127) + `-3" has 129 characters; shorten it to 128 at most`},
		{"what fits no number of policies", func(r *role.Role) {
			var names []string
			for i := range 2000 {
				names = append(names, fmt.Sprintf("team/a-repository-with-a-long-name-%d", i))
			}
			r.Sets = []permission.Set{permission.Publisher{ECR: &permission.ECR{RepositoryNames: names}}}
		}, "which do not fit 10 managed policies of 6144"},

		{"a boundary of another account", func(r *role.Role) { r.Boundary = "arn:aws:iam::210987654321:policy/boundary" }, `Role.PermissionsBoundary "arn:aws:iam::210987654321:policy/boundary" is a policy of another account, which IAM does not take as a boundary; name a policy of account 123456789012, or one of AWS's`},
		{"a boundary of another partition", func(r *role.Role) { r.Boundary = "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" }, `Role.PermissionsBoundary "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" is in partition aws-cn, not in aws; name a policy of the same partition`},
		{"a boundary that is a role", func(r *role.Role) { r.Boundary = "arn:aws:iam::123456789012:role/boundary" }, `Role.PermissionsBoundary "arn:aws:iam::123456789012:role/boundary" is not the ARN of a managed policy; write the policy's name, or its whole ARN`},
		{"a boundary of nobody", func(r *role.Role) { r.Boundary = "arn:aws:iam:::policy/boundary" }, `Role.PermissionsBoundary "arn:aws:iam:::policy/boundary" is not the ARN of a managed policy; write the policy's name, or its whole ARN`},
		{"a boundary with a wildcard", func(r *role.Role) { r.Boundary = "ci/*" }, `Role.PermissionsBoundary "ci/*" holds a wildcard or a policy variable, and a boundary is one policy; name it`},
		{"a boundary's path in full", func(r *role.Role) { r.Boundary = "/ci/boundary" }, `Role.PermissionsBoundary "/ci/boundary" is not the name of a managed policy; write its name, with the path before it where it is not "/", as in "ci/boundary"`},
		{"a boundary with its kind", func(r *role.Role) { r.Boundary = "policy/boundary" }, `Role.PermissionsBoundary "policy/boundary" is not the name of a managed policy; write its name, with the path before it where it is not "/", as in "ci/boundary"`},
		{"a boundary with a space", func(r *role.Role) { r.Boundary = "a b" }, `Role.PermissionsBoundary "a b" is not the name of a managed policy; write its name, with the path before it where it is not "/", as in "ci/boundary"`},

		{"too many tags", func(r *role.Role) { r.Tags = manyTags }, "Role.Tags are 51, and a role has 50 at most; leave some out"},
		{"a tag without a key", func(r *role.Role) { r.Tags = map[string]string{"": "x"} }, "Role.Tags has a tag without a key; write KEY=VALUE"},
		{"a tag of AWS", func(r *role.Role) { r.Tags = map[string]string{"AWS:x": "x"} }, `Role.Tags "AWS:x" begins with "aws:", which is AWS's own; choose another key`},
		{"a tag twice", func(r *role.Role) { r.Tags = map[string]string{"Team": "x", "team": "x"} }, `Role.Tags "team" is the key "Team" in another case, which IAM does not distinguish; leave one of them out`},
		{"a long key", func(r *role.Role) { r.Tags = map[string]string{strings.Repeat("x", 129): "x"} }, `has 129 characters; shorten it to 128 at most`},
		{"a long value", func(r *role.Role) { r.Tags = map[string]string{"team": strings.Repeat("x", 257)} }, `has 257 characters; shorten it to 256 at most`},
		{"a bad value", func(r *role.Role) { r.Tags = map[string]string{"team": "a*"} }, `Role.Tags.team "a*" has characters that IAM does not allow in a tag; use letters, digits, spaces and _.:/=+-@`},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := acme()
			require.NoError(t, r.Validate(ireland))
			test.change(&r)
			err := r.Validate(ireland)
			require.ErrorContains(t, err, test.message)
			require.NotContains(t, err.Error(), "faults:", "one thing is wrong")
			made, err := r.Documents(ireland)
			require.Error(t, err)
			require.Zero(t, made, "never half a role")
		})
	}
}

func TestAccepts(t *testing.T) {
	const parameter = "${Token[Ref:Parameter]}"
	for _, test := range []struct {
		name     string
		change   func(*role.Role)
		boundary string
	}{
		{"a boundary by name", func(r *role.Role) { r.Boundary = "boundary" }, "arn:aws:iam::123456789012:policy/boundary"},
		{"a boundary by its path", func(r *role.Role) { r.Boundary = "ci/teams/boundary" }, "arn:aws:iam::123456789012:policy/ci/teams/boundary"},
		{"a boundary by its ARN", func(r *role.Role) { r.Boundary = "arn:aws:iam::123456789012:policy/boundary" }, "arn:aws:iam::123456789012:policy/boundary"},
		{"a boundary of AWS", func(r *role.Role) { r.Boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess" }, "arn:aws:iam::aws:policy/ReadOnlyAccess"},
		{"a boundary that only the deployment knows", func(r *role.Role) { r.Boundary = parameter }, parameter},
		{"a boundary in an account that only the deployment knows", func(r *role.Role) { r.Boundary = "arn:aws:iam::" + parameter + ":policy/boundary" }, "arn:aws:iam::" + parameter + ":policy/boundary"},
		{"a boundary whose path only the deployment knows", func(r *role.Role) { r.Boundary = "ci/" + parameter }, "arn:aws:iam::123456789012:policy/ci/" + parameter},
		{"tags", func(r *role.Role) {
			r.Tags = map[string]string{"team": "", "Kostenstelle für CI": "4 2", parameter: parameter}
		}, ""},
		{"a name for the role where the policy's is long", func(r *role.Role) { r.PolicyName, r.RoleName = strings.Repeat("x", 128), "x" }, ""},
		{"the longest session", func(r *role.Role) { r.SessionSeconds = role.MaxSessionSeconds }, ""},
		{"no role at all", func(r *role.Role) { r.Trust = nil }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := acme()
			test.change(&r)
			made, err := r.Documents(ireland)
			require.NoError(t, err)
			require.Equal(t, test.boundary, made.Role.Boundary)
		})
	}
}

// The account is wrong once, however many parts of a role need it.
func TestAFaultOfTheHomeIsReportedOnce(t *testing.T) {
	r := acme()
	require.EqualError(t, r.Validate(permission.Environment{AccountID: "12", Region: "eu-west-1"}),
		`cipublisher: AccountId "12" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`)
	r.Trust, r.Service = nil, &trust.Service{CodeBuildProjects: []string{"app"}}
	require.EqualError(t, r.Validate(permission.Environment{AccountID: "12", Region: "eu-west-1"}),
		`cipublisher: AccountId "12" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`)

	r.Sets = []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}}}
	r.Service, r.Boundary = &trust.Service{EC2: true}, "boundary"
	require.EqualError(t, r.Validate(permission.Environment{}),
		"cipublisher: AccountId is missing, and the ARN of Role.PermissionsBoundary names the account; set it to the twelve digits of the account, or write the whole ARN")
}

// Every fault comes at once.
func TestAllFaultsTogether(t *testing.T) {
	r := acme()
	r.PolicyName, r.Path, r.Boundary, r.Tags = "a b", "ci", "*", map[string]string{"": ""}
	r.Trust.Subjects[0].Environments = nil
	require.ErrorContains(t, r.Validate(ireland), "5 faults")
}
