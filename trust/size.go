package trust

import (
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

func (o Options) quota() int {
	if o.Quota != 0 {
		return o.Quota
	}
	return policy.TrustPolicyQuota
}

// checkSize adds a fault when the trust policy is over the quota, with what
// AWS can do instead of listing every subject.
func (b *builder) checkSize(document policy.Document) {
	size, quota := document.Size(), b.options.quota()
	if size <= quota {
		return
	}
	total := 0
	for _, s := range b.options.Subjects {
		total += len(s.Repositories) + len(s.Raw)
	}
	problem := fmt.Sprintf("add up to a trust policy of %d characters, over the quota of %d: %d of these %d repositories fit",
		size, quota, b.fitting(total), total)
	remedy := "trust the whole owner"
	if len(b.issuer.claims) > 0 && b.immutable() {
		remedy += " by its id with one environment (\"OWNER@ID/*\"), or with the claim job_workflow_ref of one reusable workflow"
	}
	for i, s := range b.options.Subjects {
		if b.bothForms(s) && strings.Contains(strings.Join(s.Repositories, ""), "@") {
			remedy += "; or set {" + index("Subjects", i) + ".BothForms} to false, where the repositories send subjects with ids"
			break
		}
	}
	remedy += "; or make several roles"
	if quota < policy.TrustPolicyMaxQuota {
		remedy += fmt.Sprintf("; or have AWS raise the quota and set {Quota}, to at most %d", policy.TrustPolicyMaxQuota)
	}
	b.faults.Add("Subjects", "", problem, remedy)
}

// fitting returns how many repositories, in their order, make a policy within
// the quota.
func (b *builder) fitting(total int) int {
	fit, over := 0, total
	for over-fit > 1 {
		n := (fit + over) / 2
		if build(b.options.first(n)).document().Size() <= b.options.quota() {
			fit = n
		} else {
			over = n
		}
	}
	return fit
}

// first returns the options with only their first n repositories.
func (o Options) first(n int) Options {
	subjects := o.Subjects
	o.Subjects = nil
	for _, s := range subjects {
		repositories := min(n, len(s.Repositories))
		n -= repositories
		raw := min(n, len(s.Raw))
		n -= raw
		s.Repositories, s.Raw = s.Repositories[:repositories], s.Raw[:raw]
		if repositories+raw > 0 {
			o.Subjects = append(o.Subjects, s)
		}
	}
	return o
}
