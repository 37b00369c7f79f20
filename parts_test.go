package cipublisher_test

import (
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// What a role is made of is asked for later, and is one object each time: that
// which the CDK has in its tree.
func TestPartsAreOneObject(t *testing.T) {
	stack, publisher := newAcme(t)
	child := func(id string) constructs.IConstruct { return publisher.Node().FindChild(&id) }
	require.Same(t, publisher.Role(), publisher.Role())
	require.Same(t, publisher.Role(), child("Role"))
	require.Same(t, publisher.Policy(), publisher.Policy())
	require.Same(t, publisher.Policy(), child("Policy"))
	require.Same(t, publisher.Policy(), publisher.Policies()[0])
	require.Same(t, publisher.Provider(), publisher.Provider())
	require.Same(t, publisher.GrantPrincipal(), publisher.Role().GrantPrincipal())
	require.Same(t, publisher, publisher.Role().Node().Scope())
	require.Same(t, publisher, stack.Node().FindChild(jsii.String("Publisher")))
	require.Nil(t, publisher.InstanceProfile())

	publisher.Policies()[0] = nil
	require.NotNil(t, publisher.Policy())

	props := acme()
	props.Trust = nil
	props.PolicyName = jsii.String("other")
	alone := cipublisher.NewCiPublisher(stack, jsii.String("Alone"), props)
	require.Nil(t, alone.Role())
	require.Nil(t, alone.Provider())
	require.Same(t, alone.GrantPrincipal(), alone.GrantPrincipal())

	runner := cipublisher.NewCiPublisher(stack, jsii.String("Runner"), &cipublisher.CiPublisherProps{
		PolicyName: jsii.String("runner"), S3: &cipublisher.S3Props{BucketName: jsii.String("acme-dist")},
		Service: &cipublisher.ServiceTrustProps{Ec2: jsii.Bool(true)},
	})
	require.Same(t, runner.InstanceProfile(), runner.InstanceProfile())
	require.Equal(t, "Stack/Runner/InstanceProfile", *runner.InstanceProfile().Node().Path())

	props = existing()
	props.PolicyName = jsii.String("existing")
	imported := cipublisher.NewCiPublisher(stack, jsii.String("Existing"), props)
	require.Same(t, imported.Provider(), imported.Provider())
	require.Equal(t, "Stack/Existing/OidcProvider", *imported.Provider().Node().Path())
}

// What the parts call a prop is what CDK's class calls it: index.js passes
// on whatever it does not name itself.
func TestPartsAreNamedAsTheCDKsProps(t *testing.T) {
	index, err := os.ReadFile("internal/assembly/index.js")
	require.NoError(t, err)
	keys := func(of any) (all []string) {
		if of == nil {
			return nil
		}
		for _, f := range reflect.VisibleFields(reflect.TypeOf(of)) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			all = append(all, name)
		}
		return all
	}
	for _, kind := range cipublisher.Parts() {
		known := keys(map[string]any{
			"policyPart": awsiam.ManagedPolicyProps{}, "rolePart": awsiam.RoleProps{}, "instanceProfilePart": awsiam.InstanceProfileProps{},
		}[kind.Name()])
		for _, key := range keys(reflect.Zero(kind).Interface()) {
			if !regexp.MustCompile(`[{ .]` + key + `\b`).Match(index) {
				require.Contains(t, known, key, kind.Name())
			}
		}
	}
}

// An error of the CDK is one message, as of any construct, and nothing is
// remembered of what was not made.
func TestErrorsOfTheCDK(t *testing.T) {
	stack, _ := newAcme(t)
	props := acme()
	props.PolicyName = jsii.String("another")
	message := panicMessage(t, func() { cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props) })
	require.Regexp(t, `^There is already a Construct with name 'Publisher' in Stack\d* \[Stack\]$`, message)
	cipublisher.NewCiPublisher(stack, jsii.String("Another"), props)
	assertions.Template_FromStack(stack, nil).ResourceCountIs(jsii.String("AWS::IAM::Role"), jsii.Number(2))
}

// program is an app of publishers, of which TestKernelCalls counts the requests.
type program struct {
	publishers int
	// trusted is how they name their repository: by name alone they have a warning.
	trusted string
	// provider is created, and not imported.
	provider, synthesized bool
}

const programVariable = "CIPUBLISHER_TEST_PROGRAM"

// TestKernelProgram is no test: it is what TestKernelCalls runs.
func TestKernelProgram(t *testing.T) {
	text := os.Getenv(programVariable)
	if text == "" {
		t.Skip("TestKernelCalls runs it")
	}
	var p program
	_, err := fmt.Sscan(text, &p.publishers, &p.trusted, &p.provider, &p.synthesized)
	require.NoError(t, err)
	app := newApp()
	stack := awscdk.NewStack(app, jsii.String("Stack"), nil)
	for i := range p.publishers {
		props := acme()
		if !p.provider {
			props = existing()
		}
		id := fmt.Sprintf("Publisher%d", i)
		props.PolicyName = &id
		(*props.Trust.Subjects)[0].Repositories = &[]*string{&p.trusted}
		cipublisher.NewCiPublisher(stack, &id, props)
	}
	if p.synthesized {
		app.Synth(nil)
	}
}

// kernelCalls counts the requests that a program makes to the CDK's process, in
// jsii's debug output.
func (p program) kernelCalls(t *testing.T) int {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run=^TestKernelProgram$")
	command.Env = append(os.Environ(), "JSII_DEBUG=1", fmt.Sprintf("%s=%d %s %t %t", programVariable, p.publishers, p.trusted, p.provider, p.synthesized))
	output, err := command.CombinedOutput()
	require.NoError(t, err)
	calls := len(regexp.MustCompile(`(?m)^> \{"(api|complete)":`).FindAll(output, -1))
	require.Positive(t, calls)
	return calls
}

// A publisher is one request, its notes and warnings among it. What the first of a stack
// asks besides is where the stack is; what several have to say is one
// request more, and at synthesis it does not grow with them.
func TestKernelCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("runs nine programs")
	}
	const byID, byName = "acme@1234/app@5678", "acme/app"
	nothing := program{0, byID, false, false}.kernelCalls(t)
	// Loading the package; the stack, its partition, region and account.
	const home = 5
	require.Equal(t, nothing+home+1, program{1, byID, false, false}.kernelCalls(t))
	require.Equal(t, nothing+home+1, program{1, byName, false, false}.kernelCalls(t))
	// The stack's node and what it has of a provider, making that, its ARN, and the
	// role after it.
	require.Equal(t, nothing+home+1+5, program{1, byID, true, false}.kernelCalls(t))
	const gathering = 1
	require.Equal(t, nothing+home+2+gathering, program{2, byID, false, false}.kernelCalls(t))
	require.Equal(t, nothing+home+20+gathering, program{20, byName, false, false}.kernelCalls(t))
	two, twenty := program{2, byName, false, true}.kernelCalls(t), program{20, byName, false, true}.kernelCalls(t)
	require.Equal(t, two+18, twenty)
	without := program{1, byID, false, true}.kernelCalls(t)
	// What is shown, the node and the path of the scope, what is gathered, and the
	// callback's answer.
	require.Equal(t, without+1+gathering+5, two)
}
