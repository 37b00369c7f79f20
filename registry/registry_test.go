package registry_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/template"
)

const head = `
version: 1
accountId: "123456789012"
region: eu-west-1
defaults:
  environments: [release]
  s3: {bucket: acme-dist}
  ecr: {}
  codeArtifact: {domain: acme, repositories: [packages], shared: true}
repositories:
`

func row(i int) string {
	return fmt.Sprintf("  - {team: team-%d, repository: acme/app-%d, ownerId: 1234, id: %d}\n", i%20, i, 100000+i)
}

func rows(indexes ...int) string {
	var b strings.Builder
	b.WriteString(head)
	for _, i := range indexes {
		b.WriteString(row(i))
	}
	return b.String()
}

func read(t require.TestingT, text string) registry.Registry {
	r, err := registry.Read([]byte(text))
	require.NoError(t, err)
	return r
}

// resources returns every resource of the registry's stacks, under the name of
// its stack and its logical id.
func resources(t require.TestingT, r registry.Registry) map[string]string {
	all := map[string]string{}
	for _, stack := range r.StacksOfRoles() {
		made, err := stack.Template()
		require.NoError(t, err)
		for id, resource := range made.Resources {
			text, err := json.Marshal(resource)
			require.NoError(t, err)
			all[stack.Name+" "+id] = string(text)
		}
	}
	return all
}

func TestRowsAreRoles(t *testing.T) {
	r := read(t, head+`
  - {team: platform, repository: acme/App, ownerId: 1234, id: 5678}
  - {team: web, repository: acme/site, ownerId: 1234, id: 9012, branches: [main], without: [ecr, codeArtifact], dev: true, allowDelete: false}
  - {team: web, repository: acme/lib, ownerId: 1234, id: 3456, roleName: library, s3: {bucket: "{team}-dist", prefix: "libs/{owner}/"}}
`)
	app := r.Roles(r.Repositories[0])
	require.Len(t, app, 1)
	require.Equal(t, "acme-App", app[0].PolicyName)
	require.Equal(t, "Publishes artifacts of acme/App, team platform", app[0].Description)
	require.Equal(t, []string{"acme@1234/App@5678"}, app[0].Trust.Subjects[0].Repositories)
	require.Equal(t, []string{"release"}, app[0].Trust.Subjects[0].Environments)
	require.Equal(t, permission.Publisher{
		S3:           &permission.S3{BucketName: "acme-dist", Prefix: "App/", DevPrefix: "dev/App/"},
		ECR:          &permission.ECR{RepositoryNames: []string{"app", "app/*"}},
		CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"packages"}},
	}, app[0].Sets[0])

	site := r.Roles(r.Repositories[1])
	require.Len(t, site, 2)
	require.Equal(t, "acme-site-dev", site[1].PolicyName)
	require.Empty(t, site[0].Trust.Subjects[0].Environments, "a row's branches take the place of the defaults' environments")
	require.True(t, site[1].Trust.Subjects[0].AnyRef)
	require.Empty(t, site[1].Trust.Subjects[0].Branches, "the dev role is for any ref, and for nothing else")
	require.Equal(t, permission.Publisher{
		S3:          &permission.S3{BucketName: "acme-dist", Prefix: "site/", DevPrefix: "dev/site/"},
		AllowDelete: new(bool),
		Dev:         true,
	}, site[1].Sets[0])

	lib := r.Roles(r.Repositories[2])[0]
	require.Equal(t, "library", lib.PolicyName)
	require.Equal(t, "web-dist", lib.Sets[0].(permission.Publisher).S3.BucketName)
	require.Equal(t, "libs/acme/", lib.Sets[0].(permission.Publisher).S3.Prefix)
}

// A name that IAM would refuse is shortened, and stays unique.
func TestLongNames(t *testing.T) {
	long := strings.Repeat("x", 90)
	r := read(t, head+fmt.Sprintf(`
  - {team: a, repository: acme/%s1, ownerId: 1, id: 1, dev: true, ecr: {repositories: [one]}}
  - {team: a, repository: acme/%s2, ownerId: 1, id: 2, dev: true, ecr: {repositories: [two]}}
`, long, long))
	seen := map[string]bool{}
	for _, row := range r.Repositories {
		for _, made := range r.Roles(row) {
			require.LessOrEqual(t, len(made.PolicyName), aws.MaxRoleName)
			require.False(t, seen[made.PolicyName])
			seen[made.PolicyName] = true
		}
	}
}

