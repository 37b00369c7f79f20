package review

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// Holder is what policies apply to: a role, a user, a group or a resource of a
// template, or one elsewhere that a template names. Policies in files make a
// Holder without anything else.
type Holder struct {
	// ID is the logical id in the template, that of the nested stack or stack
	// set before it; empty for what the template only names.
	ID string
	// Type is the resource type, such as "AWS::IAM::Role".
	Type string
	// Name is the path and name of what has one, as far as it is known.
	Name string
	// Trust says who may assume the role; empty for what is no role.
	Trust []policy.Document
	// Policies that apply together.
	Policies []policy.Document
	// Named is what applies as well and is known by its name alone.
	Named []Named
	// Attached is true of a managed policy whose documents stand with a holder
	// that has it, too.
	Attached bool
	// Line is where the resource begins in the template, from 1; 0 where that
	// is not known.
	Line int

	// key identifies the holder: its name in the account as far as it is
	// known. Default: Name.
	key string
	// byDefault are the policies that it has where the template gives none.
	byDefault []policy.Document
	// constraints are those of a parameter that decides what is granted.
	constraints *cfn.Constraints
	tags        []tag
}

// Empty reports whether nothing applies to the holder.
func (h Holder) Empty() bool { return len(h.Trust)+len(h.Policies)+len(h.Named) == 0 }

func (h Holder) identity() string {
	if h.key != "" {
		return h.key
	}
	return h.Name
}

// Named is something that grants or limits, known by its name alone.
type Named struct {
	Kind Kind
	// Text names it: the ARN of a policy, the address of a template.
	Text string
	// When says what must be so of the deployment for it to be there, in words;
	// empty where it always is.
	When []string

	// key is what it is compared by. Default: Text.
	key        string
	conditions policy.Conditions
	// always is true of what counts as new in every comparison.
	always bool
}

func (n Named) identity() string {
	if n.key != "" {
		return n.key
	}
	return n.Text
}

// Kind is where an entry of a change stands.
type Kind string

// The kinds of entries.
const (
	// InTrust: who may assume the role.
	InTrust Kind = "trust"
	// InPolicy: what the holder may do, or others with the resource.
	InPolicy Kind = "policy"
	// InManaged: an attached policy whose content is not known here.
	InManaged Kind = "managed-policy"
	// InGroup: a group whose policies are not known here.
	InGroup Kind = "group"
	// InRole: a role that a resource is passed, so that its code or the service
	// may do what the role may.
	InRole Kind = "role"
	// InAccess: a property that grants beside policies, such as an audience of
	// an identity provider, an access control list or an assignment.
	InAccess Kind = "access"
	// InTemplate: another template that is deployed, whose content is not known
	// here.
	InTemplate Kind = "template"
	// InTarget: an account or unit that the template is deployed to.
	InTarget Kind = "target"
	// InUnknown: what could not be read, and may grant or deny anything.
	InUnknown Kind = "unknown"
	// InBoundary: the permissions boundary that limits the holder.
	InBoundary Kind = "permissions-boundary"
	// InLimit: a property that limits, such as a block of public access, or a
	// target that an organization's policy limits.
	InLimit Kind = "limit"
)

// directions say whether an entry of a kind grants when it appears, and
// whether it may have limited something when it disappears.
var directions = map[Kind]struct{ grants, limits bool }{
	InManaged:  {grants: true, limits: true},
	InGroup:    {grants: true, limits: true},
	InRole:     {grants: true},
	InAccess:   {grants: true},
	InTemplate: {grants: true, limits: true},
	InTarget:   {grants: true},
	InUnknown:  {grants: true, limits: true},
	InBoundary: {limits: true},
	InLimit:    {limits: true},
}

func (n Named) grants() bool { return directions[n.Kind].grants }

// limits: AWS's own policies allow and never deny, except those whose names
// say so (AWSDenyAll, AWSCompromisedKeyQuarantineV3).
func (n Named) limits() bool { return directions[n.Kind].limits && !allowsOnly(n.Text) }

// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
func allowsOnly(arn string) bool {
	return awsManaged.MatchString(arn) && !strings.Contains(arn, "Deny") && !strings.Contains(arn, "Quarantine")
}

var awsManaged = lazyregexp.New(`^(arn:(aws[a-z-]*|<AWS::Partition>):iam::aws:policy/)[\w+=,.@/-]+$`)
