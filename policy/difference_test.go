package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/policy"
)

func ExampleCompare() {
	before := policy.New(policy.Statement{
		Effect: policy.Allow, Actions: []string{"s3:PutObject"}, Resources: []string{"arn:aws:s3:::artifacts/*"},
	})
	after := policy.New(policy.Statement{
		Effect: policy.Allow, Actions: []string{"s3:PutObject", "s3:DeleteObject"}, Resources: []string{"arn:aws:s3:::artifacts/dev/*"},
	})
	change := policy.Compare([]policy.Document{before}, []policy.Document{after})
	for _, s := range change.Gained {
		fmt.Println("gained", s.Actions, s.Resources)
	}
	for _, s := range change.Lost {
		fmt.Println("lost", s.Actions, s.Resources)
	}
	// Output:
	// gained [s3:DeleteObject] [arn:aws:s3:::artifacts/dev/*]
	// lost [s3:PutObject] [arn:aws:s3:::artifacts/*]
}

// document reads statements written as "Allow s3:Get* arn:… [Operator key=v,w]",
// one a line; "!" before an action or resource is NotAction or NotResource.
func document(t *testing.T, text string) policy.Document {
	t.Helper()
	var d policy.Document
	for line := range strings.Lines(text) {
		line, conditions, _ := strings.Cut(strings.TrimSpace(line), " if ")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		s := policy.Statement{Effect: policy.Effect(words[0])}
		for _, word := range words[1:] {
			list, but := strings.CutPrefix(word, "!")
			values := strings.Split(list, ",")
			switch {
			case strings.HasPrefix(word, "by="):
				s.Principal = &policy.Principal{AWS: strings.Split(strings.TrimPrefix(word, "by="), ",")}
			case len(s.Actions)+len(s.NotActions) == 0 && but:
				s.NotActions = values
			case len(s.Actions)+len(s.NotActions) == 0:
				s.Actions = values
			case but:
				s.NotResources = values
			default:
				s.Resources = values
			}
		}
		for condition := range strings.SplitSeq(conditions, " and ") {
			if condition == "" {
				continue
			}
			operator, rest, _ := strings.Cut(condition, " ")
			key, values, _ := strings.Cut(rest, "=")
			if s.Conditions == nil {
				s.Conditions = policy.Conditions{}
			}
			if s.Conditions[operator] == nil {
				s.Conditions[operator] = map[string][]string{}
			}
			s.Conditions[operator][key] = strings.Split(values, ",")
		}
		d.Statements = append(d.Statements, s)
	}
	return d
}

