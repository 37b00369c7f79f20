package audit

import (
	"cmp"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/policy"
)

// Options of an audit.
type Options struct {
	// Now is the time by which uses are long ago. Default: no use is.
	Now time.Time
	// UnusedDays is how many days ago a role must have been used last for it to be
	// unused. Default: 90.
	UnusedDays int
}

const defaultUnusedDays = 90

// auditor is an audit on its way.
type auditor struct {
	Options
	account   account.Account
	managed   map[string]account.Policy
	providers map[string]account.Provider
	powers    []power
	mighty    []answer
	where     []string // by which statement
	network   *network
	report    Report
	attacks   map[string]tried
}

// tried are the attacks on a trust policy, which many roles may have.
type tried struct {
	outcomes []outcome
	err      error
}

// Run audits an account.
func Run(a account.Account, o Options) Report {
	if o.UnusedDays == 0 {
		o.UnusedDays = defaultUnusedDays
	}
	u := &auditor{
		Options: o, account: a, managed: a.ByARN(), providers: map[string]account.Provider{}, attacks: map[string]tried{},
		report: Report{Account: a.ID, All: len(a.Roles), Roles: []Role{}, Findings: []Finding{}},
	}
	for _, p := range a.Providers {
		u.providers[p.ARN] = p
	}
	u.measure()
	direct := u.direct()
	u.attack(direct)
	// A role that can do anything goes on to every other; ways through others say
	// more.
	slices.SortStableFunc(direct, func(i, j int) int { return cmp.Compare(u.mighty[i], u.mighty[j]) })
	before, after := u.network.follow(direct)
	u.roles(direct, before)
	u.powerful(direct, before, after)
	u.providersOf(direct)
	u.notes()
	u.report.rank()
	return u.report
}

// measure finds out what every role may do.
func (u *auditor) measure() {
	type measured struct {
		power
		administrator answer
		where         string
	}
	known, keys := map[string]measured{}, make([]string, len(u.account.Roles))
	for i, role := range u.account.Roles {
		keys[i] = key(role)
		m, is := known[keys[i]]
		if !is {
			m.power = powerOf(role, u.managed)
			m.administrator, m.where = m.isAdministrator(u.account)
			known[keys[i]] = m
		}
		u.powers, u.mighty, u.where = append(u.powers, m.power), append(u.mighty, m.administrator), append(u.where, m.where)
	}
	u.network = newNetwork(u.account, u.powers, keys)
}

// direct returns the roles that a token may assume at once. One whose trust
// policy can't be read may be one.
func (u *auditor) direct() []int {
	var all []int
	for i, role := range u.account.Roles {
		if role.Trust.Err != nil || len(admissions(role.Trust.Policy)) > 0 {
			all = append(all, i)
		}
	}
	return all
}

func (u *auditor) add(id, resource, statement, text string, change func(*Finding)) {
	rule := ruleOf(id)
	f := Finding{ID: id, Level: rule.Level, Resource: resource, Statement: statement, Text: text, Attacks: rule.Attacks, Remedy: rule.Remedy}
	if change != nil {
		change(&f)
	}
	u.report.Findings = append(u.report.Findings, f)
}

func because(evidence ...string) func(*Finding) {
	return func(f *Finding) { f.Evidence = evidence }
}

// roles adds the roles that tokens come to, and who is admitted.
func (u *auditor) roles(direct []int, before map[int]int) {
	for _, i := range direct {
		u.trusted(i)
		u.role(i, nil)
	}
	for i := range u.account.Roles {
		if through := path(before, i); len(through) > 0 {
			u.role(i, u.arns(through))
		}
	}
}

func (u *auditor) arns(list []int) []string {
	all := make([]string, len(list))
	for n, i := range list {
		all[n] = u.account.Roles[i].ARN
	}
	return all
}

