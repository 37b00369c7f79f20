package audit

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// power is what a role may do: what its policies allow, and its permissions
// boundary with them.
type power struct {
	identity, boundary *side
	// unknown are the attached policies that the input does not have; unread
	// those that can't be read; boundaryUnknown is true of a boundary that is
	// either.
	unknown         []string
	unread          []account.Document
	boundaryUnknown bool
}

// side is documents of which any may allow.
type side struct {
	names     []string
	documents []policy.Document
	// sure decides as the documents are, for a request of which nothing but the
	// context is known. maybe decides as if every condition favoured the role.
	sure, maybe *policy.Prepared
}

// answer says whether a role may do something.
type answer int

const (
	no answer = iota
	// perhaps: under conditions on the request.
	perhaps
	yes
)

// administratorAccess are the policies of AWS's that allow everything, by the end
// of their ARN.
//
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
const administratorAccess = ":iam::aws:policy/AdministratorAccess"

var everything = policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}})

// powerOf returns what a role may do.
func powerOf(role account.Principal, managed map[string]account.Policy) power {
	var p power
	var own []account.Document
	own = append(own, role.Inline...)
	for _, arn := range role.Attached {
		switch m, known := managed[arn]; {
		case known:
			d := m.Document
			d.Name = name(arn)
			own = append(own, d)
		case strings.HasSuffix(arn, administratorAccess):
			own = append(own, account.Document{Name: name(arn), Policy: everything})
		default:
			p.unknown = append(p.unknown, arn)
		}
	}
	own = slices.DeleteFunc(own, func(d account.Document) bool {
		if d.Err != nil {
			p.unread = append(p.unread, d)
		}
		return d.Err != nil
	})
	p.identity = sideOf(own, &p.unread)
	if role.Boundary == "" {
		return p
	}
	m, known := managed[role.Boundary]
	if !known && strings.HasSuffix(role.Boundary, administratorAccess) {
		m, known = account.Policy{Document: account.Document{Policy: everything}}, true
	}
	if !known || m.Document.Err != nil {
		p.boundaryUnknown = true
		return p
	}
	var unread []account.Document
	p.boundary = sideOf([]account.Document{m.Document}, &unread)
	p.boundaryUnknown = len(unread) > 0
	return p
}

// name returns the name in the ARN of a policy.
func name(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }

func sideOf(documents []account.Document, unread *[]account.Document) *side {
	s := &side{}
	for _, d := range documents {
		if _, err := policy.Prepare(d.Policy); err != nil {
			d.Err = err
			*unread = append(*unread, d)
			continue
		}
		s.names, s.documents = append(s.names, d.Name), append(s.documents, d.Policy)
	}
	var favoured []policy.Document
	for _, d := range s.documents {
		favoured = append(favoured, favouring(d, decided))
	}
	s.sure, _ = policy.Prepare(s.documents...)
	s.maybe, _ = policy.Prepare(favoured...)
	return s
}

var variable = lazyregexp.New(`\$\{[^}]*\}`)

// decided are the condition keys of which the questions about a role say what
// they hold, or that they are not there.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
func decided(key string) bool { return strings.EqualFold(key, "iam:PassedToService") }

// favouring returns a document in which every condition on a key that is not
// known favours the role: an Allow is without it, and a Deny with one is left
// out. What a policy variable of an Allow stands for may be anything.
func favouring(d policy.Document, known func(key string) bool) policy.Document {
	f := policy.Document{Version: d.Version}
	for _, s := range d.Statements {
		kept, dropped := policy.Conditions{}, false
		for operator, keys := range s.Conditions {
			for key, values := range keys {
				if !known(key) || slices.ContainsFunc(values, variable.MatchString) {
					dropped = true
					continue
				}
				if kept[operator] == nil {
					kept[operator] = map[string][]string{}
				}
				kept[operator][key] = values
			}
		}
		if s.Effect == policy.Deny {
			if !dropped && !slices.ContainsFunc(slices.Concat(s.Resources, s.NotResources), variable.MatchString) {
				f.Statements = append(f.Statements, s)
			}
			continue
		}
		s.Conditions, s.Resources = kept, slices.Clone(s.Resources)
		for i, resource := range s.Resources {
			s.Resources[i] = variable.ReplaceAllString(resource, "*")
		}
		if slices.ContainsFunc(s.NotResources, variable.MatchString) {
			s.NotResources = []string{"none"}
		}
		f.Statements = append(f.Statements, s)
	}
	return f
}

// may reports whether the role may do something, and by which statement.
func (p power) may(action, resource string, context policy.Context) (answer, string) {
	r := policy.Request{Action: action, Resource: resource, Context: context}
	is, where := p.identity.may(r)
	if is == no || p.boundary == nil {
		return is, where
	}
	limit, _ := p.boundary.may(r)
	return min(is, limit), where
}

func (s *side) may(r policy.Request) (answer, string) {
	if d, err := s.sure.Evaluate(r); err == nil && d.Allowed() {
		return yes, place(s.names[d.Document], d.Statement, d.Sid)
	}
	d, err := s.maybe.Evaluate(r)
	if err != nil || !d.Allowed() {
		return no, ""
	}
	return perhaps, place(s.names[d.Document], d.Statement, d.Sid)
}

// resources returns those that the role's Allow statements name, each wildcard
// filled in: where the role chooses the name, it is one of them.
func (p power) resources() []string {
	found := map[string]bool{}
	for _, d := range p.identity.documents {
		for _, s := range d.Statements {
			for _, resource := range s.Resources {
				found[concrete(variable.ReplaceAllString(resource, "x"))] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// mayAny reports whether the role may do something on a resource of its choice.
func (p power) mayAny(action, resource string, context policy.Context) (answer, string) {
	best, at := p.may(action, resource, context)
	for _, other := range p.resources() {
		if best == yes {
			break
		}
		if is, where := p.may(action, other, context); is > best {
			best, at = is, where
		}
	}
	return best, at
}

// key is the same for roles with the same policies.
func key(role account.Principal) string {
	var b strings.Builder
	for _, d := range role.Inline {
		b.WriteString(d.Name + "\x00" + d.Text + "\x00")
	}
	b.WriteString("\x01" + strings.Join(role.Attached, "\x00") + "\x01" + role.Boundary)
	return b.String()
}
