package cipublisher_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
)

func TestMain(m *testing.M) {
	flag.Parse()
	code := golden.Main(m, "testdata")
	jsii.Close()
	os.Exit(code)
}

// cdkContext is the context of the repository's cdk.json, so that tests see
// what the command line would make.
func cdkContext() *map[string]any {
	text, err := os.ReadFile("cdk.json")
	if err != nil {
		panic(err)
	}
	var file struct{ Context map[string]any }
	if err := json.Unmarshal(text, &file); err != nil {
		panic(err)
	}
	return &file.Context
}

// newStack returns a stack of an app of its own; without an environment it is
// environment-agnostic.
func newStack(environment *awscdk.Environment) awscdk.Stack {
	app := awscdk.NewApp(&awscdk.AppProps{Context: cdkContext()})
	return awscdk.NewStack(app, jsii.String("Stack"), &awscdk.StackProps{Env: environment})
}

// environment returns the CDK environment of an account and a region.
func environment(account, region string) *awscdk.Environment {
	return &awscdk.Environment{Account: &account, Region: &region}
}

// synthesize returns the template of a stack as JSON for people, without what
// CDK adds to every stack.
func synthesize(t *testing.T, stack awscdk.Stack) string {
	t.Helper()
	template := *assertions.Template_FromStack(stack, nil).ToJSON()
	delete(template, "Rules")
	if parameters, ok := template["Parameters"].(map[string]any); ok {
		delete(parameters, "BootstrapVersion")
		if len(parameters) == 0 {
			delete(template, "Parameters")
		}
	}
	text, err := json.MarshalIndent(template, "", "  ")
	require.NoError(t, err)
	return string(text) + "\n"
}

// requireGolden compares a text with a file in testdata.
func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), got)
}

// panicMessage returns what a call panics with.
func panicMessage(t *testing.T, call func()) (message string) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			message = fmt.Sprint(r)
			return
		}
		t.Error("no panic")
	}()
	call()
	return ""
}
