package role_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

func TestEnvironment(t *testing.T) {
	home := permission.Environment{Partition: "aws", Region: "eu-west-1", AccountID: "123456789012"}
	environment := func(partition, region, account string) permission.Environment {
		return permission.Environment{Partition: partition, Region: region, AccountID: account}
	}
	for _, test := range []struct {
		name    string
		e, want permission.Environment
	}{
		{"nothing", permission.Environment{}, home},
		{"an account", permission.Environment{AccountID: "210987654321"}, environment("aws", "eu-west-1", "210987654321")},
		{"a region of another partition", permission.Environment{Region: "cn-north-1"}, environment("aws-cn", "cn-north-1", "123456789012")},
		{"a region that only the deployment knows", permission.Environment{Region: "${Token[AWS.Region.1]}"}, environment("aws", "${Token[AWS.Region.1]}", "123456789012")},
		{"a partition", permission.Environment{Partition: "aws-cn"}, environment("aws-cn", "eu-west-1", "123456789012")},
	} {
		require.Equal(t, test.want, role.Environment(test.e, home), test.name)
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
