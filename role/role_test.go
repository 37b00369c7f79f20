package role_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

var ireland = permission.Environment{AccountID: "123456789012", Region: "eu-west-1"}

// acme is the publisher of a made-up company.
func acme() role.Role {
	r := role.Publisher(permission.Publisher{
		S3:  &permission.S3{BucketName: "acme-dist"},
		ECR: &permission.ECR{RepositoryNames: []string{"app"}},
	})
	r.Trust = &trust.Options{Subjects: []trust.Subject{{
		Repositories: []string{"acme@1234/app@5678"}, Environments: []string{"release"},
	}}}
	return r
}

func Example() {
	r := acme()
	r.Boundary, r.SessionSeconds = "ci/boundary", 7200

	documents, err := r.Documents(permission.Environment{AccountID: "123456789012", Region: "eu-west-1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(documents.Policies[0].Name, documents.Role.Path, documents.Role.Description)
	fmt.Println(documents.Role.Boundary)
	fmt.Println(documents.Trust.Statements[0].Principal.Federated[0])
	fmt.Println(r.ARN(permission.Environment{AccountID: "123456789012", Region: "eu-west-1"}))
	// Output:
	// publisher /ci/ Publishes artifacts from CI
	// arn:aws:iam::123456789012:policy/ci/boundary
	// arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com
	// arn:aws:iam::123456789012:role/ci/publisher
}

func TestDefaults(t *testing.T) {
	packages := &permission.CodeArtifactRead{DomainName: "acme"}
	for _, test := range []struct {
		name              string
		role              role.Role
		called, described string
	}{
		{"a publisher", role.Publisher(permission.Publisher{}), "publisher", "Publishes artifacts from CI"},
		{"a dev publisher", role.Publisher(permission.Publisher{Dev: true}), "publisher-dev", "Publishes dev artifacts from CI"},
		{"a builder", role.Builder(permission.Builder{CodeArtifact: packages}), "builder", "Reads artifacts in CI"},
		{"a limited publisher", role.Role{PolicyName: "x", Sets: []permission.Set{permission.Limited{Set: permission.Publisher{Dev: true}}}}, "x", "Publishes dev artifacts from CI"},
		{"another set", role.Role{PolicyName: "x", Sets: []permission.Set{deploy.TerraformState{}}}, "x", "Runs CI jobs"},
		{"several sets", role.Role{PolicyName: "x", Sets: []permission.Set{permission.Publisher{}, permission.Builder{}}}, "x", "Runs CI jobs"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := test.role
			r.Sets = append([]permission.Set{}, r.Sets...)
			r.Service = &trust.Service{EC2: true}
			require.Equal(t, test.called, r.PolicyName)
			require.Equal(t, "arn:aws:iam::123456789012:role/ci/"+test.called, r.ARN(ireland))
			require.Equal(t, test.described, role.Describe(r))
		})
	}
}

// The home decides what the statements of trust name; the stores may be
// elsewhere.
func TestHomeAndStores(t *testing.T) {
	r := acme()
	r.Stores = permission.Environment{Region: "cn-north-1", AccountID: "210987654321"}
	made, err := r.Documents(ireland)
	require.NoError(t, err)
	require.Equal(t, permission.Environment{Partition: "aws-cn", Region: "cn-north-1", AccountID: "210987654321"}, made.Role.Stores)
	require.Contains(t, made.Policies[0].Document.Indent(), "arn:aws-cn:ecr:cn-north-1:210987654321:repository/app")
	require.Equal(t, "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com", made.Trust.Statements[0].Principal.Federated[0])
	require.Equal(t, "sts.amazonaws.com", made.Trust.Statements[0].Conditions["StringEquals"]["token.actions.githubusercontent.com:aud"][0])

	made, err = acme().Documents(permission.Environment{AccountID: "123456789012", Region: "cn-north-1"})
	require.NoError(t, err)
	require.Equal(t, "arn:aws-cn:iam::123456789012:oidc-provider/token.actions.githubusercontent.com", made.Trust.Statements[0].Principal.Federated[0],
		"the region decides the partition")
}

func TestDocumentsLeaveTheRoleAlone(t *testing.T) {
	r, same := acme(), acme()
	r.Service, same.Service = &trust.Service{}, &trust.Service{}
	_, err := r.Documents(ireland)
	require.Error(t, err)
	require.Equal(t, same, r)
	r = acme()
	made, err := r.Documents(ireland)
	require.NoError(t, err)
	require.Equal(t, acme(), r)
	again, err := made.Role.Documents(ireland)
	require.NoError(t, err)
	require.Equal(t, made, again, "a role that is filled in stays as it is")
}
