package role_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// refusal is a role with one thing wrong, and the message.
type refusal struct {
	name    string
	change  func(*role.Role)
	message string
}

func requireRefused(t *testing.T, refusals []refusal) {
	t.Helper()
	for _, test := range refusals {
		t.Run(test.name, func(t *testing.T) {
			r := acme()
			require.NoError(t, r.Validate(ireland))
			test.change(&r)
			made, err := r.Documents(ireland)
			require.ErrorContains(t, err, test.message)
			require.NotContains(t, err.Error(), "faults:", "one thing is wrong")
			require.Zero(t, made, "never half a role")
		})
	}
}

func TestRefuses(t *testing.T) {
	requireRefused(t, []refusal{
		{"no sets", func(r *role.Role) { r.Sets = nil }, "Sets is empty, so the job could do nothing; set at least one permission set"},
		{"a set that is nil", func(r *role.Role) { r.Sets = []permission.Set{nil} }, "Sets[0] is nil; leave it out"},
		{"a fault of a store", func(r *role.Role) {
			r.Sets = []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "/x/"}}}
		}, `S3.Prefix "/x/" begins with "/", so it matches no object key; write "x/"`},
		{"no name", func(r *role.Role) { r.PolicyName = "" }, "PolicyName is empty; leave it unset for the default, or write 1 to 128 characters"},
		{"a long name", func(r *role.Role) { r.PolicyName = strings.Repeat("x", 65) }, `PolicyName "` + strings.Repeat("x", 65) + `" has 65 characters, and the role is named like the policy; shorten it to 64 at most, or set Role.Name`},
		{"a name that is too long as it is", func(r *role.Role) { r.PolicyName = strings.Repeat("x", 129) }, `PolicyName "` + strings.Repeat("x", 129) + `" has 129 characters; shorten it to 128 at most`},
		{"a bad name", func(r *role.Role) { r.RoleName = "a/b" }, `Role.Name "a/b" has "/", which IAM does not allow in a name; use letters, digits and _+=,.@-`},
		{"a bad path", func(r *role.Role) { r.PolicyPath = "ci" }, `PolicyPath "ci" is not the path of an IAM policy; begin and end it with "/", as in "/ci/", with letters, digits and _+=,.@- between`},
		{"a bad path of the role", func(r *role.Role) { r.RolePath = "ci" }, `Role.Path "ci" is not an IAM path; begin and end it with "/", as in "/ci/", with printable characters and no spaces between`},
		{"a bad description", func(r *role.Role) { r.Description = "日本" }, `Role.Description "日本" has characters that IAM does not allow in a description; use printable Latin-1 characters`},
		{"a short session", func(r *role.Role) { r.MaxSessionSeconds = 60 }, `Role.MaxSessionDuration "60 seconds" is not a session length that IAM allows; choose 1 to 12 hours`},
		{"a session below nothing", func(r *role.Role) { r.MaxSessionSeconds = -1 }, `Role.MaxSessionDuration "-1 seconds" is not a session length that IAM allows; choose 1 to 12 hours`},
		{"nobody", func(r *role.Role) { r.Trust.Subjects = nil }, "Trust.Subjects is empty, so nobody could assume the role; name at least one repository and a context"},
		{"a provider of another issuer", func(r *role.Role) { r.Trust.ProviderARN = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }, `Trust.ProviderArn "arn:aws:iam::123456789012:oidc-provider/gitlab.com" is the provider of another issuer`},
		{"no service", func(r *role.Role) { r.Trust, r.Service = nil, &trust.Service{} }, "Service.CodeBuildProjects, Service.CodePipeline, Service.PipelineRoleArns and Service.Ec2 are all unset, so no service could assume the role; set the one that runs the jobs"},
		{"jobs and a service", func(r *role.Role) { r.Service = &trust.Service{EC2: true} }, "Trust and Service are both set, and a role is for CI jobs or for a service; make a role for each"},
		{"a role's name without a role", func(r *role.Role) { r.Trust, r.RoleName = nil, "x" }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
		{"a description without a role", func(r *role.Role) { r.Trust, r.Description = nil, "x" }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
		{"a session without a role", func(r *role.Role) { r.Trust, r.MaxSessionSeconds = nil, 3600 }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
		{"a boundary without a role", func(r *role.Role) { r.Trust, r.PermissionsBoundary = nil, "x" }, "Role is set, but without Trust or Service there is no role; set one of them, or leave this unset"},
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
	})
}

func TestAccepts(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*role.Role)
	}{
		{"a name for the role where the policy's is long", func(r *role.Role) { r.PolicyName, r.RoleName = strings.Repeat("x", 128), "x" }},
		{"the longest session", func(r *role.Role) { r.MaxSessionSeconds = aws.MaxSessionSeconds }},
		{"no role at all", func(r *role.Role) { r.Trust = nil }},
	} {
		r := acme()
		test.change(&r)
		require.NoError(t, r.Validate(ireland), test.name)
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
	r.Service, r.PermissionsBoundary = &trust.Service{EC2: true}, "boundary"
	require.EqualError(t, r.Validate(permission.Environment{}),
		"cipublisher: AccountId is missing, and the ARN of Role.PermissionsBoundary names the account; set it to the twelve digits of the account, or write the whole ARN")
}

// Every fault comes at once.
func TestAllFaultsTogether(t *testing.T) {
	r := acme()
	r.PolicyName, r.PolicyPath, r.PermissionsBoundary, r.Tags = "a b", "ci", "*", map[string]string{"": ""}
	r.Trust.Subjects[0].Environments = nil
	require.ErrorContains(t, r.Validate(ireland), "5 faults")
}
