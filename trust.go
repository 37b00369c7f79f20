package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// TrustProps says who may assume the role: the jobs that an issuer of
// OpenID Connect tokens vouches for. A token needs to match one subject.
type TrustProps struct {
	// Issuer of the tokens: trust.GitHub(), trust.GitLab() and their like.
	// Default: trust.GitHub().
	Issuer trust.Issuer
	// Subjects are who is accepted. Required.
	Subjects *[]*TrustSubject
	// Audience is the aud claim of the tokens.
	// Default: what the issuer's usual client for AWS asks for in the stack's
	// partition, "sts.amazonaws.com" for GitHub.
	Audience *string
	// Conditions are further ones, on the request and not on the token, such as
	// {"IpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}} or sts:RoleSessionName.
	// They are added to every statement, so that they can only narrow the trust.
	// Default: none.
	Conditions policy.Conditions
	// Quota is the account's limit on the size of a trust policy, in
	// characters: 2,048 to 8,192. Set it only after AWS has raised it.
	// Default: 2048.
	Quota *float64
}

// TrustSubject is repositories in contexts: the token's job must run in one
// of the repositories, in one of the contexts, and have every claim. What
// other issuers call a repository is said where they are made, in package
// trust.
type TrustSubject struct {
	// Repositories that are accepted. On GitHub: "OWNER/NAME", the immutable
	// form "OWNER@ID/NAME@ID", or every repository of an owner: "OWNER/*",
	// "OWNER@ID/*". Required, unless Raw is set.
	Repositories *[]*string
	// BothForms accepts the plain form too of repositories that are given in
	// their immutable one, from tokens with these ids alone: a repository sends one
	// form or the other, by its age and its settings.
	// Default: true for repositories with ids, where AWS can test the ids: in
	// partition "aws", of GitHub's own issuers with claims.
	BothForms *bool
	// Branches, such as "main". One "*" is allowed, at the end: "release/*".
	// Default: none.
	Branches *[]*string
	// Tags, such as "v1.0.0". One "*" is allowed, at the end.
	// Default: none.
	Tags *[]*string
	// Environments, by name. One "*" is allowed, at the end. A protected
	// environment is the recommended subject.
	// Default: none.
	Environments *[]*string
	// PullRequests accepts jobs that a pull request started.
	// Default: false.
	PullRequests *bool
	// AnyRef accepts every branch and every tag, but neither pull requests nor
	// environments. Expected of a dev publisher, a warning on a normal one.
	// Default: false.
	AnyRef *bool
	// RunPhases of HCP Terraform: "plan", "apply".
	// Default: none.
	RunPhases *[]*string
	// Raw are whole values of the sub claim, for customized subjects. One "*"
	// is allowed, at the end, after the owner.
	// Default: none.
	Raw *[]*string
	// Claims that the token must have beside its subject: for each, the values
	// of which it must have one. AWS has condition keys for few claims; any
	// other is an error.
	// Default: none.
	Claims *map[trust.Claim]*[]*string
}

// OidcProviderProps says which identity provider the role trusts. An account
// has at most one for an issuer. At most one of Provider, Arn and Existing may
// be set; with none of them the stack creates it.
type OidcProviderProps struct {
	// Provider is a provider made or imported elsewhere in the app.
	Provider awsiam.IOidcProvider
	// Arn imports a provider by its ARN.
	Arn *string
	// Existing set to true uses the provider that the stack's account already
	// has for the issuer; its ARN follows from the account and the issuer.
	// Default: false.
	Existing *bool
	// RemovalPolicy is what happens to a provider that is created here when the
	// stack is deleted. The whole account shares it, so it is kept by default,
	// unless the deployment that creates it fails: a provider left behind would
	// be in the way of the next.
	// Default: awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE.
	RemovalPolicy awscdk.RemovalPolicy
}

func (p *TrustProps) subjects(faults *fault.List) []trust.Subject {
	var all []trust.Subject
	for _, s := range value(p.Subjects, nil) {
		var subject trust.Subject
		one := &CiRoleProps{Trust: &TrustProps{Subjects: &[]*TrustSubject{s}}}
		fill(faults, subject.Options(&trust.Options{}).Below("Subjects."), one)
		all = append(all, subject)
	}
	return all
}
