package cipublisher_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/trust"
)

type props = cipublisher.CiPublisherProps

// Each bad prop has one message that names the prop, the value and the remedy.
func TestInvalidProps(t *testing.T) {
	stack := newStack(nil)
	bucket := awss3.Bucket_FromBucketName(stack, jsii.String("Bucket"), jsii.String("acme-other"))
	provider := awsiam.OidcProviderNative_FromOidcProviderArn(stack, jsii.String("Provider"),
		jsii.String("arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"))
	gitlab := "arn:aws:iam::123456789012:oidc-provider/gitlab.com"

	for _, test := range []struct {
		name   string
		change func(*props)
		want   string
	}{
		{"a bucket given twice and differently",
			func(p *props) { p.S3.Bucket = bucket },
			`S3.BucketName "acme-dist" and S3.Bucket are two different buckets; set one of them`},
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
		{"a preset that is empty",
			func(p *props) { p.Preset, p.CodeArtifact.EveryRepository = jsii.String(""), jsii.Bool(true) },
			`Preset is empty; leave it unset for the default`},
		{"repositories that nobody names",
			func(p *props) { p.Preset, p.Ecr = nil, &cipublisher.EcrProps{} },
			"2 faults:\n  - Ecr.RepositoryNames is missing; name the repositories, or set Ecr.EveryRepository for all of them\n" +
				"  - CodeArtifact.RepositoryNames is missing; name the repositories, or set CodeArtifact.EveryRepository for all of them"},
		{"repositories that a filter did not find",
			func(p *props) { p.Ecr = &cipublisher.EcrProps{RepositoryNames: &[]*string{}} },
			`Ecr.RepositoryNames is empty; name at least one, or leave it unset`},
		{"repositories as constructs that a filter did not find",
			func(p *props) { p.Ecr = &cipublisher.EcrProps{Repositories: &[]awsecr.IRepository{}} },
			`Ecr.Repositories is empty; name at least one, or leave it unset`},
		{"a repository that is nil",
			func(p *props) { p.Ecr = &cipublisher.EcrProps{RepositoryNames: &[]*string{nil}} },
			`Ecr.RepositoryNames[0] is empty; name one, or leave it out; perhaps a variable is not set`},
		{"no repository beside a preset of every one",
			func(p *props) { p.Ecr = &cipublisher.EcrProps{EveryRepository: jsii.Bool(false)} },
			`Ecr.EveryRepository "false" leaves no repository, and Ecr.RepositoryNames names none; name the repositories there, or leave Ecr.EveryRepository out`},
		{"names, and every one",
			func(p *props) {
				p.Ecr = &cipublisher.EcrProps{RepositoryNames: jsii.Strings("app"), EveryRepository: jsii.Bool(true)}
			},
			`Ecr.EveryRepository "true" and Ecr.RepositoryNames exclude each other; leave one of them out`},
		{"a prefix that is empty",
			func(p *props) { p.S3.Prefix = jsii.String("") },
			`S3.Prefix is empty; leave it unset for the default`},
		{"an empty bucket",
			func(p *props) { p.S3 = &cipublisher.S3Props{} },
			`S3.BucketName is missing; name the bucket, or leave S3 unset to grant nothing there`},
		{"an empty domain",
			func(p *props) { p.CodeArtifact = &cipublisher.CodeArtifactProps{} },
			`CodeArtifact.DomainName is missing; name the domain, or leave CodeArtifact unset to grant nothing there`},
		{"an account that is none",
			func(p *props) { p.AccountId = jsii.String("1234-5678-9012") },
			`AccountId "1234-5678-9012" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`},
		{"a region of another partition",
			func(p *props) { p.Region, p.Partition = jsii.String("cn-north-1"), jsii.String("aws") },
			`Region "cn-north-1" is a region of partition aws-cn, not of aws; change Region, or set Partition to aws-cn`},
		{"a policy name that is empty",
			func(p *props) { p.PolicyName = jsii.String("") },
			`PolicyName is empty; leave it unset for the default, or write 1 to 128 characters`},
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
		{"a path that is empty",
			func(p *props) { p.PolicyPath = jsii.String("") },
			`PolicyPath is empty; leave it unset for the default`},
		{"a path that is too long",
			func(p *props) { p.PolicyPath = jsii.String("/" + strings.Repeat("p", 511) + "/") },
			`PolicyPath "/` + strings.Repeat("p", 199) + `"… has 513 characters; shorten it to 512 at most`},
		{"a role without trust",
			func(p *props) { p.Trust, p.Role = nil, named("publisher") },
			`Role is set, but without Trust or Service there is no role; set one of them, or leave this unset`},
		{"a provider without trust",
			func(p *props) {
				p.Trust, p.OidcProvider = nil, &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
			},
			`OidcProvider is set, but without Trust there is no role that could use it; set Trust, or leave this unset`},
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
		{"a session that is too short",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Minutes(jsii.Number(30))}
			},
			`Role.MaxSessionDuration "1800 seconds" is not a session length that IAM allows; choose 1 to 12 hours`},
		{"a session that is too long",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Days(jsii.Number(1))}
			},
			`Role.MaxSessionDuration "86400 seconds" is not a session length that IAM allows; choose 1 to 12 hours`},
		{"a session of no length",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Seconds(jsii.Number(0))}
			},
			`Role.MaxSessionDuration "0 seconds" is not a session length that IAM allows; choose 1 to 12 hours, in whole seconds`},
		{"a session of half a second",
			func(p *props) {
				p.Role = &cipublisher.RoleProps{MaxSessionDuration: awscdk.Duration_Millis(jsii.Number(3600500))}
			},
			`Role.MaxSessionDuration "3600.5 seconds" is not a session length that IAM allows; choose 1 to 12 hours, in whole seconds`},
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
		{"texts that are empty",
			func(p *props) {
				empty := jsii.String("")
				p.AccountId, p.Region, p.Partition, p.Trust.Audience = empty, empty, empty, empty
				p.Role = &cipublisher.RoleProps{Name: empty, Path: empty, Description: empty, PermissionsBoundaryArn: empty}
			},
			"8 faults:\n" +
				"  - AccountId is empty; leave it unset for the default\n" +
				"  - Partition is empty; leave it unset for the default\n" +
				"  - Region is empty; leave it unset for the default\n" +
				"  - Role.Name is empty; leave it unset for the default\n" +
				"  - Role.Path is empty; leave it unset for the default\n" +
				"  - Role.Description is empty; leave it unset for the default\n" +
				"  - Role.PermissionsBoundaryArn is empty; leave it unset for the default\n" +
				"  - Trust.Audience is empty; leave it unset for the default"},
		{"a provider imported and derived",
			func(p *props) {
				p.OidcProvider = &cipublisher.OidcProviderProps{Provider: provider, Existing: jsii.Bool(true)}
			},
			`OidcProvider names the provider more than once; set only one of OidcProvider.Provider, OidcProvider.Arn and OidcProvider.Existing`},
		{"a provider imported and created",
			func(p *props) {
				p.OidcProvider = &cipublisher.OidcProviderProps{Provider: provider, RemovalPolicy: awscdk.RemovalPolicy_DESTROY}
			},
			`OidcProvider.RemovalPolicy "DESTROY" is for a provider that is created here, but OidcProvider.Provider imports one; unset one of the two`},
		{"a provider of another issuer",
			func(p *props) { p.OidcProvider = &cipublisher.OidcProviderProps{Arn: &gitlab} },
			`OidcProvider.Arn "arn:aws:iam::123456789012:oidc-provider/gitlab.com" is the provider of another issuer than https://token.actions.githubusercontent.com, ` +
				`so no condition would ever match; write one that ends in "oidc-provider/token.actions.githubusercontent.com", or change Trust.Issuer`},
		{"a provider's ARN that is empty",
			func(p *props) { p.OidcProvider = &cipublisher.OidcProviderProps{Arn: jsii.String("")} },
			`OidcProvider.Arn is empty; leave it unset for the default`},
		{"a trust without subjects",
			func(p *props) { p.Trust.Subjects = nil },
			`Trust.Subjects is empty, so nobody could assume the role; name at least one repository and a context`},
		{"a subject that is nil",
			func(p *props) { p.Trust.Subjects = &[]*cipublisher.TrustSubject{nil} },
			`Trust.Subjects[0] names no repository, and a trust without one would accept everybody; name one in Trust.Subjects[0].Repositories`},
		{"a claim that AWS has no key for",
			func(p *props) {
				(*p.Trust.Subjects)[0].Claims = &map[trust.Claim]*[]*string{"runner_environment": jsii.Strings("github-hosted")}
			},
			`Trust.Subjects[0].Claims.runner_environment "github-hosted" can't be tested: AWS has no condition key for this claim of GitHub, so the condition would never match; ` +
				`use one of actor, actor_id, enterprise_id, environment, job_workflow_ref, ref, repository, repository_id, repository_owner_id, workflow`},
	} {
		t.Run(test.name, func(t *testing.T) {
			bad := acme()
			test.change(bad)
			err := bad.Validate()
			require.Error(t, err)
			require.Equal(t, "cipublisher: "+test.want, err.Error())
			before := len(*stack.Node().Children())
			require.Equal(t, "Stack/Publisher: "+err.Error(), panicMessage(t, func() { cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), bad) }))
			require.Len(t, *stack.Node().Children(), before, "nothing may be created")
		})
	}
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
