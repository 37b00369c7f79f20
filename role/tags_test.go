package role_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/role"
)

func TestRefusesTags(t *testing.T) {
	many := map[string]string{}
	for i := range role.MaxTags + 1 {
		many[fmt.Sprint("tag-", i)] = ""
	}
	requireRefused(t, []refusal{
		{"too many tags", func(r *role.Role) { r.Tags = many }, "Role.Tags are 51, and a role has 50 at most; leave some out"},
		{"a tag without a key", func(r *role.Role) { r.Tags = map[string]string{"": "x"} }, "Role.Tags has a tag without a key; write KEY=VALUE"},
		{"a tag of AWS", func(r *role.Role) { r.Tags = map[string]string{"AWS:x": "x"} }, `Role.Tags "AWS:x" begins with "aws:", which is AWS's own; choose another key`},
		{"a tag twice", func(r *role.Role) { r.Tags = map[string]string{"Team": "x", "team": "x"} }, `Role.Tags "team" is the key "Team" in another case, which IAM does not distinguish; leave one of them out`},
		{"a long key", func(r *role.Role) { r.Tags = map[string]string{strings.Repeat("x", 129): "x"} }, `has 129 characters; shorten it to 128 at most`},
		{"a long value", func(r *role.Role) { r.Tags = map[string]string{"team": strings.Repeat("x", 257)} }, `has 257 characters; shorten it to 256 at most`},
		{"a bad value", func(r *role.Role) { r.Tags = map[string]string{"team": "a*"} }, `Role.Tags.team "a*" has characters that IAM does not allow in a tag; use letters, digits, spaces and _.:/=+-@`},
	})
}

func TestTags(t *testing.T) {
	r := acme()
	r.Tags = map[string]string{"team": "", "Kostenstelle für CI": "4 2", "${Token[Ref:Key]}": "${Token[Ref:Value]}"}
	made, err := r.Documents(ireland)
	require.NoError(t, err)
	require.Equal(t, r.Tags, made.Role.Tags)
}
