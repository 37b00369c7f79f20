package conformance

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// What remember.mjs remembers changes no answer: a simulator that remembers
// nothing gives the same whole analysis of each question, of each kind, by
// random documents and by those of the library, and the same resources that an
// action can be asked about. The one that remembers is asked
// twice, and has what it remembers frozen.
func TestRemembering(t *testing.T) {
	requireNode(t)
	remembers, err := startProcess("simulator.mjs", "--freeze")
	require.NoError(t, err)
	defer remembers.stop()
	forgets, err := startProcess("simulator.mjs", "--forget")
	require.NoError(t, err)
	defer forgets.stop()
	compared := 0
	same := func(kind string, request map[string]any) {
		t.Helper()
		type replies struct {
			Decisions []struct{ Result, Error, ResourceType, Whole string }
		}
		var want, first, again replies
		request["whole"] = true
		require.NoError(t, forgets.call(kind, request, &want))
		require.NoError(t, remembers.call(kind, request, &first))
		require.NoError(t, remembers.call(kind, request, &again))
		require.Equal(t, want, first)
		require.Equal(t, want, again)
		compared += len(want.Decisions)
	}
	for seed := range uint64(100) {
		g := generator{rand.New(rand.NewPCG(seed, 2))}
		a := pick(g, subjectActions)
		d := g.document(a)
		var questions []question
		for range 4 {
			q := g.request(a)
			questions = append(questions, q, question{Action: pick(g, subjectActions).name, Resource: q.Resource, Context: q.Context})
		}
		for _, unsafe := range []bool{false, true} {
			same("identity", map[string]any{"policies": namedPolicies([]policy.Document{d, g.document(a)}), "requests": complete(questions), "unsafe": unsafe})
		}
		if seed < 30 {
			of := d
			of.Statements = nil
			for _, s := range d.Statements {
				s.Principal = &policy.Principal{AWS: []string{"arn:aws:iam::" + account + ":root"}}
				of.Statements = append(of.Statements, s)
			}
			same("resource", map[string]any{"policies": namedPolicies([]policy.Document{d}), "resourcePolicy": of.Map(), "requests": complete(questions)})
		}
	}
	for _, c := range trustCases {
		questions := complete(assume(c.options, slices.Concat(c.genuine, c.hostile)...))
		same("trust", map[string]any{"policy": c.options.Document().Map(), "issuer": c.options.Issuer.Prefix(), "requests": questions})
	}
	for _, in := range []scope{{commercial, aboutDeploy}, {china, aboutNamed}} {
		request := in.request()
		request["services"] = []string{"s3", "s3express", "ecr", "ecs", "codeartifact", "codedeploy", "dynamodb", "kms", "iam", "cloudfront"}
		var want, got actionsReply
		require.NoError(t, forgets.call("actions", request, &want))
		require.NoError(t, remembers.call("actions", request, &got))
		require.Equal(t, want, got)
		require.Greater(t, len(want.Asked), 50, "too few lists of resources to mean much")
	}
	s := subjectNamed("least-privilege/recommended")
	var questions []question
	for i, a := range allActions(t, scope{s.env, s.about}) {
		if i%300 != 0 && (a.service() != "s3" || i%10 != 0) {
			continue
		}
		in := contexts(a, s.env, s.document())
		for j, resource := range a.Resources {
			questions = append(questions, question{Action: a.Name, Resource: resource, Context: in[j%len(in)]})
		}
	}
	same("identity", map[string]any{"policies": namedPolicies([]policy.Document{s.document()}), "requests": complete(questions)})
	require.Greater(t, compared, 2_000, "too few to mean much")
	t.Logf("%d compared", compared)
}