// Rows that come, go and move leave the others' resources alone, to the byte
// and in the same stack, as long as the registry has one owner, or has several.
func TestUntouchedRowsKeepTheirResources(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		distinct := rapid.SliceOfNDistinct(rapid.IntRange(0, 10000), 1, 30, rapid.ID[int])
		before := distinct.Draw(t, "before")
		added := distinct.Draw(t, "added")
		kept := before[:rapid.IntRange(1, len(before)).Draw(t, "kept")]
		after := append([]int{}, kept...)
		for _, i := range added {
			if !slices.Contains(before, i) {
				after = append(after, i)
			}
		}
		rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "order"))).Shuffle(len(after), func(i, j int) { after[i], after[j] = after[j], after[i] })

		other := ""
		if rapid.Bool().Draw(t, "several owners") {
			other = "  - {team: z, repository: other/app, ownerId: 1, id: 7}\n"
		}
		old, made := resources(t, read(t, rows(before...)+other)), resources(t, read(t, rows(after...)+other))
		for _, id := range kept {
			of := fmt.Sprintf("Repository%d", 100000+id)
			found := 0
			for key, resource := range old {
				if strings.Contains(key, " "+of+"Policy") || strings.Contains(key, " "+of+"Role") {
					found++
					require.Equal(t, resource, made[key], key)
				}
			}
			require.Equal(t, 2, found)
		}
	})
}

// A repository that is renamed keeps its logical ids and its stack, and so
// does one that another team takes over, whose role is only described anew.
func TestRenamesAndMovesBetweenTeams(t *testing.T) {
	keys := func(text string) []string {
		var all []string
		for key := range resources(t, read(t, head+text)) {
			all = append(all, key)
		}
		return all
	}
	before := keys(`  - {team: a, repository: acme/app, ownerId: 1, id: 7}`)
	require.ElementsMatch(t, before, keys(`  - {team: a, repository: acme/renamed, ownerId: 1, id: 7}`))
	require.ElementsMatch(t, before, keys(`  - {team: b, repository: acme/app, ownerId: 1, id: 7}`))
}

func thousand() string {
	indexes := make([]int, 1000)
	for i := range indexes {
		indexes[i] = i
	}
	return rows(indexes...)
}

func TestAThousandRowsFitTheLimits(t *testing.T) {
	r := read(t, thousand())
	roles := 0
	for _, stack := range r.StacksOfRoles() {
		made, err := stack.Template()
		require.NoError(t, err)
		require.LessOrEqual(t, len(made.Resources), template.MaxResources)
		require.Less(t, len(made.Indent()), template.MaxBytes)
		roles += len(stack.Roles)
	}
	require.Equal(t, 1000, roles)
}

// Each of the several policies of a role is a resource.
func TestEveryPolicyCountsAgainstTheLimit(t *testing.T) {
	var names []string
	for i := range 60 {
		names = append(names, fmt.Sprintf("teams/a-repository-with-a-long-name-%d", i))
	}
	var b strings.Builder
	b.WriteString(strings.Replace(head, "ecr: {}", "ecr: {shared: true, repositories: ["+strings.Join(names, ", ")+"]}", 1))
	for i := range 170 {
		b.WriteString(row(i))
	}
	text := strings.Replace(b.String(), "version: 1", "version: 1\nstacks: 1", 1)
	_, err := registry.Read([]byte(text))
	require.ErrorContains(t, err, `stacks "1" gives stack ci-publishers 510 resources, and CloudFormation takes 500`)
}

func TestJSONIsRead(t *testing.T) {
	want := read(t, rows(1, 2))
	text, err := json.Marshal(map[string]any{
		"version": 1, "accountId": "123456789012", "region": "eu-west-1",
		"defaults": map[string]any{"environments": []string{"release"}, "s3": map[string]any{"bucket": "acme-dist"}, "ecr": map[string]any{}, "codeArtifact": map[string]any{"domain": "acme", "repositories": []string{"packages"}, "shared": true}},
		"repositories": []any{
			map[string]any{"team": "team-1", "repository": "acme/app-1", "ownerId": 1234, "id": 100001},
			map[string]any{"team": "team-2", "repository": "acme/app-2", "ownerId": 1234, "id": 100002},
		},
	})
	require.NoError(t, err)
	require.Equal(t, want, read(t, string(text)))
}

func BenchmarkThousandRows(b *testing.B) {
	text := []byte(thousand())
	b.ReportAllocs()
	for b.Loop() {
		r, err := registry.Read(text)
		if err != nil {
			b.Fatal(err)
		}
		for _, stack := range r.StacksOfRoles() {
			if _, err := stack.Template(); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func TestUnknownRegionIsToldOnce(t *testing.T) {
	r := read(t, rows(1, 2, 3))
	r.Region = "eu-centrall-1"
	var told []string
	for _, notice := range r.Notices() {
		if notice.ID == aws.UnknownRegionID {
			told = append(told, notice.String())
		}
	}
	require.Len(t, told, 1)
	require.Contains(t, told[0], `region "eu-centrall-1" is no region that is known here`)
}
