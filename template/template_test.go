package template_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/template"
)

func TestLimits(t *testing.T) {
	filled := func(resources, outputs, parameters int, text string) template.Template {
		made := template.Template{Resources: map[string]template.Resource{}, Outputs: map[string]template.Output{}}
		for i := range resources {
			made.Resources["R"+strconv.Itoa(i)] = template.Resource{Type: "AWS::SNS::Topic", Properties: map[string]any{"DisplayName": text}}
		}
		for i := range outputs {
			made.Outputs["O"+strconv.Itoa(i)] = template.Output{Value: "x"}
		}
		for i := range parameters {
			made.AddParameter("P"+strconv.Itoa(i), template.Parameter{Type: "String"})
		}
		return made
	}
	require.NoError(t, filled(500, 200, 200, "").Validate())
	for _, test := range []struct {
		made    template.Template
		message string
	}{
		{filled(501, 0, 0, ""), "the template has 501 resources, and CloudFormation takes 500 at most; divide it between several stacks"},
		{filled(1, 201, 0, ""), "the template has 201 outputs, and CloudFormation takes 200 at most; divide it between several stacks"},
		{filled(1, 0, 201, ""), "the template has 201 parameters, and CloudFormation takes 200 at most; divide it between several stacks"},
		{filled(2, 0, 0, strings.Repeat("x", template.MaxBytes/2)), "bytes, and CloudFormation takes 1048576 at most"},
	} {
		require.ErrorContains(t, test.made.Validate(), test.message)
	}
}
