package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/policy"
)

// assume is the only action of a trust policy made here. sts:TagSession is
// never among them: who may tag a session can pretend to have any tag that a
// policy tests.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
const assume = "sts:AssumeRoleWithWebIdentity"

// builder computes one trust policy, with everything that is wrong with the
// options and everything that is risky about them.
type builder struct {
	options Options
	issuer  *Issuer
	rules   []rule
	faults  fault.List
	// assessing is true where somebody asks what is risky: a document needs none
	// of that.
	assessing bool
	risks     []risk
	// spellings holds the first repository of each name, without case.
	spellings map[string]string
}

// rule is a value of the sub claim and what else must hold with it.
type rule struct {
	subject string
	shape   shape
	// except is a pattern of subjects that are refused all the same.
	except string
	claims Claims
	// id is the claim that holds a plain repository to its id, in place of claims:
	// nearly every subject has no other.
	id claimValue
}

// claimValue is a claim with one value.
type claimValue struct {
	claim Claim
	value string
}

// key is the same for rules whose claims are the same.
func (r rule) key() string {
	if r.id.claim != "" {
		return string(r.id.claim) + "\x00" + r.id.value + "\x01" // as that of claims is
	}
	return r.claims.key()
}

// shape is how a rule tests the sub claim. Rules of different shapes never
// share a statement: the operators of one statement must all match.
type shape int

const (
	exact shape = iota
	open
	// owner is a pattern with the repository left open, and an exception.
	owner
)

// operators tests the sub claim in each shape.
var operators = [...]string{exact: "StringEquals", open: "StringLike", owner: "StringLike"}

func build(o Options) *builder { return (&builder{}).build(o) }

func assess(o Options) *builder {
	return (&builder{assessing: true, spellings: map[string]string{}}).build(o)
}

func (b *builder) build(o Options) *builder {
	b.options, b.issuer = o, &o.Issuer
	if o.Issuer.isUnset() {
		b.issuer = &gitHubDotCom // which nothing changes
	}
	b.checkEnvironment()
	b.checkAudience()
	b.checkQuota()
	b.checkConditions()
	if len(o.Subjects) == 0 {
		b.faults.Add("Subjects", "", "is empty, so nobody could assume the role", "name at least one repository and a context")
	}
	for i, s := range o.Subjects {
		at := subjectAt(i)
		nobody := len(s.Repositories) == 0 && len(s.Raw) == 0
		if nobody {
			s.Repositories, s.Raw = nil, nil // one fault of them is enough
		}
		b.emptied(at, &s)
		switch {
		case nobody:
			b.faults.Add(at.String(), "", "names no repository, and a trust without one would accept everybody", "name one in {"+at.String()+".Repositories}")
		case b.issuer.grammar != nil:
			b.subject(at, &s)
		}
	}
	return b
}

// subject adds what one subject accepts.
func (b *builder) subject(at place, s *Subject) {
	if named := b.unsupported(at, s); !named && len(s.Repositories) > 0 {
		b.faults.Add(at.String(), "", "names no context: no branch, tag or environment, no pull requests and not any ref",
			"name one; a protected environment is the safest")
	}
	b.issuer.grammar.compile(b, at, *s)
	b.raw(at, s)
	b.checkClaims(at, s.Claims)
}

// add adds a rule; a subject with a wildcard is a pattern whatever else it is.
func (b *builder) add(r rule) {
	if r.shape == exact && strings.Contains(r.subject, "*") {
		r.shape = open
	}
	b.claimRisks(r)
	b.rules = append(b.rules, r)
}

// raw adds the raw subjects of a subject.
func (b *builder) raw(at place, s *Subject) {
	if len(s.Raw) == 0 {
		return
	}
	if len(s.Repositories) == 0 && s.namesContext() {
		b.faults.Add(at.String(), "", "has a context without repositories: a raw subject is whole as it is", "leave the context out")
	}
	for i, subject := range s.Raw {
		option := at.of("Raw").nth(i)
		_, pattern, ok := b.pattern(option, subject)
		if !ok {
			continue
		}
		if !token.In(subject) {
			if problem, remedy := b.issuer.grammar.raw(subject); problem != "" {
				b.faults.Add(option.String(), subject, problem, remedy)
				continue
			}
		}
		b.add(rule{subject: subject, claims: s.Claims})
		b.rawRisks(subject, pattern, *s)
	}
}

