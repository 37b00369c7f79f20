package role

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Documents is a role and the documents that follow from it.
type Documents struct {
	// Role has every default filled in.
	Role Role
	// Policies are the managed policies: one, or as many as it takes where the
	// permissions are too large for one.
	Policies []Policy
	// Trust is the trust policy; without statements where there is no role.
	Trust policy.Document

	trusted trust.Assessed
}

// Resources is how many resources a stack makes of the role: its policies, and
// the role and the instance profile where it has them.
func (d Documents) Resources() int {
	n := len(d.Policies)
	if d.Role.assumable() {
		n++
	}
	if d.Role.Service != nil && d.Role.Service.EC2 {
		n++
	}
	return n
}

// Policy is a managed policy by its name.
type Policy struct {
	Name     string
	Document policy.Document
}

// Documents checks the role and returns the documents that follow from it in
// its home: the account, region and partition where the role is. The error is a
// fault.List of every fault.
func (r Role) Documents(home permission.Environment) (Documents, error) {
	given, r := r, r.filled(home)
	var trusted trust.Assessed
	if r.Trust != nil {
		trusted = r.Trust.Assess()
	}
	faults := r.faults(given, trusted.Err, home)
	if len(faults) > 0 {
		return Documents{}, faults
	}
	parts, err := policy.Split(permission.Combine(r.Stores, r.Sets...))
	if err != nil {
		faults.Append("", err)
		return Documents{}, faults
	}
	d := Documents{Role: r, Trust: r.trustPolicy(trusted), trusted: trusted}
	for i, part := range parts {
		d.Policies = append(d.Policies, Policy{Numbered(r.PolicyName, "-", i), part})
	}
	if last := d.Policies[len(parts)-1].Name; len(parts) > 1 {
		aws.CheckPolicyName(&faults, "PolicyName", last)
	}
	if len(faults) > 0 {
		return Documents{}, faults
	}
	return d, nil
}

// trustPolicy returns who may assume the role. A statement about a service has
// no Sid where it is the first: CDK's roles can't carry one there, and construct
// and template make the same.
func (r Role) trustPolicy(trusted trust.Assessed) policy.Document {
	switch {
	case r.Trust != nil:
		return trusted.Document
	case r.Service != nil:
		document := r.Service.Document()
		document.Statements = slices.Clone(document.Statements)
		document.Statements[0].Sid = ""
		return document
	}
	return policy.New()
}

// Notices returns what is legal but risky in a role that Validate has accepted.
func (r Role) Notices(home permission.Environment) []fault.Notice {
	d := Documents{Role: r.filled(home)}
	if d.Role.Trust != nil {
		d.trusted = d.Role.Trust.Assess()
	}
	return d.Notices()
}

// Notices returns what is legal but risky in the role.
func (d Documents) Notices() []fault.Notice {
	r := d.Role
	all := permission.NoticesOfAll(r.Stores, r.Sets...)
	if r.Trust != nil {
		verb := "publish"
		if !slices.ContainsFunc(r.Sets, func(s permission.Set) bool { return !permission.Reads(s) }) {
			verb = "read"
		}
		for _, notice := range d.trusted.Notices(verb) {
			all = append(all, notice.Rename(trustOption))
		}
	}
	if r.Service != nil {
		for _, notice := range r.Service.Notices() {
			if notice = notice.Rename(serviceOption); !slices.Contains(all, notice) { // the stores' region is mostly the home's
				all = append(all, notice)
			}
		}
	}
	return all
}
