package trust_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

// What the AWS CLI prints of roles, with the document as an object and as the
// text that the operation returns.
func TestFromIAM(t *testing.T) {
	app, lib := document(t, on("acme/app")), document(t, on("acme/lib"))
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
			assert.True(t, trust.IsIAMOutput([]byte(c.text)))
			got, err := trust.FromIAM([]byte(c.text), c.role)
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
		{"a role without a policy", `{"Role": {"RoleName": "app"}}`, "", "Document is empty; correct the JSON"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := trust.FromIAM([]byte(c.text), c.role)
			assert.EqualError(t, err, "cipublisher: "+c.want)
		})
	}
	assert.False(t, trust.IsIAMOutput([]byte(app.Indent())))
}
