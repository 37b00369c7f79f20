package adopt_test

import (
	"encoding/json"
	"go/parser"
	"strings"
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
	wider := adopt.Roles(accountOf(t, map[string][2]any{"a": {released, json.RawMessage(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::acme-dist/x/*"}]}`)}}), adopt.Options{})
	var written []struct{ New []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(adopt.JSON(wider)), &written))
	require.NotEmpty(t, written[0].New)
	for key := range written[0].New[0] {
		assert.Equal(t, strings.ToLower(key), key, "keys as in every other report")
	}
	assert.Contains(t, adopt.Text(proposals, style), "these options cover all that it may do:")
	_, err := parser.ParseExpr("func() {\n" + adopt.Props(proposals) + "}")
	require.NoError(t, err, adopt.Props(proposals))
	assert.Contains(t, adopt.Props(proposals), `BucketName: jsii.String("acme-dist")`)
	assert.Contains(t, adopt.Props(proposals), `&[]*cipublisher.S3BucketProps{{BucketName: jsii.String("acme-mirror"), Prefixes: jsii.Strings("x/")}, {BucketName: jsii.String("acme-whole")}}`)
	assert.Contains(t, adopt.Text(nil, style), "no role")
}
