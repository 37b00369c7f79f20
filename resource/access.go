package resource

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Access is everything that decides a request to a store: the policies of who
// asks and those of what is asked for. Permissions boundaries, service control
// policies and session policies are not known here; they may deny what these
// policies allow.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
type Access struct {
	// Identity holds the identity policies of the caller.
	Identity []policy.Document
	// Resource holds the policies that belong to the store: one, or none; for
	// CodeArtifact see [CodeArtifactAccess].
	Resource []policy.Document
	// OwnerAccountID is the account of the store.
	OwnerAccountID string
	// TrustedAccountIDs are further accounts whose callers need no more than an
	// identity policy.
	TrustedAccountIDs []string
}

// Verdict is the answer to a request, and what it comes from.
type Verdict struct {
	// Outcome is Allowed only where nothing denies the request and everything
	// that must allow it does.
	Outcome policy.Outcome
	// Reason says what decided, as a sentence without its full stop.
	Reason string
}

// Allowed reports whether the outcome is policy.Allowed.
func (v Verdict) Allowed() bool { return v.Outcome == policy.Allowed }

// Evaluate decides a request. Its Principal.AWS is the caller: the ARN of a
// role, a session or a user. Malformed documents and requests are an error, as
// in policy.Evaluate.
//
//   - An explicit deny anywhere denies.
//   - A caller of the owner's account needs one allow: in an identity policy, or
//     in a resource policy that names the caller. A resource policy that names
//     the account leaves it to the account's identity policies.
//   - A caller of another account needs both.
//   - A KMS key needs its own policy, whoever asks: to allow it to the caller, or
//     to name the account, and then an identity policy too. A key without a
//     policy here is one that allows nothing. Grants (kms:CreateGrant) are not
//     known here.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
func (a Access) Evaluate(r policy.Request) (Verdict, error) {
	account := aws.AccountOf(r.Principal.AWS)
	var faults fault.List
	if account == "" {
		faults.Add("Principal", r.Principal.AWS, "is not the ARN of a caller", "write the ARN of a role, a session or a user")
	}
	identity, err := policy.Evaluate(a.Identity, r)
	faults.Append("", err)
	resource, err := policy.Evaluate(a.Resource, r)
	if err != nil && len(faults) == 0 {
		faults.Append("", err)
	}
	named, err := policy.Evaluate(withoutAccounts(a.Resource), r)
	if err != nil && len(faults) == 0 {
		faults.Append("", err)
	}
	if len(faults) > 0 {
		return Verdict{}, faults
	}
	owner := account == a.OwnerAccountID
	enough := !onKey(r) // an identity policy alone
	switch {
	case identity.Outcome == policy.ExplicitlyDenied:
		return Verdict{policy.ExplicitlyDenied, "an identity policy denies it"}, nil
	case resource.Outcome == policy.ExplicitlyDenied:
		return Verdict{policy.ExplicitlyDenied, "a resource policy denies it"}, nil
	case identity.Allowed() && owner && enough:
		return Verdict{policy.Allowed, "an identity policy allows it, which is enough within the account of the owner"}, nil
	case identity.Allowed() && slices.Contains(a.TrustedAccountIDs, account) && enough:
		return Verdict{policy.Allowed, "an identity policy allows it, which is enough within the account of the administrator"}, nil
	case named.Allowed() && owner:
		return Verdict{policy.Allowed, "a resource policy allows it to the caller, which is enough within the account of the owner"}, nil
	case identity.Allowed() && resource.Allowed():
		return Verdict{policy.Allowed, "an identity policy and a resource policy allow it"}, nil
	case identity.Allowed() && owner:
		return Verdict{policy.ImplicitlyDenied, "the key's policy neither allows it to the caller nor leaves it to the account, and no identity policy can make up for that"}, nil
	case identity.Allowed():
		return Verdict{policy.ImplicitlyDenied, "no resource policy allows it, which another account needs"}, nil
	case resource.Allowed():
		return Verdict{policy.ImplicitlyDenied, "no identity policy allows it, which a resource policy can't make up for"}, nil
	}
	return Verdict{policy.ImplicitlyDenied, "no policy allows it"}, nil
}

func onKey(r policy.Request) bool {
	service, _, _ := strings.Cut(r.Action, ":")
	arn, ok := aws.ParseARN(r.Resource)
	return strings.EqualFold(service, "kms") && ok && strings.HasPrefix(arn.Resource, "key/")
}

