package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

// EcrPublicProps is the public image registry of the account, which everybody
// can pull from. Its API is in us-east-1 alone, whatever the Region.
type EcrPublicProps struct {
	// RepositoryNames are the repositories that images go to; a name may end
	// with "*", and "*" alone is every repository.
	// Default: Repositories. One of the two is required.
	RepositoryNames *[]*string
	// Repositories are repositories as constructs; they are added to
	// RepositoryNames.
	// Default: none.
	Repositories *[]awsecr.CfnPublicRepository
	// AllowDelete overrides the publisher's AllowDelete in ECR Public.
	// Default: the publisher's.
	AllowDelete *bool
	// LimitToken allows sts:GetServiceBearerToken for ECR Public alone. No page
	// of AWS says that ECR Public's requests name the service: where they don't,
	// it refuses every sign-in.
	// Default: false, for every service that gives such tokens; a note says so.
	LimitToken *bool
}

func (p *EcrPublicProps) put(options option.Table, faults *fault.List) {
	names := options.At("EcrPublic.RepositoryNames")
	all := names.Get().([]string)
	for _, repository := range given(faults, "EcrPublic.Repositories", p.Repositories) {
		all = append(all, *repository.Ref())
	}
	names.Put(all)
}
