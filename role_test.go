package cipublisher_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// invalidation is a permission set of a user of the library: to let a job
// invalidate a CloudFront distribution after it has published.
type invalidation struct{ distribution string }

func (i invalidation) Validate(env permission.Environment) error {
	var faults fault.List
	if i.distribution == "" {
		faults.Add("Distribution", "", "is missing", "name the id of the distribution")
	}
	return faults.Err()
}

func (i invalidation) Statements(env permission.Environment) []policy.Statement {
	return []policy.Statement{{
		Sid:       "Invalidate",
		Effect:    policy.Allow,
		Actions:   []string{"cloudfront:CreateInvalidation"},
		Resources: []string{"arn:" + env.Partition + ":cloudfront::" + env.AccountID + ":distribution/" + i.distribution},
	}}
}

func (i invalidation) Notices(permission.Environment) []fault.Notice {
	return []fault.Notice{{ID: "invalidation", Text: "{Distribution} is invalidated at the company's cost"}}
}

func deployer(sets ...permission.Set) *cipublisher.CiRoleProps {
	return &cipublisher.CiRoleProps{
		Sets:       &sets,
		PolicyName: jsii.String("app-deploy"),
		Trust:      trusting(&cipublisher.TrustSubject{Environments: jsii.Strings("production")}),
	}
}

// A role carries a set that this module knows nothing of, beside its own.
func TestRoleWithAUsersSet(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	cipublisher.NewCiRole(stack, jsii.String("Role"), deployer(
		permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"team/app"}, Describe: true}}, invalidation{"E2QWRUHAPOMQZL"},
	))
	requireGolden(t, "users-set.template.json", synthesize(t, stack))
	warnings := assertions.Annotations_FromStack(stack).FindWarning(jsii.String("/Stack/Role"),
		assertions.Match_StringLikeRegexp(jsii.String(`Distribution is invalidated at the company's cost .*cipublisher:invalidation`)))
	assert.Len(t, *warnings, 1)
}

// A role of its value is the one that the same props make.
func TestRoleOfAValue(t *testing.T) {
	value := role.Publisher(permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}})
	value.Tags, value.PermissionsBoundary, value.MaxSessionSeconds = map[string]string{"team": "platform"}, "ci/boundary", 7200
	value.Trust = &trust.Options{Subjects: []trust.Subject{{Repositories: []string{"acme@1234/app@5678"}, Environments: []string{"release"}}}}
	ofValue := newStack(environment("123456789012", "eu-west-1"))
	made := cipublisher.NewCiRoleOf(ofValue, jsii.String("Publisher"), value)
	require.Equal(t, "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com", *made.Provider().OidcProviderArn())

	props := acme()
	props.Preset, props.CodeArtifact = nil, nil
	props.OidcProvider = &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
	props.Role = &cipublisher.RoleProps{PermissionsBoundaryArn: jsii.String("ci/boundary"), MaxSessionDuration: awscdk.Duration_Hours(jsii.Number(2))}
	ofProps := newStack(environment("123456789012", "eu-west-1"))
	awscdk.Tags_Of(cipublisher.NewCiPublisher(ofProps, jsii.String("Publisher"), props)).Add(jsii.String("team"), jsii.String("platform"), nil)
	require.Equal(t, synthesize(t, ofProps), synthesize(t, ofValue))

	value.Service = &trust.Service{EC2: true}
	require.Equal(t, "Stack/Publisher: cipublisher: Trust and Service are both set, and a role is for CI jobs or for a service; make a role for each",
		panicMessage(t, func() { cipublisher.NewCiRoleOf(newStack(nil), jsii.String("Publisher"), value) }))
}

