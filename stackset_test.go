package cipublisher_test

import (
	"encoding/json"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// acmeEverywhere is the publisher of the made-up company in every account of
// two units, with a bucket of its own in each.
func acmeEverywhere() *cipublisher.CiPublisherStackSetProps {
	publisher := acme()
	publisher.S3.BucketName = cipublisher.Parameter("BucketName")
	return &cipublisher.CiPublisherStackSetProps{
		Publisher:  publisher,
		Parameters: &map[string]*cipublisher.StackSetParameter{"BucketName": {Description: jsii.String("Bucket of the account")}},
		Targets: &[]*cipublisher.StackSetTarget{
			{
				OrganizationalUnitIds: jsii.Strings("ou-abcd-11111111"),
				Parameters:            &map[string]*string{"BucketName": jsii.String("acme-dist-test")},
			},
			{
				OrganizationalUnitIds: jsii.Strings("ou-abcd-22222222"),
				ExcludedAccountIds:    jsii.Strings("210987654321"),
				Region:                jsii.String("us-east-1"),
				CreateProvider:        jsii.Bool(false),
				Parameters:            &map[string]*string{"BucketName": jsii.String("acme-dist")},
			},
		},
	}
}

func TestStackSets(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*cipublisher.CiPublisherStackSetProps)
	}{
		{"everywhere", func(*cipublisher.CiPublisherStackSetProps) {}},
		{"customized", func(p *cipublisher.CiPublisherStackSetProps) {
			p.StackSetName, p.Description = jsii.String("acme-ci"), jsii.String("CI of Acme")
			p.AutoDeployment, p.DelegatedAdmin, p.CreateProvider = jsii.Bool(false), jsii.Bool(true), jsii.Bool(false)
			p.FailureTolerancePercentage, p.MaxConcurrentPercentage, p.SoftFailureTolerance = jsii.Number(10), jsii.Number(50), jsii.Bool(true)
			p.Publisher.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Hours(jsii.Number(2))}
		}},
		{"service", func(p *cipublisher.CiPublisherStackSetProps) {
			p.Publisher.Trust, p.Publisher.Service = nil, &cipublisher.ServiceTrustProps{
				CodeBuildProjects: jsii.Strings("app"), Ec2: jsii.Bool(true),
			}
			p.Publisher.Role = &cipublisher.RoleProps{PermissionsBoundaryArn: jsii.String("ci/boundary")}
			(*p.Targets)[1].CreateProvider = nil
		}},
		{"policy", func(p *cipublisher.CiPublisherStackSetProps) {
			p.Publisher.Trust = nil
			(*p.Targets)[1].CreateProvider = nil
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := acmeEverywhere()
			test.change(props)
			stack := newStack(environment("123456789012", "eu-west-1"))
			set := cipublisher.NewCiPublisherStackSet(stack, jsii.String("Everywhere"), props)
			awscdk.Tags_Of(set).Add(jsii.String("team"), jsii.String("platform"), nil)
			requireGolden(t, "stackset-"+test.name+".template.json", synthesize(t, stack))

			// The accounts' template, as a document.
			var body any
			require.NoError(t, json.Unmarshal([]byte(*set.StackSet().TemplateBody()), &body))
			text, err := json.MarshalIndent(body, "", "  ")
			require.NoError(t, err)
			requireGolden(t, "stackset-"+test.name+".body.template.json", string(text)+"\n")
		})
	}
}

func TestAStackSetTakesOnePublisherToOneRegionOfAnAccount(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	cipublisher.NewCiPublisherStackSet(stack, jsii.String("Everywhere"), acmeEverywhere())
	for _, found := range *assertions.Template_FromStack(stack, nil).FindResources(jsii.String("AWS::CloudFormation::StackSet"), nil) {
		for _, group := range (*found)["Properties"].(map[string]any)["StackInstancesGroup"].([]any) {
			require.Len(t, group.(map[string]any)["Regions"], 1)
		}
	}
}
