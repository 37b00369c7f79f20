package trust_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// repositories makes so many names.
func repositories(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("acme/service-%03d", i)
	}
	return names
}

func TestSize(t *testing.T) {
	o := on(repositories(200)...)
	err := o.Validate()
	require.Error(t, err)
	requireGolden(t, "size.txt", err.Error()+"\n")

	fit := 0
	for n := 1; n < 200; n++ {
		if on(repositories(n)...).Document().Size() <= policy.TrustPolicyQuota {
			fit = n
		}
	}
	assert.Contains(t, err.Error(), fmt.Sprintf("%d of these 200 repositories fit", fit))
	assert.NoError(t, on(repositories(fit)...).Validate())
	assert.Error(t, on(repositories(fit+1)...).Validate())

	o.Subjects[0].Repositories = repositories(fit + 1)
	o.Quota = policy.TrustPolicyMaxQuota
	assert.NoError(t, o.Validate(), "the raised quota is an explicit option")

	o.Subjects[0].Repositories = repositories(400)
	err = o.Validate()
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "have AWS raise", "there is nothing more to raise")

	// What the message offers instead fits.
	offers := []trust.Options{
		subject(trust.Subject{Repositories: []string{"acme@1/*"}, Environments: []string{"release"}}),
		subject(trust.Subject{Repositories: []string{"acme@1/*"}, AnyRef: true, Claims: trust.Claims{
			trust.ClaimJobWorkflowRef: {"acme/ci/.github/workflows/release.yml@refs/heads/main"}}}),
	}
	for _, offer := range offers {
		assert.NoError(t, offer.Validate())
	}
}

// The validation of a policy that is too long does not depend on how its
// repositories are spread over subjects.
func TestSizeAcrossSubjects(t *testing.T) {
	o := trust.Options{AccountID: account}
	for i, name := range repositories(12) {
		o.Subjects = append(o.Subjects, trust.Subject{Repositories: []string{name}, Branches: []string{"main"},
			Claims: trust.Claims{trust.ClaimRepositoryID: {fmt.Sprint(100 + i)}}})
	}
	err := o.Validate()
	require.Error(t, err)
	assert.Regexp(t, `[1-9][0-9]* of these 12 repositories fit`, err.Error())
}
