package cipublisher_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// existing is a publisher that uses the account's provider.
func existing() *props {
	p := acme()
	p.OidcProvider = &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
	return p
}

// place is where a construct stands: the path of its stack, and its environment.
type place struct {
	stage, stack string
	environment  *awscdk.Environment
}

// newPlaces makes an app with a publisher in each place.
func newPlaces(publisher func() *props, places ...place) awscdk.App {
	app := newApp()
	for _, p := range places {
		scope := constructs.Construct(app)
		if p.stage != "" {
			scope = awscdk.NewStage(app, &p.stage, nil)
		}
		stack := awscdk.NewStack(scope, &p.stack, &awscdk.StackProps{Env: p.environment})
		cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), publisher())
	}
	return app
}

const (
	samePolicy   = ` make the same managed policy "publisher" in one account, where names are unique, whatever their path, case and region; set another PolicyName for one of them, or awscdk.PhysicalName_GENERATE_IF_NEEDED()`
	sameRole     = ` make the same role "publisher" in one account, where names are unique, whatever their path, case and region; set another PolicyName or Role.Name for one of them, or awscdk.PhysicalName_GENERATE_IF_NEEDED()`
	sameProvider = ` make the same identity provider "https://token.actions.githubusercontent.com" in one account, where names are unique, whatever their path, case and region; set OidcProvider.Existing to true for all but one, and deploy that first`
)

// Names that would collide in an account fail the synthesis, with both paths
// and the remedy.
func TestNamesThatCollideAreRefused(t *testing.T) {
	ireland, virginia := environment("111122223333", "eu-west-1"), environment("111122223333", "us-east-1")
	for _, test := range []struct {
		name      string
		publisher func() *props
		places    []place
		want      []string
	}{
		{"two stacks of one account", existing, []place{{"", "A", ireland}, {"", "B", ireland}},
			[]string{"A/Publisher and B/Publisher" + samePolicy, "A/Publisher and B/Publisher" + sameRole}},
		{"two regions of one account", existing, []place{{"", "A", ireland}, {"", "B", virginia}},
			[]string{"A/Publisher and B/Publisher" + samePolicy, "A/Publisher and B/Publisher" + sameRole}},
		{"two stages of a pipeline in one account", existing, []place{{"Test", "Ci", ireland}, {"Prod", "Ci", virginia}},
			[]string{"Test/Ci/Publisher and Prod/Ci/Publisher" + samePolicy, "Test/Ci/Publisher and Prod/Ci/Publisher" + sameRole}},
		{"two providers", acme, []place{{"", "A", ireland}, {"", "B", virginia}},
			[]string{"A/OidcProvider-token.actions.githubusercontent.com and B/OidcProvider-token.actions.githubusercontent.com" + sameProvider}},
	} {
		t.Run(test.name, func(t *testing.T) {
			message := panicMessage(t, func() { newPlaces(test.publisher, test.places...).Synth(nil) })
			for _, want := range test.want {
				require.Contains(t, message, want)
			}
		})
	}
}

func TestNamesThatCollideInOneStack(t *testing.T) {
	for name, names := range map[string][2]*string{
		"the same":        {jsii.String("publisher"), jsii.String("publisher")},
		"in another case": {jsii.String("publisher"), jsii.String("Publisher")},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(nil)
			for i, id := range []string{"One", "Two"} {
				p := acme()
				p.PolicyName, p.PolicyPath = names[i], jsii.String("/"+id+"/")
				cipublisher.NewCiPublisher(stack, &id, p)
			}
			require.Regexp(t, `Stack/One and Stack/Two make the same role "[pP]ublisher" in one account`,
				panicMessage(t, func() { assertions.Template_FromStack(stack, nil) }))
		})
	}
	stack, both := newStack(nil), awscdk.Fn_Join(jsii.String("-"), jsii.Strings("publisher", *awscdk.Aws_REGION()))
	for _, id := range []string{"One", "Two"} {
		p := acme()
		p.PolicyName = both
		cipublisher.NewCiPublisher(stack, &id, p)
	}
	message := panicMessage(t, func() { assertions.Template_FromStack(stack, nil) })
	require.Contains(t, message, "Stack/One and Stack/Two make the same role")
	require.NotContains(t, message, "Token[")
}

