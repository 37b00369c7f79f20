package policy_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/processor"
	"github.com/cipublisher/cipublisher/policy"
)

// laborious are documents that would take long to compare if everything they
// say were multiplied out, or each thing compared with each.
var laborious = []struct {
	name          string
	before, after func() policy.Document
	gains         bool
}{
	{"products of actions and resources", product("a"), product("b"), true},
	{"the same products in another order", product("a"), func() policy.Document {
		d := product("a")()
		return policy.New(reversed(d.Statements[0]))
	}, false},
	{"many condition keys", keys(40_000, "a"), keys(40_000, "b"), true},
	{"many condition keys, the same", keys(80_000, "a"), keys(80_000, "a"), false},
	{"many values of a key", values(20_000, 0), values(20_000, 1), true},
	{"fewer values of a key", values(20_000, 0), values(19_000, 0), false},
	{"many numbers", numbers(0), numbers(1), true},
	{"many dates that are not to be", dates("2026-01-01T00:00:%02d.%03dZ"), dates("2026-01-02T00:00:%02d.%03dZ"), true},
	{"many principals", principalsOf(0), principalsOf(1), true},
	{"all except many principals", exceptPrincipals(10_000), exceptPrincipals(9_999), true},
	{"many keys with several values", choices(60, 3), choices(60, 4), true},
	{"long patterns", patterns("x"), patterns("y"), true},
	{"many statements", statementsOf(2_000, "a"), statementsOf(2_000, "b"), true},
	{"many statements whose actions are patterns", statementsOf(2_000, "a*"), statementsOf(2_000, "b*"), true},
	{"many statements, each for a part", parts(300), func() policy.Document {
		return policy.New(policy.Statement{Effect: policy.Allow, Actions: numbered(300, "s3:a%d"), Resources: numbered(300, "arn:aws:s3:::b%d")})
	}, true},
	{"many Denies that are lifted", denies(2_000), func() policy.Document { return policy.New() }, true},
	{"a text of variables", variables("a"), variables("b"), true},
}

func product(prefix string) func() policy.Document {
	return func() policy.Document {
		return policy.New(policy.Statement{Effect: policy.Allow, Actions: numbered(2_000, "s3:a%d"), Resources: numbered(2_000, "arn:aws:s3:::"+prefix+"%d/*")})
	}
}

func reversed(s policy.Statement) policy.Statement {
	for _, list := range [][]string{s.Actions, s.Resources} {
		for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
			list[i], list[j] = list[j], list[i]
		}
	}
	return s
}

func on(conditions policy.Conditions) policy.Document {
	return policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:*"}, Resources: []string{"*"}, Conditions: conditions})
}

func keys(n int, value string) func() policy.Document {
	return func() policy.Document {
		all := map[string][]string{}
		for _, key := range numbered(n, "aws:k%07d") {
			all[key] = []string{value}
		}
		return on(policy.Conditions{"StringEquals": all})
	}
}

func values(n, from int) func() policy.Document {
	return func() policy.Document {
		return on(policy.Conditions{"StringEquals": {"aws:PrincipalTag/team": numbered(n+from, "v%d")[from:]}})
	}
}

func numbers(from int) func() policy.Document {
	return func() policy.Document {
		return on(policy.Conditions{"NumericEquals": {"s3:max-keys": numbered(10_000+from, "%d")[from:]}})
	}
}

func dates(format string) func() policy.Document {
	return func() policy.Document {
		var all []string
		for i := range 10_000 {
			all = append(all, fmt.Sprintf(format, i/1000, i%1000))
		}
		return on(policy.Conditions{"DateNotEquals": {"aws:CurrentTime": all}})
	}
}

func principalsOf(from int) func() policy.Document {
	return func() policy.Document {
		names := numbered(10_000+from, "arn:aws:iam::111122223333:role/r%d")[from:]
		return policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{AWS: names}, Actions: []string{"s3:*"}, Resources: []string{"*"}})
	}
}

func exceptPrincipals(n int) func() policy.Document {
	return func() policy.Document {
		names := numbered(n, "arn:aws:iam::111122223333:role/r%d")
		return policy.New(policy.Statement{Effect: policy.Allow, NotPrincipal: &policy.Principal{AWS: names}, Actions: []string{"s3:*"}, Resources: []string{"*"}})
	}
}

func choices(keys, values int) func() policy.Document {
	return func() policy.Document {
		all := map[string][]string{}
		for _, key := range numbered(keys, "aws:k%d") {
			all[key] = numbered(values, "v%d")
		}
		return on(policy.Conditions{"StringLike": all})
	}
}

func patterns(end string) func() policy.Document {
	return func() policy.Document {
		return policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:*"}, Resources: numbered(40, "arn:aws:s3:::"+strings.Repeat("*a", 4_000)+end+"%d")})
	}
}

func statementsOf(n int, end string) func() policy.Document {
	return func() policy.Document {
		var d policy.Document
		for i := range n {
			d.Statements = append(d.Statements, policy.Statement{
				Effect: policy.Allow, Actions: []string{fmt.Sprintf("s3:%d%s", i, end)}, Resources: numbered(3, "arn:aws:s3:::b%d/*"),
				Conditions: policy.Conditions{"StringLike": {"aws:PrincipalTag/team": {"a*", "b*"}}},
			})
		}
		return d
	}
}

func parts(n int) func() policy.Document {
	return func() policy.Document {
		var d policy.Document
		for i := range n {
			d.Statements = append(d.Statements, policy.Statement{
				Effect: policy.Allow, Actions: numbered(n, "s3:a%d")[i : i+1], Resources: numbered(n, "arn:aws:s3:::b%d")[i : i+1],
			})
		}
		return d
	}
}

func denies(n int) func() policy.Document {
	return func() policy.Document {
		var d policy.Document
		for i := range n {
			d.Statements = append(d.Statements, policy.Statement{Effect: policy.Deny, NotActions: []string{fmt.Sprintf("s3:a%d*", i)}, NotResources: []string{"arn:aws:s3:::*"}})
		}
		return d
	}
}

func variables(end string) func() policy.Document {
	return func() policy.Document {
		return on(policy.Conditions{"StringLike": {"aws:userid": {strings.Repeat("${aws:username}*", 20_000) + end}}})
	}
}

// Each comparison takes less than a second of a processor and 200 MB, and finds
// what is new.
func TestCompareIsFast(t *testing.T) {
	for _, c := range laborious {
		t.Run(c.name, func(t *testing.T) {
			before, after := []policy.Document{c.before()}, []policy.Document{c.after()}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			allocated, begin := m.TotalAlloc, processor.Time()
			change := policy.Compare(before, after)
			took := processor.Time() - begin
			runtime.ReadMemStats(&m)
			assert.Equal(t, c.gains, len(change.Gained) > 0, "gains")
			assert.Less(t, took, time.Second)
			assert.Less(t, m.TotalAlloc-allocated, uint64(200<<20), "bytes")
			t.Log(took)
		})
	}
}
