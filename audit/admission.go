package audit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/trust"
)

// assume is what a token asks for.
const assume = "sts:AssumeRoleWithWebIdentity"

// admission is a statement of a trust policy that admits tokens of one issuer.
type admission struct {
	policy.Statement
	index    int
	provider string // as the statement names it; empty for everybody
	issuer   trust.Issuer
	// subjects are the values that the statement wants of the sub claim, by an
	// operator that is not negative. They are where attacks begin; whether one
	// succeeds is decided by the whole policy.
	subjects []string
}

// admissions returns the statements of a trust policy by which a token may be
// admitted, one for each issuer.
func admissions(document policy.Document) []admission {
	var all []admission
	for i, s := range document.Statements {
		if s.Effect != policy.Allow {
			continue
		}
		for _, provider := range providersOf(s) {
			a := admission{Statement: s, index: i, provider: provider}
			name := provider
			if name == "" {
				name = trust.GitHub().ProviderARN("aws", "111122223333") // whichever it is
			}
			issuer, ok := trust.IssuerOf(name)
			if !ok || !grants(document.Version, s, name) {
				continue
			}
			a.issuer = issuer
			a.subjects = wanted(s, issuer.Prefix()+":sub")
			if !issuer.IsCI() && slices.ContainsFunc(a.subjects, isOfGitLab) {
				a.issuer = trust.GitLabSelfManaged(issuer.URL()) // no URL says so, and no other service writes this
			}
			all = append(all, a)
		}
	}
	return all
}

func isOfGitLab(subject string) bool { return strings.HasPrefix(subject, "project_path:") }

// providersOf returns the identity providers that a statement names; the empty
// text stands for everybody.
func providersOf(s policy.Statement) []string {
	switch {
	case s.NotPrincipal != nil, s.Principal != nil && (s.Principal.Everyone || slices.Contains(s.Principal.AWS, "*")):
		return []string{""}
	case s.Principal != nil:
		return s.Principal.Federated
	}
	return nil
}

// grants reports whether a statement allows tokens of a provider to assume the
// role, if its conditions hold.
func grants(version string, s policy.Statement, provider string) bool {
	s.Conditions = nil
	d := policy.Document{Version: version, Statements: []policy.Statement{s}}
	decision, err := d.Evaluate(policy.Request{Action: assume, Principal: policy.Caller{Federated: provider}})
	return err == nil && decision.Allowed()
}

// wanted returns the values that a statement compares a key with, except those
// that it excludes.
func wanted(s policy.Statement, key string) []string {
	var values []string
	for _, operator := range slices.Sorted(maps.Keys(s.Conditions)) {
		if !strings.Contains(operator, "Not") && operator != "Null" {
			values = append(values, valuesUnder(s.Conditions[operator], key)...)
		}
	}
	return values
}

// wantsPerson reports whether the statement tests who set off the job.
func (a admission) wantsPerson() bool {
	return slices.ContainsFunc(a.issuer.Claims(), func(claim trust.Claim) bool {
		return setBy[claim] == thePerson && len(wanted(a.Statement, a.issuer.Prefix()+":"+string(claim))) > 0
	})
}

// valuesOf returns the values that a statement compares a key with, in any way.
func valuesOf(s policy.Statement, key string) []string {
	var values []string
	for _, operator := range slices.Sorted(maps.Keys(s.Conditions)) {
		values = append(values, valuesUnder(s.Conditions[operator], key)...)
	}
	return values
}

func valuesUnder(keys map[string][]string, key string) []string {
	var values []string
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		if strings.EqualFold(name, key) {
			values = append(values, keys[name]...)
		}
	}
	return values
}

// words says whom the statement admits, one text for each subject.
func (a admission) words() []string {
	issuer := a.issuer.Name() + ": "
	switch {
	case a.provider == "":
		issuer = "tokens of every identity provider: "
	case !a.issuer.IsCI():
		issuer = "tokens of " + a.issuer.Prefix() + ": "
	}
	rest := policy.Conditions{}
	for operator, keys := range a.Conditions {
		for key, values := range keys {
			if !strings.EqualFold(key, a.issuer.Prefix()+":sub") || !slices.Contains(a.subjects, first(values)) {
				if rest[operator] == nil {
					rest[operator] = map[string][]string{}
				}
				rest[operator][key] = values
			}
		}
	}
	conditions := ""
	if list := review.Words(rest); len(list) > 0 {
		conditions = ", if " + strings.Join(list, " and ")
	}
	if len(a.subjects) == 0 {
		return []string{issuer + "every subject" + conditions}
	}
	var all []string
	for _, subject := range a.subjects {
		text := "subject " + subject
		if d, ok := a.issuer.Describe(subject); ok {
			text = a.issuer.Words(d)
		}
		all = append(all, issuer+text+conditions)
	}
	return all
}

// exceptions says whom a trust policy refuses, whatever else admits them.
func exceptions(document policy.Document) []string {
	var all []string
	for _, s := range document.Statements {
		if s.Effect != policy.Deny || len(s.Actions) > 0 && !slices.ContainsFunc(s.Actions, concernsTokens) {
			continue
		}
		text := "except everybody"
		if list := review.Words(s.Conditions); len(list) > 0 {
			text = "except who has a token in which " + strings.Join(list, " and ")
		}
		all = append(all, text)
	}
	return all
}

// concernsTokens reports whether a pattern of actions takes in what a token
// asks for.
func concernsTokens(pattern string) bool {
	return grants(policy.Version, policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{pattern}}, "arn:aws:iam::111122223333:oidc-provider/x")
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// place names a statement of a policy.
func place(name string, index int, sid string) string {
	if sid == "" {
		return fmt.Sprintf("%s, statement %d", name, index)
	}
	return fmt.Sprintf("%s, statement %d (%s)", name, index, sid)
}

const trustPolicy = "trust policy"
