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

// push allows pushing to repositories.
func push(names ...string) policy.Statement {
	s := policy.Statement{Sid: "EcrPublish", Effect: policy.Allow, Actions: []string{"ecr:PutImage"}}
	for _, name := range names {
		s.Resources = append(s.Resources, "arn:aws:ecr:eu-west-1:111122223333:repository/"+name)
	}
	return s
}

func login() policy.Statement {
	return policy.Statement{Sid: "EcrLogin", Effect: policy.Allow, Actions: []string{"ecr:GetAuthorizationToken"}, Resources: []string{"*"}}
}

// services are the names of n repositories.
func services(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("team-%02d/service-%04d", i%17, i)
	}
	return list
}

func ExampleSplit() {
	documents, err := policy.Split([]policy.Statement{login(), push(services(200)...)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range documents {
		last := d.Statements[len(d.Statements)-1]
		fmt.Println(len(d.Statements), "statements,", last.Sid, "on", len(last.Resources))
	}
	// Output:
	// 2 statements, EcrPublish on 69
	// 1 statements, EcrPublish on 71
	// 1 statements, EcrPublish on 60
}

// What fits stays one document, as it is.
func TestSplitLeavesAloneWhatFits(t *testing.T) {
	statements := []policy.Statement{login(), push(services(80)...)}
	documents, err := policy.Split(statements)
	require.NoError(t, err)
	assert.Equal(t, []policy.Document{policy.New(statements...)}, documents)
}

// Every document fits, together they hold each resource of each statement
// once, and nothing else of a statement differs.
func TestSplitLosesAndAddsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var statements []policy.Statement
		for i := range rapid.IntRange(1, 6).Draw(t, "statements") {
			s := push(services(rapid.IntRange(1, 150).Draw(t, "resources"))...)
			s.Sid = fmt.Sprintf("S%d", i)
			if rapid.Bool().Draw(t, "deny") {
				s.Effect = policy.Deny
			}
			if rapid.Bool().Draw(t, "condition") {
				s.Conditions = policy.Conditions{"Bool": {"aws:SecureTransport": {"true"}}}
			}
			statements = append(statements, s)
		}
		documents, err := policy.Split(statements)
		if err != nil {
			assert.ErrorContains(t, err, "do not fit 10 managed policies")
			return
		}
		assert.LessOrEqual(t, len(documents), policy.MaxParts)
		held := map[string][]string{}
		for _, d := range documents {
			assert.LessOrEqual(t, d.Size(), policy.ManagedPolicyQuota)
			for _, s := range d.Statements {
				i := slices.IndexFunc(statements, func(o policy.Statement) bool { return o.Sid == s.Sid })
				assert.Equal(t, statements[i].Effect, s.Effect)
				assert.Equal(t, statements[i].Actions, s.Actions)
				assert.Equal(t, statements[i].Conditions, s.Conditions)
				held[s.Sid] = append(held[s.Sid], s.Resources...)
			}
		}
		for _, s := range statements {
			assert.ElementsMatch(t, s.Resources, held[s.Sid])
		}
		again, err := policy.Split(statements)
		require.NoError(t, err)
		assert.Equal(t, documents, again)
	})
}

// One repository more changes one document, wherever in the list it stands;
// where that one is full, it pushes another repository into a second.
func TestSplitIsStableUnderSmallChanges(t *testing.T) {
	for n, most := range map[int]int{120: 1, 200: 1, 300: 1, 400: 1, 600: 2} {
		before, err := policy.Split([]policy.Statement{login(), push(services(n)...)})
		require.NoError(t, err)
		for _, at := range []int{0, n / 2, n} {
			after, err := policy.Split([]policy.Statement{login(), push(slices.Insert(services(n), at, "a-new-one")...)})
			require.NoError(t, err)
			require.Len(t, after, len(before), "%d repositories", n)
			changed := 0
			for i := range before {
				if !assert.ObjectsAreEqual(before[i], after[i]) {
					changed++
				}
			}
			assert.LessOrEqual(t, changed, most, "documents changed by one of %d repositories at %d", n, at)
		}
	}
}

// A new document takes from the old ones what goes there; nothing moves
// between the old ones but what had no room before.
func TestSplitGrowsByTaking(t *testing.T) {
	where := func(n int) map[string]int {
		documents, err := policy.Split([]policy.Statement{push(services(n)...)})
		require.NoError(t, err)
		found := map[string]int{}
		for i, d := range documents {
			for _, r := range d.Statements[0].Resources {
				found[r] = i
			}
		}
		return found
	}
	n := 150
	before := where(n)
	parts := func(found map[string]int) (highest int) {
		for _, i := range found {
			highest = max(highest, i)
		}
		return highest + 1
	}
	after := before
	for parts(after) == parts(before) {
		n++
		after = where(n)
	}
	moved := 0
	for r, i := range before {
		if after[r] != i && after[r] != parts(before) {
			moved++
		}
	}
	assert.Less(t, moved, len(before)/10, "moved between old documents")
}

