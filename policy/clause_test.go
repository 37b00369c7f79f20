package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Clauses with the same key say the same, so that all that they say is in it.
func TestClauseKeys(t *testing.T) {
	base := func() Statement {
		return Statement{Effect: Allow, Actions: []string{"s3:A", "s3:B"}, Resources: []string{"arn:aws:s3:::a", "arn:aws:s3:::b"},
			Conditions: Conditions{"StringEquals": {"a:k": {"v", "w"}}}}
	}
	account := &Principal{AWS: []string{"111122223333"}}
	for _, c := range []struct {
		name   string
		change func(*Statement)
		same   bool
	}{
		{"nothing", func(*Statement) {}, true},
		{"the Sid", func(s *Statement) { s.Sid = "A" }, true},
		{"the order and a repetition", func(s *Statement) { s.Actions = []string{"s3:B", "s3:A", "s3:B"} }, true},
		{"the case of an action", func(s *Statement) { s.Actions[0] = "S3:a" }, true},
		{"the case of a key", func(s *Statement) { s.Conditions = Conditions{"StringEquals": {"A:K": {"w", "v"}}} }, true},
		{"the effect", func(s *Statement) { s.Effect = Deny }, false},
		{"an action", func(s *Statement) { s.Actions = s.Actions[:1] }, false},
		{"all actions except", func(s *Statement) { s.Actions, s.NotActions = nil, s.Actions }, false},
		{"the case of a resource", func(s *Statement) { s.Resources[0] = "arn:aws:s3:::A" }, false},
		{"all resources except", func(s *Statement) { s.Resources, s.NotResources = nil, s.Resources }, false},
		{"no resources", func(s *Statement) { s.Resources = []string{} }, false},
		{"without resources", func(s *Statement) { s.Resources = nil }, false},
		{"a principal", func(s *Statement) { s.Principal = account }, false},
		{"all principals except", func(s *Statement) { s.NotPrincipal = account }, false},
		{"a value", func(s *Statement) { s.Conditions = Conditions{"StringEquals": {"a:k": {"v"}}} }, false},
		{"two values in one", func(s *Statement) { s.Conditions = Conditions{"StringEquals": {"a:k": {`v""w`}}} }, false},
		{"an operator", func(s *Statement) { s.Conditions = Conditions{"StringLike": {"a:k": {"v", "w"}}} }, false},
		{"no condition", func(s *Statement) { s.Conditions = nil }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := base()
			c.change(&changed)
			shaping := readyToCompare()
			assert.Equal(t, c.same, shaping.clause(base(), true).key == shaping.clause(changed, true).key)
		})
	}
	variable := base()
	variable.Resources = []string{"arn:aws:s3:::${aws:username}"}
	c := readyToCompare()
	assert.NotEqual(t, c.clause(variable, true).key, c.clause(variable, false).key, "a variable and its text")
	assert.Equal(t, c.clause(base(), true).key, c.clause(base(), false).key, "another version of what has no variables")
}

// Only a Deny of which nothing depends on a request's context or on the
// deployment hides an Allow.
func TestUnconditional(t *testing.T) {
	deny := func() Statement { return Statement{Effect: Deny, Actions: []string{"s3:*"}, Resources: []string{"*"}} }
	for _, c := range []struct {
		name          string
		change        func(*Statement)
		unconditional bool
	}{
		{"nothing", func(*Statement) {}, true},
		{"everybody", func(s *Statement) { s.Principal = &Principal{Everyone: true} }, true},
		{"a condition", func(s *Statement) { s.Conditions = Conditions{"Null": {"a:k": {"true", "false"}}} }, false},
		{"an unknown action", func(s *Statement) { s.Actions[0] = Unknown("A") }, false},
		{"a token in a resource", func(s *Statement) { s.Resources[0] = "arn:${Token[AWS.Partition.3]}:s3:::b" }, false},
		{"an unknown principal", func(s *Statement) { s.Principal = &Principal{AWS: []string{Unknown("P")}} }, false},
		{"all principals except an unknown one", func(s *Statement) { s.NotPrincipal = &Principal{AWS: []string{Unknown("P")}} }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := deny()
			c.change(&s)
			assert.Equal(t, c.unconditional, readyToCompare().clause(s, true).unconditional())
		})
	}
}

func TestFolded(t *testing.T) {
	assert.Equal(t, "s3:getobject", folded("S3:GetObject"))
	assert.Equal(t, "\u212a", folded("\u212a"), "the Kelvin sign")
	assert.Equal(t, "a"+Unknown("B")+"c"+Unknown("D"), folded("A"+Unknown("B")+"C"+Unknown("D")))
}
