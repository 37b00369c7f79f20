package trust_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/trust"
)

// A repository from before and one from after July 2026 send different forms:
// both are admitted by default, each with the ids alone.
func TestBothFormsByDefault(t *testing.T) {
	plain := "repo:acme/app:ref:refs/heads/main"
	d := document(t, on("acme@1/app@2"))
	assert.Equal(t, document(t, subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Branches: []string{"main"}, BothForms: ptr(true)})), d)
	assert.True(t, admits(t, d, token("repo:acme@1/app@2:ref:refs/heads/main")))
	assert.True(t, admits(t, d, token(plain, "repository_id", "2", "repository_owner_id", "1")))
	assert.False(t, admits(t, d, token(plain, "repository_id", "3", "repository_owner_id", "1")), "somebody who took over the name")
	assert.False(t, admits(t, d, token(plain)), "without its ids")

	whole := document(t, on("acme@1/*"))
	assert.True(t, admits(t, whole, token(plain, "repository_id", "2", "repository_owner_id", "1")))
	assert.False(t, admits(t, whole, token(plain, "repository_id", "2", "repository_owner_id", "9")), "another owner of the name")

	narrow := document(t, subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Branches: []string{"main"}, BothForms: ptr(false)}))
	assert.True(t, admits(t, narrow, token("repo:acme@1/app@2:ref:refs/heads/main")))
	assert.False(t, admits(t, narrow, token(plain, "repository_id", "2", "repository_owner_id", "1")))
}

// Where AWS can't test the ids, only the form that holds them is accepted.
func TestOneFormWhereIDsCannotBeTested(t *testing.T) {
	china := with(on("acme@1/app@2"), func(o *trust.Options) { o.Partition = "aws-cn" })
	assert.Len(t, document(t, china).Statements, 1)
	assert.Len(t, document(t, on("acme/app")).Statements, 1, "without ids there is one form")
}
