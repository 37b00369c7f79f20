package main

import (
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func example(t *testing.T) registry.Registry {
	t.Helper()
	text, err := os.ReadFile("registry.yaml")
	require.NoError(t, err)
	r, err := registry.Read(text)
	require.NoError(t, err)
	return r
}

// sections returns what of a template is about resources.
func sections(t *testing.T, text []byte) any {
	t.Helper()
	var template struct{ Resources map[string]any }
	require.NoError(t, json.Unmarshal(text, &template))
	return template.Resources
}

func TestAStageForEachAccount(t *testing.T) {
	r := example(t)
	accounts, err := accountsOf("111122223333/eu-west-1, 444455556666/us-east-1")
	require.NoError(t, err)
	app := awscdk.NewApp(&awscdk.AppProps{Context: flags})
	require.NoError(t, newLandingZone(app, r, accounts, newProgress(io.Discard)))
	assembly := app.Synth(nil)
	for _, a := range accounts {
		nested := assembly.GetNestedAssembly(jsii.String("assembly-Account" + a.id))
		r.AccountID, r.Region = a.id, a.region
		templates, err := r.Templates()
		require.NoError(t, err)
		require.Len(t, *nested.Stacks(), len(templates))
		for _, stack := range *nested.Stacks() {
			require.Equal(t, a.id, *stack.Environment().Account)
			made, err := json.Marshal(stack.Template())
			require.NoError(t, err)
			require.Equal(t, sections(t, []byte(templates[*stack.StackName()].Indent())), sections(t, made))
		}
	}
}

func TestRefusesTables(t *testing.T) {
	for _, test := range []struct{ table, message string }{
		{"1234/eu-west-1", `accounts "1234/eu-west-1" is not an account and its region; write accounts=123456789012/eu-west-1`},
		{"111122223333", `accounts "111122223333" is not an account and its region`},
		{"111122223333/eu-west-1,111122223333/us-east-1", `accounts "111122223333/us-east-1" names an account again: IAM is global, so it takes the roles in one region only; leave it out`},
	} {
		_, err := accountsOf(test.table)
		require.ErrorContains(t, err, test.message)
	}
	r := example(t)
	r.AccountID = "123456789012"
	require.ErrorContains(t, newLandingZone(awscdk.NewApp(&awscdk.AppProps{Context: flags}), r, []account{{"111122223333", "eu-west-1"}}, newProgress(io.Discard)),
		"accounts are named, but the registry is for one account; take accountId and region out of it")
}
