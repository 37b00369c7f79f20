package main

import (
	"encoding/json"
	"io"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/stretchr/testify/require"
)

// The CDK app and the command line make the same stacks of a registry.
func TestIsWhatTheTemplatesAre(t *testing.T) {
	r := example(t)
	app := awscdk.NewApp(&awscdk.AppProps{Context: flags})
	require.NoError(t, newLandingZone(app, r, nil, newProgress(io.Discard)))
	templates, err := r.Templates()
	require.NoError(t, err)
	stacks := *app.Synth(nil).Stacks()
	require.Len(t, stacks, len(templates))
	for _, stack := range stacks {
		made, err := json.Marshal(stack.Template())
		require.NoError(t, err)
		require.Equal(t, sections(t, []byte(templates[*stack.StackName()].Indent())), sections(t, made), *stack.StackName())
	}
}
