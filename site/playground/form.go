package playground

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// Form is the fields of a role with a permission set, from the table of
// options.
type Form struct {
	// Sets are the permission sets that there are, the default first.
	Sets   []Set   `json:"sets"`
	Groups []Group `json:"groups"`
}

// Set is a permission set by its name.
type Set struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

// Group is the fields about one thing.
type Group struct {
	Title string `json:"title"`
	// Open groups are those that most roles need; of their fields, most roles
	// need the first ones.
	Open   bool    `json:"open"`
	First  int     `json:"first"`
	Fields []Field `json:"fields"`
}

// Field is one option.
type Field struct {
	Path string `json:"path"`
	// Name is what the option is called, here as on the command line.
	Name  string `json:"name"`
	About string `json:"about"`
	// Kind is switch, choice, text or list, which takes a value on each line.
	Kind string `json:"kind"`
	// Example is a valid value; Unset says what holds without one.
	Example string   `json:"example,omitempty"`
	Unset   string   `json:"unset,omitempty"`
	Choices []string `json:"choices,omitempty"`
}

// part is a group in the making: the options of a table.
type part struct {
	title string
	// first is how many of the options most roles need: 0 for a part that few
	// need.
	first int
	table option.Table
}

// parts are the options of a role with a set, by what they are about. Options
// that change no document, and so have no flag, are left out.
func parts(named permission.NamedSet) []part {
	made := []part{{"Where", all, new(permission.Environment).Options()}}
	stores := permission.Stores()
	for _, o := range named.New().Table {
		title, first := storeOf(stores, o.Path, named.Name)
		i := slices.IndexFunc(made, func(p part) bool { return p.title == title })
		if i < 0 {
			i = len(made)
			made = append(made, part{title: title, first: first})
		}
		made[i].table = append(made[i].table, o)
	}
	return append(made,
		part{"Who may assume the role", 6, new(trust.Subject).Options(new(trust.Options))},
		part{"Or an AWS service", 0, new(trust.Service).Options()},
		part{"Name and limits of the role", 0, slices.Concat(new(role.Role).Options(), new(permission.Limited).Options())},
	)
}

// all is how many options of a part most roles need, where they need any.
const all = 100

// needed is how many of a store's options most roles need.
var needed = map[string]int{"S3": 2, "Ecr": 2}

// storeOf says what an option of a set is about: a store, or the set.
func storeOf(stores []option.Store, path, set string) (title string, first int) {
	for _, store := range stores {
		if strings.HasPrefix(path, store.Path+".") {
			return store.Title, needed[store.Path]
		}
	}
	return "The " + set + " set", all
}

// form answers which fields there are.
func form(r Request) (Answer, fault.List) {
	named, faults := setOf(r.Set)
	if len(faults) > 0 {
		return Answer{}, faults
	}
	made := Form{}
	for _, s := range role.Sets {
		made.Sets = append(made.Sets, Set{s.Name, s.About})
	}
	renamed := role.NewWhole(named.New()).Rename(nameOf)
	for _, p := range parts(named) {
		group := Group{Title: p.title, Open: p.first > 0, First: p.first}
		for _, o := range p.table {
			if o.FlagName() != "" {
				group.Fields = append(group.Fields, fieldOf(o, renamed))
			}
		}
		made.Groups = append(made.Groups, group)
	}
	return Answer{Form: &made}, nil
}

// setOf returns the permission set with a name, the default for none.
func setOf(name string) (permission.NamedSet, fault.List) {
	var faults fault.List
	var names []string
	for _, s := range role.Sets {
		if s.Name == name || name == "" {
			return s, nil
		}
		names = append(names, s.Name)
	}
	faults.Add("set", name, "is not a permission set", "use one of "+strings.Join(names, ", "))
	return permission.NamedSet{}, faults
}

func fieldOf(o *option.Option, renamed func(string) string) Field {
	f := Field{
		Path: o.Path, Name: nameOf(o), About: fault.RenameMentions(o.About, renamed), Kind: "text",
		Example: o.Example, Unset: fault.RenameMentions(o.Unset, renamed),
	}
	if o.Default != "" && o.Kind() != option.Switch {
		f.Unset = o.Default
	}
	_, threefold := o.Field.(**bool)
	switch {
	case o.Kind() == option.Switch && threefold:
		f.Kind, f.Choices = "choice", []string{"true", "false"}
	case o.Kind() == option.Switch:
		f.Kind = "switch"
	case o.Path == "Preset":
		f.Kind, f.Choices = "choice", permission.PresetNames()
	case o.Kind() == option.List:
		f.Kind, f.Example = "list", strings.Split(o.Example, ",")[0]
	}
	return f
}

// nameOf is what the page calls an option: its flag, so that what a person
// learns here is true of the command line.
func nameOf(o *option.Option) string {
	if name := o.FlagName(); name != "" {
		return "--" + name
	}
	return ""
}
