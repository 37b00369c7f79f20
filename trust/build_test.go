package trust_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/trust"
)

// Documents as a security reviewer reads them.
func TestGoldenDocuments(t *testing.T) {
	for name, o := range map[string]trust.Options{
		"branch":                    on("acme/app"),
		"environment":               subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"Production:V1"}}),
		"several-repositories":      on("acme/app", "acme/lib", "other/tool"),
		"exact-and-pattern":         subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main", "release/*"}, Tags: []string{"v1.0.0"}}),
		"any-ref":                   subject(trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}),
		"whole-owner-any-ref":       subject(trust.Subject{Repositories: []string{"acme/*"}, AnyRef: true}),
		"whole-owner-branch":        on("acme/*"),
		"whole-owner-environment":   subject(trust.Subject{Repositories: []string{"acme@1/*"}, Environments: []string{"release"}}),
		"immutable-form":            subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, BothForms: ptr(false), Branches: []string{"main"}}),
		"both-forms":                subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, BothForms: ptr(true), Branches: []string{"main"}}),
		"claims":                    subject(trust.Subject{Repositories: []string{"acme/*"}, AnyRef: true, Claims: trust.Claims{trust.ClaimRepositoryOwnerID: {"1"}, trust.ClaimJobWorkflowRef: {"acme/ci/.github/workflows/release.yml@*"}}}),
		"claims-of-each-repository": attacks[len(attacks)-2].options,
		"enterprise-server":         issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), main),
		"china":                     with(on("acme/app"), func(o *trust.Options) { o.Partition = "aws-cn" }),
		"gitlab":                    issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{"ref_protected": {"true"}}}),
		"tokens":                    tokens,
	} {
		t.Run(name, func(t *testing.T) {
			requireGolden(t, name+".json", document(t, o).Indent())
		})
	}
}

// The claim that holds a plain repository to its id and the same claim that
// somebody gives are one; a claim of the subject's own comes to that of the id.
func TestIDsAreClaims(t *testing.T) {
	app := trust.Subject{Repositories: []string{"acme@1/app@2"}, Branches: []string{"main"}, BothForms: ptr(true)}
	given := trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v1"}, Claims: trust.Claims{trust.ClaimRepositoryID: {"2"}}}
	both := subject(app)
	both.Subjects = append(both.Subjects, given)
	statements := document(t, both).Statements
	assert.Len(t, statements, 2)
	const id, sub = "token.actions.githubusercontent.com:repository_id", "token.actions.githubusercontent.com:sub"
	assert.Equal(t, []string{"repo:acme/app:ref:refs/heads/main", "repo:acme/app:ref:refs/tags/v1"}, statements[1].Conditions["StringEquals"][sub])
	assert.Equal(t, []string{"2"}, statements[1].Conditions["StringEquals"][id])
	assert.NotContains(t, statements[0].Conditions["StringEquals"], id)

	app.Claims = trust.Claims{trust.ClaimActorID: {"3"}}
	statements = document(t, subject(app)).Statements
	assert.Len(t, statements, 2)
	assert.Equal(t, []string{"2"}, statements[1].Conditions["StringEquals"][id])
	for _, s := range statements {
		assert.Equal(t, []string{"3"}, s.Conditions["StringEquals"]["token.actions.githubusercontent.com:actor_id"])
	}
	assert.Equal(t, trust.Claims{trust.ClaimActorID: {"3"}}, app.Claims, "which nothing is added to")
}

// Claims that differ in nothing but tokens still get statements of their own.
func TestTokensDoNotMergeStatements(t *testing.T) {
	hidden := func(id string) trust.Subject {
		return trust.Subject{Repositories: []string{"acme/a"}, Branches: []string{"main"}, Claims: trust.Claims{trust.ClaimRepositoryID: {id}}}
	}
	d := document(t, trust.Options{AccountID: account, Subjects: []trust.Subject{hidden("${Token[A.1]}"), hidden("${Token[A.2]}")}})
	assert.Len(t, d.Statements, 2)
}
