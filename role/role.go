package role

import (
	"cmp"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/trust"
)

// Role is a managed policy for CI jobs and, where Trust or Service is set, the
// role that carries it. What is empty has its default.
type Role struct {
	// Sets are what the job may do. Required.
	Sets []permission.Set
	// Stores is where the resources are. Default: what is empty is that of the
	// role's home; a region that is named decides the partition.
	Stores permission.Environment

	// PolicyName is the name of the managed policy: 1 to 128 characters, 64
	// where the role is named like it. Required; Publisher and Builder set it.
	PolicyName string
	// PolicyPath is the path of the policy, at most 512 characters. Default: DefaultPath.
	PolicyPath string

	// Trust says which CI jobs may assume the role. Its Partition and AccountID
	// are those of the role's home. Default: no role.
	Trust *trust.Options
	// Service says which AWS service may assume the role. Its Partition, Region
	// and AccountID are those of the role's home. At most one of Trust and
	// Service. Default: no role.
	Service *trust.Service

	// RoleName is the name of the role, at most 64 characters, and of its
	// instance profile. Default: PolicyName.
	RoleName string
	// RolePath is the path of the role and of its instance profile. Default:
	// PolicyPath.
	RolePath string
	// Description of the role, at most 1,000 characters. Default: by what the
	// role may do, such as "Publishes artifacts from CI".
	Description string
	// MaxSessionSeconds is the longest session, 3,600 to 43,200 seconds. Default:
	// 0, which is IAM's 3,600.
	MaxSessionSeconds int
	// PermissionsBoundary is the managed policy that limits what the role may
	// do, whatever its own policies allow: its ARN, or, of a policy of the role's
	// account, its name with the path before it ("ci/boundary"). What begins with
	// a token is taken for an ARN. Default: none.
	PermissionsBoundary string
	// Tags of the role, at most 50. Default: none.
	Tags map[string]string
}

func (r Role) assumable() bool { return r.Trust != nil || r.Service != nil }

// ARN returns the ARN of the role in its home.
func (r Role) ARN(home permission.Environment) string {
	r = r.filled(home)
	return arnOf(home, "role"+r.RolePath+r.RoleName)
}

func (r Role) filled(home permission.Environment) Role {
	home = Environment(home, permission.Environment{})
	r.Stores = Environment(r.Stores, home)
	r.PolicyPath = cmp.Or(r.PolicyPath, DefaultPath)
	r.RoleName = cmp.Or(r.RoleName, r.PolicyName)
	r.RolePath = cmp.Or(r.RolePath, r.PolicyPath)
	r.Description = cmp.Or(r.Description, describe(r.Sets))
	if r.PermissionsBoundary != "" {
		r.PermissionsBoundary = boundaryARN(r.PermissionsBoundary, home)
	}
	if r.Trust != nil {
		options := *r.Trust
		options.Partition, options.AccountID = home.Partition, home.AccountID
		if home.Partition != "" {
			options.Audience = cmp.Or(options.Audience, options.Issuer.Audience(home.Partition))
		}
		r.Trust = &options
	}
	if r.Service != nil {
		service := *r.Service
		service.Partition, service.Region, service.AccountID = home.Partition, home.Region, home.AccountID
		r.Service = &service
	}
	return r
}
