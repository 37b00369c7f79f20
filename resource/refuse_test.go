package resource_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/resource"
)

// refused is a sound grant that one change spoils, and every fault of it.
type refused struct {
	name   string
	change func(*resource.Grant)
	faults []string
}

func principal(arn string) func(*resource.Grant) {
	return func(g *resource.Grant) { g.Principals.ARNs = []string{arn} }
}

func on(store resource.Store) func(*resource.Grant) {
	build, publish := everything()
	return func(g *resource.Grant) { g.Store, g.Sets = store, []permission.Set{build, publish} }
}

var refusedGrants = []refused{
	{"nothing at all", func(g *resource.Grant) { *g = resource.Grant{Environment: home} }, []string{
		"Sets is empty, so the principals could do nothing; set what they do: permission.Publisher, permission.Builder or both",
		"Store is missing; set the store whose policy is made",
		"Principals is missing, and a policy of a store says whom it admits; write the ARN of the role that publishes or reads"}},
	{"a store that the sets don't use", on(resource.Bucket{BucketName: "another-bucket"}), []string{`Sets allow nothing on bucket "another-bucket"; name the store in the options of a set, or grant on another one`}},
	{"a repository of another domain", on(resource.CodeArtifactRepository{DomainName: "other-domain", RepositoryName: "my-repo"}), []string{`Sets allow nothing on CodeArtifact repository "other-domain/my-repo"; name the store in the options of a set, or grant on another one`}},
	{"a set that is wrong itself", func(g *resource.Grant) { g.Sets = []permission.Set{permission.Builder{}} }, []string{"CodeArtifact, Ecr and S3 are all unset, so there is nothing to read; set at least one"}},
	{"a label with a hyphen", func(g *resource.Grant) { g.Label = "ci-builder" }, []string{`Label "ci-builder" has other characters than letters and digits, which a Sid can't hold; leave them out`}},
}

func TestRefuses(t *testing.T) {
	build, _ := everything()
	for _, test := range slices.Concat(refusedGrants, refusedPrincipals, refusedCodeArtifact, refusedECR, refusedBuckets, refusedAccessPoints, refusedKeys) {
		t.Run(test.name, func(t *testing.T) {
			g := resource.Grant{Environment: home, Store: repository, Principals: resource.Principals{ARNs: []string{role(other)}}, Sets: []permission.Set{build}}
			test.change(&g)
			want := "cipublisher: " + test.faults[0]
			if len(test.faults) > 1 {
				want = fmt.Sprintf("cipublisher: %d faults:\n  - %s", len(test.faults), strings.Join(test.faults, "\n  - "))
			}
			assert.EqualError(t, g.Validate(), want)
		})
	}
}
