package prop

import (
	"testing"

	"github.com/stretchr/testify/require"
)

type inner struct {
	Name      *string
	AccountId *string
}

type outer struct {
	Inner  *inner
	List   *[]*inner
	Names  *[]*string
	Sizes  *float64
	Claims *map[string]*[]*string
	On     *bool
}

type core struct{ Name, AccountID string }

func TestSet(t *testing.T) {
	var o outer
	Set(&o, "Inner.Name", "a")
	Set(&o, "List.Name", "b")
	Set(&o, "List.AccountId", "1")
	Set(&o, "Names", []string{"c", "d"})
	Set(&o, "Sizes", 4096)
	Set(&o, "Claims", map[string][]string{"actor": {"e"}})
	Set(&o, "On", false)
	require.Equal(t, "a", *o.Inner.Name)
	require.Len(t, *o.List, 1)
	require.Equal(t, "b", *(*o.List)[0].Name)
	require.Equal(t, "1", *(*o.List)[0].AccountId)
	require.Equal(t, "d", *(*o.Names)[1])
	require.Equal(t, 4096.0, *o.Sizes)
	require.Equal(t, "e", *(*(*o.Claims)["actor"])[0])
	require.False(t, *o.On)

	// A list of structs, whose fields the core writes in another case.
	Set(&o, "List", []core{{Name: "f"}, {AccountID: "2"}})
	require.Equal(t, "f", *(*o.List)[0].Name)
	require.Nil(t, (*o.List)[0].AccountId)
	require.Equal(t, "2", *(*o.List)[1].AccountId)

	require.Panics(t, func() { Set(&o, "Inner.Nmae", "a") })
}
