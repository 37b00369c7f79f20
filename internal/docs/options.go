package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/role"
)

// publisherOptions lists every option of a publisher and its role by the name
// that each front end has for it, and why one of them has none.
func publisherOptions() (string, error) {
	return optionTable(role.NewWhole(permission.PublisherOptions()).Table), nil
}

// builderOptions lists what a builder may read.
func builderOptions() (string, error) { return optionTable(permission.BuilderOptions().Table), nil }

func optionTable(t option.Table) string {
	fronts := []struct {
		heading, prefix string
		name            func(*option.Option) string
		reason          func(*option.Option) string
	}{
		{"Prop", "", (*option.Option).PropPath, func(o *option.Option) string { return o.NoProp }},
		{"Flag", "--", (*option.Option).FlagName, func(o *option.Option) string { return o.NoFlag }},
		{"Context", "", (*option.Option).ContextKey, func(o *option.Option) string { return o.NoKey }},
		{"Registry", "", (*option.Option).RegistryKey, func(o *option.Option) string { return o.NoRegistry }},
	}
	var rows [][]string
	var heading, reasons []string
	for _, f := range fronts {
		heading = append(heading, f.heading)
		without := map[string][]string{}
		var order []string
		for _, o := range t {
			if reason := f.reason(o); reason != "" {
				if without[reason] == nil {
					order = append(order, reason)
				}
				without[reason] = append(without[reason], code(o.Path))
			}
		}
		for _, reason := range order {
			if len(without[reason]) == len(t) {
				continue // the whole column is left out
			}
			reasons = append(reasons, fmt.Sprintf("- %s: no %s, because %s", strings.Join(without[reason], ", "), strings.ToLower(f.heading), reason))
		}
	}
	named := func(path string) string { return code(path) }
	for _, o := range t {
		var row []string
		for _, f := range fronts {
			name := f.name(o)
			if name != "" {
				name = code(f.prefix + name)
			}
			row = append(row, name)
		}
		preset := code(o.Default)
		if preset == "" {
			preset = fault.RenameMentions(cell(o.Unset), named)
		}
		rows = append(rows, append(row, preset, fault.RenameMentions(cell(o.About), named)))
	}
	text := table(append(heading, "Default", "What it is"), rows)
	if len(reasons) > 0 {
		text += "\nWhat has no name somewhere:\n\n" + strings.Join(reasons, "\n") + "\n"
	}
	return text
}

// registryKeys lists the keys of a registry, from its schema.
func registryKeys() (string, error) {
	type property struct {
		Description string
		Default     any
		Ref         string `json:"$ref"`
		Type        string
		Enum        []string
		Properties  map[string]json.RawMessage
		Items       struct {
			Properties map[string]json.RawMessage
			Required   []string
		}
	}
	var schema struct {
		Properties map[string]json.RawMessage
		Required   []string
		Defs       map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(registry.Schema(), &schema); err != nil {
		return "", err
	}
	read := func(text json.RawMessage) property {
		var p property
		_ = json.Unmarshal(text, &p) // the schema is valid JSON
		return p
	}
	row := func(key string, p property) []string {
		preset := ""
		if p.Default != nil {
			text, _ := json.Marshal(p.Default) // it comes from JSON
			preset = code(string(text))
		}
		kind := p.Type
		if len(p.Enum) > 0 {
			kind = strings.Join(p.Enum, ", ")
		}
		return []string{code(key), cell(kind), preset, cell(p.Description)}
	}
	heading := []string{"Key", "Type", "Default", "What it is"}
	var top, own, options [][]string
	for _, key := range []string{"version", "accountId", "region", "provider", "stackName", "stacks", "roleQuota", "path", "defaults", "repositories"} {
		top = append(top, row(key, read(schema.Properties[key])))
	}
	rows := read(schema.Properties["repositories"]).Items
	for _, key := range []string{"team", "repository", "ownerId", "id", "roleName", "without"} {
		own = append(own, row(key, read(rows.Properties[key])))
	}
	options = append(options, row("dev", read(schema.Defs["dev"])))
	for _, store := range permission.Stores() {
		key := store.RegistryKey()
		options = append(options, row(key+".shared", read(read(schema.Defs[key]).Properties["shared"])))
	}
	for _, o := range role.NewWhole(permission.PublisherOptions()).Table {
		store, name, below := strings.Cut(o.RegistryKey(), ".")
		switch definition, ok := schema.Defs[store]; {
		case !ok:
		case below:
			options = append(options, row(o.RegistryKey(), read(read(definition).Properties[name])))
		default:
			options = append(options, row(store, read(definition)))
		}
	}
	return "The registry:\n\n" + table(heading, top) + "\nA row:\n\n" + table(heading, own) + "\nA row or `defaults`:\n\n" + table(heading, options), nil
}
