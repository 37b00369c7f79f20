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
func (p *pass) validate(faults *fault.List, unsound map[int]bool) {
	r := p.registry
	first := map[string]int{}
	// again returns the row that had the same first, if there is one.
	again := func(what, value string, row int) (other string, is bool) {
		before, is := first[what+value]
		if !is {
			first[what+value] = row
			return "", false
		}
		return fmt.Sprintf("repositories[%d], %s, too", before, r.Repositories[before].Repository), true
	}
	roles, resources := 0, map[int]int{}
	var targets [][]target
	told := map[fault.Fault]bool{} // what rows have in common is a fault once
	for i, row := range r.Repositories {
		if unsound[i] {
			continue
		}
		at := "repositories[" + strconv.Itoa(i) + "]"
		id := strconv.FormatInt(row.ID, 10)
		if other, is := again("id ", id, i); is {
			faults.Add(at+".id", id, "is that of "+other, "leave one of the rows out")
			continue
		}
		// GitHub's names are the same in any case, and so are the images'.
		// https://docs.github.com/en/rest/repos/repos#get-a-repository
		if other, is := again("repository ", strings.ToLower(row.Repository), i); is {
			faults.Add(at+".repository", row.Repository, "is that of "+other+", because GitHub takes names in any case", "leave one of the rows out")
			continue
		}
		found := p.found[i]
		*faults = append(*faults, found.own...)
		for _, f := range found.own {
			told[f] = true
		}
		for _, policyName := range found.names {
			roles++
			// IAM's names are unique whatever their case.
			// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
			if other, is := again("name ", strings.ToLower(policyName), i); is {
				faults.Add(at+".roleName", policyName, "is the name of a role of "+other, "set another roleName")
			}
		}
		targets = append(targets, found.targets)
		resources[row.stack(r.stacks())] += found.resources
		for _, f := range found.core {
			missing := f.Value == "" && slices.ContainsFunc(found.own, func(o fault.Fault) bool { return o.Option == f.Option })
			if !missing && !told[f] {
				told[f] = true
				*faults = append(*faults, f)
			}
		}
	}
	r.overlaps(faults, slices.Concat(targets...))
	if quota := cmp.Or(r.RoleQuota, DefaultRoleQuota); roles > quota {
		faults.Add("repositories", "", fmt.Sprintf("make %d roles, and the account holds %d", roles, quota),
			"divide the registry between accounts; or have AWS raise the quota \"Roles per account\" and set roleQuota to it: it goes to 5000 on request, and beyond that by a support case")
	}
	for i := range r.stacks() {
		if n := resources[i]; n > template.MaxResources {
			faults.Add("stacks", strconv.Itoa(r.stacks()), fmt.Sprintf("gives stack %s %d resources, and CloudFormation takes %d", r.stackName(i), n, template.MaxResources),
				"raise it before the first deployment; later, that moves roles between stacks, which needs their removal first")
		}
	}
}
