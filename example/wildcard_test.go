package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// withoutResource are the actions that AWS has no resource type for, so that a
// policy can only name "*".
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
var withoutResource = []string{"ecr:GetAuthorizationToken", "sts:GetServiceBearerToken"}

// Every wildcard that the default template grants is one that the example's
// settings ask for by name: a prefix is all keys that begin with it, and mode
// "both" asks for the dev publisher, which trusts any ref. A Deny grants nothing.
func TestDefaultTemplateHasNoWildcardThatNobodyAsksFor(t *testing.T) {
	text, err := os.ReadFile("testdata/default.template.json") // which TestTemplates compares
	require.NoError(t, err)
	var template struct {
		Resources map[string]struct {
			Type       string
			Properties map[string]any
		}
	}
	require.NoError(t, json.Unmarshal(text, &template))
	asked := map[string]bool{}
	for _, ask := range []struct{ wildcard, setting string }{
		{"arn:AWS::Partition:s3:::%s/%s*", "s3Bucket s3Prefix"},
		{"arn:AWS::Partition:s3:::%s/%s*", "s3Bucket s3DevPrefix"},
		{"repo:%s:ref:refs/heads/*", "githubRepositories"},
		{"repo:%s:ref:refs/tags/*", "githubRepositories"},
	} {
		var values []any
		for _, key := range strings.Fields(ask.setting) {
			require.NotEmpty(t, defaults[key], key)
			values = append(values, defaults[key])
		}
		asked[fmt.Sprintf(ask.wildcard, values...)] = false
	}
	require.Equal(t, "both", defaults["mode"])

	documents := 0
	for id, resource := range template.Resources {
		for name, document := range resource.Properties {
			if !strings.HasSuffix(name, "PolicyDocument") {
				continue
			}
			documents++
			for _, s := range document.(map[string]any)["Statement"].([]any) {
				statement := s.(map[string]any)
				if statement["Effect"] == string(policy.Deny) {
					continue
				}
				if statement["Resource"] == "*" {
					assert.Subset(t, withoutResource, textsOf(statement["Action"]), "%s: %v", id, statement["Sid"])
					delete(statement, "Resource")
				}
				for element := range statement {
					assert.False(t, strings.HasPrefix(element, "Not"), "%s: %s grants what it does not name", id, element)
				}
				for _, value := range textsOf(statement) {
					if strings.ContainsAny(value, "*?") {
						_, ok := asked[value]
						assert.True(t, ok, "%s: no setting asks for %s", id, value)
						asked[value] = true
					}
				}
			}
		}
	}
	require.Equal(t, 4, documents, "two policies and two trust policies")
	for value, there := range asked {
		assert.True(t, there, "%s is asked for and not granted", value)
	}
}

// textsOf returns every text of a value, one that the deployment joins as one.
func textsOf(value any) []string {
	var all []string
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		for _, item := range value {
			all = append(all, textsOf(item)...)
		}
	case map[string]any:
		if join, ok := value["Fn::Join"].([]any); ok {
			return []string{strings.Join(textsOf(join[1]), join[0].(string))}
		}
		for _, item := range value {
			all = append(all, textsOf(item)...)
		}
	}
	return all
}
