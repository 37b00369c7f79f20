package role_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
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
	r.PermissionsBoundary, r.MaxSessionSeconds = "ci/boundary", 7200

	documents, err := r.Documents(permission.Environment{AccountID: "123456789012", Region: "eu-west-1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(documents.Policies[0].Name, documents.Role.PolicyPath, documents.Role.Description)
	fmt.Println(documents.Role.PermissionsBoundary)
	fmt.Println(documents.Trust.Statements[0].Principal.Federated[0])
	fmt.Println(r.ARN(permission.Environment{AccountID: "123456789012", Region: "eu-west-1"}))
	// Output:
	// publisher /ci/ Publishes artifacts from CI
	// arn:aws:iam::123456789012:policy/ci/boundary
	// arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com
	// arn:aws:iam::123456789012:role/ci/publisher
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
