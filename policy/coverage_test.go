package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/policy"
)

// What several statements of before allow together is no gain as far as their
// lists say so.
func TestCompareAcrossStatements(t *testing.T) {
	for _, test := range []struct{ name, before, after, gained string }{
		{"actions of two statements", "Allow s3:A x\nAllow s3:B x", "Allow s3:A,s3:B x", ""},
		{"resources of two statements", "Allow s3:A x\nAllow s3:A y", "Allow s3:A x,y", ""},
		{"a corner of the product", "Allow s3:A x,y\nAllow s3:B x", "Allow s3:A,s3:B x,y", "Allow s3:B y"},
		{"values of two statements", "Allow s3:A x if StringEquals a:k=v\nAllow s3:A x if StringEquals a:k=w", "Allow s3:A x if StringEquals a:k=v,w", ""},
		{"values of two keys", "Allow s3:A x if StringEquals a:k=v and StringLike a:l=w\nAllow s3:A x if StringEquals a:k=x",
			"Allow s3:A x if StringEquals a:k=v,x and StringLike a:l=w,y", "Allow s3:A x if StringEquals a:k=v and StringLike a:l=y"},
		{"a value of one action", "Allow s3:A,s3:B x if StringEquals a:k=v\nAllow s3:A x if StringEquals a:k=w",
			"Allow s3:A,s3:B x if StringEquals a:k=v,w", "Allow s3:B x if StringEquals a:k=w"},
		{"principals of two statements", "Allow s3:A by=111122223333 x\nAllow s3:A by=999988887777 x", "Allow s3:A by=111122223333,999988887777 x", ""},
		{"two patterns that cover a third together", "Allow s3:Get*,s3:Put* x", "Allow s3:*et* x", "Allow s3:*et* x"}, // which is not seen
	} {
		t.Run(test.name, func(t *testing.T) {
			change := policy.Compare([]policy.Document{document(t, test.before)}, []policy.Document{document(t, test.after)})
			assert.Equal(t, test.gained, statementsText(change.Gained))
		})
	}
}

// Where there are more choices than are looked at one by one, values stay
// together, and what is not covered is still named.
func TestCompareOfMoreChoicesThanAreLookedAt(t *testing.T) {
	const n = 100
	actions, resources := numbered(n, "s3:a%d"), numbered(n, "arn:aws:s3:::b%d")
	var before policy.Document
	when := func(values ...string) policy.Conditions { return policy.Conditions{"StringEquals": {"a:k": values}} }
	allow := func(actions, resources []string) {
		for _, value := range []string{"v", "w"} {
			before.Statements = append(before.Statements, policy.Statement{Effect: policy.Allow, Actions: actions, Resources: resources, Conditions: when(value)})
		}
	}
	allow(actions[:1], resources)
	allow(actions, resources[:1])
	for i := range n {
		allow(actions[i:i+1], resources[i:i+1])
	}
	after := policy.New(policy.Statement{Effect: policy.Allow, Actions: actions, Resources: resources, Conditions: when("v", "w")})
	gained := policy.Compare([]policy.Document{before}, []policy.Document{after}).Gained
	for i := range n {
		for j := range n {
			if i != 0 && j != 0 && i != j {
				request := policy.Request{Action: actions[i], Resource: resources[j], Context: policy.Context{"a:k": {"w"}}}
				if !named(t, gained, request) {
					t.Fatalf("%v is allowed now and is not named in %s", request, statementsText(gained))
				}
			}
		}
	}
}

// Where everything is literal, the comparison is exact: it names what is
// allowed afterwards and was not before, and nothing where there is none.
func TestCompareOfLiterals(t *testing.T) {
	words := []string{"0", "1", "2"}
	some := func(prefix string) *rapid.Generator[[]string] {
		return rapid.Custom(func(t *rapid.T) []string {
			list := rapid.SliceOfNDistinct(rapid.SampledFrom(words), 1, len(words), rapid.ID).Draw(t, prefix)
			for i := range list {
				list[i] = prefix + list[i]
			}
			return list
		})
	}
	statements := rapid.Custom(func(t *rapid.T) policy.Statement {
		s := policy.Statement{Effect: policy.Allow, Actions: some("s3:").Draw(t, "actions"), Resources: some("arn:aws:s3:::").Draw(t, "resources")}
		for _, key := range []string{"a:k", "a:l"} {
			if rapid.IntRange(0, 2).Draw(t, key) > 0 {
				if s.Conditions == nil {
					s.Conditions = policy.Conditions{"StringEquals": {}}
				}
				s.Conditions["StringEquals"][key] = some("").Draw(t, "values")
			}
		}
		return s
	})
	silent, gains := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		before := policy.New(rapid.SliceOfN(statements, 1, 8).Draw(t, "before")...)
		after := policy.New(rapid.SliceOfN(statements, 1, 2).Draw(t, "after")...)
		gained := policy.Compare([]policy.Document{before}, []policy.Document{after}).Gained
		was, is, names := prepared(t, before), prepared(t, after), prepared(t, policy.New(gained...))
		if len(gained) == 0 {
			silent++
		}
		any := false
		for _, action := range words {
			for _, resource := range words {
				for _, k := range append(words, "") {
					for _, l := range append(words, "") {
						request := policy.Request{Action: "s3:" + action, Resource: "arn:aws:s3:::" + resource, Context: policy.Context{}}
						for key, value := range map[string]string{"a:k": k, "a:l": l} {
							if value != "" {
								request.Context[key] = []string{value}
							}
						}
						if allowed(t, is, request) && !allowed(t, was, request) {
							gains++
							any = true
							assert.True(t, allowed(t, names, request), "%v is gained and not in\n%s", request, statementsText(gained))
						}
					}
				}
			}
		}
		assert.True(t, any || len(gained) == 0, "nothing is gained, but\n%s", statementsText(gained))
	})
	if !testing.Short() { // which draws few
		assert.NotZero(t, silent*gains, "the property was never put to the test")
	}
}

func prepared(t require.TestingT, d policy.Document) *policy.Prepared {
	p, err := policy.Prepare(d)
	require.NoError(t, err)
	return p
}

func allowed(t require.TestingT, p *policy.Prepared, r policy.Request) bool {
	decision, err := p.Evaluate(r)
	require.NoError(t, err)
	return decision.Allowed()
}