func statementsText(statements []policy.Statement) string {
	var lines []string
	for _, s := range statements {
		words := []string{string(s.Effect)}
		if s.Principal != nil {
			words = append(words, "by="+strings.Join(s.Principal.AWS, ","))
		}
		for _, word := range []string{strings.Join(s.Actions, ","), not(s.NotActions), strings.Join(s.Resources, ","), not(s.NotResources)} {
			if word != "" {
				words = append(words, word)
			}
		}
		join := "if"
		for _, operator := range sortedKeys(s.Conditions) {
			for _, key := range sortedKeys(s.Conditions[operator]) {
				words = append(words, join, operator, key+"="+strings.Join(s.Conditions[operator][key], ","))
				join = "and"
			}
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, "\n")
}

func not(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return "!" + strings.Join(values, ",")
}

func TestCompare(t *testing.T) {
	for _, test := range []struct{ name, before, after, gained, lost string }{
		{"nothing", "", "", "", ""},
		{"the same", "Allow s3:Get* *", "Allow s3:Get* *", "", ""},
		{"another case of an action", "Allow s3:GetObject *", "Allow S3:getobject *", "", ""},
		{"another case of a resource", "Allow s3:GetObject a", "Allow s3:GetObject A", "Allow s3:GetObject A", "Allow s3:GetObject a"},
		{"another order, and split in two", "Allow s3:A,s3:B x,y", "Allow s3:B y,x\nAllow s3:A y,x", "", ""},
		{"an action more", "Allow s3:A x", "Allow s3:A,s3:B x", "Allow s3:B x", ""},
		{"an action less", "Allow s3:A,s3:B x", "Allow s3:A x", "", "Allow s3:B x"},
		{"an action that a wildcard covers", "Allow s3:* x", "Allow s3:*,s3:Get* x", "", ""},
		{"a narrower action", "Allow s3:* x", "Allow s3:Get* x", "", "Allow s3:* x"},
		{"everything", "Allow s3:* x", "Allow * *", "Allow * *", ""},
		{"a wider resource", "Allow s3:A arn:aws:s3:::b/dev/*", "Allow s3:A arn:aws:s3:::b/*", "Allow s3:A arn:aws:s3:::b/*", ""},
		{"a look-alike", "Allow s3:A arn:aws:s3:::b/release/*", "Allow s3:A arn:aws:s3:::b/release*", "Allow s3:A arn:aws:s3:::b/release*", ""},
		{"an account more", "Allow s3:A arn:aws:ecr:r:111122223333:repository/*", "Allow s3:A arn:aws:ecr:r:*:repository/*",
			"Allow s3:A arn:aws:ecr:r:*:repository/*", ""},
		{"a * that stays in its part", "Allow s3:A arn:aws:*3:::b", "Allow s3:A arn:aws:a:b3:::b", "Allow s3:A arn:aws:a:b3:::b", "Allow s3:A arn:aws:*3:::b"},
		{"a * that runs on", "Allow s3:A arn:aws:s3:*", "Allow s3:A arn:aws:s3:::b/x", "", "Allow s3:A arn:aws:s3:*"},
		{"wildcards in another order", "Allow s3:A arn:aws:s3:::*?", "Allow s3:A arn:aws:s3:::?*", "", ""},
		{"a wildcard for one character", "Allow s3:A arn:aws:s3:::?", "Allow s3:A arn:aws:s3:::*", "Allow s3:A arn:aws:s3:::*", ""},
		{"the same variable", "Allow s3:A arn:aws:s3:::${aws:username}*", "Allow s3:A arn:aws:s3:::${aws:username}/x", "", "Allow s3:A arn:aws:s3:::${aws:username}*"},
		{"another variable", "Allow s3:A arn:aws:s3:::${aws:username}", "Allow s3:A arn:aws:s3:::${aws:userid}",
			"Allow s3:A arn:aws:s3:::${aws:userid}", "Allow s3:A arn:aws:s3:::${aws:username}"},
		{"a variable of one character it is not", "Allow s3:A arn:aws:s3:::?", "Allow s3:A arn:aws:s3:::${aws:username}",
			"Allow s3:A arn:aws:s3:::${aws:username}", "Allow s3:A arn:aws:s3:::?"},
		{"the same token", "Allow s3:A arn:${Token[AWS.Partition.3]}:s3:::b/*", "Allow s3:A arn:${Token[AWS.Partition.3]}:s3:::b/x", "", "Allow s3:A arn:${Token[AWS.Partition.3]}:s3:::b/*"},

		{"a condition more", "Allow s3:A x", "Allow s3:A x if StringEquals k=v", "", "Allow s3:A x"},
		{"a condition less", "Allow s3:A x if StringEquals k=v", "Allow s3:A x", "Allow s3:A x", ""},
		{"a value more", "Allow s3:A x if StringEquals k=v", "Allow s3:A x if StringEquals k=v,w", "Allow s3:A x if StringEquals k=w", ""},
		{"values in two statements", "Allow s3:A x if StringEquals k=v,w", "Allow s3:A x if StringEquals k=w\nAllow s3:A x if StringEquals k=v", "", ""},
		{"a pattern instead of a value", "Allow s3:A x if StringEquals k=v1", "Allow s3:A x if StringLike k=v*", "Allow s3:A x if StringLike k=v*", ""},
		{"a value instead of a pattern", "Allow s3:A x if StringLike k=v*", "Allow s3:A x if StringEquals k=v1", "", "Allow s3:A x if StringLike k=v*"},
		{"a star that is none", "Allow s3:A x if StringEquals k=v*", "Allow s3:A x if StringLike k=v*", "Allow s3:A x if StringLike k=v*", ""},
		{"another case of a key", "Allow s3:A x if StringEquals aws:K=v", "Allow s3:A x if StringEquals AWS:k=v", "", ""},
		{"a missing key that passes", "Allow s3:A x if StringEquals k=v", "Allow s3:A x if StringEqualsIfExists k=v", "Allow s3:A x if StringEqualsIfExists k=v", ""},
		{"a qualifier", "Allow s3:A x if StringEquals k=v", "Allow s3:A x if ForAllValues:StringEquals k=v",
			"Allow s3:A x if ForAllValues:StringEquals k=v", ""},
		{"an exception more", "Allow s3:A x if StringNotEquals k=v", "Allow s3:A x if StringNotEquals k=v,w", "", "Allow s3:A x if StringNotEquals k=v"},
		{"an exception less", "Allow s3:A x if StringNotEquals k=v,w", "Allow s3:A x if StringNotEquals k=v", "Allow s3:A x if StringNotEquals k=v", ""},
		{"a wider exception", "Allow s3:A x if StringNotEquals k=v1", "Allow s3:A x if StringNotLike k=v*", "", "Allow s3:A x if StringNotEquals k=v1"},
		{"a higher limit", "Allow s3:A x if NumericLessThanEquals k=900", "Allow s3:A x if NumericLessThanEquals k=3600", "Allow s3:A x if NumericLessThanEquals k=3600", ""},
		{"a lower limit", "Allow s3:A x if NumericLessThanEquals k=3600", "Allow s3:A x if NumericLessThanEquals k=900", "", "Allow s3:A x if NumericLessThanEquals k=3600"},
		{"a higher least", "Allow s3:A x if NumericGreaterThan k=1", "Allow s3:A x if NumericGreaterThan k=2", "", "Allow s3:A x if NumericGreaterThan k=1"},
		{"a wider network", "Allow s3:A x if IpAddress k=192.0.2.0/25", "Allow s3:A x if IpAddress k=192.0.2.0/24", "Allow s3:A x if IpAddress k=192.0.2.0/24", ""},
		{"a role of a path", "Allow s3:A x if ArnLike k=arn:aws:iam::1:role/*", "Allow s3:A x if ArnEquals k=arn:aws:iam::1:role/a", "", "Allow s3:A x if ArnLike k=arn:aws:iam::1:role/*"},

		{"a deny more", "Allow s3:* x", "Allow s3:* x\nDeny s3:Put* x", "", "Deny s3:Put* x"},
		{"a deny less", "Allow s3:* x\nDeny s3:Put* x", "Allow s3:* x", "Deny s3:Put* x", ""},
		{"a deny of nothing allowed", "Allow s3:Get* x\nDeny s3:Put* x", "Allow s3:Get* x", "Deny s3:Put* x", ""},
		{"a deny of another resource", "Allow s3:Put* x\nDeny s3:Put* y", "Allow s3:Put* x", "Deny s3:Put* y", ""},
		{"a narrower deny", "Allow s3:* x\nDeny s3:* x", "Allow s3:* x\nDeny s3:Put* x", "Deny s3:* x", ""},
		{"an allow that a deny makes void", "", "Allow s3:* x\nDeny * *", "", "Deny * *"},
		{"what a deny left open", "Allow s3:* x\nDeny s3:* x if StringEquals k=v", "Allow s3:* x\nDeny s3:* x if StringEquals k=v,w", "", "Deny s3:* x if StringEquals k=w"},

		{"a deny alone", "Deny s3:* *\nDeny iam:* *", "Deny iam:* *", "Deny s3:* *", ""},
		{"a deny that another one covers", "Allow s3:* x\nDeny s3:* x\nDeny s3:Put* x", "Allow s3:* x\nDeny s3:* x", "", ""},
		{"a deny that another one covers in part", "Deny s3:Put*,iam:* x", "Deny s3:* x", "Deny iam:* x", "Deny s3:* x"},
		{"a deny that goes with what it was for", "Allow s3:* x\nDeny s3:Put* x", "", "Deny s3:Put* x", "Allow s3:* x"},
		{"a deny under a condition hides nothing", "", "Allow s3:* x\nDeny s3:* x if Null a:k=true,false", "Allow s3:* x", "Deny s3:* x if Null a:k=true,false"},
		{"a deny that gets a condition", "Deny s3:* x", "Deny s3:* x if StringEquals a:k=v", "Deny s3:* x", ""},
		{"a deny of more than is allowed hides it", "", "Allow s3:A,s3:B x\nDeny s3:* *", "", "Deny s3:* *"},
		{"a deny of less than is allowed", "", "Allow s3:A,s3:B x\nDeny s3:A *", "Allow s3:B x", "Deny s3:A *"},
		{"a deny of all but others", "", "Allow iam:Get* *\nDeny !s3:* *", "", "Deny !s3:* *"},
		{"a deny of others", "", "Allow s3:A by=111122223333 x\nDeny s3:* by=999988887777 x", "Allow by=111122223333 s3:A x", "Deny by=999988887777 s3:* x"},
		{"a deny of everybody", "", "Allow s3:A by=111122223333 x\nDeny s3:* by=* x", "", "Deny by=* s3:* x"},

		{"all but, with one more", "Allow !iam:* *", "Allow !iam:*,sts:* *", "", "Allow !iam:* *"},
		{"all but, with one less", "Allow !iam:*,sts:* *", "Allow !iam:* *", "Allow !iam:* *", ""},
		{"one of all but others", "Allow !iam:* *", "Allow s3:Get* *", "", "Allow !iam:* *"},
		{"one of the others", "Allow !iam:* *", "Allow iam:Get* *", "Allow iam:Get* *", "Allow !iam:* *"},
		{"all but others instead of one", "Allow s3:Get* *", "Allow !iam:* *", "Allow !iam:* *", ""},
		{"all resources but one", "Allow s3:A *", "Allow s3:A !arn:aws:s3:::b/*", "", "Allow s3:A *"},
		{"a resource of all but others", "Allow s3:A !arn:aws:s3:::b/*", "Allow s3:A arn:aws:s3:::c/*", "", "Allow s3:A !arn:aws:s3:::b/*"},
		{"a resource of the others", "Allow s3:A !arn:aws:s3:::b/*", "Allow s3:A arn:aws:s3:::*", "Allow s3:A arn:aws:s3:::*", "Allow s3:A !arn:aws:s3:::b/*"},

		{"a principal more", "Allow s3:A by=arn:aws:iam::111122223333:role/a x", "Allow s3:A by=arn:aws:iam::111122223333:role/a,arn:aws:iam::111122223333:role/b x",
			"Allow by=arn:aws:iam::111122223333:role/b s3:A x", ""},
		{"an account written as its root", "Allow s3:A by=111122223333 x", "Allow s3:A by=arn:aws:iam::111122223333:root x", "", ""},
		{"a role instead of its account", "Allow s3:A by=111122223333 x", "Allow s3:A by=arn:aws:iam::111122223333:role/a x",
			"Allow by=arn:aws:iam::111122223333:role/a s3:A x", "Allow by=111122223333 s3:A x"},
		{"everybody", "Allow s3:A by=111122223333 x", "Allow s3:A by=* x", "Allow by=* s3:A x", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after := document(t, test.before), document(t, test.after)
			got := policy.Compare([]policy.Document{before}, []policy.Document{after})
			assert.Equal(t, test.gained, statementsText(got.Gained), "gained")
			assert.Equal(t, test.lost, statementsText(got.Lost), "lost")
			assert.Equal(t, test.gained+test.lost == "", got.Empty())
			back := policy.Compare([]policy.Document{after}, []policy.Document{before})
			assert.Equal(t, test.gained, statementsText(back.Lost), "lost on the way back")
			assert.Equal(t, test.lost, statementsText(back.Gained), "gained on the way back")
		})
	}
}

