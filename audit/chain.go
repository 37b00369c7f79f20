package audit

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/policy"
)

// A role that a token may assume may go on to others by sts:AssumeRole. In one
// account, a trust policy that names the role itself is enough; one that names
// the account leaves it to the role's own policies.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-cross-account.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html
const assumeRole = "sts:AssumeRole"

// mostQuestions bounds how many pairs of roles are looked at.
const mostQuestions = 5_000_000

// network knows which roles of an account may assume which.
type network struct {
	account   account.Account
	powers    []power
	keys      []string
	trusts    []*policy.Prepared // as they favour the caller; nil where there is none
	strangers []bool             // trusts any role of any account
	// general are the roles that trust the whole account, and conditional those
	// that trust the roles of it which some condition names.
	general, conditional []int
	// naming has the roles that name a role in their trust policy, by its ARN.
	naming    map[string][]int
	reachable map[string][]int // of general, by the key of the power
	questions int
}

// knownOfCaller are the condition keys that a session of a role has, or never
// has: it has no second factor.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
func knownOfCaller(key string) bool {
	switch strings.ToLower(key) {
	case "aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:multifactorauthpresent", "aws:multifactorauthage":
		return true
	}
	return false
}

func newNetwork(a account.Account, powers []power, keys []string) *network {
	n := &network{account: a, powers: powers, keys: keys, naming: map[string][]int{}, reachable: map[string][]int{}}
	for i, role := range a.Roles {
		n.trusts, n.strangers = append(n.trusts, nil), append(n.strangers, false)
		if role.Trust.Err != nil {
			continue
		}
		sure, err := policy.Prepare(role.Trust.Policy)
		if err != nil {
			continue
		}
		n.strangers[i] = admits(sure, n.caller("999999999999", "stranger"))
		favoured, _ := policy.Prepare(favouring(role.Trust.Policy, knownOfCaller))
		n.trusts[i] = favoured
		anyone, _ := policy.Prepare(favouring(role.Trust.Policy, func(key string) bool { return knownOfCaller(key) && !strings.EqualFold(key, "aws:PrincipalArn") }))
		probe := n.caller(a.ID, nobodys)
		switch {
		case admits(favoured, probe):
			n.general = append(n.general, i)
		case admits(anyone, probe):
			n.conditional = append(n.conditional, i)
		}
		for _, s := range role.Trust.Policy.Statements {
			if s.Effect == policy.Allow && s.Principal != nil {
				for _, arn := range s.Principal.AWS {
					n.naming[arn] = append(n.naming[arn], i)
				}
			}
		}
	}
	return n
}

// caller is the request of a session of a role.
func (n *network) caller(accountID, role string) policy.Request {
	arn := aws.ARN{Partition: n.account.Partition, Service: "iam", Account: accountID, Resource: "role/" + role}
	session := aws.ARN{Partition: n.account.Partition, Service: "sts", Account: accountID, Resource: "assumed-role/" + role[strings.LastIndexByte(role, '/')+1:] + "/session"}
	return policy.Request{Action: assumeRole, Principal: policy.Caller{AWS: session.String()}, Context: policy.Context{
		"aws:PrincipalArn": {arn.String()}, "aws:PrincipalAccount": {accountID}, "aws:PrincipalType": {"AssumedRole"},
	}}
}

func admits(trust *policy.Prepared, r policy.Request) bool {
	decision, err := trust.Evaluate(r)
	return err == nil && decision.Allowed()
}

// callerOf is the request of a session of one of the account's roles.
func (n *network) callerOf(i int) policy.Request {
	arn, _ := aws.ParseARN(n.account.Roles[i].ARN)
	return n.caller(n.account.ID, arn.Name())
}

// next returns the roles that a role may go on to.
func (n *network) next(i int) []int {
	var all []int
	add := func(j int) {
		if j != i && !slices.Contains(all, j) {
			all = append(all, j)
		}
	}
	p, caller := n.powers[i], n.callerOf(i)
	for _, j := range n.naming[n.account.Roles[i].ARN] {
		if admits(n.trusts[j], caller) && p.mayIfNamed(n.account.Roles[j].ARN) {
			add(j)
		}
	}
	if is, _ := p.mayAny(assumeRole, "*", nil); is == no {
		return all
	}
	general, known := n.reachable[n.keys[i]]
	if !known {
		for _, j := range n.general {
			if n.may(p, j) {
				general = append(general, j)
			}
		}
		n.reachable[n.keys[i]] = general
	}
	for _, j := range n.conditional {
		if n.may(p, j) && admits(n.trusts[j], caller) {
			add(j)
		}
	}
	if len(all) == 0 {
		return general
	}
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(all, general))))
}

func (n *network) may(p power, j int) bool {
	if n.questions++; n.questions > mostQuestions {
		return false
	}
	is, _ := p.may(assumeRole, n.account.Roles[j].ARN, nil)
	return is != no
}

// mayIfNamed reports whether a role that a trust policy names may assume it:
// unless its own policies deny that, or its boundary does not allow it.
func (p power) mayIfNamed(arn string) bool {
	r := policy.Request{Action: assumeRole, Resource: arn}
	if d, err := p.identity.maybe.Evaluate(r); err != nil || d.Outcome == policy.ExplicitlyDenied {
		return false
	}
	if p.boundary == nil {
		return true
	}
	is, _ := p.boundary.may(r)
	return is != no
}

// follow returns the roles that tokens come to through others, each with the
// role before it, and what each role goes on to.
func (n *network) follow(from []int) (before map[int]int, after map[int][]int) {
	before, after = map[int]int{}, map[int][]int{}
	seen := map[int]bool{}
	for _, i := range from {
		seen[i] = true
	}
	for queue := slices.Clone(from); len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		after[i] = n.next(i)
		for _, j := range after[i] {
			if !seen[j] {
				seen[j] = true
				before[j] = i
				queue = append(queue, j)
			}
		}
	}
	return before, after
}

// path returns the roles before one, the first one first.
func path(before map[int]int, i int) []int {
	var all []int
	for j, ok := before[i]; ok; j, ok = before[j] {
		all = append(all, j)
	}
	slices.Reverse(all)
	return all
}

// toward returns for each role the next one on a way to one of the goals.
func toward(after map[int][]int, goals map[int]bool) map[int]int {
	on := map[int]int{}
	for changed := true; changed; {
		changed = false
		found := map[int]int{}
		for i, list := range after {
			if _, done := on[i]; done || goals[i] {
				continue
			}
			for _, j := range list {
				if _, is := on[j]; is || goals[j] {
					found[i] = j
					break
				}
			}
		}
		for i, j := range found {
			on[i], changed = j, true
		}
	}
	return on
}
