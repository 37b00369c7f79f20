package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// permissionTables lists every row and every limit of the tables that policies
// are made of, set by set.
func permissionTables() (string, error) {
	rows := slices.Concat(permission.Rows(), deploy.Rows())
	limits := slices.Concat(permission.Limits(), deploy.Limits())
	var b strings.Builder
	for ofSet := range inGroups(rows, func(r permission.Row) string { return r.Set }) {
		set := ofSet[0].Set
		fmt.Fprintf(&b, "## %s\n\n", set)
		for ofStore := range inGroups(ofSet, func(r permission.Row) string { return r.Store }) {
			store := ofStore[0].Store
			if store != "" {
				fmt.Fprintf(&b, "### %s\n\n", store)
			}
			b.WriteString(rowTable(ofStore) + "\n")
			added := slices.DeleteFunc(slices.Clone(limits), func(l permission.Limit) bool { return l.Set != set || l.Store != store })
			if len(added) > 0 {
				fmt.Fprintf(&b, "Conditions that are added to these rows:\n\n%s\n", limitTable(added))
			}
			ways := slices.DeleteFunc(permission.Ways(), func(w permission.Way) bool { return w.Set != set || w.Store != store })
			if len(ways) > 0 {
				fmt.Fprintf(&b, "Other ways to these resources, where an option leads to the place; what is denied is denied on either way:\n\n%s\n", wayTable(ways))
			}
		}
	}
	return b.String(), nil
}

// inGroups yields the adjacent elements of a list that have the same key.
func inGroups[E any](list []E, key func(E) string) func(yield func([]E) bool) {
	return func(yield func([]E) bool) {
		for len(list) > 0 {
			n := slices.IndexFunc(list, func(e E) bool { return key(e) != key(list[0]) })
			if n < 0 {
				n = len(list)
			}
			if !yield(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}

func rowTable(rows []permission.Row) string {
	var lines [][]string
	for _, row := range rows {
		action := code(row.Action)
		if row.Effect == policy.Deny {
			action = "denied: " + action
		}
		lines = append(lines, []string{
			action, when(row.When), code(row.Resource), code(strings.Join(review.Words(row.Conditions), " and ")),
			"[" + plain.Replace(row.Call) + "](" + row.Source + ")", row.Sid,
		})
	}
	return table([]string{"Action", "With", "Resource", "Condition", "Needed for", "Sid"}, lines)
}

func limitTable(limits []permission.Limit) string {
	var lines [][]string
	for _, l := range limits {
		lines = append(lines, []string{
			when(l.When), code(strings.Join(review.Words(policy.Conditions{l.Operator: {l.Key: l.Values}}), "")),
			actions(l.Actions), cell("[" + l.Key + "](" + l.Source + ")"),
		})
	}
	return table([]string{"With", "Condition", "On", "The key"}, lines)
}

func wayTable(ways []permission.Way) string {
	var lines [][]string
	for _, w := range ways {
		lines = append(lines, []string{code(w.When), code(w.Of), "[" + code(w.As) + "](" + w.Source + ")"})
	}
	return table([]string{"With", "In place of", "The resource begins with"}, lines)
}

// when says which options a row or limit needs: "`A`, not `B` or `C`".
func when(all []string) string {
	var conditions []string
	for _, alternatives := range all {
		var options []string
		for option := range strings.SplitSeq(alternatives, "|") {
			options = append(options, notCode(option, "not "))
		}
		conditions = append(conditions, strings.Join(options, " or "))
	}
	return strings.Join(conditions, ", ")
}

// actions says which actions a limit is about: "`s3:*`, except `s3:CreateBucket`".
func actions(patterns []string) string {
	var all []string
	for _, pattern := range patterns {
		all = append(all, notCode(pattern, "except "))
	}
	return strings.Join(all, ", ")
}

// notCode writes a name as code, with a word in place of a "!" before it.
func notCode(name, not string) string {
	if name, found := strings.CutPrefix(name, "!"); found {
		return not + code(name)
	}
	return code(name)
}

// plain takes from a text what Markdown would read in a table.
var plain = strings.NewReplacer("|", `\|`, "[", `\[`, "]", `\]`, "*", `\*`)
