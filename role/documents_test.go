package role_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// large needs more than one managed policy.
func large() role.Role {
	var names []string
	for i := range 150 {
		names = append(names, fmt.Sprintf("team/a-repository-with-a-long-name-%d", i))
	}
	return role.Publisher(permission.Publisher{ECR: &permission.ECR{RepositoryNames: names}})
}

func TestSeveralPolicies(t *testing.T) {
	made, err := large().Documents(ireland)
	require.NoError(t, err)
	require.Greater(t, len(made.Policies), 1)
	for i, p := range made.Policies {
		require.Equal(t, role.Numbered("publisher", "-", i), p.Name)
		require.LessOrEqual(t, p.Document.Size(), policy.ManagedPolicyQuota)
	}
	require.Empty(t, made.Trust.Statements, "nobody may assume a role that is not there")
}

func TestServicesAssumeTheRole(t *testing.T) {
	r := role.Publisher(permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}})
	r.Service = &trust.Service{CodeBuildProjects: []string{"app"}, EC2: true}
	made, err := r.Documents(ireland)
	require.NoError(t, err)
	require.Len(t, made.Trust.Statements, 2)
	require.Empty(t, made.Trust.Statements[0].Sid)
	require.Equal(t, []string{"arn:aws:codebuild:eu-west-1:123456789012:project/app"}, made.Trust.Statements[0].Conditions["ArnLike"]["aws:SourceArn"])
	require.Equal(t, "TrustEc2", made.Trust.Statements[1].Sid)
}

func TestNotices(t *testing.T) {
	ids := func(r role.Role) []string {
		documents, err := r.Documents(ireland)
		require.NoError(t, err)
		require.Equal(t, r.Notices(ireland), documents.Notices())
		var all []string
		for _, notice := range r.Notices(ireland) {
			all = append(all, notice.ID+": "+notice.String())
		}
		return all
	}
	r := acme()
	r.Sets = []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "a"}}}
	r.Trust, r.Service = nil, &trust.Service{CodeBuildProjects: []string{"*"}, EC2: true}
	all := ids(r)
	require.Len(t, all, 3)
	require.Contains(t, all[0], `S3.Prefix "a"`)
	require.Contains(t, all[1], "service-every-project: every CodeBuild project of the account in the region may assume the role, because Service.CodeBuildProjects names none")
	require.Contains(t, all[2], "service-ec2: ")

	require.Contains(t, strings.Join(ids(acme()), "\n"), "trust-environment-protection: ")
}

func BenchmarkDocuments(b *testing.B) {
	r := acme()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Documents(ireland); err != nil {
			b.Fatal(err)
		}
	}
}

// The region of the stores and that of the CodeBuild projects are mostly the
// same one, and told once.
func TestUnknownRegionIsToldOnce(t *testing.T) {
	home := permission.Environment{AccountID: "123456789012", Region: "eu-centrall-1"}
	r := acme()
	r.Trust, r.Service = nil, &trust.Service{CodeBuildProjects: []string{"release"}}
	require.NoError(t, r.Validate(home))
	told := func() int {
		return len(slices.DeleteFunc(r.Notices(home), func(n fault.Notice) bool { return n.ID != aws.UnknownRegionID }))
	}
	require.Equal(t, 1, told())

	r.Stores = permission.Environment{AccountID: "123456789012", Region: "eu-west-1"}
	require.Equal(t, 1, told(), "the projects' region, where the stores' is known")
}

// What a builder's trust allows is reading.
func TestNoticesOfABuilderSayRead(t *testing.T) {
	r := role.Builder(permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme"}})
	r.Trust = &trust.Options{Issuer: trust.GitHub(), Subjects: []trust.Subject{{Repositories: []string{"acme/app"}, PullRequests: true, AnyRef: true}}}
	var text string
	for _, notice := range r.Notices(permission.Environment{Partition: "aws", Region: "eu-west-1", AccountID: "123456789012"}) {
		text += notice.String() + "\n"
	}
	require.Contains(t, text, "whoever can push a branch can read.")
	require.NotContains(t, text, "publish")
}
