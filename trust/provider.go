package trust

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/policy"
)

// partition returns the partition of the provider.
func (o Options) partition() string {
	if o.Partition != "" {
		return o.Partition
	}
	if partition, _, ok := splitProvider(o.ProviderARN); ok && partition != "" {
		return partition
	}
	return "aws"
}

// splitProvider returns the partition and the account in the ARN of an identity
// provider.
func splitProvider(text string) (partition, account string, ok bool) {
	arn, ok := aws.ParseARN(text)
	if !ok || arn.Service != "iam" || arn.Region != "" || arn.Type() != "oidc-provider" {
		return "", "", false
	}
	return arn.Partition, arn.Account, true
}

// checkEnvironment checks the issuer, the provider and where it is.
func (b *builder) checkEnvironment() {
	o := b.options
	if b.issuer != &gitHubDotCom {
		b.faults = append(b.faults, b.issuer.check()...)
	}
	if o.Partition != "" {
		aws.Partition.Check(&b.faults, "Partition", o.Partition)
	}
	if o.AccountID != "" {
		aws.AccountID.Check(&b.faults, "AccountId", o.AccountID)
	}
	if o.ProviderARN == "" {
		if o.AccountID == "" {
			b.faults.Add("AccountId", "", "is missing, and the ARN of the identity provider follows from it", "set it, or {ProviderArn}")
		}
		return
	}
	if token.In(o.ProviderARN) {
		b.literal(optionAt("ProviderArn"), o.ProviderARN, o.ProviderARN)
		return
	}
	partition, account, ok := splitProvider(o.ProviderARN)
	example := b.issuer.ProviderARN("aws", "123456789012")
	switch {
	case !ok || !aws.Partition.Accepts(partition) || !aws.AccountID.Accepts(account):
		b.faults.Add("ProviderArn", o.ProviderARN, "is not the ARN of an OIDC identity provider", "write it as "+strconv.Quote(example))
	case !strings.HasSuffix(o.ProviderARN, ":oidc-provider/"+b.issuer.Prefix()):
		b.faults.Add("ProviderArn", o.ProviderARN, "is the provider of another issuer than "+b.issuer.URL()+", so no condition would ever match",
			"write one that ends in "+strconv.Quote("oidc-provider/"+b.issuer.Prefix())+", or change {Issuer}")
	case o.AccountID != "" && !token.In(o.AccountID) && o.AccountID != account:
		b.faults.Add("ProviderArn", o.ProviderARN, "is in another account than "+o.AccountID+", and a role can trust only providers of its own",
			"write the provider of the role's account")
	case o.Partition != "" && !token.In(o.Partition) && o.Partition != partition:
		b.faults.Add("ProviderArn", o.ProviderARN, "is in another partition than "+o.Partition, "write the provider of the role's account")
	}
}

// audience returns the aud claim to test.
func (b *builder) audience() string {
	if b.options.Audience != "" {
		return b.options.Audience
	}
	return b.issuer.Audience(b.options.partition())
}

func (b *builder) checkAudience() {
	audience := b.audience()
	switch {
	case audience == "":
		b.faults.Add("Audience", "", "is missing, and tokens for anybody else would be accepted without it", "write the audience that the jobs ask for")
	case strings.Contains(token.Without(audience), "*"):
		b.faults.Add("Audience", audience, `has a wildcard, which would accept tokens that were made for somebody else`, "write the one audience that the jobs ask for")
	default:
		b.literal(optionAt("Audience"), audience, audience)
	}
}

func (b *builder) checkQuota() {
	if q := b.options.Quota; q != 0 && (q < policy.TrustPolicyQuota || q > policy.TrustPolicyMaxQuota) {
		b.faults.Add("Quota", strconv.Itoa(q), "is not between 2048, AWS's default, and 8192, the most it raises it to", "leave it out, or write the account's own")
	}
}