// A document of a version without variables means the text by the same words.
func TestCompareVersions(t *testing.T) {
	now := document(t, "Allow s3:A arn:aws:s3:::b/${aws:username}")
	old := now
	old.Version = "2008-10-17"
	change := policy.Compare([]policy.Document{old}, []policy.Document{now})
	assert.Len(t, change.Gained, 1)
	assert.Len(t, change.Lost, 1)
}

// A Deny of one version that is lifted beside an Allow of the other, which has
// the same words and another meaning.
func TestCompareLiftedBesideAnotherVersion(t *testing.T) {
	allow := document(t, "Allow s3:* !arn:aws:s3:::acme/${aws:username}/*")
	allow.Version = "2008-10-17"
	deny := document(t, "Deny s3:* arn:aws:s3:::acme/${aws:username}/*")
	change := policy.Compare([]policy.Document{allow, deny}, []policy.Document{allow})
	assert.Equal(t, statementsText(deny.Statements), statementsText(change.Gained))

	old := deny
	old.Version = "2008-10-17"
	change = policy.Compare([]policy.Document{deny}, []policy.Document{old})
	assert.Len(t, change.Gained, 1)
	change = policy.Compare(nil, []policy.Document{document(t, "Allow s3:* arn:aws:s3:::acme/${aws:username}/*"), old})
	assert.Len(t, change.Gained, 1, "a text does not hide what a variable stands for")
}

