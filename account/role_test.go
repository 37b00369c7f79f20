package account_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// What the AWS CLI prints of roles, with the document as an object and as the
// text that the operation returns.
func TestRoleTrust(t *testing.T) {
	app, lib := trusting("acme/app"), trusting("acme/lib")
	object := func(name, document string) string {
		return `{"RoleName": "` + name + `", "Arn": "arn:aws:iam::123456789012:role/ci/` + name + `", "Path": "/ci/", "AssumeRolePolicyDocument": ` + document + `}`
	}
	escaped, err := json.Marshal(url.PathEscape(app.Indent()))
	require.NoError(t, err)
	two := object("app", app.Indent()) + "," + object("lib", lib.Indent())
	for _, c := range []struct{ name, text, role string }{
		{"get-role", `{"Role": ` + object("app", app.Indent()) + `}`, ""},
		{"get-role, named", `{"Role": ` + object("app", app.Indent()) + `}`, "app"},
		{"get-role, as the operation returns it", `{"Role": ` + object("app", string(escaped)) + `}`, ""},
		{"list-roles", `{"Roles": [` + two + `]}`, "app"},
		{"list-roles, by ARN", `{"Roles": [` + two + `]}`, "arn:aws:iam::123456789012:role/ci/app"},
		{"account details", "\xef\xbb\xbf" + `{"UserDetailList": [], "RoleDetailList": [` + two + `], "Policies": []}`, "app"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.True(t, account.HasRoles([]byte(c.text)))
			got, err := account.RoleTrust([]byte(c.text), c.role)
			require.NoError(t, err)
			assert.Equal(t, app.Indent(), got.Indent())
		})
	}
	const give = `give what "aws iam get-account-authorization-details", "list-roles" or "get-role" prints`
	for _, c := range []struct{ name, text, role, want string }{
		{"no JSON", "x", "app", "Account is not what the AWS CLI prints of roles (invalid character 'x' looking for beginning of value at byte 1); " + give},
		{"a policy", app.Indent(), "app", "Account has no roles; " + give},
		{"no role named", `{"Roles": [` + two + `]}`, "", "Role is missing; name one of app, lib"},
		{"another role named", `{"Roles": [` + two + `]}`, "App", `Role "App" is not the name of one of the roles; name one of app, lib`},
		{"a role without a policy", `{"Role": {"RoleName": "app"}}`, "", `Account "app" is a role without its trust policy; ` + give},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := account.RoleTrust([]byte(c.text), c.role)
			assert.EqualError(t, err, "cipublisher: "+c.want)
		})
	}
	assert.False(t, account.HasRoles([]byte(app.Indent())))
}

// trusting returns a policy that trusts a repository.
func trusting(repository string) policy.Document {
	return trust.Options{Partition: "aws", AccountID: "123456789012", Subjects: []trust.Subject{{Repositories: []string{repository}, Branches: []string{"main"}}}}.Document()
}

// The AWS CLI prints a role with its trust policy in it.
func ExampleRoleTrust() {
	output := []byte(`{"Role": {"RoleName": "publisher", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": {
		"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
		"Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}
	}}}}`)
	document, err := account.RoleTrust(output, "")
	fmt.Println(document.Statements[0].Principal.Federated[0], err)
	// Output:
	// arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com <nil>
}
