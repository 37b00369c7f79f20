package resource

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// CodeArtifactDomain is a domain of the environment's account and region. Its
// policy is the only place that can let another account have authorization
// tokens; it also holds for everything in the domain.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/domain-policies.html
type CodeArtifactDomain struct {
	// DomainName is the name of the domain. Required.
	DomainName string
	// DomainOwner is the account that owns the domain, where it is known from
	// elsewhere; it must be the environment's.
	DomainOwner string
	// Contents grants in the domain's policy what the sets allow on repositories
	// and packages too, so that repositories need no policies of their own.
	// Default: tokens alone.
	Contents bool
}

// CodeArtifactRepository is a repository of a domain of the environment's
// account and region.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
type CodeArtifactRepository struct {
	// DomainName is the name of the domain. Required.
	DomainName string
	// DomainOwner is the account that owns the domain, where it is known from
	// elsewhere; it must be the environment's.
	DomainOwner string
	// RepositoryName is the name of the repository. Required.
	RepositoryName string
	// AdministratorAccountID is the account that made the repository. Its
	// principals need nothing from the repository either. Default: the owner of
	// the domain.
	AdministratorAccountID string
}

func validateDomain(env permission.Environment, faults *fault.List, name, owner string) {
	aws.CodeArtifactDomain.CheckNeeded(faults, "Store.DomainName", name, "name the domain")
	if owner != "" && aws.AccountID.Check(faults, "Store.DomainOwner", owner) && !token.In(owner+env.AccountID) && owner != env.AccountID {
		faults.Add("Store.DomainOwner", owner, "differs from {AccountId}, and the ARNs in the policies name the account that owns the domain", "set {AccountId} to the owner of the domain")
	}
}

func (d CodeArtifactDomain) validate(env permission.Environment, faults *fault.List) {
	validateDomain(env, faults, d.DomainName, d.DomainOwner)
}

func (d CodeArtifactDomain) restrict(env permission.Environment, s policy.Statement) []policy.Statement {
	if !ofService(s, "codeartifact") {
		return nil
	}
	var all []policy.Statement
	if covers(s, arn(env, "codeartifact", "domain/"+d.DomainName)) {
		// The domain is implied in its own policy.
		all = append(all, withResources(s, "*"))
	}
	if d.Contents {
		contents := slices.DeleteFunc(slices.Clone(s.Resources), func(r string) bool {
			return !strings.HasPrefix(r, arn(env, "codeartifact", "repository/"+d.DomainName+"/")) &&
				!strings.HasPrefix(r, arn(env, "codeartifact", "package/"+d.DomainName+"/"))
		})
		if len(contents) > 0 {
			all = append(all, withResources(s, contents...))
		}
	}
	return all
}

func (d CodeArtifactDomain) owners(env permission.Environment) []string {
	return []string{env.AccountID}
}
func (d CodeArtifactDomain) describe() string {
	return "CodeArtifact domain " + quoted([]string{d.DomainName})
}

func (d CodeArtifactDomain) notices(all *fault.Notices, _ []string) {
	if !d.Contents {
		all.Note("codeartifact-repository-policy", "the domain's policy lets the principals have tokens; what they do with them must be allowed by the policy of each repository, or by this one with {Store.Contents}")
	}
}

func (r CodeArtifactRepository) validate(env permission.Environment, faults *fault.List) {
	validateDomain(env, faults, r.DomainName, r.DomainOwner)
	aws.CodeArtifactRepository.CheckNeeded(faults, "Store.RepositoryName", r.RepositoryName, nameRepository)
	aws.AccountID.CheckSet(faults, "Store.AdministratorAccountId", r.AdministratorAccountID)
}

func (r CodeArtifactRepository) restrict(env permission.Environment, s policy.Statement) []policy.Statement {
	if !ofService(s, "codeartifact") {
		return nil
	}
	var all []policy.Statement
	if covers(s, arn(env, "codeartifact", "repository/"+r.DomainName+"/"+r.RepositoryName)) {
		// The repository is implied in its own policy.
		all = append(all, withResources(s, "*"))
	}
	patterns := r.patterns(env, s)
	switch {
	case len(patterns) == 0:
	case slices.Equal(patterns, []string{"*"}) && !slices.ContainsFunc(s.Actions, writes):
		all = append(all, withResources(s, "*"))
	default:
		// AWS has the packages named where something is written, which keeps a
		// policy that is attached to the wrong repository from allowing it.
		for i := range patterns {
			patterns[i] = arn(env, "codeartifact", "package/"+r.DomainName+"/"+r.RepositoryName+"/"+patterns[i])
		}
		all = append(all, withResources(s, patterns...))
	}
	return all
}

// patterns returns what a statement's resources say of the repository's
// packages: the ends of their ARNs.
func (r CodeArtifactRepository) patterns(env permission.Environment, s policy.Statement) []string {
	var all []string
	for _, resource := range s.Resources {
		rest, found := strings.CutPrefix(resource, arn(env, "codeartifact", "package/"+r.DomainName+"/"))
		if !found {
			continue
		}
		repository, pattern, _ := strings.Cut(rest, "/")
		if beginning, open := strings.CutSuffix(repository, "*"); open && strings.HasPrefix(r.RepositoryName, beginning) {
			repository = r.RepositoryName
			if pattern == "" {
				pattern = "*" // the repository's "*" spans the packages too
			}
		}
		if repository == r.RepositoryName && pattern != "" && !slices.Contains(all, pattern) {
			all = append(all, pattern)
		}
	}
	return all
}

func writes(action string) bool {
	_, verb, _ := strings.Cut(action, ":")
	return !slices.ContainsFunc([]string{"Describe", "Get", "List", "Read"}, func(beginning string) bool { return strings.HasPrefix(verb, beginning) })
}

func (r CodeArtifactRepository) owners(env permission.Environment) []string {
	if r.AdministratorAccountID != "" {
		return []string{env.AccountID, r.AdministratorAccountID}
	}
	return []string{env.AccountID}
}

func (r CodeArtifactRepository) describe() string {
	return "CodeArtifact repository " + quoted([]string{r.DomainName + "/" + r.RepositoryName})
}

func (r CodeArtifactRepository) notices(all *fault.Notices, _ []string) {
	all.Note("codeartifact-domain-policy", "the principals need the domain's policy too: nothing else lets another account have authorization tokens")
}