// patterns checks names that may end in "*".
func (b *builder) patterns(option place, names []string, problem, remedy func(string) string) []pattern {
	if len(names) == 0 {
		return nil
	}
	fit := make([]pattern, 0, len(names))
	for i, name := range names {
		at := option.nth(i)
		fixed, open, ok := b.pattern(at, name)
		if !ok {
			continue
		}
		if !token.In(name) && !(open && fixed == "") {
			sample := fixed
			if open {
				// A beginning is well formed when some continuation of it is.
				sample += "x"
			}
			if p := problem(sample); p != "" {
				b.faults.Add(at.String(), name, p, remedy(name))
				continue
			}
		}
		fit = append(fit, pattern{fixed: fixed, open: open})
	}
	return fit
}

// immutable reports whether the issuer's subjects may hold ids.
func (b *builder) immutable() bool {
	g, ok := b.issuer.grammar.(gitHub)
	return ok && g.immutable
}

// statement is the rules that share one statement.
type statement struct {
	shape    shape
	claims   Claims
	key      string // of the claims
	id       claimValue
	subjects []string
	excepts  []string
}

// statements groups the rules: those of one shape under equal claims share a
// statement, since "(A or B) and C" is "A and C, or B and C". Subjects under
// different claims never meet.
func (b *builder) statements() []statement {
	list := make([]statement, 0, min(len(b.rules), 2)) // seldom more than one for each form
	for _, r := range b.rules {
		key := r.key()
		i := slices.IndexFunc(list, func(s statement) bool { return s.shape == r.shape && s.key == key })
		if i < 0 {
			i = len(list)
			list = append(list, statement{shape: r.shape, claims: r.claims, key: key, id: r.id})
		}
		s := &list[i]
		if !slices.Contains(s.subjects, r.subject) { // seldom more than a handful
			s.subjects = append(s.subjects, r.subject)
		}
		if r.except != "" && !slices.Contains(s.excepts, r.except) {
			s.excepts = append(s.excepts, r.except)
		}
	}
	return list
}

// document returns the trust policy. Its statements have no Sid: characters are
// scarce here, and CDK's roles can't carry one in their first statement.
func (b *builder) document() policy.Document {
	keys := keysOf(b.issuer.Prefix())
	audience := b.audience()
	principal := &policy.Principal{Federated: []string{b.options.Provider()}}
	list := b.statements()
	statements := make([]policy.Statement, len(list))
	for i := range list {
		s := &list[i]
		statements[i] = policy.Statement{
			Effect:     policy.Allow,
			Principal:  principal,
			Actions:    []string{assume},
			Conditions: withConditions(s.conditions(keys, audience), b.options.Conditions),
		}
	}
	return policy.New(statements...)
}

// keys are the condition keys of an issuer.
type keys struct{ prefix, audience, subject string }

func keysOf(prefix string) keys { return keys{prefix, prefix + ":aud", prefix + ":sub"} }

func (k keys) claim(c Claim) string { return k.prefix + ":" + string(c) }

// conditions tests the audience, the subject and each claim. Each key has
// exactly one positive operator, without a set operator and without IfExists:
// both would let a token pass that lacks the claim.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
func (s *statement) conditions(k keys, audience string) policy.Conditions {
	c := policy.Conditions{"StringEquals": {k.audience: {audience}}}
	test := func(operator, key string, values []string) {
		if c[operator] == nil {
			c[operator] = map[string][]string{}
		}
		c[operator][key] = values
	}
	test(operators[s.shape], k.subject, s.subjects)
	if len(s.excepts) > 0 {
		test("StringNotLike", k.subject, s.excepts)
	}
	if s.id.claim != "" {
		test("StringEquals", k.claim(s.id.claim), []string{s.id.value})
	}
	for claim, values := range s.claims {
		operator := "StringEquals"
		if slices.ContainsFunc(values, func(v string) bool { return strings.HasSuffix(v, "*") }) {
			operator = "StringLike"
		}
		test(operator, k.claim(claim), slices.Clone(values))
	}
	return c
}
