package trust_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/trust"
)

// requireGolden compares a text with a file in testdata.
func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, "testdata/"+name, got)
}

// on is options for one branch of repositories.
func on(repositories ...string) trust.Options {
	return subject(trust.Subject{Repositories: repositories, Branches: []string{"main"}})
}

func branch(name string) trust.Options {
	return subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{name}})
}

func environment(name string) trust.Options {
	return subject(trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{name}})
}

func claim(name trust.Claim, values ...string) trust.Options {
	return subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{name: values}})
}

func raw(sub string) trust.Options { return subject(trust.Subject{Raw: []string{sub}}) }

func with(o trust.Options, change func(*trust.Options)) trust.Options {
	change(&o)
	return o
}

func issuedBy(i trust.Issuer, s trust.Subject) trust.Options {
	return trust.Options{Issuer: i, AccountID: account, Subjects: []trust.Subject{s}}
}

// invalidCase is an invalid input; the message that each gets is in
// testdata/invalid.txt.
type invalidCase struct {
	name    string
	options trust.Options
}

// invalid inputs, each beside the test of the file that refuses it.
var invalid = slices.Concat(
	invalidProviders,
	invalidRepositories,
	invalidRefs,
	invalidClaims,
	invalidRaw,
	invalidGitHub,
	invalidGitLab,
	invalidBitbucket,
	invalidCircleCI,
	invalidTerraform,
	invalidBuildkite,
	invalidOIDC,
	invalidCharacters,
)

const (
	uuid1 = "123e4567-e89b-12d3-a456-426614174000"
	uuid2 = "9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b"
)

func TestInvalid(t *testing.T) {
	var messages strings.Builder
	for _, c := range invalid {
		err := c.options.Validate()
		if !assert.Error(t, err, c.name) {
			continue
		}
		var faults fault.List
		require.ErrorAs(t, err, &faults, c.name)
		for _, f := range faults {
			assert.NotEmpty(t, f.Option, c.name)
			assert.NotEmpty(t, f.Problem, c.name)
			assert.NotEmpty(t, f.Remedy, c.name)
		}
		assert.Empty(t, c.options.Document().Statements, "%s: a refused trust must trust nobody", c.name)
		assert.Empty(t, c.options.Notices(), c.name)
		messages.WriteString(c.name + ":\n  " + strings.ReplaceAll(err.Error(), "\n", "\n  ") + "\n")
	}
	requireGolden(t, "invalid.txt", messages.String())
}
