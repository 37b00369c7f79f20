package template_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/template"
)

// The ids are those in the golden templates that the CDK has made.
func TestLogicalIDs(t *testing.T) {
	for _, test := range []struct{ path, id string }{
		{"Publisher/Policy/Resource", "PublisherPolicyEF669C6C"},
		{"Publisher/Role/Resource", "PublisherRoleC8390E96"},
		{"DevPublisher/Policy/Resource", "DevPublisherPolicy391080A8"},
		{"OidcProvider-token.actions.githubusercontent.com/Resource", "OidcProvidertokenactionsgithubusercontentcom9F707405"},
		{"Publisher/PolicyArn", "PublisherPolicyArn17936734"},
		{"Publisher/RoleArn", "PublisherRoleArn8F023C69"},
		{"Everywhere/Resource", "Everywhere46B5DB19"},
		{"Topic", "Topic"},
		{"Default/Topic", "Topic"},
	} {
		require.Equal(t, test.id, template.LogicalID(strings.Split(test.path, "/")...), test.path)
	}
}

func TestLogicalIDsOfDifferentPathsDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z][A-Za-z0-9-]{0,8}`), 2, 4)
		a, b := path.Draw(t, "a"), path.Draw(t, "b")
		one, other := template.LogicalID(a...), template.LogicalID(b...)
		require.Regexp(t, `^[A-Za-z0-9]{1,255}$`, one)
		require.Equal(t, strings.Join(a, "/") == strings.Join(b, "/"), one == other)
	})
}

func TestLongPathsStayWithinTheLimit(t *testing.T) {
	id := template.LogicalID(strings.Repeat("a", 300), "Resource")
	require.Len(t, id, 248)
}
