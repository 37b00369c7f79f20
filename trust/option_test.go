package trust_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Values of a key that is repeated are collected, and only the first "=" of a
// claim and the first two of a condition divide it.
func TestClaimsAndConditions(t *testing.T) {
	var o trust.Options
	var s trust.Subject
	table := s.Options(&o)
	require.NoError(t, table.At("Subjects.Claims").Set([]string{"actor=ann", "actor=ben", "environment=a=b"}))
	assert.Equal(t, trust.Claims{"actor": {"ann", "ben"}, "environment": {"a=b"}}, s.Claims)
	require.NoError(t, table.At("Conditions").Set([]string{"IpAddress=aws:SourceIp=192.0.2.0/24", "IpAddress=aws:SourceIp=198.51.100.0/24", "StringEquals=a=b=c"}))
	assert.Equal(t, policy.Conditions{"IpAddress": {"aws:SourceIp": {"192.0.2.0/24", "198.51.100.0/24"}}, "StringEquals": {"a": {"b=c"}}}, o.Conditions)

	assert.EqualError(t, table.At("Subjects.Claims").Set([]string{"actor", "=ann"}), "cipublisher: 2 faults:\n"+
		`  - Subjects.Claims "actor" has no value; write Subjects.Claims KEY=VALUE`+"\n"+
		`  - Subjects.Claims "=ann" has no key; write Subjects.Claims KEY=VALUE`)
	for _, text := range []string{"IpAddress", "IpAddress=aws:SourceIp", "=aws:SourceIp=x", "IpAddress==x"} {
		assert.ErrorContains(t, table.At("Conditions").Set(text), "is not an operator, a key and a value", text)
	}
}

func TestIssuerByName(t *testing.T) {
	for _, name := range []string{"github", "gitlab", "terraform", "github-enterprise:acme"} {
		want, err := trust.ParseIssuer(name)
		require.NoError(t, err)
		var o trust.Options
		require.NoError(t, new(trust.Subject).Options(&o).At("Issuer").Set(name))
		assert.Equal(t, want, o.Issuer, name)
	}
}
