package deploy

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
)

// sets are the sets of this package as users choose them, each with the table
// that its statements are made of. That of ecr-push is a publisher's.
var sets = []struct {
	permission.NamedSet
	table table.Table
}{
	{named("ecr-push", "push images to ECR and see which are there", ECRPushOptions), table.Table{}},
	{named("cdk-deploy", "run cdk deploy, by way of the bootstrap roles", optionsOf[CDK]), cdkTable},
	{named("ecs-deploy", "deploy new images to ECS services", ECSOptions), ecsTable},
	{named("lambda-deploy", "bring new code to Lambda functions", optionsOf[Lambda]), lambdaTable},
	{named("pull-through", "pull images through a pull-through cache of ECR", optionsOf[PullThrough]), pullThroughTable},
	{named("static-site", "publish a static site to S3 and invalidate what CloudFront has cached", optionsOf[Site]), siteTable},
	{named("terraform-state", "use a Terraform state in S3", optionsOf[TerraformState]), terraformStateTable},
	{named("terragrunt", "run Terragrunt with its state in S3", optionsOf[Terragrunt]), terragruntTable},
	{named("audit", "read an account for cipublisher audit --live", optionsOf[Audit]), auditTable},
	{named("verify", "ask AWS about policies with cipublisher verify", optionsOf[Verify]), verifyTable},
}

func named(name, about string, options func() *permission.Options) permission.NamedSet {
	return permission.NamedSet{Name: name, About: about, New: options}
}

// Sets returns the sets of this package by the names that users write.
func Sets() []permission.NamedSet {
	var all []permission.NamedSet
	for _, s := range sets {
		all = append(all, s.NamedSet)
	}
	return all
}

func tables() []table.Table {
	var all []table.Table
	for _, s := range sets {
		if len(s.table.Rows) > 0 {
			all = append(all, s.table)
		}
	}
	return all
}

// Rows returns every row of the sets of this package, in the order of their
// statements. Terragrunt also has the rows of TerraformState.
func Rows() []permission.Row { return permission.RowsOf(tables()...) }

// Limits returns every condition that is added to the rows of the sets.
func Limits() []permission.Limit { return table.LimitsOf(tables()...) }

func placeIn(env permission.Environment) table.Place {
	return table.Place{}.With("partition", env.ARNPartition()).With("region", env.Region).With("account", env.AccountID)
}

// noDeployProp is why the sets beside publishers and builders have no props.
const noDeployProp = "the constructs take the set itself, in CiRoleProps.Sets"

// beside returns the options of a set that only the command line takes one by
// one.
func beside(t option.Table, made func(*fault.List) permission.Set) *permission.Options {
	for _, o := range t.Complete() {
		o.NoProp, o.NoKey, o.NoRegistry = noDeployProp, permission.NoBuilderKey, permission.NoBuilderRegistry
	}
	return &permission.Options{Table: t, Make: made}
}

// optionsOf returns the options that a set says it has, unset.
func optionsOf[T permission.Set, P interface {
	*T
	options() option.Table
}]() *permission.Options {
	var set T
	return beside(P(&set).options(), func(*fault.List) permission.Set { return set })
}
