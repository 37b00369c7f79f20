package cipublisher_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

type props = cipublisher.CiPublisherProps

// invalid is a change of acme's props that makes them bad, and what is said of
// it.
type invalid struct {
	name   string
	change func(*props)
	want   string
}

// requireRefused holds that each bad prop has one message, which names the prop,
// the value and the remedy, and that nothing is created.
func requireRefused(t *testing.T, cases []invalid) {
	t.Helper()
	stack := newStack(nil)
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			bad := acme()
			test.change(bad)
			err := bad.Validate()
			require.Error(t, err)
			require.Equal(t, "cipublisher: "+test.want, err.Error())
			require.Equal(t, "Stack/Publisher: "+err.Error(), panicMessage(t, func() { cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), bad) }))
			require.Empty(t, *stack.Node().Children(), "nothing may be created")
		})
	}
}

func TestInvalidProps(t *testing.T) {
	requireRefused(t, []invalid{
		{"no store at all",
			func(p *props) {
				p.Preset, p.S3, p.CodeArtifact = nil, nil, nil
			},
			`S3, Ecr and CodeArtifact are all unset, so there is nothing to publish to; set at least one`},
		{"nothing left in dev",
			func(p *props) {
				p.Preset, p.S3, p.CodeArtifact.EveryRepository, p.Dev = nil, nil, jsii.Bool(true), jsii.Bool(true)
			},
			`Dev "true" leaves nothing to publish to: dev publishers have no access to ECR Public, and to ECR and CodeArtifact only where repositories are named for them; ` +
				`set S3, Ecr.DevRepositoryNames or CodeArtifact.DevRepositoryNames, or unset Dev`},
		{"a preset that is none",
			func(p *props) { p.Preset, p.CodeArtifact.EveryRepository = jsii.String("terraform"), jsii.Bool(true) },
			`Preset "terraform" is no preset; use one of agilecustoms-release, terraform-aws-ci-publisher`},
		{"an account that is none",
			func(p *props) { p.AccountId = jsii.String("1234-5678-9012") },
			`AccountId "1234-5678-9012" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`},
		{"a region of another partition",
			func(p *props) { p.Region, p.Partition = jsii.String("cn-north-1"), jsii.String("aws") },
			`Region "cn-north-1" is a region of partition aws-cn, not of aws; change Region, or set Partition to aws-cn`},
		{"a policy name with a slash",
			func(p *props) { p.PolicyName = jsii.String("ci/publisher") },
			`PolicyName "ci/publisher" has "/", which IAM does not allow in a name; use letters, digits and _+=,.@-`},
		{"a policy name that is too long",
			func(p *props) { p.PolicyName = jsii.String(strings.Repeat("p", 129)); p.Role = named("publisher") },
			`PolicyName "` + strings.Repeat("p", 129) + `" has 129 characters; shorten it to 128 at most`},
		{"a policy name that is too long for the role",
			func(p *props) { p.PolicyName = jsii.String(strings.Repeat("p", 65)) },
			`PolicyName "` + strings.Repeat("p", 65) + `" has 65 characters, and the role is named like the policy; shorten it to 64 at most, or set Role.Name`},
		{"a path without slashes",
			func(p *props) { p.PolicyPath = jsii.String("ci") },
			`PolicyPath "ci" is not the path of an IAM policy; begin and end it with "/", as in "/ci/", with letters, digits and _+=,.@- between`},
		{"a path that is too long",
			func(p *props) { p.PolicyPath = jsii.String("/" + strings.Repeat("p", 511) + "/") },
			`PolicyPath "/` + strings.Repeat("p", 199) + `"… has 513 characters; shorten it to 512 at most`},
		{"a role name that is too long",
			func(p *props) { p.Role = named(strings.Repeat("r", 65)) },
			`Role.Name "` + strings.Repeat("r", 65) + `" has 65 characters; shorten it to 64 at most`},
		{"a role path with a space",
			func(p *props) { p.Role = &cipublisher.RoleProps{Path: jsii.String("/c i/")} },
			`Role.Path "/c i/" is not an IAM path; begin and end it with "/", as in "/ci/", with printable characters and no spaces between`},
		{"a description that is too long",
			func(p *props) { p.Role = &cipublisher.RoleProps{Description: jsii.String(strings.Repeat("d", 1001))} },
			`Role.Description "` + strings.Repeat("d", 200) + `"… has 1001 characters; shorten it to 1000 at most`},
		{"a description with a character that IAM refuses",
			func(p *props) { p.Role = &cipublisher.RoleProps{Description: jsii.String("Veröffentlicht → AWS")} },
			`Role.Description "Veröffentlicht → AWS" has characters that IAM does not allow in a description; use printable Latin-1 characters`},
		{"an organization that is none",
			func(p *props) { p.OrganizationId = jsii.String("acme") },
			`OrganizationId "acme" is not the id of an organization; write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`},
		{"a policy name that has no room for a number",
			func(p *props) {
				p.Ecr, p.Trust, p.Outputs = many().Ecr, nil, nil
				p.PolicyName = jsii.String(strings.Repeat("p", 127))
			},
			`PolicyName "` + strings.Repeat("p", 127) + `-3" has 129 characters; shorten it to 128 at most`},
	})
}

