package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// permissionTables lists every row of the tables that policies are made of.
func permissionTables() (string, error) {
	var b strings.Builder
	b.WriteString("## Publisher\n\n" + rowTables(permission.Rows(), modes))
	var rows [][]string
	for _, l := range permission.Limits() {
		rows = append(rows, []string{
			code(l.Option), code(strings.Join(review.Words(policy.Conditions{l.Operator: {l.Key: l.Values}}), "")),
			cell(codes(l.Actions)), cell("[" + l.Key + "](" + l.Source + ")"),
		})
	}
	fmt.Fprintf(&b, "### Conditions that options add\n\n%s\n", table([]string{"Option", "Condition", "On", "The key"}, rows))
	b.WriteString("## Builder\n\n" + rowTables(permission.BuilderRows(), func(permission.Row) string { return "" }))
	return b.String(), nil
}

// rowTables writes rows as a table for each store.
func rowTables(all []permission.Row, mode func(permission.Row) string) string {
	var b strings.Builder
	for _, store := range storesOf(all) {
		var rows [][]string
		for _, row := range all {
			if row.Store == store {
				rows = append(rows, []string{
					action(row.Action, row.Effect), mode(row), when(row), code(row.Resource),
					code(strings.Join(review.Words(row.Conditions), " and ")), needed(row.Action),
				})
			}
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n", store, table([]string{"Action", "Mode", "Option", "Resource", "Condition", "Needed for"}, rows))
	}
	return b.String()
}

func storesOf(rows []permission.Row) []string {
	var all []string
	for _, row := range rows {
		if !slices.Contains(all, row.Store) {
			all = append(all, row.Store)
		}
	}
	return all
}

func action(a permission.Action, effect policy.Effect) string {
	if effect == policy.Deny {
		return "denied: " + code(a.Name)
	}
	return code(a.Name)
}

func modes(row permission.Row) string {
	switch {
	case row.Normal && row.Dev:
		return "both"
	case row.Dev:
		return "dev"
	}
	return "normal"
}

// when names the options that add a row, and the one that replaces it.
func when(row permission.Row) string {
	var all []string
	if row.OnlyWithDelete {
		all = append(all, "AllowDelete")
	}
	all = append(all, row.Options...)
	text := codes(all)
	if row.Unless != "" {
		text = strings.TrimSpace(text + " unless " + code(row.Unless))
	}
	return text
}

func codes(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = code(text)
	}
	return strings.Join(quoted, ", ")
}

func needed(a permission.Action) string {
	return fmt.Sprintf("[%s](%s)", strings.NewReplacer("|", `\|`, "[", `\[`, "]", `\]`, "*", `\*`).Replace(a.Call), a.Source)
}
