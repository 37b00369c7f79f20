package registry

import (
	"github.com/cipublisher/cipublisher/permission"
)

// Defaults of a registry.
const (
	// DefaultStackName is the name of the stacks, before what distinguishes them.
	DefaultStackName = "ci-publishers"
	// DefaultStacks is how many stacks the roles are divided among: room for the
	// 5,000 roles that AWS raises an account's quota to, with so much to spare
	// that chance fills none of them. So an account never needs another number,
	// which would move roles that are deployed. A stack that has no roles is not
	// made.
	DefaultStacks = 40
	// MaxRepositories is how many rows a registry may have: twenty times the roles
	// that AWS raises an account to on request. Whoever has more has several
	// accounts, and a registry for each.
	MaxRepositories = 100_000
	// DefaultRoleQuota is how many roles an account holds unless AWS raises it.
	//
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	DefaultRoleQuota = 1000
)

// Registry is the repositories of an account. Read says what is wrong with
// one.
type Registry struct {
	Version int
	// AccountID and Region are where the roles and the stores are. Default:
	// where the stacks are deployed.
	AccountID string
	Region    string
	// Provider is "create" where the registry has a stack of its own for the
	// identity provider. Default: "existing", the account has one.
	Provider string
	// StackName is what the names of the stacks begin with. Default:
	// DefaultStackName.
	StackName string
	// Stacks is how many stacks the roles are divided among; another number
	// moves roles between stacks. Default: DefaultStacks.
	Stacks int
	// RoleQuota is how many roles the account holds. Default: DefaultRoleQuota.
	RoleQuota int
	// Path of roles and policies. Default: role.DefaultPath.
	Path string
	// Defaults are the options that a row does not have itself.
	Defaults Options
	// Repositories in any order.
	Repositories []Repository
}

// Repository is one row: a repository on GitHub and what is special about it.
type Repository struct {
	// Team owns the repository; the description of the role says so.
	Team string
	// Repository is "OWNER/NAME"; OwnerID and ID are GitHub's numbers, which
	// stay when the names change.
	Repository string
	OwnerID    int64
	ID         int64
	// RoleName is the name of role and policy; the dev role's ends with "-dev".
	// Default: "OWNER-NAME", shortened where IAM wants it.
	RoleName string
	// Without are stores of the defaults that this repository does not publish
	// to, by their keys such as "s3".
	Without []string
	// Options of the row; those that it does not have are the defaults'.
	Options Options
}

// Environment is where the roles and the stores are.
func (r Registry) Environment() permission.Environment {
	return permission.Environment{AccountID: r.AccountID, Region: r.Region}
}
