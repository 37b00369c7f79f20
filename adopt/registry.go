package adopt

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// Registry writes proposals as a registry. A role that a registry can't have
// is in it as a comment that says why.
func Registry(proposals []Proposal, accountID string) string {
	region, path := "", ""
	for _, p := range proposals {
		if p.rowProblem() == "" {
			region, path = or(region, p.Region), or(path, p.Path)
		}
	}
	var rows, comments []string
	for _, p := range proposals {
		problem := p.rowProblem()
		switch {
		case problem != "":
		case p.Path != path:
			problem = "its path is " + p.Path + ", and a registry has one, " + path
		case p.Region != "" && p.Region != region:
			problem = "its stores are in " + p.Region + ", and a registry has one region, " + region
		}
		if problem != "" {
			comments = append(comments, "# "+oneLine(p.Path+p.Name+": "+problem)+"\n")
			continue
		}
		rows = append(rows, p.row())
	}
	var b strings.Builder
	b.WriteString(strings.Join(comments, ""))
	if len(rows) == 0 {
		b.WriteString("# No role can be written as a row.\n")
		return b.String()
	}
	fmt.Fprintf(&b, "version: 1\naccountId: %q\n", accountID)
	if region != "" {
		fmt.Fprintf(&b, "region: %s\n", region)
	}
	if path != "/ci/" {
		fmt.Fprintf(&b, "path: %s\n", path)
	}
	b.WriteString("repositories:\n" + strings.Join(rows, ""))
	return b.String()
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// rowProblem says why a role can't be a row of a registry.
func (p Proposal) rowProblem() string {
	switch {
	case len(p.Settings) == 0:
		return strings.Join(p.Problems, "; ")
	case p.Settings["Dev"] == true:
		return "it is a dev publisher, which a row makes beside the publisher's role; write dev: true into the repository's row"
	case len(p.Repositories) != 1:
		return fmt.Sprintf("it trusts %d repositories, and a registry has a role for each", len(p.Repositories))
	}
	ids := p.IDs[p.Repositories[0]]
	if ids.Owner == "" || ids.Repository == "" {
		return "the ids of " + p.Repositories[0] + " are not known; gh api repos/" + p.Repositories[0] + " --jq '.owner.id, .id' prints them"
	}
	for _, problem := range p.Problems {
		if strings.HasPrefix(problem, "can't be written down") {
			return problem
		}
	}
	return ""
}

// row writes a role as a row.
func (p Proposal) row() string {
	repository := p.Repositories[0]
	owner, _, _ := strings.Cut(repository, "/")
	row := map[string]any{"team": owner, "repository": repository, "roleName": p.Name}
	nodes := []*yaml.Node{}
	put := func(key string, value any) {
		k, v := &yaml.Node{}, &yaml.Node{}
		_ = k.Encode(key)
		_ = v.Encode(value) // texts, lists and switches always encode
		nodes = append(nodes, k, v)
	}
	for _, key := range []string{"team", "repository"} {
		put(key, row[key])
	}
	put("ownerId", number(p.IDs[repository].Owner))
	put("id", number(p.IDs[repository].Repository))
	put("roleName", p.Name)
	tree := p.rowOptions()
	for _, key := range slices.Sorted(maps.Keys(tree)) {
		put(key, tree[key])
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{{Kind: yaml.MappingNode, Content: nodes}}}
	var b strings.Builder
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	_ = encoder.Encode(list)
	var indented strings.Builder
	for line := range strings.Lines(b.String()) {
		indented.WriteString("  " + line)
	}
	return indented.String()
}

// number writes an id as the schema of registries wants it.
func number(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: text}
}

// rowOptions are the options by their registry keys, a store's below the store.
// What a row's place is by default must be said where it is another one.
func (p Proposal) rowOptions() map[string]any {
	tree := map[string]any{}
	w := role.NewWhole(permission.PublisherOptions())
	for _, o := range w.Table {
		value, given := p.Settings[o.Path]
		key := o.RegistryKey()
		if !given || key == "" || o.Path == "Subjects.Repositories" {
			continue
		}
		store, name, nested := strings.Cut(key, ".")
		if !nested {
			tree[key] = value
			continue
		}
		if tree[store] == nil {
			tree[store] = map[string]any{}
		}
		tree[store].(map[string]any)[name] = value
	}
	return tree
}
