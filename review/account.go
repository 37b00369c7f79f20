package review

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// account is what the operation GetAccountAuthorizationDetails returns, as the
// AWS CLI prints it.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
type account struct {
	RoleDetailList, UserDetailList, GroupDetailList []accountPrincipal
	Policies                                        []accountPolicy
	IsTruncated                                     bool
}

type accountPrincipal struct {
	RoleName, UserName, GroupName, Path             string
	AssumeRolePolicyDocument                        json.RawMessage
	RolePolicyList, UserPolicyList, GroupPolicyList []struct{ PolicyDocument json.RawMessage }
	AttachedManagedPolicies                         []struct{ PolicyArn string }
	PermissionsBoundary                             struct{ PermissionsBoundaryArn string }
	GroupList                                       []string
	InstanceProfileList                             json.RawMessage
}

type accountPolicy struct {
	Arn, DefaultVersionId string
	PolicyVersionList     []struct {
		Document         json.RawMessage
		VersionId        string
		IsDefaultVersion bool
	}
}

// FromAccount returns the roles, users and groups of an account, from what
// "aws iam get-account-authorization-details" prints, with everything that
// they have by attachment or membership. A document that can't be read is a
// Named of the kind InUnknown. The error is a fault.List with the option
// "Account".
func FromAccount(data []byte) ([]Holder, error) {
	var a account
	if err := json.Unmarshal(data, &a); err != nil {
		var faults fault.List
		faults.Add("Account", "", "is not the details of an account ("+err.Error()+")", `give what "aws iam get-account-authorization-details" prints`)
		return nil, faults.Err()
	}
	if a.IsTruncated {
		var faults fault.List
		faults.Add("Account", "", "is a part of the details of an account, cut off after a page", "give all of them, as the AWS CLI prints them without --max-items")
		return nil, faults.Err()
	}
	managed := map[string]*Holder{}
	for _, p := range a.Policies {
		h := &Holder{Type: managedPolicyType, Name: p.Arn}
		for _, version := range p.PolicyVersionList {
			if version.VersionId == p.DefaultVersionId {
				h.Policies = append(h.Policies, accountDocument(h, p.Arn, version.Document)...)
			}
		}
		managed[p.Arn] = h
	}
	var all []Holder
	groups := map[string]*Holder{}
	for _, g := range a.GroupDetailList {
		groups[g.GroupName] = accountHolder(groupType, g.GroupName, g, managed, nil)
		all = append(all, *groups[g.GroupName])
	}
	for _, role := range a.RoleDetailList {
		h := accountHolder(roleType, role.RoleName, role, managed, groups)
		h.Trust = accountDocument(h, "AssumeRolePolicyDocument", role.AssumeRolePolicyDocument)
		all = append(all, *h)
	}
	for _, user := range a.UserDetailList {
		all = append(all, *accountHolder(userType, user.UserName, user, managed, groups))
	}
	for _, p := range a.Policies {
		all = append(all, *managed[p.Arn])
	}
	return all, nil
}

func accountHolder(kind, name string, p accountPrincipal, managed, groups map[string]*Holder) *Holder {
	h := &Holder{Type: kind, Name: p.Path + name, key: name}
	for _, list := range [][]struct{ PolicyDocument json.RawMessage }{p.RolePolicyList, p.UserPolicyList, p.GroupPolicyList} {
		for i, inline := range list {
			h.Policies = append(h.Policies, accountDocument(h, fmt.Sprintf("policy %d", i), inline.PolicyDocument)...)
		}
	}
	for _, attached := range p.AttachedManagedPolicies {
		if own := managed[attached.PolicyArn]; own != nil {
			attach(own, h, nil)
		} else {
			h.name(InManaged, attached.PolicyArn, nil)
		}
	}
	for _, group := range p.GroupList {
		if own := groups[group]; own != nil {
			attach(own, h, nil)
		} else {
			h.name(InGroup, group, nil)
		}
	}
	if arn := p.PermissionsBoundary.PermissionsBoundaryArn; arn != "" {
		h.name(InBoundary, arn, nil)
	}
	return h
}

// accountDocument reads a document: an object as the AWS CLI prints it, or the
// text with percent signs that the operation returns.
func accountDocument(h *Holder, place string, data json.RawMessage) []policy.Document {
	if len(data) == 0 {
		return nil
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		if strings.HasPrefix(text, "%7B") {
			text, _ = url.PathUnescape(text)
		}
		data = []byte(text)
	}
	document, err := policy.Parse(data)
	if err != nil {
		h.Named = append(h.Named, Named{Kind: InUnknown, Text: place + " can't be read (" + briefly(err) + ")", key: string(data)})
		return nil
	}
	return []policy.Document{document}
}
