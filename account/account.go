package account

import (
	"time"

	"github.com/cipublisher/cipublisher/policy"
)

// Account is what the answers of IAM say about one account.
type Account struct {
	// Partition and ID are those of the roles' ARNs. Empty without any.
	Partition, ID string
	// Roles, Users and Groups in the order of the answers.
	Roles, Users, Groups []Principal
	// Policies are the managed policies in the answers, those of AWS among them
	// if the answers have them.
	Policies []Policy
	// Providers are the OpenID Connect providers, as far as the answers name
	// them.
	Providers []Provider
	// ProvidersListed is true where the answers have the account's list of
	// providers, so that a provider that is not in Providers does not exist.
	ProvidersListed bool
}

// Principal is a role, a user or a group.
type Principal struct {
	// Name, Path and ARN of the principal.
	Name, Path, ARN string
	// Created is when it was made; the zero time where that is not known.
	Created time.Time
	// Trust says who may assume the role; the zero Document for what is no role.
	Trust Document
	// Inline are the policies that belong to it alone.
	Inline []Document
	// Attached are the ARNs of its managed policies; Account.Policy has them.
	Attached []string
	// Boundary is the ARN of its permissions boundary. Empty: it has none.
	Boundary string
	// Groups are the names of the groups that a user is in.
	Groups []string
	// LastUsed says when a role was last used.
	LastUsed Use
}

// Use is when a role was last used. IAM remembers 400 days.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
type Use struct {
	// Known is true where the answer says anything about it.
	Known bool
	// Date is the last use; the zero time where Known and never.
	Date time.Time
}

// Document is a policy as an account has it.
type Document struct {
	// Name of the policy; "AssumeRolePolicyDocument" for a trust policy.
	Name string
	// Policy is what the document says; empty where it can't be read.
	Policy policy.Document
	// Err says why the text can't be read as a policy.
	Err error
	// Text is the document as it was given.
	Text string
}

// Policy is a managed policy.
type Policy struct {
	ARN string
	// Document is its default version: the one in force.
	Document Document
}

// Provider is an OpenID Connect provider.
type Provider struct {
	ARN string
	// URL is the issuer's, without "https://".
	URL string
	// Audiences are its client ids: what the aud claim of a token may be. They
	// are known where Detailed is true.
	Audiences []string
	// Detailed is true where the answers have get-open-id-connect-provider of it.
	Detailed bool
}

// ByARN returns the managed policies by their ARNs.
func (a Account) ByARN() map[string]Policy {
	all := make(map[string]Policy, len(a.Policies))
	for _, p := range a.Policies {
		all[p.ARN] = p
	}
	return all
}
