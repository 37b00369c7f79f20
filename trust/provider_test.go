package trust_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/trust"
)

// Options that say nothing of a subject.
var invalidProviders = []invalidCase{
	{"no subjects", trust.Options{AccountID: account}},
	{"no repository", subject(trust.Subject{Branches: []string{"main"}})},
	{"no context", subject(trust.Subject{Repositories: []string{"acme/app"}})},
	{"no account", trust.Options{Subjects: []trust.Subject{main}}},
	{"account with hyphens", with(subject(main), func(o *trust.Options) { o.AccountID = "1234-5678-9012" })},
	{"account with a wildcard beside a token", with(subject(main), func(o *trust.Options) { o.AccountID = "${Token[AWS.AccountId.0]}*" })},
	{"unknown partition", with(subject(main), func(o *trust.Options) { o.Partition = "aws-moon" })},
	{"provider that is no ARN", with(subject(main), func(o *trust.Options) { o.ProviderARN = "github" })},
	{"provider of another kind", with(subject(main), func(o *trust.Options) { o.ProviderARN = "arn:aws:iam::123456789012:saml-provider/x" })},
	{"provider of another issuer", with(subject(main), func(o *trust.Options) {
		o.ProviderARN = "arn:aws:iam::123456789012:oidc-provider/gitlab.com"
	})},
	{"provider in another account", with(subject(main), func(o *trust.Options) {
		o.ProviderARN = "arn:aws:iam::999999999999:oidc-provider/" + github
	})},
	{"provider in another partition", with(subject(main), func(o *trust.Options) {
		o.Partition, o.ProviderARN = "aws-cn", provider
	})},
	{"audience with a wildcard", with(subject(main), func(o *trust.Options) { o.Audience = "*" })},
	{"audience with a variable", with(subject(main), func(o *trust.Options) { o.Audience = "${aws:username}" })},
	{"no audience", issuedBy(trust.OIDC("https://ci.example.com", ""), trust.Subject{Raw: []string{"job:1"}})},
	{"quota below the default", with(subject(main), func(o *trust.Options) { o.Quota = 100 })},
	{"quota above the most", with(subject(main), func(o *trust.Options) { o.Quota = 10000 })},
}

func TestProvider(t *testing.T) {
	assert.Equal(t, provider, subject(main).Provider())
	assert.Equal(t, "arn:aws-us-gov:iam::123456789012:oidc-provider/gitlab.com",
		trust.Options{Issuer: trust.GitLab(), Partition: "aws-us-gov", AccountID: account}.Provider())
	assert.Equal(t, "arn:aws:iam::1:oidc-provider/x", trust.Options{ProviderARN: "arn:aws:iam::1:oidc-provider/x"}.Provider())
}

// The audience of China, and its override.
func TestAudience(t *testing.T) {
	for _, c := range []struct {
		name string
		o    trust.Options
		want string
	}{
		{"default", subject(main), "sts.amazonaws.com"},
		{"China", with(subject(main), func(o *trust.Options) { o.Partition = "aws-cn" }), "sts.amazonaws.com.cn"},
		{"China by its provider", with(subject(main), func(o *trust.Options) {
			o.ProviderARN = "arn:aws-cn:iam::123456789012:oidc-provider/" + github
		}), "sts.amazonaws.com.cn"},
		{"China, overridden", with(subject(main), func(o *trust.Options) { o.Partition, o.Audience = "aws-cn", "sts.amazonaws.com" }), "sts.amazonaws.com"},
		{"a partition known at deployment", with(subject(main), func(o *trust.Options) { o.Partition = "${Token[AWS.Partition.3]}" }), "sts.amazonaws.com"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := document(t, c.o)
			assert.Equal(t, []string{c.want}, d.Statements[0].Conditions["StringEquals"][github+":aud"])
		})
	}
}
