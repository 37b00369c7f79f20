package cipublisher

import (
	"maps"
	"slices"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/template"
)

// CiPublisherStackSet rolls a publisher out to the accounts of organizational
// units, by CloudFormation StackSets with the permissions of AWS Organizations.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html
type CiPublisherStackSet interface {
	constructs.Construct
	// StackSet is the resource.
	StackSet() awscdk.CfnStackSet
}

type ciPublisherStackSet struct {
	constructs.Construct
	stackSet awscdk.CfnStackSet
}

// NewCiPublisherStackSet makes a stack set in a scope, which is in the
// organization's management account or that of a delegated administrator. It
// panics, before anything is created, with one error that lists every fault of
// the props; Validate returns the same error.
func NewCiPublisherStackSet(scope constructs.Construct, id *string, props *CiPublisherStackSetProps) CiPublisherStackSet {
	var faults fault.List
	needPlace(&faults, scope, id)
	made := props.template(&faults)
	if len(faults) > 0 {
		refuse(scope, id, faults)
	}
	s := &ciPublisherStackSet{}
	constructs.NewConstruct_Override(s, scope, id)
	_, hasProvider := made.Parameters[template.CreateProvider]
	s.stackSet = awscdk.NewCfnStackSet(s, jsii.String("Resource"), &awscdk.CfnStackSetProps{
		StackSetName:    jsii.String(props.name()),
		Description:     or(props.Description, template.Description),
		PermissionModel: jsii.String("SERVICE_MANAGED"),
		CallAs:          props.callAs(),
		// The roles and policies have names of their own.
		// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html#using-iam-capabilities
		Capabilities: jsii.Strings("CAPABILITY_NAMED_IAM"),
		AutoDeployment: &awscdk.CfnStackSet_AutoDeploymentProperty{
			Enabled:                      value(props.AutoDeployment, true),
			RetainStacksOnAccountRemoval: props.retain(),
		},
		// The CDK passes it on as it is, in CloudFormation's own spelling.
		ManagedExecution:     map[string]any{"Active": true},
		OperationPreferences: props.operation(),
		StackInstancesGroup:  props.instances(*awscdk.Stack_Of(scope).Region(), hasProvider),
		TemplateBody:         jsii.String(made.Indent()),
	})
	return s
}

func (s *ciPublisherStackSet) StackSet() awscdk.CfnStackSet { return s.stackSet }

func (p *CiPublisherStackSetProps) callAs() *string {
	if value(p.DelegatedAdmin, false) {
		return jsii.String("DELEGATED_ADMIN")
	}
	return jsii.String("SELF")
}

// retain is only allowed beside automatic deployment.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_AutoDeployment.html
func (p *CiPublisherStackSetProps) retain() any {
	if !value(p.AutoDeployment, true) {
		return nil
	}
	return value(p.RetainOnRemoval, false)
}

func (p *CiPublisherStackSetProps) operation() *awscdk.CfnStackSet_OperationPreferencesProperty {
	preferences := &awscdk.CfnStackSet_OperationPreferencesProperty{
		FailureTolerancePercentage: or(p.FailureTolerancePercentage, 0),
		MaxConcurrentPercentage:    p.MaxConcurrentPercentage,
	}
	if p.MaxConcurrentPercentage == nil {
		preferences.MaxConcurrentCount = jsii.Number(1)
	}
	if value(p.SoftFailureTolerance, false) {
		preferences.ConcurrencyMode = jsii.String("SOFT_FAILURE_TOLERANCE")
	}
	return preferences
}

// instances returns the targets, each with its one region.
func (p *CiPublisherStackSetProps) instances(region string, hasProvider bool) *[]any {
	var all []any
	for _, t := range value(p.Targets, nil) {
		targets := &awscdk.CfnStackSet_DeploymentTargetsProperty{OrganizationalUnitIds: t.OrganizationalUnitIds}
		if t.AccountIds != nil {
			targets.Accounts, targets.AccountFilterType = t.AccountIds, jsii.String("INTERSECTION")
		}
		if t.ExcludedAccountIds != nil {
			targets.Accounts, targets.AccountFilterType = t.ExcludedAccountIds, jsii.String("DIFFERENCE")
		}
		all = append(all, &awscdk.CfnStackSet_StackInstancesProperty{
			DeploymentTargets:  targets,
			Regions:            jsii.Strings(value(t.Region, region)),
			ParameterOverrides: p.overrides(t, hasProvider),
		})
	}
	return &all
}

func (p *CiPublisherStackSetProps) overrides(t *StackSetTarget, hasProvider bool) *[]any {
	var all []any
	add := func(name, value string) {
		all = append(all, &awscdk.CfnStackSet_ParameterProperty{ParameterKey: &name, ParameterValue: &value})
	}
	if t.CreateProvider != nil && hasProvider {
		add(template.CreateProvider, strconv.FormatBool(*t.CreateProvider))
	}
	values := value(t.Parameters, nil)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		add(name, value(values[name], ""))
	}
	if all == nil {
		return nil
	}
	return &all
}
