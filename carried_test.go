package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

func TestPropsThatNeedOrExcludeOthers(t *testing.T) {
	requireRefused(t, []invalid{
		{"a role without trust",
			func(p *props) { p.Trust, p.Role = nil, named("publisher") },
			`Role is set, but without Trust or Service there is no role; set one of them, or leave this unset`},
		{"a provider without trust",
			func(p *props) {
				p.Trust, p.OidcProvider = nil, &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
			},
			`OidcProvider is set, but without Trust there is no role that could use it; set Trust, or leave this unset`},
		{"a boundary that is no policy",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{PermissionsBoundaryArn: jsii.String("arn:aws:iam::123456789012:role/boundary")}
			},
			`Role.PermissionsBoundaryArn "arn:aws:iam::123456789012:role/boundary" is not the ARN of a managed policy; write the policy's name, or its whole ARN`},
		{"two boundaries",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{
					PermissionsBoundaryArn: jsii.String("boundary"),
					PermissionsBoundary:    awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("ReadOnlyAccess")),
				}
			},
			`Role.PermissionsBoundary and Role.PermissionsBoundaryArn are both set; set one of them`},
	})
}

// A fault of the core is reported under the prop that was set.
func TestFaultsNameTheProp(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*props)
		want   string
	}{
		{"a provider by its ARN", func(p *props) { p.OidcProvider = &cipublisher.OidcProviderProps{Arn: jsii.String("github")} }, `OidcProvider.Arn "github" is not `},
		{"a boundary as a construct", func(p *props) {
			p.Role = &cipublisher.RoleProps{PermissionsBoundary: awsiam.ManagedPolicy_FromManagedPolicyArn(newStack(nil), jsii.String("B"), jsii.String("arn:aws:iam::123456789012:role/b"))}
		}, `Role.PermissionsBoundary "arn:aws:iam::123456789012:role/b" is not the ARN of a managed policy`},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := acme()
			test.change(p)
			require.ErrorContains(t, p.Validate(), test.want)
		})
	}
}

// A construct replaces the placeholder of the core by what identifies it.
func TestConstructsOfARole(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	boundary := awsiam.ManagedPolicy_FromManagedPolicyName(stack, jsii.String("Boundary"), jsii.String("ci-boundary"))
	p := acme()
	p.Role = &cipublisher.RoleProps{PermissionsBoundary: boundary, MaxSessionDuration: awscdk.Duration_Hours(jsii.Number(2))}
	r, faults := p.Core()
	require.Empty(t, faults)
	require.Equal(t, *boundary.ManagedPolicyArn(), r.PermissionsBoundary)
	require.Equal(t, 7200, r.MaxSessionSeconds)
	require.Equal(t, cipublisher.ProviderToBe, r.Trust.ProviderARN)
}

// A boundary that is a construct limits the role, also that of the first publisher
// of a stack, whose provider is made between its parts.
func TestConstructsReachTheRole(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	for _, name := range []string{"first", "second"} {
		p := acme()
		p.PolicyName = jsii.String(name)
		p.Role = &cipublisher.RoleProps{
			PermissionsBoundary: awsiam.ManagedPolicy_FromManagedPolicyName(stack, jsii.String("Boundary-"+name), jsii.String(name)),
			MaxSessionDuration:  awscdk.Duration_Hours(jsii.Number(2)),
		}
		cipublisher.NewCiPublisher(stack, &name, p)
	}
	template := assertions.Template_FromStack(stack, nil)
	template.ResourceCountIs(jsii.String("AWS::IAM::OIDCProvider"), jsii.Number(1))
	for _, name := range []string{"first", "second"} {
		template.HasResourceProperties(jsii.String("AWS::IAM::Role"), map[string]any{
			"RoleName": name, "PermissionsBoundary": "arn:aws:iam::123456789012:policy/" + name, "MaxSessionDuration": 7200,
		})
	}
}
