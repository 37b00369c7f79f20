package registry

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// Options are what a row or the defaults say: options of a publisher and its
// role by their registry keys, such as "s3.writeOnce". A store that is named has a key
// of its own, "s3", whatever is said of it. In texts, {owner}, {repository} and
// {team} stand for those of the row, {place} for what distinguishes the
// repository from those of all other rows: its name, after the owner's where
// the registry has several, and {image} for {place} in lower case.
type Options map[string]any

// flat returns the options that are in a registry, those of a store beside the
// others.
func flat(nested map[string]any) Options {
	o := make(Options, len(nested))
	for key, value := range nested {
		if optionShapes()[key] == nil {
			continue // a key of the row's own
		}
		o[key] = value
		if store, ok := value.(map[string]any); ok {
			o[key] = true
			for name, value := range store {
				o[key+"."+name] = value
			}
		}
	}
	return o
}

var stores = sync.OnceValue(permission.Stores)

// places are what a store's options are unless a row or the defaults say
// otherwise: a place of the repository's own.
var places = Options{
	"s3.prefix": "{place}/", "s3.devPrefix": "dev/{place}/",
	"ecr.repositories": []any{"{image}", "{image}/*"},
}

// actionPreset is the preset of a client that says itself where dev releases go.
const (
	actionPreset    = "agilecustoms-release"
	actionDevPrefix = "{place}/feature-"
)

func newOptions() *role.Whole { return role.NewWhole(permission.PublisherOptions()) }

// keys are the registry keys of the options, in their order.
var keys = sync.OnceValue(func() []string {
	var all []string
	for _, o := range newOptions().Table {
		all = append(all, o.RegistryKey())
	}
	return all
})

// groups are the registry keys of options that replace each other together.
var groups = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for _, o := range newOptions().Table {
		if o.Group != "" {
			all[o.Group] = append(all[o.Group], o.RegistryKey())
		}
	}
	return all
})

// optionsOf returns the options of a row with those of the defaults where it
// says nothing, option by option: a list replaces a list. Options of one group
// replace each other together, and a store that the row goes without is left
// out.
func (m *maker) optionsOf(row Repository) Options { return m.optionsAt(row, m.several) }

// optionsAt is optionsOf for who says whether the registry has several owners.
func (m *maker) optionsAt(row Repository, several bool) Options {
	base := m.base[0]
	if m.registry.Defaults["preset"] == actionPreset || row.Options["preset"] == actionPreset {
		base = m.base[1]
	}
	merged := maps.Clone(base)
	merged.add(row.Options)
	for _, store := range stores() {
		if named := store.RegistryKey(); merged[named] == nil || slices.Contains(row.Without, named) {
			delete(merged, named)
			below := named + "."
			maps.DeleteFunc(merged, func(key string, _ any) bool { return strings.HasPrefix(key, below) })
		}
	}
	names := row.placeholders(several)
	for key, value := range merged {
		merged[key] = filled(value, names)
	}
	return merged
}

// add puts further options in the place of those that are there.
func (o Options) add(more Options) {
	for _, group := range groups() {
		if slices.ContainsFunc(group, func(key string) bool { return more[key] != nil && more[key] != false }) {
			for _, key := range group {
				delete(o, key)
			}
		}
	}
	maps.Copy(o, more)
}

// severalOwners reports whether the repositories have several owners, whose
// names GitHub takes in any case.
//
// https://docs.github.com/en/rest/repos/repos#get-a-repository
func (r Registry) severalOwners() bool {
	return slices.ContainsFunc(r.Repositories, func(row Repository) bool {
		owner, _ := row.names()
		first, _ := r.Repositories[0].names()
		return !strings.EqualFold(owner, first)
	})
}

// set gives the options of a role their values in a row, except those of a
// group.
func (row Repository) set(w *role.Whole, options Options, except string) fault.List {
	var faults fault.List
	for i, o := range w.Table {
		if value, ok := options[keys()[i]]; ok && (o.Group == "" || o.Group != except) {
			faults.Append("", o.Set(value))
		}
	}
	for _, store := range stores() {
		if root := store.Root; options[store.RegistryKey()] != nil && root != "" && !w.At(root).Given() {
			faults.Add(root, "", "is missing", "add it")
			w.At(root).Refuse()
		}
	}
	return append(faults, w.Unmet()...)
}

// placeholders returns what puts the row's own names into texts, from left to right: what a name
// brings along is no placeholder.
func (row Repository) placeholders(several bool) *strings.Replacer {
	owner, name := row.names()
	place := name
	if several {
		place = owner + "/" + name
	}
	return strings.NewReplacer("{owner}", owner, "{repository}", name, "{team}", row.Team, "{place}", place, "{image}", strings.ToLower(place))
}

func filled(value any, names *strings.Replacer) any {
	switch value := value.(type) {
	case string:
		return names.Replace(value)
	case []any:
		all := make([]any, len(value))
		for i, item := range value {
			all[i] = filled(item, names)
		}
		return all
	}
	return value
}

var rename = sync.OnceValue(func() func(string) string { return newOptions().Rename((*option.Option).RegistryKey) })

// keyOf returns the key behind a path of the core in a row.
func keyOf(row, path string) string {
	if key, ok := common[path]; ok {
		return key
	}
	if row != "" {
		row += "."
	}
	if path == "Trust.Subjects[0]" {
		return row + "environments" // what a subject without a context lacks
	}
	return row + rename()(path)
}

// common are the keys of what all rows share.
var common = map[string]string{"AccountId": "accountId", "Region": "region", "Partition": "region", "PolicyPath": "path", "Role.Path": "path"}
