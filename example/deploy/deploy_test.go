package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/cdkrules"
	"github.com/cipublisher/cipublisher/internal/golden"
)

func TestMain(m *testing.M) {
	flag.Parse()
	// The app needs no credentials: it must not find any.
	for _, name := range []string{"AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"} {
		os.Unsetenv(name)
	}
	os.Exit(cdkrules.Without(func() int {
		defer jsii.Close()
		return golden.Main(m, "testdata")
	}))
}

func TestTemplate(t *testing.T) {
	stack := newStack(awscdk.NewApp(nil))
	template := assertions.Template_FromStack(stack, nil)
	template.ResourceCountIs(jsii.String("AWS::IAM::Role"), jsii.Number(3))
	template.ResourceCountIs(jsii.String("AWS::IAM::OIDCProvider"), jsii.Number(1))
	text, err := json.MarshalIndent(template.ToJSON(), "", "  ")
	require.NoError(t, err)
	golden.Compare(t, filepath.Join("testdata", "deploy.template.json"), string(text)+"\n")

	annotations := assertions.Annotations_FromStack(stack)
	assert.Empty(t, *annotations.FindWarning(jsii.String("*"), assertions.Match_AnyValue()), "the example takes no risks")
	assert.Empty(t, *annotations.FindError(jsii.String("*"), assertions.Match_AnyValue()))
}