func TestCompareOfManyValuesKeepsThemTogether(t *testing.T) {
	values := make([]string, 300)
	for i := range values {
		values[i] = fmt.Sprint("v", i)
	}
	s := policy.Statement{Effect: policy.Allow, Actions: []string{"s3:A"}, Resources: []string{"x"}, Conditions: policy.Conditions{"StringEquals": {"k": values}}}
	less := s
	less.Conditions = policy.Conditions{"StringEquals": {"k": values[:299]}}
	change := policy.Compare([]policy.Document{policy.New(less)}, []policy.Document{policy.New(s)})
	require.Len(t, change.Gained, 1)
	assert.Empty(t, change.Lost)
}

// Whatever is allowed afterwards and was not before is in a rule that the
// comparison names: a change that it finds empty grants nothing.
func TestCompareMissesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := documents().Draw(t, "before"), documents().Draw(t, "after")
		request := requests().Draw(t, "request")
		was, err := before.Evaluate(request)
		if err != nil {
			t.Skip(err)
		}
		is, err := after.Evaluate(request)
		if err != nil {
			t.Skip(err)
		}
		change := policy.Compare([]policy.Document{before}, []policy.Document{after})
		if !was.Allowed() && is.Allowed() {
			assert.True(t, named(t, change.Gained, request), "gained %s", statementsText(change.Gained))
		}
		if was.Allowed() && !is.Allowed() {
			assert.True(t, named(t, change.Lost, request), "lost %s", statementsText(change.Lost))
		}
	})
}

