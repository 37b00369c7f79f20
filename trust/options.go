package trust

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Options say who may assume a role. A trust policy is computed from them; see
// Document.
type Options struct {
	// Issuer of the tokens. Default: GitHub.
	Issuer Issuer
	// ProviderARN is the identity provider in IAM. Default: the account's own,
	// which follows from Partition, AccountID and Issuer.
	ProviderARN string
	// Partition of the account, such as "aws-cn". Default: that of ProviderARN,
	// else "aws".
	Partition string
	// AccountID is the number of the account, 12 digits. Needed without
	// ProviderARN.
	AccountID string
	// Subjects are who is accepted. At least one; a token needs to match one.
	Subjects []Subject
	// Audience is the aud claim of the tokens. Default: what the issuer's usual
	// client for AWS asks for in the partition.
	Audience string
	// Conditions are further ones, on the request and not on the token, such as
	// {"IpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}} or sts:RoleSessionName.
	// They are added to every statement, so that they can only narrow the trust.
	// Default: none.
	//
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
	Conditions policy.Conditions
	// Dev says that the role is for trying things out: any ref and all
	// repositories of an owner are what one expects of it, and no notice says
	// so. Default: false.
	Dev bool
	// Quota is the account's limit on the size of a trust policy in characters,
	// 2,048 to 8,192; above 2,048 only after AWS raised it. Default: 2,048.
	//
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	Quota int
}

// Subject is repositories in contexts: the token's job must run in one of the
// repositories, in one of the contexts, and have every claim.
//
// What other services call their counterpart of a repository differs; see
// the functions that make the issuers.
type Subject struct {
	// Repositories that are accepted. On GitHub: "OWNER/NAME", its immutable
	// form "OWNER@ID/NAME@ID", or every repository of an owner, "OWNER/*" or
	// "OWNER@ID/*". The two forms match different tokens; `gh api
	// repos/OWNER/NAME/actions/oidc/customization/sub` shows which one a
	// repository sends.
	Repositories []string
	// BothForms accepts the plain form too of repositories that are given in
	// their immutable one, from tokens with these ids alone: a repository sends one
	// form or the other, by its age and its settings. False accepts the immutable
	// form alone. Default: true for repositories with ids, where AWS can test the
	// ids of a token: in partition "aws", of GitHub's own issuers with claims.
	BothForms *bool
	// Branches, such as "main". One "*" is allowed at the end: "release/*".
	Branches []string
	// Tags, such as "v1.0.0". One "*" is allowed at the end.
	Tags []string
	// Environments of deployments, by name. One "*" is allowed at the end. A
	// protected environment is the recommended subject of a publisher.
	Environments []string
	// PullRequests accepts jobs that a pull request started. Default: false.
	PullRequests bool
	// AnyRef accepts every branch and every tag, but neither pull requests nor
	// environments. Default: false.
	AnyRef bool
	// RunPhases of HCP Terraform: "plan", "apply".
	RunPhases []string
	// Raw are whole values of the sub claim, for subjects that were customized.
	// One "*" is allowed at the end, after the owner.
	Raw []string
	// Claims that the token must have beside its subject; see Issuer.Claims.
	Claims Claims
}

// Validate returns every fault of the options in one fault.List, or nil.
func (o Options) Validate() error {
	_, err := build(o).checked()
	return err
}

// Assessed is all that follows from options, computed once, for who needs more
// than one of it.
type Assessed struct {
	// Document is that of Options.Document, and Err that of Options.Validate.
	Document policy.Document
	Err      error

	built *builder
}

// Assess computes the trust policy, what is wrong and what is risky.
func (o Options) Assess() Assessed {
	b := assess(o)
	document, err := b.checked()
	return Assessed{document, err, b}
}

// Notices is that of Options, in the words of a role with which jobs do what the
// verb says, such as "publish" or "read".
func (a Assessed) Notices(verb string) []fault.Notice {
	if a.Err != nil || a.built == nil {
		return nil
	}
	return a.built.notices(verb)
}

// checked returns the trust policy, without statements where it can't be made;
// the error says what is wrong with the options.
func (b *builder) checked() (policy.Document, error) {
	document := policy.New()
	if len(b.faults) == 0 {
		document = b.document()
		b.checkSize(document)
	}
	return document, b.faults.Err()
}

// Notices returns what is legal but risky in the options, one notice for each
// kind of risk. Options that Validate refuses have none.
func (o Options) Notices() []fault.Notice { return o.Assess().Notices("publish") }

// Document returns the trust policy. Options that Validate refuses give one
// without statements, which trusts nobody.
func (o Options) Document() policy.Document {
	b := build(o)
	if len(b.faults) > 0 {
		return policy.New()
	}
	return b.document()
}

// Accepted returns the values of the sub claim that the trust policy accepts,
// in its order. In these "*" stands for any text; Document says what else must
// hold.
func (o Options) Accepted() []string {
	b := build(o)
	if len(b.faults) > 0 {
		return nil
	}
	var subjects []string
	for _, s := range b.statements() {
		subjects = append(subjects, s.subjects...)
	}
	return subjects
}

// Provider returns the ARN of the identity provider that the trust policy
// names.
func (o Options) Provider() string {
	if o.ProviderARN != "" {
		return o.ProviderARN
	}
	return o.Issuer.ProviderARN(o.partition(), o.AccountID)
}
