// Command landingzone is a CDK app that makes one least-privilege role for each
// repository of a registry:
//
//	npx aws-cdk synth --app 'go run ./example/landingzone' -c registry=registry.yaml
//
// With -c accounts=111122223333/eu-west-1,444455556666/us-east-1 it makes them
// in each of these accounts, a stage for each, which a pipeline of CDK
// Pipelines can take as it is.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/registry"
)

const defaultRegistry = "example/landingzone/registry.yaml"

// flags are the CDK's feature flags that a template shows; a cdk.json that the
// command line has made has them too.
//
// https://docs.aws.amazon.com/cdk/v2/guide/featureflags.html
var flags = &map[string]any{
	"@aws-cdk/core:enablePartitionLiterals": true,
	"@aws-cdk/aws-iam:minimizePolicies":     true,
}

func main() {
	err := run()
	jsii.Close()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	props := &awscdk.AppProps{Context: flags}
	if os.Getenv("CDK_OUTDIR") == "" {
		// Not run by the CDK command line, which names a folder of its own.
		props.Outdir = jsii.String("cdk.out")
	}
	app := awscdk.NewApp(props)
	file, _ := app.Node().TryGetContext(jsii.String("registry")).(string)
	if file == "" {
		file = defaultRegistry
	}
	list, _ := app.Node().TryGetContext(jsii.String("accounts")).(string)
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("cipublisher: %w; name the registry with -c registry=FILE", err)
	}
	r, err := registry.Read(text)
	if err != nil {
		return err
	}
	accounts, err := accountsOf(list)
	if err != nil {
		return err
	}
	if err := newLandingZone(app, r, accounts, newProgress(os.Stderr)); err != nil {
		return err
	}
	app.Synth(nil)
	return nil
}

// account is one row of the table of accounts.
type account struct{ id, region string }

// accountsOf reads the table of accounts.
func accountsOf(list string) ([]account, error) {
	var accounts []account
	var faults fault.List
	seen := map[string]bool{}
	for text := range strings.SplitSeq(list, ",") {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		id, region, _ := strings.Cut(text, "/")
		switch {
		case !aws.AccountID.Accepts(id) || !aws.Region.Accepts(region):
			faults.Add("accounts", text, "is not an account and its region", "write accounts=123456789012/eu-west-1")
		case seen[id]:
			faults.Add("accounts", text, "names an account again: IAM is global, so it takes the roles in one region only", "leave it out")
		default:
			seen[id] = true
			accounts = append(accounts, account{id, region})
		}
	}
	return accounts, faults.Err()
}

// newLandingZone makes the registry's stacks: in the account that the registry
// or the deployment names, or in a stage for each account of the table.
func newLandingZone(app awscdk.App, r registry.Registry, accounts []account, progress *progress) error {
	progress.expect(r, max(len(accounts), 1))
	if len(accounts) == 0 {
		newStacks(app, r, progress)
		return nil
	}
	if r.AccountID != "" || r.Region != "" {
		var faults fault.List
		faults.Add("accounts", "", "are named, but the registry is for one account", "take accountId and region out of it")
		return faults
	}
	for _, a := range accounts {
		r.AccountID, r.Region = a.id, a.region
		newStacks(newStage(app, a), r, progress)
	}
	return nil
}

// newStage makes the stage of an account.
func newStage(scope constructs.Construct, a account) awscdk.Stage {
	return awscdk.NewStage(scope, jsii.String("Account"+a.id), &awscdk.StageProps{
		Env: &awscdk.Environment{Account: &a.id, Region: &a.region},
	})
}