// A path is that of the CDK, in which a slash of an id is two hyphens.
func TestNamesAreBlamedOnThePathsOfTheCDK(t *testing.T) {
	stack := newStack(nil)
	for _, id := range []string{"One", "a/b"} {
		cipublisher.NewCiPublisher(stack, &id, acme())
	}
	require.Contains(t, panicMessage(t, func() { assertions.Template_FromStack(stack, nil) }), "Stack/One and Stack/a--b"+sameRole)
	stack = newStack(nil)
	bad := acme()
	bad.S3.BucketName = jsii.String("")
	require.Regexp(t, `^Stack/a--b: `, panicMessage(t, func() { cipublisher.NewCiPublisher(stack, jsii.String("a/b"), bad) }))
}

// What is in different accounts, or in different apps, is free.
func TestNamesThatDoNotCollide(t *testing.T) {
	newPlaces(acme, place{"", "A", environment("111122223333", "eu-west-1")}, place{"", "B", environment("444455556666", "eu-west-1")}).Synth(nil)
	newPlaces(acme, place{"", "A", environment("111122223333", "eu-west-1")}).Synth(nil)
	newPlaces(acme, place{"Test", "Ci", environment("111122223333", "eu-west-1")}, place{"Prod", "Ci", environment("444455556666", "eu-west-1")}).Synth(nil)
}

// Where it takes the deployment to know the account, both may be right.
func TestNamesInUnknownAccountsAreAWarning(t *testing.T) {
	for name, environments := range map[string][2]*awscdk.Environment{
		"both": {nil, nil}, "one": {nil, environment("111122223333", "eu-west-1")},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp()
			var last awscdk.Stack
			for i, id := range []string{"A", "B"} {
				last = awscdk.NewStack(app, &id, &awscdk.StackProps{Env: environments[i]})
				cipublisher.NewCiPublisher(last, jsii.String("Publisher"), acme())
			}
			found := assertions.Annotations_FromStack(last)
			found.HasWarning(jsii.String("/B/Publisher"), assertions.Match_StringLikeRegexp(jsii.String(
				`A/Publisher and B/Publisher make the same role "publisher", and cannot both be deployed to one account[^]*ack: cipublisher:name-collision`)))
			found.HasWarning(jsii.String("/B/OidcProvider-token.actions.githubusercontent.com"), assertions.Match_StringLikeRegexp(jsii.String(
				`make the same identity provider.*OidcProvider.Existing`)))
		})
	}
}

// Names that CloudFormation makes up collide with nothing, also where the
// permissions take several policies.
func TestGeneratedNames(t *testing.T) {
	app, stacks := newApp(), []awscdk.Stack{}
	for _, id := range []string{"A", "B"} {
		stack := awscdk.NewStack(app, &id, &awscdk.StackProps{Env: environment("123456789012", "eu-west-1")})
		p := many()
		p.PolicyName = awscdk.PhysicalName_GENERATE_IF_NEEDED()
		p.OidcProvider = &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
		publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), p)
		require.Greater(t, len(publisher.Policies()), 1)
		stacks = append(stacks, stack)
	}
	for _, stack := range stacks {
		template := assertions.Template_FromStack(stack, nil)
		for _, kind := range []string{"AWS::IAM::ManagedPolicy", "AWS::IAM::Role"} {
			for _, resource := range *template.FindResources(&kind, nil) {
				properties := (*resource)["Properties"].(map[string]any)
				require.NotContains(t, properties, "ManagedPolicyName")
				require.NotContains(t, properties, "RoleName")
			}
		}
	}
}