func (u *auditor) role(i int, through []string) {
	role := u.account.Roles[i]
	r := Role{ARN: role.ARN, Through: through, Boundary: role.Boundary, Grants: u.powers[i].words(u.mighty[i])}
	for _, a := range admissions(role.Trust.Policy) {
		r.CI = r.CI || a.issuer.IsCI()
		r.Admitted = append(r.Admitted, a.words()...)
	}
	if len(r.Admitted) > 0 {
		r.Admitted = append(r.Admitted, exceptions(role.Trust.Policy)...)
	}
	if role.LastUsed.Known {
		r.LastUsed = "never"
		if !role.LastUsed.Date.IsZero() {
			r.LastUsed = role.LastUsed.Date.Format(time.DateOnly)
		}
	}
	u.report.Roles = append(u.report.Roles, r)
	if role.Trust.Err != nil {
		u.add("unreadable-trust", role.ARN, trustPolicy, "The trust policy can't be read, so that anybody may be admitted.", because(brief(role.Trust.Err)))
	}
	for _, d := range u.powers[i].unread {
		u.add("unreadable-policy", role.ARN, d.Name, "The policy can't be read, so that it may grant anything.", because(brief(d.Err)))
	}
	if u.network.strangers[i] {
		u.add("any-aws-account", role.ARN, trustPolicy, "A role of another AWS account is admitted, whichever it is.", nil)
	}
	if len(through) > 0 {
		return
	}
	for _, arn := range u.powers[i].unknown {
		u.add("unknown-policy", role.ARN, arn, "The input does not have this policy, so that it may grant anything.", nil)
	}
	switch {
	case u.powers[i].boundaryUnknown:
		u.add("unknown-boundary", role.ARN, role.Boundary, "The input does not have this boundary, or it can't be read, so that it may allow anything.", nil)
	case u.powers[i].boundary != nil:
		if is, _ := (power{identity: u.powers[i].boundary}).isAdministrator(u.account); is == yes {
			u.add("boundary-without-limit", role.ARN, role.Boundary, "The boundary allows everything.", nil)
		}
	}
	u.use(role)
}

// use notes roles that are not used.
func (u *auditor) use(role account.Principal) {
	switch {
	case !role.LastUsed.Known:
	case role.LastUsed.Date.IsZero():
		u.add("unused-role", role.ARN, "", "The role was not used within the 400 days that IAM remembers.", nil)
	case !u.Now.IsZero() && u.Now.Sub(role.LastUsed.Date) > time.Duration(u.UnusedDays)*24*time.Hour:
		u.add("unused-role", role.ARN, "", "The role was last used on "+role.LastUsed.Date.Format(time.DateOnly)+".", nil)
	}
}

// attack tries the attacks on the trust policies of roles, each policy once, on
// all processors.
func (u *auditor) attack(direct []int) {
	var texts []string
	documents := map[string]policy.Document{}
	for _, i := range direct {
		d := u.account.Roles[i].Trust
		if _, known := documents[d.Text]; !known && d.Err == nil {
			documents[d.Text] = d.Policy
			texts = append(texts, d.Text)
		}
	}
	results := make([]tried, len(texts))
	var next atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(texts)); i = next.Add(1) - 1 {
				results[i].outcomes, results[i].err = attacks(documents[texts[i]], u.providers)
			}
		})
	}
	group.Wait()
	for i, text := range texts {
		u.attacks[text] = results[i]
	}
}

// trusted adds the attacks on a role's trust policy that succeed.
func (u *auditor) trusted(i int) {
	role := u.account.Roles[i]
	if role.Trust.Err != nil {
		return
	}
	result := u.attacks[role.Trust.Text]
	if result.err != nil {
		u.add("unreadable-trust", role.ARN, trustPolicy, "The trust policy can't be evaluated, so that anybody may be admitted.", because(brief(result.err)))
		return
	}
	for _, o := range result.outcomes {
		u.add(o.rule, role.ARN, place(trustPolicy, o.statement, o.sid), "The trust policy "+strings.TrimSuffix(o.text, ".")+".", func(f *Finding) {
			if o.token.Claims != nil {
				f.Token = o.token.Claims
			}
			for tag, values := range o.token.Tags {
				f.Evidence = append(f.Evidence, "the token sets the session tag "+tag+" to "+strings.Join(values, ", "))
			}
			if o.rule == "never-admitted" {
				return
			}
			if len(o.needs) > 0 {
				f.Level = f.Level.lowered()
				f.Evidence = append(f.Evidence, "if the request has what the policy wants of "+strings.Join(o.needs, ", "))
			}
			if u.mighty[i] == yes {
				f.Level = f.Level.raised()
				f.Evidence = append(f.Evidence, "the role can do anything in the account")
			}
		})
	}
}

// readsSecrets is the action that reads a secret.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
const readsSecrets = "secretsmanager:GetSecretValue"

// writesBuckets are actions that change what a bucket holds.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
var writesBuckets = []string{"s3:PutObject", "s3:DeleteObject"}

