package review

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// Roles, users and groups, and the policies attached to them.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html

func (r *reader) role(res resource) {
	h := r.principal(res, "RoleName")
	const property = "AssumeRolePolicyDocument"
	for _, d := range r.documents(h, property, res.Properties[property], res.when) {
		h.Trust = append(h.Trust, d)
		if err := d.CheckTrust(); err != nil {
			r.unknown(h, res.when, property, "is no trust policy ("+briefly(err)+")", res.Properties[property])
		}
	}
}

func (r *reader) user(res resource) {
	h := r.principal(res, "UserName")
	for _, group := range r.texts(res.Properties["Groups"], res.when) {
		r.memberships = append(r.memberships, membership{h, group.Value.(string), group.When})
	}
	if login := res.Properties["LoginProfile"]; login != nil {
		h.name(InAccess, "LoginProfile: a password", res.when)
	}
}

func (r *reader) group(res resource) { r.principal(res, "GroupName") }

// principal reads what roles, users and groups have in common.
func (r *reader) principal(res resource, nameProperty string) *Holder {
	h := r.own(res)
	if name := r.text(res.Properties[nameProperty], res.when); name != "" {
		h.Name = policy.ShowUnknown(cmp.Or(r.text(res.Properties["Path"], res.when), "/") + name)
	}
	for i, inline := range r.template.Elements(res.Properties["Policies"], res.when) {
		place := fmt.Sprintf("Policies[%d]", i)
		object, isObject := inline.Value.(map[string]any)
		if !isObject || object["PolicyDocument"] == nil {
			r.unknown(h, inline.When, place, "has no PolicyDocument that can be read", inline.Value)
			continue
		}
		h.Policies = append(h.Policies, r.documents(h, place+".PolicyDocument", object["PolicyDocument"], inline.When)...)
	}
	r.managed(h, res.Properties["ManagedPolicyArns"], res.when)
	r.boundary(h, res.Properties["PermissionsBoundary"], res.when)
	return h
}

// managed attaches managed policies: their documents where the template has
// them, their names otherwise.
func (r *reader) managed(h *Holder, value any, when cfn.When) {
	for _, c := range r.texts(value, when) {
		arn := c.Value.(string)
		own := r.holders[managedPolicyType+" "+arn]
		if own == nil || own.ID == "" {
			h.name(InManaged, arn, c.When)
			continue
		}
		attach(own, h, c.When)
	}
}

// attach gives a holder what a managed policy or a group has.
func attach(from, to *Holder, when cfn.When) {
	from.Attached = from.Attached || from.Type == managedPolicyType
	for _, d := range from.Policies {
		to.Policies = append(to.Policies, under(d, when)...)
	}
	for _, n := range from.Named {
		if n.Kind == InBoundary {
			continue
		}
		to.add(n, when)
	}
}

func (r *reader) boundary(h *Holder, value any, when cfn.When) {
	for _, c := range r.texts(value, when) {
		h.name(InBoundary, c.Value.(string), c.When)
	}
}

func (r *reader) managedPolicy(res resource) {
	h := r.own(res)
	if name := r.text(res.Properties["ManagedPolicyName"], res.when); name != "" {
		h.Name = policy.ShowUnknown(name)
	}
	own := &Holder{}
	own.Policies = r.documents(own, "PolicyDocument", res.Properties["PolicyDocument"], res.when)
	h.Policies, h.Named = append(h.Policies, own.Policies...), append(h.Named, own.Named...)
	for holder, when := range r.attachedTo(res) {
		attach(own, holder, when)
		h.Attached = true
	}
}

// attachedTo yields whom a policy resource is attached to.
func (r *reader) attachedTo(res resource) func(func(*Holder, cfn.When) bool) {
	return func(yield func(*Holder, cfn.When) bool) {
		for _, kind := range []struct{ properties, resourceType string }{
			{"Roles RoleName", roleType}, {"Users UserName", userType}, {"Groups GroupName", groupType},
		} {
			for _, property := range strings.Fields(kind.properties) {
				for _, c := range r.texts(res.Properties[property], res.when) {
					if !yield(r.of(res, kind.resourceType, c.Value.(string)), c.When) {
						return
					}
				}
			}
		}
	}
}

// inlinePolicy attaches a policy to whom it names. Without a name that can be
// read, it stands by itself.
func (r *reader) inlinePolicy(res resource) {
	own := &Holder{}
	own.Policies = r.documents(own, "PolicyDocument", res.Properties["PolicyDocument"], res.when)
	attached := false
	for holder, when := range r.attachedTo(res) {
		attach(own, holder, when)
		attached = true
	}
	if !attached {
		h := r.own(res)
		h.Name = policy.ShowUnknown(r.text(res.Properties["PolicyName"], res.when))
		h.Policies, h.Named = append(h.Policies, own.Policies...), append(h.Named, own.Named...)
	}
}

func (r *reader) addition(res resource) {
	group := r.text(res.Properties["GroupName"], res.when)
	for _, user := range r.texts(res.Properties["Users"], res.when) {
		r.memberships = append(r.memberships, membership{r.of(res, userType, user.Value.(string)), group, user.When})
	}
}

// join gives users what their groups have, once all of that is known.
func (r *reader) join() {
	for _, m := range r.memberships {
		group := r.holders[groupType+" "+m.group]
		if group == nil || group.ID == "" {
			m.user.name(InGroup, m.group, m.when)
			continue
		}
		attach(group, m.user, m.when)
	}
}

func (r *reader) permissionSet(res resource) {
	h := r.own(res)
	h.Name = policy.ShowUnknown(r.text(res.Properties["Name"], res.when))
	h.Policies = append(h.Policies, r.documents(h, "InlinePolicy", res.Properties["InlinePolicy"], res.when)...)
	r.managed(h, res.Properties["ManagedPolicies"], res.when)
	for _, reference := range r.template.Elements(res.Properties["CustomerManagedPolicyReferences"], res.when) {
		h.name(InManaged, "of the account: "+r.template.Whole(reference.Value, reference.When), reference.When)
	}
	if boundary := res.Properties["PermissionsBoundary"]; boundary != nil {
		h.name(InBoundary, r.template.Whole(boundary, res.when), res.when)
	}
}