// Tokens get their real length at deployment only.
func TestSplitLeavesRoomForTokens(t *testing.T) {
	var resources []string
	for _, name := range services(120) {
		resources = append(resources, "arn:${Token[AWS.Partition.3]}:ecr:${Token[AWS.Region.4]}:${Token[AWS.AccountId.0]}:repository/"+name)
	}
	s := policy.Statement{Sid: "EcrPublish", Effect: policy.Allow, Actions: []string{"ecr:PutImage"}, Resources: resources}
	require.Less(t, policy.New(s).Size(), policy.ManagedPolicyQuota)
	documents, err := policy.Split([]policy.Statement{s})
	require.NoError(t, err)
	assert.Greater(t, len(documents), 1)
	values := strings.NewReplacer("${Token[AWS.Partition.3]}", "aws-us-gov", "${Token[AWS.Region.4]}", "ap-southeast-2", "${Token[AWS.AccountId.0]}", "111122223333")
	for _, d := range documents {
		for i := range d.Statements {
			for j, r := range d.Statements[i].Resources {
				d.Statements[i].Resources[j] = values.Replace(r)
			}
		}
		assert.LessOrEqual(t, d.Size(), policy.ManagedPolicyQuota)
	}
}

func TestSplitSaysWhatToShorten(t *testing.T) {
	_, err := policy.Split([]policy.Statement{login(), push(services(900)...)})
	assert.EqualError(t, err, `the policy has 62301 characters, which do not fit 10 managed policies of 6144: EcrPublish takes 62175 with 900 resources, `+
		`EcrLogin takes 88 with 1 resources; name fewer resources, let one name that ends with "*" stand for several, or use a role for each store`)
}

// What no division makes small enough is an error too.
func TestSplitRefusesOneStatementThatIsTooLarge(t *testing.T) {
	s := login()
	s.Conditions = policy.Conditions{"StringEquals": {"aws:PrincipalTag/team": services(400)}}
	_, err := policy.Split([]policy.Statement{s})
	assert.ErrorContains(t, err, "EcrLogin takes")
}

// Statements that do not fit whole are divided by action: those on one
// resource, and those whose actions leave no room for a resource.
func TestSplitByAction(t *testing.T) {
	operate := func(n int, resources ...string) policy.Statement {
		return policy.Statement{Sid: "Operate", Effect: policy.Allow, Actions: numbered(n, "ec2:ActionOfTheNumber%04d"), Resources: resources}
	}
	whole := policy.Statement{Sid: "Whole", Effect: policy.Allow, Actions: numbered(150, "ecs:Action%04d"), Resources: []string{"*"}}
	for _, c := range []struct {
		name       string
		statements []policy.Statement
		documents  int
	}{
		{"one resource", []policy.Statement{login(), operate(700, "*")}, 4},
		{"no room for a resource", []policy.Statement{operate(220, "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "arn:aws:ec2:eu-west-1:111122223333:instance/i-2")}, 2},
		{"a Deny", []policy.Statement{{Sid: "Never", Effect: policy.Deny, Actions: numbered(400, "iam:ActionOfTheNumber%04d"), Resources: []string{"*"}}}, 2},
		{"statements that fit whole stay whole", []policy.Statement{whole, withSid(whole, "Other"), withSid(whole, "Third")}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			documents, err := policy.Split(c.statements)
			require.NoError(t, err)
			assert.Len(t, documents, c.documents)
			parts := 0
			for _, d := range documents {
				assert.LessOrEqual(t, d.Size(), policy.ManagedPolicyQuota)
				parts += len(d.Statements)
			}
			if c.name == "statements that fit whole stay whole" {
				assert.Equal(t, len(c.statements), parts)
			}
			assert.True(t, policy.Compare([]policy.Document{policy.New(c.statements...)}, documents).Empty(), "what was divided means the same")
		})
	}
	_, err := policy.Split([]policy.Statement{{Sid: "Rest", Effect: policy.Allow, NotActions: numbered(400, "iam:ActionOfTheNumber%04d"), Resources: []string{"*"}}})
	assert.ErrorContains(t, err, "do not fit 10 managed policies", "all actions except many are not divided")
}

func withSid(s policy.Statement, sid string) policy.Statement {
	s.Sid = sid
	return s
}
