package resource_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

// Any string at all as a principal: either it is refused by name, or it stands
// in the policy as it is and admits nobody whom it does not name.
func FuzzPrincipal(f *testing.F) {
	for _, seed := range []string{
		"", "*", "builder", "123456789012", "arn:aws:iam::123456789012:root", role(other), role(owner), session(other),
		"arn:aws:iam::123456789012:role/*", "arn:aws:iam::*:root", "${Token[TOKEN.1]}", "${Token[TOKEN.1]}*", "arn:aws:iam::${Token[TOKEN.1]}:root",
		"arn:aws:iam::123456789012:user/${aws:username}", "codebuild.amazonaws.com", "arn:aws:iam::123456789012:role/a b", "arn:aws-cn:iam::123456789012:root",
	} {
		f.Add(seed)
	}
	build, _ := everything()
	f.Fuzz(func(t *testing.T, principal string) {
		g := resource.Grant{Environment: home, Store: repository, Principals: resource.Principals{ARNs: []string{principal}}, Sets: []permission.Set{build}}
		if err := g.Validate(); err != nil {
			var faults fault.List
			if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Option != "Principals[0]" || faults[0].Problem == "" || faults[0].Remedy == "" {
				t.Errorf("%q: %v", principal, err)
			}
			return
		}
		for _, s := range g.Document().Statements {
			if s.Principal.Everyone || len(s.Principal.AWS) != 1 || s.Principal.AWS[0] != principal {
				t.Errorf("%q was read as %+v", principal, *s.Principal)
			}
			if literal := token.Without(principal); strings.ContainsAny(literal, "*?") {
				t.Errorf("%q is a pattern", principal)
			}
		}
		decision, err := g.Document().Evaluate(policy.Request{
			Action: "codeartifact:ReadFromRepository", Resource: theRepository, Principal: policy.Caller{AWS: "arn:aws:iam::000011112222:role/stranger"},
		})
		if err != nil {
			t.Fatalf("%q: %v", principal, err)
		}
		if decision.Allowed() && !strings.Contains(principal, "000011112222") {
			t.Errorf("%q admits a stranger", principal)
		}
	})
}

// Any string at all as the name of a store: either it is refused, or the
// policy says nothing of anything else.
func FuzzStoreName(f *testing.F) {
	for _, seed := range []string{"", "*", "my-domain", "my-repo", "team/app", "acme-dist", keyARN, "a/b*", "${Token[TOKEN.1]}", "my-repo/npm", "../x"} {
		f.Add(seed)
	}
	build, publish := everything()
	f.Fuzz(func(t *testing.T, name string) {
		for _, store := range []resource.Store{
			resource.CodeArtifactDomain{DomainName: name, Contents: true}, resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: name},
			resource.ECRRepository{RepositoryName: name}, resource.Bucket{BucketName: name}, resource.Key{ARN: name},
		} {
			g := resource.Grant{Environment: home, Store: store, Principals: resource.Principals{ARNs: []string{role(other)}}, Sets: []permission.Set{build, publish}}
			if g.Validate() != nil {
				continue
			}
			for _, s := range g.Document().Statements {
				for _, r := range s.Resources {
					if r != "*" && !strings.Contains(r, name) {
						t.Errorf("%T %q: the policy speaks of %q", store, name, r)
					}
				}
			}
		}
	})
}
