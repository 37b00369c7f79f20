package playground

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// Role is what options make.
type Role struct {
	// Policies are the managed policies, as JSON for people.
	Policies []Policy `json:"policies"`
	// Trust is the trust policy as JSON for people; empty without a trust.
	Trust string `json:"trust,omitempty"`
	// Arn of the role; empty without a trust.
	Arn string `json:"arn,omitempty"`
	// Table says what the policies grant, and to whom.
	Table string `json:"table"`
	// Admitted are values of a token's sub claim that are accepted, in which *
	// stands for any text.
	Admitted []string `json:"admitted,omitempty"`
	// Jobs are jobs of the first repository and of strangers, and whether they
	// are admitted.
	Jobs    []Job    `json:"jobs,omitempty"`
	Notices []Notice `json:"notices,omitempty"`
	// Commands make the same on the command line.
	Commands []string `json:"commands"`
}

// Policy is a managed policy.
type Policy struct {
	Name string `json:"name"`
	Text string `json:"text"`
	// Characters are those that IAM counts.
	Characters int `json:"characters"`
	// Quota is how many there may be.
	Quota int `json:"quota"`
}

// makeRole answers what options make.
func makeRole(r Request) (Answer, fault.List) {
	named, faults := setOf(r.Set)
	if len(faults) > 0 {
		return Answer{}, faults
	}
	w := role.NewWhole(named.New())
	faults = give(w.Table, r.Values)
	made := roleOf(w, named, &faults)
	home := w.Stores
	documents, err := made.Documents(home)
	faults = append(faults, others(w.Table, faults, err)...)
	rename := w.Rename(nameOf)
	if len(faults) > 0 {
		answer := Answer{}
		for i, f := range faults.Rename(rename) {
			field := ""
			if o, _ := w.Find(faults[i].Option); o != nil {
				field = o.Path
			}
			answer.Faults = append(answer.Faults, Fault{field, f.Error()})
		}
		return answer, nil
	}
	answer := Role{Commands: commands(named, w.Table, r.Values, documents.Role)}
	holder := review.Holder{}
	for _, p := range documents.Policies {
		answer.Policies = append(answer.Policies, Policy{p.Name, p.Document.Indent(), p.Document.Size(), policy.ManagedPolicyQuota})
		holder.Policies = append(holder.Policies, p.Document)
	}
	if len(documents.Trust.Statements) > 0 {
		answer.Trust, answer.Arn = documents.Trust.Indent(), made.ARN(home)
		holder.Trust = []policy.Document{documents.Trust}
	}
	if t := documents.Role.Trust; t != nil {
		answer.Admitted = t.Accepted()
		answer.Jobs = jobs(documents.Trust, *t, w.Subject)
	}
	answer.Table = report.Text.Holders(report.Style{}, []review.Holder{holder})
	for _, n := range made.Notices(home) {
		n = n.Rename(rename)
		answer.Notices = append(answer.Notices, Notice{n.ID, n.Note, n.String()})
	}
	return Answer{Role: &answer}, nil
}

// give gives options their values. A value of nothing is an option that is not
// given: a field that nobody filled in.
func give(t option.Table, values map[string]string) fault.List {
	var faults fault.List
	for _, o := range t {
		value := strings.TrimSpace(values[o.Path])
		if value == "" || nameOf(o) == "" {
			continue
		}
		var err error
		if o.Kind() == option.List {
			err = o.Set(lines(value))
		} else {
			err = o.Set(value)
		}
		if err != nil {
			faults.Append("", err)
			o.Refuse()
		}
	}
	for path := range values {
		if !slices.ContainsFunc(t, func(o *option.Option) bool { return o.Path == path }) {
			faults.Add(path, "", "is no option of this set", "leave it out")
		}
	}
	return append(faults, t.Unmet()...)
}

// lines are the values of a list: one on each line.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// roleOf returns the role that the options describe: with a trust where anything
// is said of one.
func roleOf(w *role.Whole, named permission.NamedSet, faults *fault.List) role.Role {
	made := w.Role
	set := w.Set.Make(faults)
	made.Sets = []permission.Set{w.Limits.On(set)}
	if made.PolicyName == "" {
		made.PolicyName = named.Name
		if w.Trust.Dev = given(w.Table, "Dev") && w.At("Dev").Get() == true; w.Trust.Dev {
			made.PolicyName += role.DevSuffix
		}
	}
	if slices.ContainsFunc(new(trust.Service).Options(), func(o *option.Option) bool { return given(w.Table, o.Path) }) {
		made.Service = &w.Service
	}
	asked := slices.ContainsFunc(new(trust.Subject).Options(new(trust.Options)), func(o *option.Option) bool { return given(w.Table, o.Path) })
	if asked {
		w.Trust.Subjects = []trust.Subject{w.Subject}
		made.Trust = &w.Trust
	}
	return made
}

// given reports whether the table has the option and it has been given.
func given(t option.Table, path string) bool {
	return slices.ContainsFunc(t, func(o *option.Option) bool { return o.Path == path && o.Given() })
}

// others returns the faults of err about options that no fault is about yet:
// what is wrong with a value is said once.
func others(t option.Table, said fault.List, err error) fault.List {
	var all, found fault.List
	found.Append("", err)
	for _, f := range found {
		o, _ := t.Find(f.Option)
		if o == nil || !slices.ContainsFunc(said, func(s fault.Fault) bool { other, _ := t.Find(s.Option); return other == o }) {
			all = append(all, f)
		}
	}
	return all
}
