package template_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/template"
)

// What is wrong with a role is its own to say; of several, the message says
// which.
func TestRefusesBadRoles(t *testing.T) {
	bad := acme()
	bad.PolicyName, bad.Trust.Subjects = "a b", nil
	require.EqualError(t, template.Stack{Roles: []template.Role{bad}}.Validate(), "cipublisher: 2 faults:\n"+
		`  - PolicyName "a b" has " ", which IAM does not allow in a name; use letters, digits and _+=,.@-`+"\n"+
		"  - Trust.Subjects is empty, so nobody could assume the role; name at least one repository and a context")
	_, err := template.Stack{Roles: []template.Role{acmeDev(), bad}}.Template()
	require.EqualError(t, err, "cipublisher: 2 faults:\n"+
		`  - Roles[1].PolicyName "a b" has " ", which IAM does not allow in a name; use letters, digits and _+=,.@-`+"\n"+
		"  - Roles[1].Trust.Subjects is empty, so nobody could assume the role; name at least one repository and a context")
	require.EqualError(t, template.Stack{Roles: []template.Role{acme(), acmeDev(), acme()}}.Validate(),
		`cipublisher: Roles[2].ID "Publisher" is that of Roles[0], too, so that one would take the place of the other; set another id`)
	require.ErrorContains(t, template.Stack{}.Validate(), "Roles is empty, and CloudFormation takes no stack without resources")
}