func TestRoleRefuses(t *testing.T) {
	own := permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"team/app"}, Describe: true}}
	for _, test := range []struct {
		name  string
		props *cipublisher.CiRoleProps
		want  string
	}{
		{"no sets", deployer(), "cipublisher: Sets is empty, so the job could do nothing; set at least one permission set"},
		{"a set that is nil", deployer(own, nil), "cipublisher: Sets[1] is nil; leave it out"},
		{"one set that is nil", deployer(nil), "cipublisher: Sets[0] is nil; leave it out"},
		{"a fault of one of several sets", deployer(own, invalidation{}), "cipublisher: Sets[1].Distribution is missing; name the id of the distribution"},
		{"a fault of the only set", deployer(invalidation{}), "cipublisher: Distribution is missing; name the id of the distribution"},
		{"faults of every set", deployer(deploy.TerraformState{Bucket: "acme-state"}, invalidation{}), "cipublisher: 2 faults:\n" +
			`  - Sets[0].Keys is missing; name the key of each state, a directory such as "live/", or write "*" for every state of the bucket` + "\n" +
			"  - Sets[1].Distribution is missing; name the id of the distribution"},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.EqualError(t, test.props.Validate(), test.want)
			stack := newStack(nil)
			assert.Equal(t, "Stack/Role: "+test.want, panicMessage(t, func() { cipublisher.NewCiRole(stack, jsii.String("Role"), test.props) }))
			assert.Len(t, *stack.Node().Children(), 0, "nothing is made of faulty props")
		})
	}
}

// The sets take names; a CDK object says its own.
func TestRoleOfConstructs(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	cluster := awsecs.NewCluster(stack, jsii.String("Cluster"), &awsecs.ClusterProps{
		Vpc: awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(1), NatGateways: jsii.Number(0)}),
	})
	tasks := awsecs.NewFargateTaskDefinition(stack, jsii.String("Tasks"), nil)
	tasks.AddContainer(jsii.String("app"), &awsecs.ContainerDefinitionOptions{
		Image: awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/nginx/nginx"), nil),
	})
	service := awsecs.NewFargateService(stack, jsii.String("Service"), &awsecs.FargateServiceProps{Cluster: cluster, TaskDefinition: tasks})
	images := awsecr.NewRepository(stack, jsii.String("Images"), nil)
	bucket := awss3.NewBucket(stack, jsii.String("State"), &awss3.BucketProps{EncryptionKey: awskms.NewKey(stack, jsii.String("Key"), nil)})
	locks := awsdynamodb.NewTable(stack, jsii.String("Locks"), &awsdynamodb.TableProps{
		PartitionKey: &awsdynamodb.Attribute{Name: jsii.String("LockID"), Type: awsdynamodb.AttributeType_STRING},
	})

	deployed := cipublisher.NewCiRole(stack, jsii.String("Deployer"), deployer(
		permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{*images.RepositoryName()}, Describe: true}},
		deploy.ECS{
			Services:     []deploy.ECSService{{Cluster: *cluster.ClusterName(), Name: *service.ServiceName()}},
			TaskFamilies: []string{*tasks.Family()},
			PassRoles:    []string{*tasks.TaskRole().RoleArn(), *tasks.ObtainExecutionRole().RoleArn()},
		},
		deploy.TerraformState{
			Bucket: *bucket.BucketName(), Keys: []string{"live/app.tfstate"},
			LockTable: *locks.TableName(), KMSKeyARN: *bucket.EncryptionKey().KeyArn(),
		},
	))
	require.NotNil(t, deployed.Role())
	requireGolden(t, "constructs.policy.json", policyOf(t, stack, "Deployer"))
}

// policyOf returns the managed policy that a construct of the stack made.
func policyOf(t *testing.T, stack awscdk.Stack, id string) string {
	t.Helper()
	policies := *assertions.Template_FromStack(stack, nil).FindResources(jsii.String("AWS::IAM::ManagedPolicy"), nil)
	for name, resource := range policies {
		if strings.HasPrefix(name, id) {
			text, err := json.MarshalIndent((*resource)["Properties"], "", "  ")
			require.NoError(t, err)
			return string(text) + "\n"
		}
	}
	t.Fatalf("%s made no policy", id)
	return ""
}