// withoutAccounts returns the documents without the principals that are whole
// accounts.
func withoutAccounts(documents []policy.Document) []policy.Document {
	all := make([]policy.Document, len(documents))
	for i, d := range documents {
		all[i] = d
		all[i].Statements = slices.Clone(d.Statements)
		for j := range all[i].Statements {
			s := &all[i].Statements[j]
			if s.Principal == nil || s.Effect == policy.Deny {
				continue
			}
			principal := *s.Principal
			principal.AWS = slices.DeleteFunc(slices.Clone(principal.AWS), isAccount)
			s.Principal = &principal
		}
	}
	return all
}

// CodeArtifactAccess is everything that decides a request to CodeArtifact. A
// domain and each repository may have a policy; which of them count depends on
// the operation.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html#repository-policies-and-domain-policies-interaction
type CodeArtifactAccess struct {
	// Identity holds the identity policies of the caller.
	Identity []policy.Document
	// Domain is the policy of the domain, Repository that of the repository;
	// nil is none.
	Domain, Repository *policy.Document
	// DomainOwner is the account that owns the domain.
	DomainOwner string
	// AdministratorAccountID is the account that made the repository. Default: the
	// owner of the domain.
	AdministratorAccountID string
}

// scope is what an operation of CodeArtifact is held to.
type scope struct {
	// domain and repository say which policies are evaluated.
	domain, repository bool
	// administrator is true where the account that made the repository counts
	// as an owner.
	administrator bool
	// ownAccount is true for operations on the caller's own account, which no
	// domain has a say in.
	ownAccount bool
}

// onRepositories is the scope of all operations that scopes does not list.
var onRepositories = scope{domain: true, repository: true, administrator: true}

// scopes lists the operations that are not held to both policies.
//
//   - https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html#repository-policies-and-domain-policies-interaction
//   - https://docs.aws.amazon.com/codeartifact/latest/ug/auth-and-access-control-permissions-reference.html
var scopes = map[string]scope{
	// Operations on the account.
	"codeartifact:ListDomains":      {ownAccount: true},
	"codeartifact:ListRepositories": {ownAccount: true},
	"codeartifact:CreateDomain":     {ownAccount: true},
	// Operations on the domain.
	"codeartifact:DescribeDomain":                {domain: true},
	"codeartifact:ListRepositoriesInDomain":      {domain: true},
	"codeartifact:ListPackageGroups":             {domain: true},
	"codeartifact:GetAuthorizationToken":         {domain: true},
	"codeartifact:GetDomainPermissionsPolicy":    {domain: true},
	"codeartifact:DeleteDomainPermissionsPolicy": {domain: true},
	"codeartifact:DeleteDomain":                  {domain: true},
	"codeartifact:CreateRepository":              {domain: true},
	// Nobody can lock themselves out by a policy.
	"codeartifact:PutDomainPermissionsPolicy":     {},
	"codeartifact:PutRepositoryPermissionsPolicy": {domain: true, administrator: true},
}

// Evaluate decides a request. Its Principal.AWS is the caller.
//
// Beside what [Access] does: an allow in one of the two resource policies is
// enough, and the account that made the repository is treated as an owner
// where the operation is on the repository.
func (c CodeArtifactAccess) Evaluate(r policy.Request) (Verdict, error) {
	return c.Counting(r).Evaluate(r)
}

// Counting returns the policies and accounts that count for a request.
func (c CodeArtifactAccess) Counting(r policy.Request) Access {
	in := scopeOf(r.Action)
	access := Access{Identity: c.Identity, OwnerAccountID: c.DomainOwner}
	if in.ownAccount {
		access.OwnerAccountID = aws.AccountOf(r.Principal.AWS)
	}
	if in.domain && c.Domain != nil {
		access.Resource = append(access.Resource, *c.Domain)
	}
	if in.repository && c.Repository != nil {
		access.Resource = append(access.Resource, *c.Repository)
	}
	if in.administrator && c.AdministratorAccountID != "" {
		access.TrustedAccountIDs = []string{c.AdministratorAccountID}
	}
	return access
}

// scopeOf returns the scope of an action. The names of actions are not
// case-sensitive.
func scopeOf(action string) scope {
	for name, in := range scopes {
		if strings.EqualFold(name, action) {
			return in
		}
	}
	return onRepositories
}
