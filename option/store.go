package option

import (
	"slices"
	"strings"
)

// Store is a store that a permission set may grant, as its options have it.
type Store struct {
	// Path begins the paths of its options, and is the name of its prop:
	// "EcrPublic".
	Path string
	// Title is what AWS calls it, as the tables of the documentation do: "ECR
	// Public".
	Title string
	// Root is the option without which the store is not granted. Empty where
	// each option of the store asks for it.
	Root string
}

// StoreOf returns the store that a table has the options of. Its root is the
// first of them, where others need it.
func StoreOf(t Table) Store {
	s := Store{}
	s.Path, _, _ = strings.Cut(t[0].Path, ".")
	if slices.ContainsFunc(t, func(o *Option) bool { return o.Needs == t[0].Path }) {
		s.Root = t[0].Path
	}
	return s
}

// Asked reports whether one of the options asks for the store, whatever its
// value: what is wrong with that, the core says.
func (s Store) Asked(t Table) bool {
	return slices.ContainsFunc(t, func(o *Option) bool {
		return o.given && strings.HasPrefix(o.Path, s.Path+".") && (s.Root == "" || s.Root == o.Path)
	})
}

// RegistryKey returns what the keys of the store's options begin with in a
// registry: "ecrPublic".
func (s Store) RegistryKey() string { return lowerFirst(s.Path) }

// FlagPrefix returns what the names of the store's flags begin with:
// "ecr-public".
func (s Store) FlagPrefix() string { return kebab(s.Path) }
