package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodeartifact"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/permission"
)

// What the owner has written stays, whether as JSON or as a document.
func TestGrantsKeepThePolicyThatIsThere(t *testing.T) {
	own := map[string]any{"Sid": "Own", "Effect": "Deny", "Principal": "*", "Action": "codeartifact:DeleteDomain", "Resource": "*"}
	for name, document := range map[string]any{
		"as JSON":       map[string]any{"Version": "2012-10-17", "Statement": []any{own}},
		"as a document": awsiam.PolicyDocument_FromJson(&map[string]any{"Version": "2012-10-17", "Statement": []any{own}}),
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp()
			a := newArtifacts(app, environment(artifactAccount, "eu-west-1"))
			a.domain.SetPermissionsPolicyDocument(document)
			_, builder := builderOf(app, environment(buildAccount, "eu-west-1"))
			cipublisher.GrantRead(a.domain, builder)
			assertions.Template_FromStack(a.stack, nil).HasResourceProperties(jsii.String("AWS::CodeArtifact::Domain"), map[string]any{
				"PermissionsPolicyDocument": map[string]any{"Statement": []any{own, assertions.Match_ObjectLike(&map[string]any{"Action": "codeartifact:GetAuthorizationToken"})}},
			})
		})
	}
}

// A repository may name its domain by the attribute of the construct, as the
// documentation of CloudFormation shows it, and users may name either.
func TestGrantsOnARepositoryOfADomainThatIsAConstruct(t *testing.T) {
	for name, reads := range map[string]func(awscodeartifact.CfnDomain, awscodeartifact.CfnRepository) *cipublisher.CodeArtifactReadProps{
		"by name": func(awscodeartifact.CfnDomain, awscodeartifact.CfnRepository) *cipublisher.CodeArtifactReadProps {
			return &cipublisher.CodeArtifactReadProps{DomainName: jsii.String("acme"), RepositoryNames: jsii.Strings("packages")}
		},
		"as constructs": func(domain awscodeartifact.CfnDomain, repository awscodeartifact.CfnRepository) *cipublisher.CodeArtifactReadProps {
			return &cipublisher.CodeArtifactReadProps{Domain: domain, Repositories: &[]awscodeartifact.CfnRepository{repository}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(environment(artifactAccount, "eu-west-1"))
			domain := awscodeartifact.NewCfnDomain(stack, jsii.String("Domain"), &awscodeartifact.CfnDomainProps{DomainName: jsii.String("acme")})
			repository := awscodeartifact.NewCfnRepository(stack, jsii.String("Packages"), &awscodeartifact.CfnRepositoryProps{
				DomainName: domain.AttrName(), RepositoryName: jsii.String("packages"),
			})
			builder := cipublisher.NewCiBuilder(stack, jsii.String("Builder"), &cipublisher.CiBuilderProps{CodeArtifact: reads(domain, repository)})
			builder.AttachTo(awsiam.Role_FromRoleArn(stack, jsii.String("Theirs"), jsii.String("arn:aws:iam::"+buildAccount+":role/theirs"), nil))
			cipublisher.GrantRead(repository, builder)
			cipublisher.GrantRead(domain, builder)
			template := assertions.Template_FromStack(stack, nil)
			for _, kind := range []string{"AWS::CodeArtifact::Repository", "AWS::CodeArtifact::Domain"} {
				template.HasResourceProperties(&kind, map[string]any{"PermissionsPolicyDocument": map[string]any{
					"Statement": assertions.Match_ArrayWith(&[]any{assertions.Match_ObjectLike(&map[string]any{
						"Principal": map[string]any{"AWS": "arn:aws:iam::" + buildAccount + ":role/theirs"},
					})}),
				}})
			}
		})
	}
}

func TestInvalidCodeArtifactProps(t *testing.T) {
	domain := awscodeartifact.NewCfnDomain(newStack(nil), jsii.String("Domain"), &awscodeartifact.CfnDomainProps{DomainName: jsii.String("acme")})
	requireRefused(t, []invalid{
		{"an empty domain",
			func(p *props) { p.CodeArtifact = &cipublisher.CodeArtifactProps{} },
			`CodeArtifact.DomainName is missing; name the domain, or leave CodeArtifact unset to grant nothing there`},
		{"a domain given twice and differently",
			func(p *props) { p.CodeArtifact.Domain = domain },
			`CodeArtifact.DomainName "acme" and CodeArtifact.Domain are two different domains; set one of them`},
		{"a token that lives too long",
			func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Hours(jsii.Number(13)) },
			`CodeArtifact.TokenDuration "46800" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`},
	})
}

// A domain and its repositories as constructs are known by their attributes, so
// that CloudFormation makes them first.
func TestDomainAsAConstruct(t *testing.T) {
	stack := newStack(nil)
	domain := awscodeartifact.NewCfnDomain(stack, jsii.String("Domain"), &awscodeartifact.CfnDomainProps{DomainName: jsii.String("acme")})
	repository := awscodeartifact.NewCfnRepository(stack, jsii.String("Packages"), &awscodeartifact.CfnRepositoryProps{
		DomainName: domain.AttrName(), RepositoryName: jsii.String("packages"),
	})
	repositories := &[]awscodeartifact.CfnRepository{repository}
	publisher, faults := (&props{CodeArtifact: &cipublisher.CodeArtifactProps{
		Domain: domain, RepositoryNames: jsii.Strings("named"), Repositories: repositories,
	}}).Core()
	require.Empty(t, faults)
	written := publisher.Sets[0].(permission.Publisher).CodeArtifact
	require.Equal(t, *domain.AttrName(), written.DomainName)
	require.Equal(t, []string{"named", *repository.AttrName()}, written.RepositoryNames)

	builder, faults := (&cipublisher.CiBuilderProps{CodeArtifact: &cipublisher.CodeArtifactReadProps{
		Domain: domain, Repositories: repositories, TokenDuration: awscdk.Duration_Hours(jsii.Number(1)),
	}}).Core()
	require.Empty(t, faults)
	read := builder.Sets[0].(permission.Builder).CodeArtifact
	require.Equal(t, *domain.AttrName(), read.DomainName)
	require.Equal(t, []string{*repository.AttrName()}, read.RepositoryNames)
	require.Equal(t, 3600, read.TokenDuration)
}
