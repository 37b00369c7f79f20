package resource

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Grant is what the owner of a store lets principals of other accounts do
// with it.
type Grant struct {
	// Environment is where the store is; AccountID is the account of its owner.
	// It must be the one that the identity policy of the principals was made
	// with.
	Environment permission.Environment
	// Store whose policy is made. Required.
	Store Store
	// Principals are who is admitted. Required.
	Principals Principals
	// Sets are what the principals do: the permission sets of their identity
	// policies. What the sets deny is not repeated: it is denied there. At
	// least one.
	Sets []permission.Set
	// Label ends the Sid of each statement, so that several grants can be in
	// one policy: letters and digits. Default: none.
	Label string
}

// Store is a thing that has a policy of its own: a [CodeArtifactDomain], a
// [CodeArtifactRepository], an [ECRRepository], a [Bucket], an [AccessPoint] or a
// [Key].
type Store interface {
	// validate reports the faults of the store.
	validate(permission.Environment, *fault.List)
	// restrict returns what a statement of an identity policy says of the store,
	// as statements of the store's policy; none where it says nothing.
	restrict(permission.Environment, policy.Statement) []policy.Statement
	// owners are the accounts whose principals need nothing from the store.
	owners(permission.Environment) []string
	// describe names the store in a sentence.
	describe() string
	// notices are what should be known of a grant with these actions.
	notices(all *fault.Notices, actions []string)
}

// Validate returns every fault of the grant in one fault.List, or nil. Values
// that are CDK tokens are not checked.
func (g Grant) Validate() error {
	var faults fault.List
	if len(g.Sets) == 0 {
		faults.Add("Sets", "", "is empty, so the principals could do nothing", "set what they do: permission.Publisher, permission.Builder or both")
	}
	faults.Append("", permission.ValidateAll(g.Environment, g.Sets...))
	if g.Store == nil {
		faults.Add("Store", "", "is missing", "set the store whose policy is made")
	} else {
		g.Store.validate(g.Environment, &faults)
	}
	g.Principals.validate(g.Environment, &faults)
	if strings.ContainsFunc(token.Without(g.Label), func(r rune) bool { return !isLetterOrDigit(r) }) {
		faults.Add("Label", g.Label, "has other characters than letters and digits, which a Sid can't hold", "leave them out")
	}
	if len(faults) == 0 && len(g.allowed()) == 0 {
		faults.Add("Sets", "", "allow nothing on "+g.Store.describe(), "name the store in the options of a set, or grant on another one")
	}
	return faults.Err()
}

func isLetterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// Document returns the policy of the store. Principals of the account that owns
// the store are left out, and the statements that would admit nobody else: there,
// the identity policy alone decides, and a grant on the store would add nothing.
// What comes through an access point a bucket has to allow to them too. It may
// only be called on a grant that Validate has accepted.
//
// A store has one policy. Where it has one already, add the statements to it.
func (g Grant) Document() policy.Document {
	return g.admitting(func(s policy.Statement) (policy.Principal, bool) { return g.Principals.others(g.ownersFor(s)) })
}

// Delegation returns the statements of the store's policy that principals need
// even where they belong to the account that owns the store, taking them all for
// such: those by which a bucket allows what comes through an access point.
// It may only be called on a grant that Validate has accepted.
func (g Grant) Delegation() policy.Document {
	return g.admitting(func(s policy.Statement) (policy.Principal, bool) {
		if !isThroughAccessPoint(s) {
			return policy.Principal{}, false
		}
		return g.Principals.others(nil)
	})
}

// admitting returns what the sets allow on the store, each statement for those
// whom admits names.
func (g Grant) admitting(admits func(policy.Statement) (principal policy.Principal, any bool)) policy.Document {
	var statements []policy.Statement
	for _, s := range g.allowed() {
		principal, any := admits(s)
		if !any {
			continue
		}
		s.Principal = &principal
		if g.Principals.OrganizationID != "" {
			s.Conditions = s.Conditions.With("StringEquals", "aws:PrincipalOrgID", g.Principals.OrganizationID)
		}
		if s.Sid != "" {
			s.Sid = unusedSid(s.Sid+g.Label, statements)
		}
		statements = append(statements, s)
	}
	return policy.New(statements...)
}

// ownersFor returns the accounts whose principals need nothing from the store
// for what a statement of its policy allows.
func (g Grant) ownersFor(s policy.Statement) []string {
	if isThroughAccessPoint(s) {
		return nil
	}
	return g.Store.owners(g.Environment)
}

