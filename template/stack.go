package template

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// Description is that of a stack of publishers where there is nothing else to
// say.
const Description = "Roles that CI pipelines publish artifacts with"

// Stack is the roles of one CloudFormation stack.
type Stack struct {
	// Description of the stack, at most 1,024 bytes. Default: none.
	Description string
	// Environment is where the stack is deployed to. What is empty is left to
	// the deployment.
	Environment permission.Environment
	// CreateProvider makes the stack create the identity providers that its
	// roles trust, and keep them when it is deleted: an account has one for an
	// issuer, and everybody in it shares that. Default: the account has them.
	CreateProvider bool
	// ProviderParameter leaves that to the deployment: the template has a
	// parameter CreateProvider, whose default is the field.
	ProviderParameter bool
	// Roles in any order; the template does not depend on it, except for the
	// audiences of a provider that serves several.
	Roles []Role
}

// Environment fills what is empty with what the deployment knows. A region
// that is known decides the partition.
func Environment(e permission.Environment) permission.Environment {
	return role.Environment(e, Anywhere)
}

// value returns a role with the provider that it trusts in the stack.
func (s Stack) value(r Role) role.Role {
	if s.createsProviderFor(r) {
		options := *r.Trust
		options.ProviderARN = Ref(providerID(options.Issuer))
		r.Trust = &options
	}
	return r.Role
}

// createsProviderFor reports whether the template has the provider that a role
// trusts.
func (s Stack) createsProviderFor(r Role) bool {
	return r.Trust != nil && r.Trust.ProviderARN == "" && (s.CreateProvider || s.ProviderParameter)
}

// ProviderID is the construct's id of the provider for an issuer. It depends on
// nothing but the issuer, because an account has one provider for it.
func ProviderID(issuer trust.Issuer) string {
	return "OidcProvider-" + strings.ReplaceAll(issuer.Prefix(), "/", "-")
}

func providerID(issuer trust.Issuer) string { return LogicalID(ProviderID(issuer), "Resource") }

// Validate returns every fault of the stack's options in one fault.List, or
// nil. Options of a role that is not alone begin with its place: "Roles[1].".
func (s Stack) Validate() error {
	_, err := s.documents()
	return err
}

// documents returns those of each role. The error is that of Validate.
func (s Stack) documents() ([]role.Documents, error) {
	var faults fault.List
	if len(s.Roles) == 0 {
		faults.Add("Roles", "", "is empty, and CloudFormation takes no stack without resources", "add a role")
	}
	home := Environment(s.Environment)
	all := make([]role.Documents, len(s.Roles))
	ids := map[string]int{}
	for i, r := range s.Roles {
		made, err := s.value(r).Documents(home)
		var list fault.List
		if first, again := ids[r.ID]; again {
			list.Add("ID", r.ID, "is that of {Roles["+strconv.Itoa(first)+"]}, too, so that one would take the place of the other", "set another id")
		} else {
			ids[r.ID] = i
		}
		list.Append("", err)
		faults = append(faults, list.Rename(s.inRole(i))...)
		all[i] = made
	}
	return all, faults.Err()
}

// Notices returns what is legal but risky in the stack's options, each once.
func (s Stack) Notices() []fault.Notice {
	var all []fault.Notice
	home := Environment(s.Environment)
	for i, r := range s.Roles {
		for _, notice := range s.value(r).Notices(home) {
			if notice = notice.Rename(s.inRole(i)); !slices.Contains(all, notice) {
				all = append(all, notice)
			}
		}
	}
	return all
}

// inRole returns the name of a role's option among those of the stack. The
// environment is common to all.
func (s Stack) inRole(i int) func(string) string {
	return func(option string) string {
		if len(s.Roles) == 1 || strings.HasPrefix(option, "Roles[") || permission.OfEnvironment(option) {
			return option
		}
		return "Roles[" + strconv.Itoa(i) + "]." + option
	}
}

// Template returns the template of the stack. The error is that of Validate,
// or of limits that CloudFormation has on a template.
func (s Stack) Template() (Template, error) {
	documents, err := s.documents()
	if err != nil {
		return Template{}, err
	}
	t := s.assembled(documents, func(d policy.Document) any { return d.Map() })
	return t, t.Validate()
}

// TextOf returns the template as it is written, see [Template.Indent], for who
// has the documents of the roles already, in the order of the roles. They are
// those that [role.Role.Documents] returns in [Environment] of the stack's, and
// the stack creates no provider. The error is of limits that CloudFormation has.
func (s Stack) TextOf(documents []role.Documents) (string, error) {
	t := s.assembled(documents, func(d policy.Document) any { return d })
	text := t.Indent()
	return text, t.withinLimits(len(text))
}

func (s Stack) assembled(documents []role.Documents, form func(policy.Document) any) Template {
	t := Template{Description: s.Description, Resources: make(map[string]Resource, 2*len(s.Roles)), Outputs: map[string]Output{}}
	for i, r := range s.Roles {
		r.addTo(&t, documents[i], form)
		if s.createsProviderFor(r) {
			t.addProvider(*documents[i].Role.Trust)
			if s.ProviderParameter {
				t.chooseProvider(LogicalID(r.ID, "Role", "Resource"), *documents[i].Role.Trust)
			}
		}
	}
	if s.ProviderParameter {
		t.chooseProviders(s.CreateProvider)
	}
	return t
}

// addProvider adds the provider that a role trusts, or the role's audience to
// the one that is there.
func (t *Template) addProvider(options trust.Options) {
	id := providerID(options.Issuer)
	r, ok := t.Resources[id]
	if !ok {
		r = Resource{
			Type: "AWS::IAM::OIDCProvider",
			// Kept, but not by a first deployment that fails: the next would find
			// the provider there, and fail too.
			// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
			DeletionPolicy:      "RetainExceptOnCreate",
			UpdateReplacePolicy: "Retain",
			Properties:          map[string]any{"ClientIdList": []any{}, "Url": options.Issuer.URL()},
		}
	}
	audiences := r.Properties["ClientIdList"].([]any)
	if !slices.Contains(audiences, any(options.Audience)) {
		r.Properties["ClientIdList"] = append(audiences, options.Audience)
	}
	t.Resources[id] = r
}

// Provider returns the template of a stack that creates the identity provider
// for an issuer and nothing else, for roles of several other stacks.
func Provider(issuer trust.Issuer, e permission.Environment) Template {
	t := Template{Description: "Identity provider of CI jobs", Resources: map[string]Resource{}}
	t.addProvider(trust.Options{Issuer: issuer, Audience: issuer.Audience(Environment(e).Partition)})
	return t
}