func named(name string) *cipublisher.RoleProps { return &cipublisher.RoleProps{Name: &name} }

func TestAllFaultsComeInOneMessage(t *testing.T) {
	bad := acme()
	bad.S3.Prefix = jsii.String("/release/")
	bad.AccountId = jsii.String("12")
	bad.PolicyPath = jsii.String("ci")
	(*bad.Trust.Subjects)[0].Repositories = jsii.Strings("acme")
	require.EqualError(t, bad.Validate(), `cipublisher: 4 faults:
  - AccountId "12" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included
  - S3.Prefix "/release/" begins with "/", so it matches no object key; write "release/"
  - PolicyPath "ci" is not the path of an IAM policy; begin and end it with "/", as in "/ci/", with letters, digits and _+=,.@- between
  - Trust.Subjects[0].Repositories[0] "acme" names no repository; write "OWNER/NAME", "OWNER@ID/NAME@ID", "OWNER/*" or "OWNER@ID/*"`)
}

// What only the deployment knows passes, whatever the prop.
func TestTokensPass(t *testing.T) {
	stack := newStack(nil)
	parameter := func(name string) *string {
		return awscdk.NewCfnParameter(stack, &name, nil).ValueAsString()
	}
	cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), &props{
		Preset:       jsii.String("terraform-aws-ci-publisher"),
		S3:           &cipublisher.S3Props{BucketName: parameter("Bucket"), Prefix: parameter("Prefix")},
		CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: parameter("Domain")},
		PolicyName:   parameter("Name"),
		PolicyPath:   parameter("Path"),
		AccountId:    parameter("Account"),
		Region:       parameter("Region"),
		Partition:    parameter("Partition"),
		Trust: &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{{
			Repositories: &[]*string{parameter("Repository")},
			Environments: &[]*string{parameter("Environment")},
		}}},
		OidcProvider: &cipublisher.OidcProviderProps{Arn: parameter("Provider")},
		Role:         &cipublisher.RoleProps{Name: parameter("RoleName"), Path: parameter("RolePath"), Description: parameter("Description")},
	})
	requireGolden(t, "parameters.template.json", synthesize(t, stack))
}

// Without props there is nothing to publish to.
func TestNilPropsAreRefused(t *testing.T) {
	const nothing = "cipublisher: S3, Ecr and CodeArtifact are all unset, so there is nothing to publish to; set at least one"
	var none *props
	require.EqualError(t, none.Validate(), nothing)
	require.Contains(t, panicMessage(t, func() { cipublisher.NewCiPublisher(newStack(nil), jsii.String("Publisher"), nil) }), strings.TrimPrefix(nothing, "cipublisher: "))
}
