package option

import "strings"

// Store is a store that a publisher may publish to, as its options have it.
type Store struct {
	// Path begins the paths of its options, and is the name of its prop:
	// "EcrPublic".
	Path string
	// Root is the option without which the store is not granted. Empty where
	// each option of the store asks for it.
	Root string
}

// RegistryKey returns what the keys of the store's options begin with in a
// registry: "ecrPublic".
func (s Store) RegistryKey() string { return lowerFirst(s.Path) }

// FlagPrefix returns what the names of the store's flags begin with:
// "ecr-public".
func (s Store) FlagPrefix() string { return kebab(s.Path) }

// Stores returns the stores of a publisher, in the order of its options. The
// root of a store is its first option, where others need it.
func Stores() []Store {
	var all []Store
	first := ""
	for _, o := range Publisher().Table {
		store, _, below := strings.Cut(o.Path, ".")
		switch {
		case !below:
		case len(all) == 0 || all[len(all)-1].Path != store:
			all, first = append(all, Store{Path: store}), o.Path
		case o.Needs == first:
			all[len(all)-1].Root = first
		}
	}
	return all
}
