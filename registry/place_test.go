package registry_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/registry"
)

const places = "version: 1\n" + placed + "\ndefaults: {environments: [release], s3: {bucket: acme-dist}, ecr: {}}\nrepositories:\n"

// Where owners differ, the owner is part of the place that a row has unless it
// names one, so that repositories of one name don't meet.
func TestPlacesOfSeveralOwners(t *testing.T) {
	r := read(t, places+`
  - {team: a, repository: acme/App, ownerId: 1, id: 1}
  - {team: b, repository: Other/App, ownerId: 2, id: 2}
`)
	for i, want := range []permission.Publisher{
		{S3: &permission.S3{BucketName: "acme-dist", Prefix: "acme/App/"}, ECR: &permission.ECR{RepositoryNames: []string{"acme/app", "acme/app/*"}}},
		{S3: &permission.S3{BucketName: "acme-dist", Prefix: "Other/App/"}, ECR: &permission.ECR{RepositoryNames: []string{"other/app", "other/app/*"}}},
	} {
		made := r.Roles(r.Repositories[i])[0].Sets[0].(permission.Publisher)
		require.Equal(t, want.S3.Prefix, made.S3.Prefix)
		require.Equal(t, "dev/"+want.S3.Prefix, made.S3.DevPrefix)
		require.Equal(t, want.ECR.RepositoryNames, made.ECR.RepositoryNames)
	}
	notes := r.Notices()
	require.Equal(t, registry.SeveralOwnersID, notes[0].ID)
	require.True(t, notes[0].Note)
}

// An owner in another case is no other owner, and places that the rows name are
// theirs.
func TestPlacesOfOneOwner(t *testing.T) {
	for _, text := range []string{
		places + `
  - {team: a, repository: acme/App, ownerId: 1, id: 1}
  - {team: b, repository: Acme/lib, ownerId: 1, id: 2}
`,
		"version: 1\n" + placed + `
defaults: {environments: [release], s3: {bucket: acme-dist, prefix: "{repository}/", devPrefix: "dev/{repository}/"}}
repositories:
  - {team: a, repository: acme/App, ownerId: 1, id: 1}
  - {team: b, repository: other/lib, ownerId: 2, id: 2}
`} {
		r := read(t, text)
		require.Equal(t, "App/", r.Roles(r.Repositories[0])[0].Sets[0].(permission.Publisher).S3.Prefix)
		for _, notice := range r.Notices() {
			require.NotEqual(t, registry.SeveralOwnersID, notice.ID)
		}
	}
}

// Lower case, which images have, joins no two repositories.
func TestLowerCaseJoinsNothing(t *testing.T) {
	for _, test := range []struct{ name, rows, fault string }{
		{"in one owner", `
  - {team: a, repository: acme/App, ownerId: 1, id: 1}
  - {team: b, repository: acme/app, ownerId: 1, id: 2, roleName: other, s3: {bucket: other-dist}}
`, `cipublisher: repositories[1].repository "acme/app" is that of repositories[0], acme/App, too, because GitHub takes names in any case; leave one of the rows out`},
		{"in owners of other case", `
  - {team: a, repository: acme/app, ownerId: 1, id: 1}
  - {team: b, repository: ACME/app, ownerId: 1, id: 2, roleName: other}
`, `cipublisher: repositories[1].repository "ACME/app" is that of repositories[0], acme/app, too, because GitHub takes names in any case; leave one of the rows out`},
		{"in names that the rows give", `
  - {team: a, repository: acme/App, ownerId: 1, id: 1}
  - {team: b, repository: other/lib, ownerId: 2, id: 2, ecr: {repositories: [acme/app]}}
`, `cipublisher: repositories[0].ecr "acme/app" of acme/App overlaps "acme/app" of repositories[1] (other/lib), so one could overwrite what the other publishes; give each a place of its own, or set ecr.shared to true in each of them`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := registry.Read([]byte(places + test.rows))
			require.EqualError(t, err, test.fault)
		})
	}
}

// A repository of another owner and the same name may not write to a place that
// leaves the owner out.
func TestAPlaceWithoutTheOwnerIsCompared(t *testing.T) {
	_, err := registry.Read([]byte("version: 1\n" + placed + `
defaults: {environments: [release], s3: {bucket: acme-dist, prefix: "{repository}/"}}
repositories:
  - {team: a, repository: acme/app, ownerId: 1, id: 1}
  - {team: b, repository: other/app, ownerId: 2, id: 2}
`))
	require.ErrorContains(t, err, `repositories[0].s3 "acme-dist/app/*" of acme/app overlaps "acme-dist/app/*" of repositories[1] (other/app)`)
}
