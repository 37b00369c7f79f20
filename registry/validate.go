package registry

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/template"
)

// validate adds what is wrong with a registry that fits the schema: what the
// core refuses of a row, and what rows can't have together. Rows that are
// unsound already are left out.
func (r Registry) validate(faults *fault.List, unsound map[int]bool) {
	ids, repositories, names := map[int64]int{}, map[string]int{}, map[string]int{}
	roles, resources := 0, map[int]int{}
	m := r.maker()
	var targets []target
	told := map[fault.Fault]bool{} // what rows have in common is a fault once
	home := template.Environment(r.Environment())
	for i, row := range r.Repositories {
		if unsound[i] {
			continue
		}
		at := fmt.Sprintf("repositories[%d]", i)
		if before, ok := ids[row.ID]; ok {
			faults.Add(at+".id", strconv.FormatInt(row.ID, 10), fmt.Sprintf("is that of repositories[%d], %s, too", before, r.Repositories[before].Repository), "leave one of the rows out")
			continue
		}
		ids[row.ID] = i
		// GitHub's names are the same in any case, and so are the images'.
		// https://docs.github.com/en/rest/repos/repos#get-a-repository
		repository := strings.ToLower(row.Repository)
		if before, ok := repositories[repository]; ok {
			faults.Add(at+".repository", row.Repository, fmt.Sprintf("is that of repositories[%d], %s, too, because GitHub takes names in any case", before, r.Repositories[before].Repository), "leave one of the rows out")
			continue
		}
		repositories[repository] = i
		var own fault.List
		options := m.optionsOf(row)
		made := m.roles(row, options, &own)
		own = own.Rename(func(path string) string { return keyOf(at, path) })
		*faults = append(*faults, own...)
		for _, f := range own {
			told[f] = true
		}
		for _, role := range made {
			roles++
			// IAM's names are unique whatever their case.
			// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
			name := strings.ToLower(role.PolicyName)
			if before, ok := names[name]; ok {
				faults.Add(at+".roleName", role.PolicyName, fmt.Sprintf("is the name of a role of repositories[%d], %s, too", before, r.Repositories[before].Repository), "set another roleName")
			}
			names[name] = i
			documents, err := role.Documents(home)
			if err == nil {
				r.known[role.PolicyName] = computed{role.Role, home, documents}
			}
			targets = append(targets, targetsOf(i, options, documents)...)
			resources[row.stack(cmp.Or(r.Stacks, DefaultStacks))] += documents.Resources()
			var list fault.List
			list.Append("", err)
			for _, f := range list.Rename(func(path string) string { return keyOf(at, path) }) {
				missing := f.Value == "" && slices.ContainsFunc(own, func(o fault.Fault) bool { return o.Option == f.Option })
				if !missing && !told[f] {
					told[f] = true
					*faults = append(*faults, f)
				}
			}
		}
	}
	r.overlaps(faults, targets)
	if quota := cmp.Or(r.RoleQuota, DefaultRoleQuota); roles > quota {
		faults.Add("repositories", "", fmt.Sprintf("make %d roles, and the account holds %d", roles, quota),
			"divide the registry between accounts; or have AWS raise the quota \"Roles per account\" and set roleQuota to it: it goes to 5000 on request, and beyond that by a support case")
	}
	for i := range cmp.Or(r.Stacks, DefaultStacks) {
		if n := resources[i]; n > template.MaxResources {
			faults.Add("stacks", strconv.Itoa(cmp.Or(r.Stacks, DefaultStacks)), fmt.Sprintf("gives stack %s %d resources, and CloudFormation takes %d", r.stackName(i), n, template.MaxResources),
				"raise it before the first deployment; later, that moves roles between stacks, which needs their removal first")
		}
	}
}
