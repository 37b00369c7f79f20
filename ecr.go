package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/resource"
)

// EcrProps is the private image registry of the account in the region. Of
// RepositoryNames, Repositories and EveryRepository one is required, in dev mode
// also DevRepositoryNames or DevRepositories will do.
type EcrProps struct {
	// RepositoryNames are the repositories that images go to. A name may end with
	// "*", for every repository whose name begins so, those that a repository
	// creation template makes later included.
	// Default: Repositories.
	RepositoryNames *[]*string
	// EveryRepository is every repository of the account in the region, in the
	// place of names.
	// Default: false.
	EveryRepository *bool
	// Repositories are repositories as constructs, made or imported; they are
	// added to RepositoryNames.
	// Default: none.
	Repositories *[]awsecr.IRepository
	// DevRepositoryNames are the repositories of a dev publisher.
	// Default: DevRepositories; where that is unset too, none.
	DevRepositoryNames *[]*string
	// DevRepositories are a dev publisher's repositories as constructs; they
	// are added to DevRepositoryNames.
	// Default: none.
	DevRepositories *[]awsecr.IRepository
	// Pull lets a client read images: registry caches, docker buildx
	// imagetools, mounts from one repository to another.
	// Default: false.
	Pull *bool
	// PromoteFrom are repositories that images may be copied from, which the
	// publisher can't push to for that: names, where one "*" is allowed at the end,
	// or ARNs of repositories in other accounts or regions, whose policies must
	// allow it too. Ignored in dev mode.
	// Default: none.
	PromoteFrom *[]*string
	// SigningProfiles are the names of the profiles of AWS Signer by which images
	// are signed as they are pushed, by ECR or by notation.
	// Default: none.
	SigningProfiles *[]*string
	// Describe lets a client ask which images there are, whether the repository
	// is, and what the scan of an image has found.
	// Default: false.
	Describe *bool
	// AllowDelete overrides the publisher's AllowDelete in ECR.
	// Default: the publisher's.
	AllowDelete *bool
}

// EcrReadProps says which images may be pulled. One of its props is required.
type EcrReadProps struct {
	// RepositoryNames are the names of repositories. One "*" is allowed, at
	// the end of a name.
	// Default: Repositories.
	RepositoryNames *[]*string
	// EveryRepository is every repository of the account in the region, in the
	// place of names.
	// Default: false.
	EveryRepository *bool
	// Repositories are repositories as constructs, made or imported.
	// Default: none.
	Repositories *[]awsecr.IRepository
}

func (p *EcrProps) put(options option.Table, faults *fault.List) {
	options.At("Ecr.Pull").Put(value(p.Pull, false)) // ECR is asked for, whatever is said of it
	putRepositories(options.At("Ecr.RepositoryNames"), given(faults, "Ecr.Repositories", p.Repositories))
	putRepositories(options.At("Ecr.DevRepositoryNames"), given(faults, "Ecr.DevRepositories", p.DevRepositories))
}

func (p *EcrReadProps) put(options option.Table, faults *fault.List) {
	options.At("Ecr.EveryRepository").Put(value(p.EveryRepository, false)) // ECR is asked for, whatever is said of it
	putRepositories(options.At("Ecr.RepositoryNames"), given(faults, "Ecr.Repositories", p.Repositories))
}

// putRepositories adds repositories as constructs to those that are named.
func putRepositories(names *option.Option, repositories []awsecr.IRepository) {
	for _, repository := range repositories {
		names.Put(append(names.Get().([]string), *repository.RepositoryName()))
	}
}

func repositoryTarget(s awsecr.IRepository) target {
	t := target{
		stores:       []resource.Store{resource.ECRRepository{RepositoryName: *s.RepositoryName()}},
		account:      *s.Env().Account,
		addStatement: added(s.AddToResourcePolicy),
	}
	if child, ok := s.Node().DefaultChild().(awsecr.CfnRepository); ok && child.RepositoryName() != nil {
		t.stores = append(t.stores, resource.ECRRepository{RepositoryName: *child.RepositoryName()})
	}
	return t
}
