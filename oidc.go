package cipublisher

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// unknownProviderARN stands for the ARN of a provider that is yet to be
// created. It has the form of a CDK token, which passes through.
const unknownProviderARN = "${Token[OidcProvider.0]}"

// resolve checks the choice of provider and fills in the ARN that it determines;
// the account's own, which follows from account and issuer, needs none.
func (p *OidcProviderProps) resolve(options *trust.Options, faults *fault.List) {
	if p == nil {
		return
	}
	var chosen []string
	if p.Provider != nil {
		chosen = append(chosen, "{OidcProvider.Provider}")
		options.ProviderARN = *p.Provider.OidcProviderArn()
		if url := urlOf(p.Provider); url != "" && url != options.Issuer.URL() {
			faults.Add("OidcProvider.Provider", url, "is the provider of another issuer than "+options.Issuer.URL()+", so no condition would ever match",
				"set a provider for that issuer, or change {Trust.Issuer}")
		}
	}
	if p.Arn != nil {
		chosen = append(chosen, "{OidcProvider.Arn}")
	}
	if value(p.Existing, false) {
		chosen = append(chosen, "{OidcProvider.Existing}")
		options.ProviderARN = ""
	}
	switch {
	case len(chosen) > 1:
		faults.Add("OidcProvider", "", "names the provider more than once", "set only one of {OidcProvider.Provider}, {OidcProvider.Arn} and {OidcProvider.Existing}")
	case len(chosen) == 1 && p.RemovalPolicy != "":
		faults.Add("OidcProvider.RemovalPolicy", string(p.RemovalPolicy), "is for a provider that is created here, but "+chosen[0]+" imports one",
			"unset one of the two")
	}
}

// urlOf returns the issuer of a provider that is made in the app, where CDK
// knows it; an imported one says it in its ARN.
func urlOf(p awsiam.IOidcProvider) string {
	child := p.Node().DefaultChild()
	if child == nil || !*awscdk.CfnResource_IsCfnResource(child) {
		return ""
	}
	var cfn awscdk.CfnResource
	jsii.UnsafeCast(child, &cfn)
	if *cfn.CfnResourceType() != "AWS::IAM::OIDCProvider" {
		return ""
	}
	url := value(providerResource(p).Url(), "")
	if token.In(url) {
		return ""
	}
	return url
}

// provider is the identity provider of a role.
type provider struct {
	awsiam.IOidcProvider // nil where the role imports it
	arn                  string
}

// provider returns the provider that the props choose for a role. Before it
// creates one it calls first: what the role has before its provider is before it in the template too.
func (h *home) provider(props *OidcProviderProps, options trust.Options, first func()) provider {
	switch {
	case props != nil && props.Provider != nil:
		return provider{props.Provider, options.ProviderARN}
	case options.ProviderARN != unknownProviderARN:
		return provider{arn: options.Provider()}
	}
	removal := awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE
	if props != nil && props.RemovalPolicy != "" {
		removal = props.RemovalPolicy
	}
	return h.createdProvider(options, removal, first).provider
}

// createdProvider is a provider that the publishers of a stack share.
type createdProvider struct {
	provider
	// audiences of the provider: those of all publishers.
	audiences []string
	// removal is what happens to it when the stack is deleted; empty where the
	// app made it by itself.
	removal awscdk.RemovalPolicy
}

// refuseOtherRemoval reports a removal policy that is not that of the provider
// which the stack has already.
func (h *home) refuseOtherRemoval(faults *fault.List, props *OidcProviderProps, options *trust.Options) {
	if options == nil || props == nil || props.RemovalPolicy == "" {
		return
	}
	if p := h.providers[template.ProviderID(options.Issuer)]; p != nil && p.removal != "" && p.removal != props.RemovalPolicy {
		faults.Add("OidcProvider.RemovalPolicy", string(props.RemovalPolicy), "is not that of the provider which another construct of the stack has made, "+string(p.removal),
			"set it for the first of them, and leave it unset here")
	}
}

// createdProvider returns the stack's provider for the issuer, creating it
// for the first publisher. It stands on the stack, because an account has only
// one for an issuer; its logical id depends on nothing but the issuer.
func (h *home) createdProvider(options trust.Options, removal awscdk.RemovalPolicy, first func()) *createdProvider {
	id := template.ProviderID(options.Issuer)
	p := h.providers[id]
	if p == nil {
		first()
		p = h.findOrCreateProvider(id, options, removal)
		h.providers[id] = p
	}
	if !slices.Contains(p.audiences, options.Audience) {
		p.audiences = append(p.audiences, options.Audience)
		providerResource(p.IOidcProvider).SetClientIdList(jsii.Strings(p.audiences...))
	}
	return p
}

func (h *home) findOrCreateProvider(id string, options trust.Options, removal awscdk.RemovalPolicy) *createdProvider {
	if child := h.stack.Node().TryFindChild(&id); child != nil {
		var found awsiam.OidcProviderNative
		jsii.UnsafeCast(child, &found)
		p := &createdProvider{provider: provider{found, *found.OidcProviderArn()}}
		for _, a := range *providerResource(found).ClientIdList() {
			p.audiences = append(p.audiences, *a)
		}
		return p
	}
	made := awsiam.NewOidcProviderNative(h.stack, &id, &awsiam.OidcProviderNativeProps{
		Url:           jsii.String(options.Issuer.URL()),
		ClientIds:     jsii.Strings(options.Audience),
		RemovalPolicy: removal,
	})
	notices, take := h.claim(func() string { return *made.Node().Path() }, aProvider, options.Issuer.URL())
	take()
	annotate(made, notices)
	return &createdProvider{provider{made, *made.OidcProviderArn()}, []string{options.Audience}, removal}
}

// providerResource returns the CloudFormation resource behind a provider made here.
func providerResource(p awsiam.IOidcProvider) awsiam.CfnOIDCProvider {
	var cfn awsiam.CfnOIDCProvider
	jsii.UnsafeCast(p.Node().DefaultChild(), &cfn)
	return cfn
}
