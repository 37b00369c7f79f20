package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/internal/processor"
	"github.com/cipublisher/cipublisher/registry"
)

// two is a registry of two rows with these options.
func two(top, one, other string) string {
	return "version: 1\n" + top + "\ndefaults: {environments: [release]}\nrepositories:\n" +
		"  - {team: a, repository: acme/one, ownerId: 1, id: 1, " + one + "}\n" +
		"  - {team: b, repository: acme/two, ownerId: 1, id: 2, " + other + "}\n"
}

const placed = "accountId: '123456789012'\nregion: eu-west-1"

func TestRefusesOverlaps(t *testing.T) {
	const remedy = ", so one could overwrite what the other publishes; give each a place of its own, or set "
	for _, test := range []struct{ name, top, one, other, fault string }{
		{"one prefix", placed, "s3: {bucket: dist, prefix: app/}", "s3: {bucket: dist, prefix: app/}",
			`repositories[0].s3 "dist/app/*" of acme/one overlaps "dist/app/*" of repositories[1] (acme/two)` + remedy + "s3.shared to true in each of them"},
		{"a prefix below another", placed, "s3: {bucket: dist, prefix: app/web/}", "s3: {bucket: dist, prefix: app/}",
			`repositories[0].s3 "dist/app/web/*" of acme/one overlaps "dist/app/*" of repositories[1] (acme/two)`},
		{"a prefix that has no slash at its end", placed, "s3: {bucket: dist, prefix: app}", "s3: {bucket: dist, prefix: app-two/}",
			`repositories[0].s3 "dist/app*" of acme/one overlaps "dist/app-two/*"`},
		{"one of several prefixes", placed, "s3: {bucket: dist, prefix: a/, prefixes: [b/]}", "s3: {bucket: dist, prefix: c/, prefixes: [b/d/]}",
			`repositories[0].s3 "dist/b/*" of acme/one overlaps "dist/b/d/*"`},
		{"a prefix that is reached through an access point", placed, "s3: {bucket: dist, prefix: app/, accessPoint: 'arn:aws:s3:eu-west-1:123456789012:accesspoint/releases'}", "s3: {bucket: dist, prefix: app/web/}",
			`repositories[0].s3 "dist/app/*" of acme/one overlaps "dist/app/web/*"`},
		{"a further bucket", placed, "s3: {bucket: dist, buckets: [more]}", "s3: {bucket: more}",
			`repositories[0].s3 "more/*" of acme/one overlaps "more/two/*"`},
		{"a dev prefix and releases", placed, "dev: true, s3: {bucket: dist, devPrefix: two/feature-}", "s3: {bucket: dist}",
			`repositories[0].s3 "dist/two/feature-*" of acme/one overlaps "dist/two/*"`},
		{"a dev prefix with a wildcard", placed, `dev: true, s3: {bucket: dist, devPrefix: "*/feature/"}`, "s3: {bucket: dist}",
			`repositories[0].s3 "dist/*/feature/*" of acme/one overlaps "dist/two/*"`},
		{"two dev prefixes", placed, "dev: true, s3: {bucket: dist, devPrefix: dev/}", "dev: true, s3: {bucket: dist, devPrefix: dev/x/}",
			`repositories[0].s3 "dist/dev/*" of acme/one overlaps "dist/dev/x/*"`},
		{"a bucket for dev releases and releases", placed, "dev: true, s3: {bucket: dist, devBucket: dev, devPrefix: a/}", "s3: {bucket: dev, prefix: a/b/}",
			`repositories[0].s3 "dev/a/*" of acme/one overlaps "dev/a/b/*"`},
		{"directories that write-once leaves out", placed, `s3: {bucket: dist, prefix: a/, writeOnce: true, floating: ["*/latest/"]}`, "s3: {bucket: dist, prefix: a/b/}",
			`repositories[0].s3 "dist/a/*" of acme/one overlaps "dist/a/b/*"`},
		{"one image repository", placed, "ecr: {repositories: [app]}", "ecr: {repositories: [app]}",
			`repositories[0].ecr "app" of acme/one overlaps "app" of repositories[1] (acme/two)` + remedy + "ecr.shared to true in each of them"},
		{"a pattern of image repositories", placed, `ecr: {repositories: ["app/*"]}`, "ecr: {repositories: [app/web]}",
			`repositories[0].ecr "app/*" of acme/one overlaps "app/web"`},
		{"two patterns of image repositories", placed, `ecr: {repositories: ["app/w*"]}`, `ecr: {repositories: ["app/*"]}`,
			`repositories[0].ecr "app/w*" of acme/one overlaps "app/*"`},
		{"image repositories of a dev publisher", placed, "dev: true, ecr: {repositories: [one], devRepositories: [two/dev]}", "ecr: {}",
			`repositories[0].ecr "two/dev" of acme/one overlaps "two/*"`},
		{"public image repositories", placed, "ecrPublic: {repositories: [app]}", `ecrPublic: {repositories: ["a*"]}`,
			`repositories[0].ecrPublic "app" of acme/one overlaps "a*" of repositories[1] (acme/two)` + remedy + "ecrPublic.shared to true in each of them"},
		{"a package repository", placed, "codeArtifact: {domain: acme, repositories: [releases]}", `codeArtifact: {domain: acme, repositories: ["rel*"]}`,
			`repositories[0].codeArtifact "acme/releases/*" of acme/one overlaps "acme/rel*/*" of repositories[1] (acme/two)` + remedy + "codeArtifact.shared to true in each of them"},
		{"a package and its repository", placed, "codeArtifact: {domain: acme, repositories: [releases], formats: [npm], namespaces: [acme]}", "codeArtifact: {domain: acme, repositories: [releases]}",
			`repositories[0].codeArtifact "acme/releases/npm/acme/*" of acme/one overlaps "acme/releases/*"`},
		{"namespaces", placed, `codeArtifact: {domain: acme, repositories: [ra], namespaces: ["com.acme*"]}`, "codeArtifact: {domain: acme, repositories: [ra], namespaces: [com.acme.web]}",
			`repositories[0].codeArtifact "acme/ra/*/com.acme*/*" of acme/one overlaps "acme/ra/*/com.acme.web/*"`},
		{"package repositories of a dev publisher", placed, "dev: true, s3: {bucket: dist}, codeArtifact: {domain: acme, repositories: [ra], devRepositories: [rb]}", "codeArtifact: {domain: acme, repositories: [rb]}",
			`repositories[0].codeArtifact "acme/rb/*" of acme/one overlaps "acme/rb/*"`},
		{"a domain by its ARN", placed, "codeArtifact: {domain: own, repositories: [ra], domains: ['arn:aws:codeartifact:eu-west-1:123456789012:domain/acme']}", "codeArtifact: {domain: acme, repositories: [ra]}",
			`repositories[0].codeArtifact "acme/ra/*" of acme/one overlaps "acme/ra/*"`},
		{"a domain in an account that only the deployment may know to be the same", "", "codeArtifact: {domain: acme, accountId: '123456789012', region: eu-west-1, repositories: [ra]}", "codeArtifact: {domain: acme, repositories: [ra]}",
			`repositories[0].codeArtifact "acme/ra/*" of acme/one overlaps "acme/ra/*"`},
		{"of which one alone is shared", placed, "ecr: {repositories: [app], shared: true}", "ecr: {repositories: [app]}",
			`repositories[0].ecr "app" of acme/one overlaps "app"`},
		{"of which the other alone is shared", placed, "ecr: {repositories: [app], shared: false}", "ecr: {repositories: [app], shared: true}",
			`repositories[0].ecr "app" of acme/one overlaps "app"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := registry.Read([]byte(two(test.top, test.one, test.other)))
			require.ErrorContains(t, err, test.fault)
		})
	}
}

func TestAcceptsWhatDoesNotOverlap(t *testing.T) {
	for _, test := range []struct{ name, top, one, other string }{
		{"a place of its own for each, as unset", placed, "dev: true, s3: {bucket: dist}, ecr: {repositories: [one], devRepositories: [dev/one]}", "dev: true, s3: {bucket: dist}, ecr: {repositories: [two], devRepositories: [dev/two]}"},
		{"one prefix in two buckets", placed, "s3: {bucket: dist, prefix: app/}", "s3: {bucket: dist2, prefix: app/}"},
		{"a prefix that begins like another", placed, "s3: {bucket: dist, prefix: app/}", "s3: {bucket: dist, prefix: app-two/}"},
		{"a dev prefix without a dev publisher", placed, "s3: {bucket: dist, devPrefix: two/}", "s3: {bucket: dist}"},
		{"an image repository and those below it", placed, "ecr: {repositories: [app]}", `ecr: {repositories: ["app/*"]}`},
		{"private and public image repositories", placed, "ecr: {repositories: [app]}", "ecrPublic: {repositories: [app]}"},
		{"one name of a package in two formats", placed, "codeArtifact: {domain: acme, repositories: [ra], formats: [npm], packages: [x]}", "codeArtifact: {domain: acme, repositories: [ra], formats: [pypi], packages: [x]}"},
		{"two namespaces", placed, "codeArtifact: {domain: acme, repositories: [ra], namespaces: [com.acme.one]}", "codeArtifact: {domain: acme, repositories: [ra], namespaces: [com.acme.two]}"},
		{"copies of other packages to one repository", placed, "codeArtifact: {domain: acme, repositories: [ra], promoteFrom: [rb], packages: [x]}", "codeArtifact: {domain: acme, repositories: [ra], promoteFrom: [rb], packages: [y]}"},
		{"one name of a domain in two accounts", placed, "codeArtifact: {domain: acme, repositories: [ra]}", "codeArtifact: {domain: acme, accountId: '999999999999', repositories: [ra]}"},
		{"one name of a domain in two regions", placed, "codeArtifact: {domain: acme, repositories: [ra]}", "codeArtifact: {domain: acme, region: eu-central-1, repositories: [ra]}"},
		{"one key that all objects are encrypted with", placed, "s3: {bucket: dist, kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/abcd1234-ab12-cd34-ef56-abcdef123456'}", "s3: {bucket: dist, kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/abcd1234-ab12-cd34-ef56-abcdef123456'}"},
		{"what both say is shared", placed, "ecr: {repositories: [app], shared: true}", `ecr: {repositories: ["a*"], shared: true}`},
		{"a release and a dev publisher of one row", placed, "dev: true, s3: {bucket: dist, prefix: one/, devPrefix: one/dev/}", "s3: {bucket: dist}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := registry.Read([]byte(two(test.top, test.one, test.other)))
			require.NoError(t, err)
		})
	}
}

// A row may take back what the defaults share.
func TestARowKeepsItsPlaceToItself(t *testing.T) {
	text := strings.Replace(rows(1), "  - {", "  - {codeArtifact: {shared: false}, ", 1) + row(2) + row(3)
	_, err := registry.Read([]byte(text))
	require.EqualError(t, err, `cipublisher: repositories[0].codeArtifact "acme/packages/*" of acme/app-1 overlaps "acme/packages/*" of repositories[1] (acme/app-2), "acme/packages/*" of repositories[2] (acme/app-3), `+
		`so one could overwrite what the other publishes; give each a place of its own, or set codeArtifact.shared to true in each of them`)
}

// One row that may write to everything is one fault, however many rows there
// are.
func TestAnOverlapOfManyRowsIsOneFault(t *testing.T) {
	_, err := registry.Read([]byte(strings.Replace(thousand(), ", shared: true", "", 1)))
	require.ErrorContains(t, err, `repositories[10] (acme/app-10), 989 more, so one could`)
	require.NotContains(t, err.Error(), "faults")
}

// meet reports whether some text matches both patterns, by trying everything.
func meet(a, b string) bool {
	switch {
	case a == "" && b == "":
		return true
	case a != "" && a[0] == '*':
		return meet(a[1:], b) || b != "" && meet(a, b[1:])
	case b != "" && b[0] == '*':
		return meet(a, b[1:]) || a != "" && meet(a[1:], b)
	case a == "" || b == "":
		return false
	}
	return a[0] == b[0] && meet(a[1:], b[1:])
}

// Resources overlap in a registry where some name matches both, and only there.
func TestOverlapsAreThoseOfThePatterns(t *testing.T) {
	// Of packages, these are the names: a slash is never part of one.
	var packages []string
	for _, domain := range []string{"a", "b"} {
		for _, repository := range []string{"a", "b", "aa", "ab", "ba", "bb"} {
			for _, format := range []string{"a", "b"} {
				for _, namespace := range []string{"", "a", "b", "aa", "ab", "ba", "bb"} {
					for _, name := range []string{"a", "b", "aa", "ab", "ba"} {
						packages = append(packages, strings.Join([]string{"package", domain, repository, format, namespace, name}, "/"))
					}
				}
			}
		}
	}
	some := func(a, b string) bool {
		return slices.ContainsFunc(packages, func(name string) bool { return meet(a, name) && meet(b, name) })
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(service, pattern string, meet func(a, b string) bool) {
			a, b := rapid.StringMatching(pattern).Draw(t, "a"), rapid.StringMatching(pattern).Draw(t, "b")
			require.Equal(t, meet(a, b), registry.Overlap(service, a, b), "%s %s and %s", service, a, b)
		}
		draw("s3", `[ab]/[ab/]{0,3}(\*[ab/]{1,2})?\*`, meet)
		draw("ecr", `repository/([ab/]{1,3}|[ab/]{0,3}\*)`, meet)
		draw("codeartifact", `package/[ab]/(\*|[ab]{1,2}/\*|[ab]\*/\*|([ab]{1,2}|[ab]?\*)/([ab]|\*)/([ab]{0,2}|[ab]?\*)/([ab]|[ab]?\*))`, some)
	})
}

// A wildcard of a resource with fewer parts than it could have stands for
// several of them.
func TestAWildcardSpansParts(t *testing.T) {
	require.True(t, registry.Overlap("codeartifact", "package/acme/*/npm/*", "package/acme/releases/maven/npm/x"))
	require.False(t, registry.Overlap("codeartifact", "package/acme/*/npm/*/*", "package/acme/releases/maven/npm/x"))
}

// What overlaps is found without comparing each row with each other: in places
// below one bucket, in images, and in packages that differ in one part only.
func TestTenThousandRowsAreCompared(t *testing.T) {
	r := registry.Registry{Defaults: registry.Options{
		"environments": []any{"release"}, "s3": true, "s3.bucket": "dist", "ecr": true,
		"codeArtifact": true, "codeArtifact.domain": "acme", "codeArtifact.repositories": []any{"packages"}, "codeArtifact.namespaces": []any{"com.acme.{repository}"},
	}}
	for i := range int64(10_000) {
		r.Repositories = append(r.Repositories, registry.Repository{Team: "a", Repository: fmt.Sprintf("acme/app-%d", i), OwnerID: 1, ID: i + 1})
	}
	// One more row goes below a place that another one has.
	r.Repositories = append(r.Repositories, registry.Repository{Team: "a", Repository: "acme/last", OwnerID: 1, ID: 10_001, Options: registry.Options{"s3.prefix": "app-4711/x/"}})
	compare := r.Overlaps()
	fastest := time.Hour
	for i := 0; i < 3 && fastest >= 2*time.Second; i++ { // what else the machine does can only add to it
		start := processor.Time()
		require.Empty(t, compare(10_000))
		fastest = min(fastest, processor.Time()-start)
	}
	require.Less(t, fastest, 2*time.Second)

	require.EqualError(t, compare(10_001), `cipublisher: repositories[4711].s3 "dist/app-4711/*" of acme/app-4711 overlaps "dist/app-4711/x/*" of repositories[10000] (acme/last), `+
		`so one could overwrite what the other publishes; give each a place of its own, or set s3.shared to true in each of them`)
}