// unusedSid returns the Sid, with a number where another statement has it: it
// is unique within a document.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
func unusedSid(sid string, before []policy.Statement) string {
	unused := sid
	for n := 2; slices.ContainsFunc(before, func(s policy.Statement) bool { return s.Sid == unused }); n++ {
		unused = sid + strconv.Itoa(n)
	}
	return unused
}

// Notices returns what a reviewer should know of a legal grant. It may only be
// called on a grant that Validate has accepted.
func (g Grant) Notices() []fault.Notice {
	var all fault.Notices = g.Environment.Notices()
	alone := slices.ContainsFunc(g.allowed(), func(s policy.Statement) bool { return !isThroughAccessPoint(s) })
	if same := g.Principals.of(g.Store.owners(g.Environment)); alone && len(same) > 0 {
		all.Note("resource-same-account", quoted(same)+" belong to the account that owns "+g.Store.describe()+
			", where the identity policy alone decides; the store needs to say nothing, so they are left out")
	}
	document := g.Document()
	if len(document.Statements) == 0 {
		return all
	}
	for _, arn := range g.Principals.accounts() {
		all.Note("resource-whole-account", "{Principals} "+strconv.Quote(arn)+
			" admits everybody whom that account's own policies allow to; name a role to admit only that")
	}
	if g.Principals.everyone() {
		all.Note("resource-whole-organization", "{OrganizationId} "+strconv.Quote(g.Principals.OrganizationID)+
			" admits everybody in the organization whom their own account's policies allow to; name roles in {Principals} to admit only those")
	}
	if _, any := g.Principals.others(g.Store.owners(g.Environment)); any {
		var actions []string
		for _, s := range document.Statements {
			actions = append(actions, s.Actions...)
		}
		g.Store.notices(&all, actions)
	}
	return all
}

// allowed returns what the sets allow on the store, still without principals.
// What a set says in several statements with the same resources is one statement here.
func (g Grant) allowed() []policy.Statement {
	var all []policy.Statement
	for _, set := range g.Sets {
		var own []policy.Statement
		for _, s := range set.Statements(g.Environment) {
			if s.Effect != policy.Allow || len(s.NotActions) > 0 || len(s.NotResources) > 0 {
				continue
			}
			for _, restricted := range g.Store.restrict(g.Environment, s) {
				own = join(own, restricted)
			}
		}
		for _, s := range own {
			if !slices.ContainsFunc(all, func(other policy.Statement) bool { return reflect.DeepEqual(other, s) }) {
				all = append(all, s)
			}
		}
	}
	return all
}

// join adds a statement to those that it shares its resources and conditions
// with, else to the list.
func join(all []policy.Statement, s policy.Statement) []policy.Statement {
	for i := range all {
		if slices.Equal(all[i].Resources, s.Resources) && all[i].Conditions.Equal(s.Conditions) {
			for _, action := range s.Actions {
				if !slices.Contains(all[i].Actions, action) {
					all[i].Actions = append(all[i].Actions, action)
				}
			}
			return all
		}
	}
	s.Actions = slices.Clone(s.Actions)
	return append(all, s)
}

func withResources(s policy.Statement, resources ...string) policy.Statement {
	s.Resources = resources
	return s
}

// covers reports whether one of a statement's resources stands for this one.
// The bare "*" does not: it belongs to actions that know no resource.
func covers(s policy.Statement, resource string) bool {
	patterns := slices.DeleteFunc(slices.Clone(s.Resources), func(r string) bool { return r == "*" })
	if len(patterns) == 0 {
		return false
	}
	decision, err := policy.New(policy.Statement{Effect: policy.Allow, Actions: s.Actions, Resources: patterns}).
		Evaluate(policy.Request{Action: s.Actions[0], Resource: resource})
	return err == nil && decision.Allowed()
}

func ofService(s policy.Statement, service string) bool {
	return len(s.Actions) > 0 && !slices.ContainsFunc(s.Actions, func(action string) bool {
		return !strings.HasPrefix(strings.ToLower(action), service+":") || strings.ContainsAny(action, "*?")
	})
}

// arn returns the ARN of a resource that has a region and an account.
func arn(env permission.Environment, service, resource string) string {
	return aws.ARN{Partition: env.ARNPartition(), Service: service, Region: env.Region, Account: env.AccountID, Resource: resource}.String()
}

func quoted(values []string) string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = strconv.Quote(v)
	}
	return strings.Join(all, ", ")
}
