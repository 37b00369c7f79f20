package trust

import "strings"

// Buildkite returns the issuer of Buildkite. Its subjects:
//
//   - Repositories: pipelines, "ORGANIZATION/PIPELINE", or every one of an
//     organization, "ORGANIZATION/*"
//   - Branches, Tags, AnyRef
//
// https://buildkite.com/docs/pipelines/security/oidc/aws
func Buildkite() Issuer {
	return Issuer{
		name: "Buildkite", url: "https://agent.buildkite.com", audience: "sts.amazonaws.com",
		// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
		claims: []Claim{
			"build_branch", "cluster_id", "cluster_name", "organization_id", "organization_slug", "pipeline_id", "pipeline_slug",
		},
		fields:  []field{fieldRepositories, fieldBranches, fieldTags, fieldAnyRef},
		grammar: buildkite{},
		words:   words{"pipeline", "pipelines"},
		advice: map[string]string{
			riskAnyRef:     "Name the branches or tags.",
			riskMissingIDs: "Add the claim pipeline_id, or for all pipelines of an organization organization_id: no other pipeline or organization ever gets these ids.",
		},
		identities: []identity{{claim: "pipeline_id"}, {claim: "organization_id", owner: true}},
	}
}

var buildkiteKind = kind{name: "buildkite", function: "Buildkite", new: func([]string) Issuer { return Buildkite() }, match: exactly(Buildkite()), host: onHost("agent.buildkite.com")}

// buildkite writes organization:O:pipeline:P:ref:REF:commit:C:step:S. The
// commit is another one each time, so that every subject is a pattern; its
// fixed part ends in ":commit:" where the ref is exact.
type buildkite struct{}

func (buildkite) compile(b *builder, at place, s Subject) {
	var refs []pattern
	for _, kind := range []struct {
		root  string
		names []pattern
	}{{"refs/heads/", b.refs(at.of("Branches"), s.Branches)}, {"refs/tags/", b.refs(at.of("Tags"), s.Tags)}} {
		if s.AnyRef {
			kind.names = append(kind.names, pattern{open: true})
		}
		for _, p := range kind.names {
			ref := pattern{"ref:" + kind.root + p.fixed, p.open}
			if !p.open {
				ref = pattern{ref.fixed + ":commit:*", false}
			}
			refs = append(refs, ref)
		}
	}
	for i, pipeline := range s.Repositories {
		option := at.of("Repositories").nth(i)
		const remedy = `write "ORGANIZATION/PIPELINE" or "ORGANIZATION/*"`
		if !b.path(option, pipeline, 2, isLabel, remedy) {
			continue
		}
		organization, name, _ := strings.Cut(pipeline, "/")
		if strings.Contains(name, "/") {
			b.faults.Add(option.String(), pipeline, "is not a pipeline", remedy)
			continue
		}
		b.withoutIDs(pipeline, s.Claims)
		b.named("organization:"+organization+":pipeline:"+name, pipeline, refs, s.Claims)
	}
	b.oneIdentity(at, s)
}

func (buildkite) raw(subject string) (problem, remedy string) {
	return bound(subject, "organization:", ":", isLabel, `begin it with "organization:ORGANIZATION:pipeline:"`)
}

func (k buildkite) of(t Token) []Subject {
	p, ok := k.form().read(t.Subject())
	s := Subject{Repositories: []string{p.values["organization"] + "/" + p.values["pipeline"]}}
	branch, isBranch := strings.CutPrefix(p.values["ref"], "refs/heads/")
	tag, isTag := strings.CutPrefix(p.values["ref"], "refs/tags/")
	switch {
	case isBranch:
		s.Branches = []string{branch}
	case isTag:
		s.Tags = []string{tag}
	}
	return only(s, ok && (isBranch || isTag))
}

func (buildkite) form() subjectForm {
	return subjectForm{
		separator: ":",
		keys: []subjectKey{{"organization", "owner", "organization", false}, {"pipeline", "repository", "pipeline", false},
			{"ref", "ref", "ref", false}, {"commit", "commit", "commit", false}, {"step", "step", "step", true}},
		example: "organization:ORGANIZATION:pipeline:PIPELINE:ref:refs/heads/BRANCH:commit:COMMIT:step:STEP",
	}
}
