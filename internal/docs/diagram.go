package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// pictured is the example's template that the picture shows.
const pictured = "example/testdata/default.template.json"

// diagram draws the roles of the example's template: who is trusted, and the
// stores that the policy reaches.
func diagram() (string, error) {
	content, err := os.ReadFile(pictured)
	if err != nil {
		return "", err
	}
	holders, err := review.FromTemplate(content, review.Context{})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart LR\n")
	for i, h := range holders {
		if len(h.Trust) > 0 {
			draw(&b, fmt.Sprint("r", i), h)
		}
	}
	b.WriteString("```\n")
	return b.String(), nil
}

func draw(b *strings.Builder, id string, h review.Holder) {
	fmt.Fprintf(b, "  %s_role[%s]\n", id, label("role", h.Name))
	drawn := ""
	for i, s := range h.Trust[0].Statements {
		_, provider, _ := strings.Cut(s.Principal.Federated[0], "oidc-provider/")
		fmt.Fprintf(b, "  %s_job%d[%s] -- %s --> %s_role\n", id, i, label(append([]string{"CI job"}, valuesOf(s.Conditions, ":sub")...)...),
			label(append(s.Actions, "token for "+strings.Join(valuesOf(s.Conditions, ":aud"), ", "))...), id)
		if provider != drawn {
			fmt.Fprintf(b, "  provider[%s] -. %s .-> %s_role\n", label("OIDC provider, one for an account", provider), label("vouches for the token"), id)
			drawn = provider
		}
	}
	resources := map[string][]string{}
	var stores []string
	for _, document := range h.Policies {
		for _, g := range review.Grants(document) {
			if g.Effect == policy.Deny {
				continue
			}
			if !slices.Contains(stores, g.Store) {
				stores = append(stores, g.Store)
			}
			for _, r := range g.Resources {
				// The colons of a pseudo parameter are none of the ARN's.
				parts := strings.SplitN(strings.ReplaceAll(r, "<AWS::", "<"), ":", 6)
				if name := parts[len(parts)-1]; name != "*" && !slices.Contains(resources[g.Store], name) {
					resources[g.Store] = append(resources[g.Store], name)
				}
			}
		}
	}
	fmt.Fprintf(b, "  %s_role --> %s_policy[%s]\n", id, id, label("managed policy"))
	for i, store := range stores {
		fmt.Fprintf(b, "  %s_policy --> %s_store%d[(%s)]\n", id, id, i, label(append([]string{store}, resources[store]...)...))
	}
}

// label writes the lines of a node or an arrow.
func label(lines ...string) string {
	return `"` + strings.ReplaceAll(strings.Join(lines, "<br>"), `"`, "#quot;") + `"`
}

// valuesOf returns the values of the condition key that ends like this.
func valuesOf(c policy.Conditions, suffix string) []string {
	var all []string
	for _, keys := range c {
		for key, values := range keys {
			if strings.HasSuffix(key, suffix) {
				all = append(all, values...)
			}
		}
	}
	slices.Sort(all)
	return all
}