// powerful adds what is wrong with what the roles may do.
func (u *auditor) powerful(direct []int, before map[int]int, after map[int][]int) {
	var mighty []string
	for i, is := range u.mighty {
		if is == yes {
			mighty = append(mighty, u.account.Roles[i].ARN)
		}
	}
	goals := map[int]bool{}
	how := map[int][]string{}
	reached := slices.Clone(direct)
	for i := range u.account.Roles {
		if _, is := before[i]; is {
			reached = append(reached, i)
		}
	}
	for _, i := range reached {
		role, p := u.account.Roles[i], u.powers[i]
		_, through := before[i]
		if u.mighty[i] == yes {
			goals[i] = true
			if !through {
				u.add("administrator", role.ARN, u.where[i], "The role can do anything in the account.", nil)
			}
			continue
		}
		q := questioned{role: role, power: p, account: u.account, regions: regionsOf(p), mighty: mighty}
		is, evidence := q.escalates()
		if u.mighty[i] > is {
			is, evidence = u.mighty[i], []string{"anything, by " + u.where[i]}
		}
		switch {
		case is == yes:
			goals[i], how[i] = true, evidence
			if !through {
				u.add("privilege-escalation", role.ARN, "", "The role can give itself more than it was granted.", because(evidence...))
			}
		case is == perhaps && !through:
			u.add("privilege-escalation", role.ARN, "", "The role can give itself more than it was granted, under conditions.", func(f *Finding) {
				f.Level, f.Evidence = f.Level.lowered(), evidence
			})
		}
		if !through {
			u.wide(q)
		}
	}
	on := toward(after, goals)
	for _, i := range direct {
		if goals[i] {
			continue
		}
		if _, is := on[i]; !is {
			continue
		}
		way, goal := []string{u.account.Roles[i].ARN}, i
		for !goals[goal] {
			goal = on[goal]
			way = append(way, u.account.Roles[goal].ARN)
		}
		u.add("chain-to-administrator", u.account.Roles[i].ARN, "", "The role can go on to "+way[len(way)-1]+".", because(append([]string{"by way of " + strings.Join(way, " → ")}, how[goal]...)...))
	}
	if u.network.questions > mostQuestions {
		u.add("chains-not-followed", "", "", fmt.Sprintf("More than %d pairs of roles are left.", mostQuestions), nil)
	}
}

// wide adds grants that reach far beyond what a job publishes.
func (u *auditor) wide(q questioned) {
	level := func(is answer) func(*Finding) {
		return func(f *Finding) {
			if is == perhaps {
				f.Level = f.Level.lowered()
				f.Evidence = append(f.Evidence, "under conditions")
			}
		}
	}
	foreign := aws.ARN{Partition: u.account.Partition, Service: "iam", Account: "999999999999", Resource: "role/" + nobodys}.String()
	if is, where := q.may(assumeRole, foreign, nil); is != no {
		u.add("assumes-any-role", q.role.ARN, where, "The role may assume roles of other accounts, whichever they are.", level(is))
	}
	if is, where := q.may("iam:PassRole", q.arn("iam", "", "role/"+nobodys), nil); is != no {
		u.add("passes-any-role", q.role.ARN, where, "The role may pass any role of the account to a service.", level(is))
	}
	best, at := no, ""
	for _, region := range q.regions {
		if is, where := q.may(readsSecrets, q.arn("secretsmanager", region, "secret:"+nobodys+"-a1b2c3"), nil); is > best {
			best, at = is, where
		}
	}
	if best != no {
		u.add("reads-secrets", q.role.ARN, at, "The role may call GetSecretValue on every secret.", level(best))
	}
	u.everyBucket(q, level)
}

// everyBucket adds a grant of writing to every bucket, or through every access
// point, which buckets that have one are reached by.
func (u *auditor) everyBucket(q questioned, level func(answer) func(*Finding)) {
	places := map[string]string{aws.ARN{Partition: u.account.Partition, Service: "s3", Resource: nobodys + "/key"}.String(): "on every bucket"}
	for _, region := range q.regions {
		places[q.arn("s3", region, "accesspoint/"+nobodys+"/object/key")] = "through every access point"
	}
	for _, object := range slices.Sorted(maps.Keys(places)) { // the bucket has no region, and is the first
		for _, action := range writesBuckets {
			if is, where := q.may(action, object, nil); is != no {
				u.add("every-bucket", q.role.ARN, where, "The role may call "+strings.TrimPrefix(action, "s3:")+" "+places[object]+".", level(is))
				return
			}
		}
	}
}

// brief returns the first line of an error.
func brief(err error) string {
	text, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "cipublisher: "), "\n")
	return text
}

// issuersOf returns the providers that a role trusts.
func issuersOf(document policy.Document) []string {
	var all []string
	for _, a := range admissions(document) {
		if a.provider != "" && !slices.Contains(all, a.provider) {
			all = append(all, a.provider)
		}
	}
	return all
}

// notes say what was not looked at.
func (u *auditor) notes() {
	if !u.account.ProvidersListed {
		u.report.Notes = append(u.report.Notes, `The input has no list of identity providers, so that those without a role, and roles without a provider, are not found; add what "aws iam list-open-id-connect-providers" prints.`)
	}
	u.report.Notes = append(u.report.Notes,
		"Policies of resources, of the organization and of sessions are not seen, and may grant or deny more.",
		"IAM can't distinguish pull_request_target from a push (attack 19), nor a protected environment from one that a writer makes up.")
}