// A change of nothing is empty, whatever the document.
func TestCompareWithItselfIsEmpty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents().Draw(t, "document")
		assert.True(t, policy.Compare([]policy.Document{d}, []policy.Document{d}).Empty())
	})
}

// A statement that covers another matches every request that the other matches.
func TestWhatIsCoveredIsMatched(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		statements := append(documents().Draw(t, "a").Statements, documents().Draw(t, "b").Statements...)
		request := requests().Draw(t, "request")
		for _, narrow := range statements {
			if !named(t, []policy.Statement{narrow}, request) {
				continue
			}
			for _, wide := range statements {
				if covers(wide, narrow) {
					assert.True(t, named(t, []policy.Statement{wide}, request), "%v is said to cover %v", wide, narrow)
				}
			}
		}
	})
}

// covers reports whether nothing is gained by one statement beside another.
func covers(wide, narrow policy.Statement) bool {
	wide.Effect, narrow.Effect = policy.Allow, policy.Allow
	return len(policy.Compare([]policy.Document{policy.New(wide)}, []policy.Document{policy.New(narrow)}).Gained) == 0
}

// The same of patterns alone, where there are many that are alike, and of
// texts that they match.
func TestPatternsThatCover(t *testing.T) {
	on := func(action, resource string) policy.Statement {
		return policy.Statement{Effect: policy.Allow, Actions: []string{action}, Resources: []string{resource}}
	}
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			wide, narrow := rapid.StringMatching(`[a:*?]{0,5}\*?`).Draw(t, "wide"), rapid.StringMatching(`[a:*?]{0,5}\*?`).Draw(t, "narrow")
			text := rapid.StringMatching(`[a:]{1,9}`).Draw(t, "text")
			for _, pair := range [][2]policy.Statement{
				{on("s3:"+wide, "*"), on("s3:"+narrow, "*")},
				{on("s3:A", "arn:"+wide), on("s3:A", "arn:"+narrow)},
				{on("s3:A", "arn:aws:s3:::"+wide), on("s3:A", "arn:aws:s3:::"+narrow)},
			} {
				request := policy.Request{Action: "s3:A", Resource: "arn:" + text}
				switch {
				case pair[0].Actions[0] != "s3:A":
					request.Action = "s3:" + text
				case strings.HasPrefix(pair[0].Resources[0], "arn:aws:s3:::"):
					request.Resource = "arn:aws:s3:::" + text
				}
				if covers(pair[0], pair[1]) && named(t, pair[1:], request) {
					found++
					assert.True(t, named(t, pair[:1], request), "%q is said to cover %q", pair[0], pair[1])
				}
			}
		}
	})
	assert.NotZero(t, found, "the property was never put to the test")
}

// named reports whether one of some statements matches a request, in a
// document of either version.
func named(t require.TestingT, statements []policy.Statement, request policy.Request) bool {
	for _, version := range []string{"2012-10-17", "2008-10-17"} {
		matches, err := policy.Document{Version: version, Statements: statements}.Explain(request)
		require.NoError(t, err)
		if slices.ContainsFunc(matches, policy.Match.Applies) {
			return true
		}
	}
	return false
}
