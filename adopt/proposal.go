package adopt

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/role"
)

// Proposal is a role as options of this library.
type Proposal struct {
	// ARN, Name and Path of the role.
	ARN, Name, Path string
	// Repositories that it trusts, and their ids where they are known.
	Repositories []string
	IDs          map[string]IDs
	// Settings are the options. Empty where none cover anything.
	Settings Settings
	// Region is that of the stores; empty where nothing has one.
	Region string
	// Change is from the role as it is to the role that the options make.
	Change review.Change
	// Seen is true where the options are to cover what the role was seen to do, and
	// Unseen what of that they leave out.
	Seen   bool
	Unseen []review.Entry
	// Never are the actions that fall away and that no option gives.
	Never []string
	// Problems say what the options can't say, or what is not known.
	Problems []string
}

// Covers reports whether everything that the role may do, or was seen to do, is
// covered by the options: the answer of the comparison.
func (p Proposal) Covers() bool {
	if p.Seen {
		return len(p.Settings) > 0 && len(p.Unseen) == 0
	}
	return len(p.Settings) > 0 && !slices.ContainsFunc(p.Change.Lost, func(e review.Entry) bool { return e.Kind != review.InTrust })
}

// Options of an adoption.
type Options struct {
	// Roles are the names of the roles. Default: those that trust GitHub.
	Roles []string
	// IDs of repositories that the trust policies do not have.
	IDs map[string]IDs
	// Region of the stores, where the policies name none.
	Region string
	// Used are what roles were seen to do, by their ARNs. Where it is set, the
	// options cover that, and not what the role may do.
	Used map[string][]policy.Document
}

// Roles returns a proposal for each role, in the order of the account.
func Roles(a account.Account, o Options) []Proposal {
	var all []Proposal
	managed := a.ByARN()
	for _, r := range a.Roles {
		asked := len(o.Roles) == 0 && r.Trust.Err == nil && len(trustOf(r.Trust.Policy).repositories) > 0
		if asked || slices.Contains(o.Roles, r.Name) {
			all = append(all, proposal(a, r, managed, o))
		}
	}
	return all
}

func proposal(a account.Account, r account.Principal, managed map[string]account.Policy, o Options) Proposal {
	p := Proposal{ARN: r.ARN, Name: r.Name, Path: r.Path, IDs: map[string]IDs{}}
	today, unknown := documentsOf(r, managed)
	after := review.Holder{Type: "AWS::IAM::Role", Name: r.Path + r.Name}
	if r.Boundary != "" {
		after.Named = append(after.Named, review.Named{Kind: review.InBoundary, Text: r.Boundary})
	}
	before := after
	before.Policies, before.Trust, before.Named = today, []policy.Document{r.Trust.Policy}, slices.Clone(after.Named)
	for _, name := range unknown {
		p.Problems = append(p.Problems, "has the policy "+name+", which the input does not have or which can't be read")
		before.Named = append(before.Named, review.Named{Kind: review.InManaged, Text: name})
	}
	trusts := trustOf(r.Trust.Policy)
	p.Repositories, p.Problems = trusts.repositories, append(p.Problems, trusts.problems...)
	for _, repository := range p.Repositories {
		p.IDs[repository] = trusts.ids[repository]
		if given, is := o.IDs[repository]; is {
			p.IDs[repository] = given
		}
	}
	wanted := today
	if o.Used != nil {
		wanted, p.Seen = Widened(o.Used[r.ARN]), true
		if len(wanted) == 0 {
			p.Problems = append(p.Problems, "was not seen to do anything")
		}
	}
	found := placesOf(wanted)
	p.Problems = append(p.Problems, prefixed("may publish to ", found.wide)...)
	if len(found.regions) > 0 {
		p.Region = found.regions[0]
	}
	if len(found.regions) > 1 {
		p.Problems = append(p.Problems, "publishes to several regions, "+strings.Join(found.regions, " and ")+", and the options have one")
	}
	if p.Region == "" {
		p.Region = o.Region
	}
	home := permission.Environment{AccountID: a.ID, Partition: a.Partition, Region: p.Region}
	best, ok := search{home: home, wanted: wanted, name: r.Name}.narrowest()
	if ok {
		p.Settings = best.settings
		for path, value := range trusts.settings {
			p.Settings = p.Settings.with(path, value)
		}
		p.Settings = p.Settings.with("Subjects.Repositories", p.subjects())
		if r.Boundary != "" {
			p.Settings = p.Settings.with("Role.PermissionsBoundary", r.Boundary)
		}
		made, faults := p.Settings.role(r.Name, r.Path)
		documents, err := made.Documents(home)
		faults.Append("", err)
		for _, f := range faults {
			p.Problems = append(p.Problems, "can't be written down: "+f.Error())
		}
		if len(faults) == 0 {
			after.Trust = []policy.Document{documents.Trust}
			after.Policies = policiesOf(documents)
		}
	} else {
		p.Problems = append(p.Problems, "publishes to nothing that the options name")
	}
	for _, change := range review.Compare([]review.Holder{before}, []review.Holder{after}) {
		p.Change = change
	}
	if p.Seen {
		seen := review.Holder{Policies: o.Used[r.ARN]}
		for _, change := range review.Compare([]review.Holder{seen}, []review.Holder{{Policies: after.Policies}}) {
			p.Unseen = change.Lost
		}
	}
	p.Never = never(p.Change.Lost)
	return p
}

func prefixed(before string, texts []string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, before+text)
	}
	return all
}

// subjects are the repositories as options write them.
func (p Proposal) subjects() []string {
	all := make([]string, len(p.Repositories))
	for i, repository := range p.Repositories {
		all[i] = repository
		if ids := p.IDs[repository]; ids.Owner != "" && ids.Repository != "" {
			owner, name, _ := strings.Cut(repository, "/")
			all[i] = owner + "@" + ids.Owner + "/" + name + "@" + ids.Repository
		}
	}
	return all
}

func policiesOf(d role.Documents) []policy.Document {
	var all []policy.Document
	for _, p := range d.Policies {
		all = append(all, p.Document)
	}
	return all
}

// documentsOf returns what a role may do, and the names of what is not known.
func documentsOf(r account.Principal, managed map[string]account.Policy) (all []policy.Document, unknown []string) {
	list := slices.Clone(r.Inline)
	for _, arn := range r.Attached {
		m, known := managed[arn]
		if !known {
			unknown = append(unknown, arn)
			continue
		}
		list = append(list, m.Document)
	}
	for _, d := range list {
		if d.Err != nil {
			unknown = append(unknown, d.Name)
			continue
		}
		all = append(all, d.Policy)
	}
	return all, unknown
}

// never returns the actions of entries that no row of the tables has.
func never(entries []review.Entry) []string {
	rows := slices.Concat(permission.Rows(), deploy.Rows())
	var all []string
	for _, e := range entries {
		for _, action := range e.Grant.Actions {
			if e.Kind == review.InPolicy && e.Grant.Effect == policy.Allow &&
				!slices.ContainsFunc(rows, func(r permission.Row) bool { return strings.EqualFold(r.Action, action.Name) }) {
				add(&all, action.Name)
			}
		}
	}
	slices.Sort(all)
	return all
}