// The rows of docs/names.md on what a changed name or path replaces: a resource
// is made again when its name, its path or its logical id changes, before the
// old one is deleted; so that fails unless the name changes too.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
func TestChangesOfNames(t *testing.T) {
	page, err := os.ReadFile("docs/names.md")
	require.NoError(t, err)
	before := namesOf(t, "", "Publisher", func(*props) {})
	for _, test := range []struct {
		row, scope, id string
		change         func(*props)
		made           []string
		// succeeds is true where the names of what is made again are new.
		succeeds bool
	}{
		{"`PolicyName`", "", "Publisher", func(p *props) { p.PolicyName = jsii.String("other") }, []string{"AWS::IAM::ManagedPolicy", "AWS::IAM::Role"}, true},
		{"`Role.Name`", "", "Publisher", func(p *props) { p.Role.Name = jsii.String("other") }, []string{"AWS::IAM::Role"}, true},
		{"`PolicyPath` alone", "", "Publisher", func(p *props) { p.PolicyPath = jsii.String("/other/") }, []string{"AWS::IAM::ManagedPolicy", "AWS::IAM::Role"}, false},
		{"`Role.Path` alone", "", "Publisher", func(p *props) { p.Role.Path = jsii.String("/other/") }, []string{"AWS::IAM::Role"}, false},
		{"the id of the construct", "", "Other", func(*props) {}, []string{"AWS::IAM::ManagedPolicy", "AWS::IAM::Role"}, false},
		{"the scope it is in", "Other", "Publisher", func(*props) {}, []string{"AWS::IAM::ManagedPolicy", "AWS::IAM::Role"}, false},
	} {
		t.Run(test.row, func(t *testing.T) {
			var made []string
			after := namesOf(t, test.scope, test.id, test.change)
			for _, kind := range slices.Sorted(maps.Keys(before)) {
				if before[kind] != after[kind] {
					made = append(made, kind)
					require.Equal(t, test.succeeds, before[kind].name != after[kind].name, kind)
				}
			}
			require.Equal(t, test.made, made)
			row := regexp.MustCompile(`(?m)^\| [^|]*` + regexp.QuoteMeta(test.row) + `[^|]* \| ([^|]*) \|`).FindStringSubmatch(string(page))
			require.NotNil(t, row, "docs/names.md has no such row")
			require.Equal(t, test.succeeds, strings.HasPrefix(row[1], "makes a new "), row[1])
			require.Equal(t, !test.succeeds, strings.HasPrefix(row[1], "fails"), row[1])
		})
	}
}

// What changes in place is in no name, path or logical id, and a policy has no
// description, a change of which would replace it.
func TestChangesInPlace(t *testing.T) {
	before := namesOf(t, "", "Publisher", func(*props) {})
	require.Equal(t, "", before["AWS::IAM::ManagedPolicy"].description)
	for name, change := range map[string]func(*props){
		"permissions":    func(p *props) { p.AllowDelete = jsii.Bool(false) },
		"trust":          func(p *props) { (*p.Trust.Subjects)[0].Environments = jsii.Strings("other") },
		"boundary":       func(p *props) { p.Role.PermissionsBoundaryArn = jsii.String("boundary") },
		"description":    func(p *props) { p.Role.Description = jsii.String("Other") },
		"session length": func(p *props) { p.Role.MaxSessionDuration = awscdk.Duration_Hours(jsii.Number(2)) },
	} {
		after := namesOf(t, "", "Publisher", change)
		require.Equal(t, before["AWS::IAM::ManagedPolicy"], after["AWS::IAM::ManagedPolicy"], name)
		is, was := after["AWS::IAM::Role"], before["AWS::IAM::Role"]
		is.description = was.description
		require.Equal(t, was, is, name)
	}
}

// names are what CloudFormation makes a resource again for; of a policy the
// description too.
type names struct{ id, name, path, description any }

// namesOf returns the names of a publisher's policy and role, by their types.
func namesOf(t *testing.T, scope, id string, change func(*props)) map[string]names {
	t.Helper()
	stack := newStack(environment("123456789012", "eu-west-1"))
	var within constructs.Construct = stack
	if scope != "" {
		within = constructs.NewConstruct(stack, &scope)
	}
	p := acme()
	p.Role = &cipublisher.RoleProps{}
	change(p)
	cipublisher.NewCiPublisher(within, &id, p)
	all := map[string]names{}
	for kind, name := range map[string]string{"AWS::IAM::ManagedPolicy": "ManagedPolicyName", "AWS::IAM::Role": "RoleName"} {
		found := *assertions.Template_FromStack(stack, nil).FindResources(&kind, nil)
		require.Len(t, found, 1)
		for id, resource := range found {
			properties := (*resource)["Properties"].(map[string]any)
			all[kind] = names{id, properties[name], properties["Path"], properties["Description"]}
		}
	}
	return all
}
