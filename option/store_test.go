package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/option"
)

// A store is asked for by the option that the others need, and where they need
// none by each of them.
func TestStoreIsAskedFor(t *testing.T) {
	one, other := "", false
	for _, test := range []struct {
		needs, given string
		root         string
		asked        bool
	}{
		{"Topic.Name", "Topic.Name", "Topic.Name", true},
		{"Topic.Name", "Topic.Loud", "Topic.Name", false},
		{"", "Topic.Name", "", true},
		{"", "Topic.Loud", "", true},
	} {
		table := option.Table{
			{Path: "Topic.Name", Value: "NAME", Example: "releases", Field: &one},
			{Path: "Topic.Loud", Needs: test.needs, Field: &other},
		}
		store := option.StoreOf(table)
		assert.Equal(t, option.Store{Path: "Topic", Root: test.root}, store)
		assert.False(t, store.Asked(table))
		require.NoError(t, table.At(test.given).Set("true"))
		assert.Equal(t, test.asked, store.Asked(table), "%+v", test)
	}
}

func TestNamesOfAStore(t *testing.T) {
	public := option.Store{Path: "EcrPublic"}
	assert.Equal(t, "ecrPublic", public.RegistryKey())
	assert.Equal(t, "ecr-public", public.FlagPrefix())
}
