package trust_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

// tokens are options that only the deployment knows in full.
var tokens = trust.Options{
	ProviderARN: "${Token[Provider.Arn.1]}",
	Partition:   "${Token[AWS.Partition.2]}",
	AccountID:   "${Token[AWS.AccountId.3]}",
	Subjects: []trust.Subject{{
		Repositories: []string{"${Token[Owner.4]}/app", "acme@${Token[Id.5]}/app@${Token[Id.6]}", "${Token[Repository.7]}"},
		Branches:     []string{"${Token[Branch.8]}", "release/${Token[Branch.9]}*"},
	}},
}

// What a token hides is not checked, and passes through untouched; what stands
// beside it is.
func TestTokensPass(t *testing.T) {
	require.NoError(t, tokens.Validate())
	accepted := tokens.Accepted()
	assert.Contains(t, accepted, "repo:${Token[Owner.4]}/app:ref:refs/heads/${Token[Branch.8]}")
	assert.Contains(t, accepted, "repo:acme@${Token[Id.5]}/app@${Token[Id.6]}:ref:refs/heads/release/${Token[Branch.9]}*")
	assert.Contains(t, accepted, "repo:${Token[Repository.7]}:ref:refs/heads/${Token[Branch.8]}")
	for _, o := range []trust.Options{
		on("${Token[Owner.1]}*/app"), on("${Token[Repository.1]}*"), on("acme/${Token[Name.1]}?"), on("acme/${Token[Name.1]}${aws:username}"),
		branch("${Token[Branch.1]}*/x"), branch("${Token[Branch.1]}?"), environment("${Token[E.1]}${aws:username}"),
		raw("repo:${Token[Owner.1]}*x"), claim(trust.ClaimRepositoryID, "${Token[Id.1]}*"),
		with(on("acme/app"), func(o *trust.Options) { o.ProviderARN = "${Token[Provider.Arn.1]}*" }),
		with(on("acme/app"), func(o *trust.Options) { o.Audience = "${Token[A.1]}*" }),
	} {
		assert.Error(t, o.Validate(), "%+v", o.Subjects)
	}
}

func TestAccepted(t *testing.T) {
	o := trust.Options{AccountID: account, Subjects: []trust.Subject{
		{Repositories: []string{"acme/app", "acme/app"}, Branches: []string{"main", "release/*"}, Environments: []string{"a:b"}},
		{Repositories: []string{"acme@1/*"}, PullRequests: true, BothForms: ptr(false)},
		{Raw: []string{"repo:acme/x"}},
	}}
	assert.Equal(t, []string{
		"repo:acme/app:environment:a%3Ab", "repo:acme/app:ref:refs/heads/main", "repo:acme/x",
		"repo:acme/app:ref:refs/heads/release/*",
		"repo:acme@1/*:pull_request",
	}, o.Accepted())
}

// Assess says what the methods of options say one by one.
func TestAssess(t *testing.T) {
	tooLarge := on()
	for i := range 100 {
		tooLarge.Subjects[0].Repositories = append(tooLarge.Subjects[0].Repositories, "acme/"+strings.Repeat("x", 50)+strconv.Itoa(i))
	}
	for _, o := range []trust.Options{on("acme/app"), environment("release"), raw("repo:acme/x"), {}, on("acme/app*x"), tooLarge} {
		assessed := o.Assess()
		assert.Equal(t, o.Validate(), assessed.Err)
		assert.Equal(t, o.Document(), assessed.Document)
		assert.Equal(t, o.Notices(), assessed.Notices("publish"))
		assert.Equal(t, assessed.Err != nil, len(assessed.Notices("publish")) == 0, "what is refused has no notices, and all of these others have some")
	}
	assert.NotEqual(t, on("acme/app").Assess().Notices("publish"), on("acme/app").Assess().Notices("read"))
}
