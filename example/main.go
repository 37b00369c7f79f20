// Command example is a CDK app that makes publishers, driven by CDK context:
// docs/options.md lists the keys. Without any context it makes a publisher and a
// dev publisher for a made-up company; edit the names, or pass your own:
//
//	npx aws-cdk deploy -c s3Bucket=my-dist -c githubRepositories=my/app
package main

import (
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
)

func main() {
	if err := run(); err != nil {
		jsii.Close()
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	jsii.Close()
}

func run() error {
	context, err := contextOfFile("cdk.json")
	if err != nil {
		return err
	}
	props := &awscdk.AppProps{Context: context}
	if os.Getenv("CDK_OUTDIR") == "" {
		// Not run by the CDK command line, which names a folder of its own.
		props.Outdir = jsii.String("cdk.out")
	}
	app := awscdk.NewApp(props)
	if err := newStack(app, contextOf(app)); err != nil {
		return err
	}
	app.Synth(nil)
	return nil
}

// newStack adds the stack that the context describes to the app.
func newStack(app awscdk.App, context map[string]any) error {
	settings, err := parse(context)
	if err != nil {
		return err
	}
	if err := settings.validate(); err != nil {
		return err
	}
	stack := awscdk.NewStack(app, jsii.String("CiPublisher"), &awscdk.StackProps{
		Description: jsii.String("Roles that CI pipelines publish artifacts with"),
		Env:         settings.environment(),
	})
	for _, p := range settings.publishers {
		cipublisher.NewCiPublisher(stack, &p.id, p.props)
	}
	return nil
}
