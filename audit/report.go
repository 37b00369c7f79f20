package audit

import (
	"cmp"
	"slices"

	"github.com/cipublisher/cipublisher/trust"
)

// Report is what an audit has found.
type Report struct {
	// Account is the account's number.
	Account string `json:"account"`
	// All is how many roles the account has.
	All int `json:"all"`
	// Roles are those that a token may assume, the worst first.
	Roles []Role `json:"roles"`
	// Findings are ranked: the worst first, then by role.
	Findings []Finding `json:"findings"`
	// Notes say what was not looked at.
	Notes []string `json:"notes,omitempty"`
}

// Role is a role that a token may assume, at once or through others.
type Role struct {
	ARN string `json:"arn"`
	// CI is true where a CI service that is known here issues the tokens.
	CI bool `json:"ci"`
	// Through are the roles by which a token comes to this one, in their order;
	// none where it is admitted at once.
	Through []string `json:"through,omitempty"`
	// Admitted says in words whose tokens are admitted, and after that who is
	// refused all the same.
	Admitted []string `json:"admitted,omitempty"`
	// Grants say in words what the role may do, the boundary applied.
	Grants []string `json:"grants"`
	// Boundary is the ARN of its permissions boundary; empty without one.
	Boundary string `json:"boundary,omitempty"`
	// LastUsed is the day of its last use, "never", or empty where the input
	// does not say.
	LastUsed string `json:"lastUsed,omitempty"`
	// Worst is the level of its worst finding; empty without any.
	Worst Level `json:"worst,omitempty"`
}

// Finding is something that is wrong with a role or a provider.
type Finding struct {
	// ID is that of the Rule.
	ID    string `json:"id"`
	Level Level  `json:"level"`
	// Resource is the ARN of the role or of the provider.
	Resource string `json:"resource"`
	// Statement is where it stands: the policy and the statement in it.
	Statement string `json:"statement,omitempty"`
	// Text says in a sentence what was found.
	Text string `json:"text"`
	// Evidence is what it follows from: what is granted, under which conditions.
	Evidence []string `json:"evidence,omitempty"`
	// Attacks are the numbers that the security model has for the attack.
	Attacks []int `json:"attacks,omitempty"`
	// Token are the claims of a token that is admitted.
	Token map[trust.Claim][]string `json:"token,omitempty"`
	// Remedy says what to do.
	Remedy string `json:"remedy"`
}

// Worst returns the level of the worst finding, and whether there is any.
func (r Report) Worst() (worst Level, any bool) {
	if len(r.Findings) == 0 {
		return "", false
	}
	return r.Findings[0].Level, true
}

// Count returns how many findings are of a level.
func (r Report) Count(level Level) int {
	n := 0
	for _, f := range r.Findings {
		if f.Level == level {
			n++
		}
	}
	return n
}

// rank puts the worst first.
func (r *Report) rank() {
	order := map[string]int{}
	for i, rule := range Rules {
		order[rule.ID] = i
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Levels, a.Level), slices.Index(Levels, b.Level)),
			cmp.Compare(order[a.ID], order[b.ID]),
			cmp.Compare(a.Resource, b.Resource),
			cmp.Compare(a.Statement, b.Statement))
	})
	worst := map[string]Level{}
	for _, f := range r.Findings {
		if _, known := worst[f.Resource]; !known {
			worst[f.Resource] = f.Level
		}
	}
	place := func(role Role) int {
		if role.Worst == "" {
			return len(Levels)
		}
		return slices.Index(Levels, role.Worst)
	}
	for i := range r.Roles {
		r.Roles[i].Worst = worst[r.Roles[i].ARN]
	}
	slices.SortStableFunc(r.Roles, func(a, b Role) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.ARN, b.ARN))
	})
}
