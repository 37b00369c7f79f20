package registry

import (
	"github.com/cipublisher/cipublisher/permission"
)

// Defaults of a registry.
const (
	// DefaultStackName is the name of the stacks, before what tells them apart.
	DefaultStackName = "ci-publishers"
	// DefaultStacks is how many stacks the roles are divided among: room for
	// what an account holds by default, with so much to spare that chance fills
	// none of them.
	DefaultStacks = 8
	// DefaultRoleQuota is how many roles an account holds unless AWS raises it.
	//
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	DefaultRoleQuota = 1000
)

// Registry is the repositories of an account. Read says what is wrong with
// one.
type Registry struct {
	Version int `json:"version"`
	// AccountID and Region are where the roles and the stores are. Default:
	// where the stacks are deployed.
	AccountID string `json:"accountId"`
	Region    string `json:"region"`
	// Provider is "create" where the registry has a stack of its own for the
	// identity provider. Default: "existing", the account has one.
	Provider string `json:"provider"`
	// StackName is what the names of the stacks begin with. Default:
	// DefaultStackName.
	StackName string `json:"stackName"`
	// Stacks is how many stacks the roles are divided among; another number
	// moves roles between stacks. Default: DefaultStacks.
	Stacks int `json:"stacks"`
	// RoleQuota is how many roles the account holds. Default: DefaultRoleQuota.
	RoleQuota int `json:"roleQuota"`
	// Path of roles and policies. Default: role.DefaultPath.
	Path string `json:"path"`
	// Defaults are what a row does not say itself.
	Defaults Options `json:"defaults"`
	// Repositories in any order.
	Repositories []Repository `json:"repositories"`
}

// Repository is one row: a repository on GitHub and what is special about it.
type Repository struct {
	// Team owns the repository; the description of the role says so.
	Team string `json:"team"`
	// Repository is "OWNER/NAME"; OwnerID and ID are GitHub's numbers, which
	// stay when the names change.
	Repository string `json:"repository"`
	OwnerID    int64  `json:"ownerId"`
	ID         int64  `json:"id"`
	// RoleName is the name of role and policy; the dev role's ends with "-dev".
	// Default: "OWNER-NAME", shortened where IAM wants it.
	RoleName string `json:"roleName"`
	// Without are stores of the defaults that this repository does not publish
	// to: "s3", "ecr", "codeArtifact".
	Without []string `json:"without"`
	Options
}

// Options are what a row or the defaults may say. In the texts of the stores,
// {owner}, {repository} and {team} stand for those of the row.
type Options struct {
	// Environments, Branches and Tags are where the publisher's jobs run. A row
	// that names any of them has none of the defaults'.
	Environments []string `json:"environments"`
	Branches     []string `json:"branches"`
	Tags         []string `json:"tags"`
	// BothForms accepts the subject without ids too, held to the same ids, for
	// repositories that GitHub has not moved to the form with ids.
	BothForms *bool `json:"bothForms"`
	// Dev adds a second role for dev releases, for any branch and tag.
	Dev *bool `json:"dev"`
	// AllowDelete lets publishers delete images and objects. Default: true.
	AllowDelete *bool `json:"allowDelete"`

	S3           *S3           `json:"s3"`
	ECR          *ECR          `json:"ecr"`
	CodeArtifact *CodeArtifact `json:"codeArtifact"`
}

// S3 is the part of a bucket that a repository publishes to.
type S3 struct {
	Bucket string `json:"bucket"`
	// Prefix is what the keys of releases begin with. Default: "{repository}/".
	Prefix string `json:"prefix"`
	// DevPrefix is the same for dev releases. Default: "{repository}/feature-".
	DevPrefix string `json:"devPrefix"`
}

// ECR is the image repositories that a repository publishes to.
type ECR struct {
	// Repositories are their names, which may end with "*". Default:
	// "{repository}" in lower case, and "{repository}/*".
	Repositories []string `json:"repositories"`
	// DevRepositories are those of dev releases. Default: Repositories.
	DevRepositories []string `json:"devRepositories"`
}

// CodeArtifact is the package repositories that a repository publishes to.
type CodeArtifact struct {
	Domain string `json:"domain"`
	// Repositories are the names of the only repositories. Default: all.
	Repositories []string `json:"repositories"`
}

// Environment is where the roles and the stores are.
func (r Registry) Environment() permission.Environment {
	return permission.Environment{AccountID: r.AccountID, Region: r.Region}
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
