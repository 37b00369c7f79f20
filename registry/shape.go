package registry

import (
	"maps"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/role"
)

// shape is what a value of a registry has to be. It is declared once: the reader
// refuses what is something else, and the schema says it to editors.
type shape struct {
	// kind is the type of the value, as JSON Schema calls it. Empty where choices
	// say everything.
	kind string
	// choices are the only values, texts or int64, if there are any.
	choices []any
	// least and most bound a number, the characters of a text or the elements of a
	// list. Zero is no bound.
	least, most int64
	// pattern is what a text has to match, if there is one.
	pattern *lazyregexp.Regexp
	// items is what each element of a list is.
	items *shape
	// keys are those of an object, which has no others, and required those that it
	// must have.
	keys     map[string]*shape
	required []string

	// about and unset are the description and the default in the schema; those of
	// an option are its own.
	about  string
	unset  any
	option *option.Option
}

// unique reports whether a list has no text twice: rows are compared otherwise.
func (s *shape) unique() bool { return s.items.keys == nil }

// registryShape is that of a registry.
var registryShape = sync.OnceValue(func() *shape {
	row := &shape{kind: "object", required: []string{"team", "repository", "ownerId", "id"}, keys: rowKeys()}
	maps.Copy(row.keys, optionShapes())
	top := &shape{kind: "object", required: []string{"version", "repositories"}, keys: registryKeys()}
	top.keys["defaults"] = &shape{kind: "object", keys: optionShapes(),
		about: "Options of rows that say nothing else, option by option; a row's list replaces a list. In texts {owner}, {repository} and {team} stand for those of the row, {place} for {repository}, or {owner}/{repository} where the registry has several owners, {image} for {place} in lower case."}
	top.keys["repositories"] = &shape{kind: "array", least: 1, most: MaxRepositories, items: row, about: "One row a repository, in any order."}
	return top
})

// registryKeys are those of the registry, without its rows and their options.
func registryKeys() map[string]*shape {
	return map[string]*shape{
		"$schema":   {kind: "string", about: "Address of this schema, for editors."},
		"version":   {choices: []any{int64(1)}, about: "Version of this format."},
		"accountId": {kind: "string", pattern: lazyregexp.New("^[0-9]{12}$"), about: "Account of the roles and the stores, twelve digits between quotes. Default: where the stacks are deployed."},
		"region":    {kind: "string", pattern: lazyregexp.New("^[a-z]+(-[a-z]+)+-[0-9]{1,2}$"), about: "Region of the stores. Default: where the stacks are deployed."},
		"provider":  {choices: []any{"create", "existing"}, unset: "existing", about: `"create" makes a stack of its own for the account's identity provider.`},
		"stackName": {kind: "string", pattern: lazyregexp.New("^[A-Za-z][A-Za-z0-9-]*$"), most: 100, unset: DefaultStackName, about: "What the names of the stacks begin with."},
		"stacks":    {kind: "integer", least: 1, most: 2000, unset: DefaultStacks, about: "How many stacks the roles are divided among, of which those without roles are not made. Another number moves roles between stacks, so choose it once."},
		"roleQuota": {kind: "integer", least: 1, most: 100_000, unset: DefaultRoleQuota, about: "How many roles the account holds, where AWS has raised it: to 5000 on request, beyond that by a support case."},
		"path":      {kind: "string", pattern: lazyregexp.New("^(/|/[!-~]+/)$"), most: 512, unset: role.DefaultPath, about: "Path of roles and policies."},
	}
}

// rowKeys are what a row has beside options.
func rowKeys() map[string]*shape {
	var names []any
	for _, store := range stores() {
		names = append(names, store.RegistryKey())
	}
	const mostID = 1_000_000_000_000_000_000
	return map[string]*shape{
		"team":       {kind: "string", pattern: lazyregexp.New("^[A-Za-z0-9][A-Za-z0-9 ._-]*$"), most: 64, about: "Team that owns the repository."},
		"repository": {kind: "string", pattern: lazyregexp.New("^[A-Za-z0-9_-]+/[A-Za-z0-9._-]+$"), about: "OWNER/NAME on GitHub."},
		"ownerId":    {kind: "integer", least: 1, most: mostID, about: "GitHub's number of the owner: gh api repos/OWNER/NAME --jq .owner.id"},
		"id":         {kind: "integer", least: 1, most: mostID, about: "GitHub's number of the repository: gh api repos/OWNER/NAME --jq .id"},
		"roleName":   {kind: "string", pattern: lazyregexp.New("^[A-Za-z0-9_+=,.@-]+$"), most: 60, about: "Name of the role and its policy. Default: OWNER-NAME."},
		"without":    {kind: "array", least: 1, items: &shape{choices: names}, about: "Stores of the defaults that this repository does not publish to."},
	}
}

// optionShapes are those of the options that rows and the defaults take, by their
// keys; a store is an object of its options.
var optionShapes = sync.OnceValue(func() map[string]*shape {
	all := map[string]*shape{
		"dev": {kind: "boolean", unset: false, about: "Add a second role for dev releases, for any branch and tag."},
	}
	for _, store := range stores() {
		all[store.RegistryKey()] = &shape{kind: "object", keys: map[string]*shape{
			"shared": {kind: "boolean", unset: false, about: "Let other rows that say so too write to the same places; else overlapping places are refused."},
		}}
	}
	top, row := registryKeys(), rowKeys()
	text := shape{kind: "string", least: 1}
	shapes := map[option.Kind]shape{
		option.Switch: {kind: "boolean"},
		option.Number: {kind: "integer", least: 1},
		option.Text:   text,
		option.List:   {kind: "array", least: 1, items: &text},
	}
	for i, o := range newOptions().Table {
		s := shapes[o.Kind()]
		s.option = o
		key := keys()[i]
		store, name, below := strings.Cut(key, ".")
		switch {
		case key == "" || top[key] != nil || row[key] != nil: // the registry's and the row's own
		case below:
			all[store].keys[name] = &s
		default:
			all[key] = &s
		}
	}
	return all
})
