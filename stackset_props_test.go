package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

func TestStackSetRefuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*cipublisher.CiPublisherStackSetProps)
		fault  string
	}{
		{"no publisher", func(p *cipublisher.CiPublisherStackSetProps) { p.Publisher = nil }, `Publisher is missing; set it to the props of a publisher`},
		{"bad publisher", func(p *cipublisher.CiPublisherStackSetProps) { p.Publisher.S3.Prefix = jsii.String("/x") }, `Publisher.S3.Prefix "/x" begins with "/"`},
		{"no targets", func(p *cipublisher.CiPublisherStackSetProps) { p.Targets = nil }, `Targets is empty, so the publisher would be rolled out nowhere`},
		{"nil target", func(p *cipublisher.CiPublisherStackSetProps) { (*p.Targets)[0] = nil }, `Targets[0].OrganizationalUnitIds is empty`},
		{"no unit", func(p *cipublisher.CiPublisherStackSetProps) {
			(*p.Targets)[0].OrganizationalUnitIds = jsii.Strings("test")
		}, `Targets[0].OrganizationalUnitIds[0] "test" is not the id of an organizational unit`},
		{"two regions for an account", func(p *cipublisher.CiPublisherStackSetProps) {
			(*p.Targets)[1].OrganizationalUnitIds = (*p.Targets)[0].OrganizationalUnitIds
		}, `Targets[1].OrganizationalUnitIds[0] "ou-abcd-11111111" is also in Targets[0]: IAM is global, so an account takes the role in one region only; leave it out of one of the two`},
		{"short account", func(p *cipublisher.CiPublisherStackSetProps) {
			(*p.Targets)[1].ExcludedAccountIds = jsii.Strings("1234")
		}, `Targets[1].ExcludedAccountIds[0] "1234" is not an AWS account id`},
		{"included and excluded accounts", func(p *cipublisher.CiPublisherStackSetProps) {
			(*p.Targets)[1].AccountIds = jsii.Strings("123456789012")
		}, `Targets[1].AccountIds and Targets[1].ExcludedAccountIds are both set`},
		{"undeclared parameter", func(p *cipublisher.CiPublisherStackSetProps) { p.Parameters = nil }, `Parameters "BucketName" is used by Publisher, but not declared`},
		{"unused parameter", func(p *cipublisher.CiPublisherStackSetProps) {
			(*p.Parameters)["Domain"] = &cipublisher.StackSetParameter{DefaultValue: jsii.String("x")}
		}, `Parameters "Domain" is declared, but Publisher does not use it`},
		{"nil parameter", func(p *cipublisher.CiPublisherStackSetProps) { (*p.Parameters)["BucketName"] = nil }, `Parameters.BucketName is nil`},
		{"value of no parameter", func(p *cipublisher.CiPublisherStackSetProps) {
			(*(*p.Targets)[0].Parameters)["Bucket"] = jsii.String("x")
		}, `Targets[0].Parameters "Bucket" is no parameter of the stack set`},
		{"wildcard in a value", func(p *cipublisher.CiPublisherStackSetProps) {
			(*(*p.Targets)[0].Parameters)["BucketName"] = jsii.String("acme-*")
		}, `Targets[0].Parameters.BucketName "acme-*" does not match ^[a-zA-Z0-9._/-]+$`},
		{"missing value", func(p *cipublisher.CiPublisherStackSetProps) { (*p.Targets)[0].Parameters = nil }, `Targets[0].Parameters lacks "BucketName", which has no default`},
		{"name", func(p *cipublisher.CiPublisherStackSetProps) { p.StackSetName = jsii.String("acme ci") }, `StackSetName "acme ci" is not the name of a stack set`},
		{"tolerance", func(p *cipublisher.CiPublisherStackSetProps) { p.FailureTolerancePercentage = jsii.Number(101) }, `FailureTolerancePercentage "101" is not a percentage`},
		{"concurrency", func(p *cipublisher.CiPublisherStackSetProps) { p.MaxConcurrentPercentage = jsii.Number(0.5) }, `MaxConcurrentPercentage "0.5" is not a percentage; write a whole number from 1 to 100`},
		{"provider of one account", func(p *cipublisher.CiPublisherStackSetProps) {
			p.Publisher.OidcProvider = &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
		}, `Publisher.OidcProvider is for one account; leave it unset, and set CreateProvider`},
		{"bucket of this app", func(p *cipublisher.CiPublisherStackSetProps) {
			p.Publisher.S3 = &cipublisher.S3Props{Bucket: awss3.NewBucket(newStack(nil), jsii.String("Dist"), nil)}
		}, `which means nothing in other accounts; write the value itself, or Parameter of one of Parameters`},
		{"boundary of this app", func(p *cipublisher.CiPublisherStackSetProps) {
			p.Publisher.Role = &cipublisher.RoleProps{PermissionsBoundary: awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("ReadOnlyAccess"))}
		}, `Publisher.Role.PermissionsBoundary is a construct, which means nothing in other accounts; name the policy in Publisher.Role.PermissionsBoundaryArn`},
		{"boundary of one account", func(p *cipublisher.CiPublisherStackSetProps) {
			p.Publisher.Role = &cipublisher.RoleProps{PermissionsBoundaryArn: jsii.String("arn:aws:iam::123456789012:policy/boundary")}
		}, `Publisher.Role.PermissionsBoundaryArn "arn:aws:iam::123456789012:policy/boundary" is a policy of one account, which the others don't have; write its name alone, which stands for the policy of each account`},
		{"session of this app", func(p *cipublisher.CiPublisherStackSetProps) {
			hours := awscdk.NewCfnParameter(newStack(nil), jsii.String("Hours"), &awscdk.CfnParameterProps{Type: jsii.String("Number")})
			p.Publisher.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Hours(hours.ValueAsNumber())}
		}, `Publisher.Role.MaxSessionDuration is a CDK token, which means nothing in other accounts; write the duration itself`},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := acmeEverywhere()
			test.change(props)
			require.ErrorContains(t, props.Validate(), test.fault)
			stack := newStack(nil)
			require.Contains(t, panicMessage(t, func() { cipublisher.NewCiPublisherStackSet(stack, jsii.String("Everywhere"), props) }), test.fault)
			require.Empty(t, *stack.Node().Children())
		})
	}
	require.Error(t, (*cipublisher.CiPublisherStackSetProps)(nil).Validate())
}
