package adopt_test

import (
	"encoding/json"
	"go/parser"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/adopt"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/policy"
)

var style = report.Style{}

func TestForms(t *testing.T) {
	roles := map[string][2]any{"all": {released, policy.New(publishers["all"].Statements(home)...)}, "two": {released, policy.New(publishers["two-buckets"].Statements(home)...)}}
	proposals := adopt.Roles(accountOf(t, roles), adopt.Options{Region: "eu-west-1"})
	assert.True(t, json.Valid([]byte(adopt.JSON(proposals))))
	assert.Contains(t, adopt.Text(proposals, style), "these options cover all that it may do:")
	_, err := parser.ParseExpr("func() {\n" + adopt.Props(proposals) + "}")
	require.NoError(t, err, adopt.Props(proposals))
	assert.Contains(t, adopt.Props(proposals), `BucketName: jsii.String("acme-dist")`)
	assert.Contains(t, adopt.Props(proposals), `&[]*cipublisher.S3BucketProps{{BucketName: jsii.String("acme-mirror"), Prefixes: jsii.Strings("x/")}, {BucketName: jsii.String("acme-whole")}}`)
	assert.Contains(t, adopt.Text(nil, style), "no role")
}
