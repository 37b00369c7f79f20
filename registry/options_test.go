package registry_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
)

// table is the options that a registry may take.
func table() option.Table {
	return role.NewWhole(permission.PublisherOptions()).Table
}

// ownKeys are the options that a row or the registry has of its own, where the
// defaults have none.
var ownKeys = map[string]bool{"repository": true, "roleName": true, "path": true, "accountId": true, "region": true}

// value is the example of an option as a registry has it.
func value(o *option.Option) any {
	switch o.Kind() {
	case option.Switch:
		return o.Example == "true"
	case option.Number:
		return json.Number(o.Example)
	case option.List:
		return strings.Split(o.Example, ",")
	}
	return o.Example
}

// A row may say everything that a publisher can be told, and each option that
// it says makes other roles than the row without it.
func TestARowTakesEveryOption(t *testing.T) {
	for _, o := range table() {
		key := o.RegistryKey()
		if key == "" || ownKeys[key] {
			continue
		}
		t.Run(key, func(t *testing.T) {
			row := map[string]any{
				"team": "web", "repository": "acme/app", "ownerId": 1, "id": 2, "environments": []string{"production"}, "dev": true,
				"s3": map[string]any{"bucket": "acme-bucket"}, "ecr": map[string]any{"repositories": []string{"own"}},
				"ecrPublic": map[string]any{"repositories": []string{"own"}}, "codeArtifact": map[string]any{"domain": "own", "repositories": []string{"own"}, "region": "us-east-1"},
			}
			if key == "s3.floating" {
				put(row, "s3.writeOnce", true) // without which it is refused
			}
			if key == "s3.retentionDays" {
				put(row, "s3.retentionModes", []string{"GOVERNANCE"}) // as before
			}
			if key == "codeArtifact.tokenDuration" {
				put(row, "ecrPublic.limitToken", true) // as before
			}
			if key == "codeArtifact.publishOnly" {
				put(row, "codeArtifact.formats", []string{"npm"}) // as before
			}
			before := rolesOf(t, row)
			if store, found := strings.CutSuffix(key, ".everyRepository"); found {
				delete(row[store].(map[string]any), "repositories") // which it excludes
			}
			put(row, key, value(o))
			require.False(t, reflect.DeepEqual(before, rolesOf(t, row)), "nothing has changed")
		})
	}
}

// rolesOf returns the roles of a registry of one row.
func rolesOf(t *testing.T, row map[string]any) []template.Role {
	text, err := json.Marshal(map[string]any{"version": 1, "accountId": "999999999999", "region": "eu-west-1", "repositories": []any{row}})
	require.NoError(t, err)
	r := read(t, string(text))
	return r.Roles(r.Repositories[0])
}

func put(options map[string]any, key string, value any) {
	store, name, below := strings.Cut(key, ".")
	if !below {
		options[key] = value
		return
	}
	options[store].(map[string]any)[name] = value
}

// Defaults and rows are merged option by option; a row's list replaces the
// defaults', and the contexts of a job replace each other together.
func TestARowSaysWhatTheDefaultsDoNot(t *testing.T) {
	r := read(t, `
version: 1
accountId: "123456789012"
region: eu-west-1
defaults:
  environments: [release]
  claims: [job_workflow_ref=acme/ci/.github/workflows/release.yml@refs/heads/main]
  pinRegion: true
  s3: {bucket: acme-dist, prefix: "{team}/{repository}/", writeOnce: true, tagKeys: [Release]}
  ecr: {repositories: ["{team}/{image}"], describe: true}
  codeArtifact: {domain: acme, repositories: ["{team}"], tokenDuration: 3600}
repositories:
  - {team: web, repository: acme/Site, ownerId: 1, id: 2}
  - team: web
    repository: acme/lib
    ownerId: 1
    id: 3
    pullRequests: true
    s3: {writeOnce: false, tagKeys: [Release, Commit]}
    ecr: {repositories: [lib]}
    without: [codeArtifact]
`)
	site, lib := r.Roles(r.Repositories[0])[0], r.Roles(r.Repositories[1])[0]
	require.Equal(t, permission.Limited{PinRegion: true, Set: permission.Publisher{
		S3:           &permission.S3{BucketName: "acme-dist", Prefix: "web/Site/", DevPrefix: "dev/Site/", WriteOnce: true, TagKeys: []string{"Release"}},
		ECR:          &permission.ECR{RepositoryNames: []string{"web/site"}, Describe: true},
		CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"web"}, TokenDuration: 3600},
	}}, site.Sets[0])
	require.Equal(t, permission.Limited{PinRegion: true, Set: permission.Publisher{
		S3:  &permission.S3{BucketName: "acme-dist", Prefix: "web/lib/", DevPrefix: "dev/lib/", TagKeys: []string{"Release", "Commit"}},
		ECR: &permission.ECR{RepositoryNames: []string{"lib"}, Describe: true},
	}}, lib.Sets[0])
	require.Equal(t, []string{"release"}, site.Trust.Subjects[0].Environments)
	require.Empty(t, lib.Trust.Subjects[0].Environments)
	require.True(t, lib.Trust.Subjects[0].PullRequests)
	require.Equal(t, site.Trust.Subjects[0].Claims, lib.Trust.Subjects[0].Claims)
}

// What a row switches off of a group leaves the rest of the group.
func TestARowSwitchesOneContextOff(t *testing.T) {
	r := read(t, `
version: 1
accountId: "123456789012"
region: eu-west-1
defaults: {environments: [release], pullRequests: true, ecr: {}}
repositories:
  - {team: web, repository: acme/site, ownerId: 1, id: 2, pullRequests: false}
`)
	subject := r.Roles(r.Repositories[0])[0].Trust.Subjects[0]
	require.False(t, subject.PullRequests)
	require.Equal(t, []string{"release"}, subject.Environments)
}
