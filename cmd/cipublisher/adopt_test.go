package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

func TestAdopt(t *testing.T) {
	inExamples(t)
	require.NoError(t, os.MkdirAll("trail/2026/11", 0o755))
	require.NoError(t, os.Rename("cloudtrail.json", "trail/2026/11/a.json"))
	for line, want := range map[string]int{
		"account.json --role ecr-push":                                           exitOK,
		"account.json --role ecr-push -o props":                                  exitOK,
		"account.json --role ecr-push --cloudtrail trail":                        exitOK,
		"account.json --role ecr-push --cloudtrail trail/2026/11/a.json -o json": exitOK,
		"account.json": exitDenied, // an administrator is no publisher
		"account.json --role ecr-push -o registry":                                                  exitDenied, // its ids are not known
		"account.json --role ecr-push -o registry --ids octo-org/octo-repo=9919/1296269":            exitOK,
		"account.json --role CdkGitHubDeploy --role ecr-push --region eu-west-1 --cloudtrail trail": exitDenied,
	} {
		got := cipublisher(append([]string{"adopt"}, words(line)...)...)
		assert.Equal(t, want, got.status, "%s\n%s%s", line, got.stderr, got.stdout)
		assert.NotEmpty(t, got.stdout, line)
	}
	var proposals []struct {
		Covers  bool
		Options map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(cipublisher(words("adopt account.json --role ecr-push --cloudtrail trail -o json")...).stdout), &proposals))
	assert.True(t, proposals[0].Covers)
	assert.NotContains(t, proposals[0].Options, "Ecr.Pull", "nothing was seen to be pulled")
	_, err := registry.Read([]byte(cipublisher(words("adopt account.json --role ecr-push -o registry --ids octo-org/octo-repo=9919/1296269")...).stdout))
	assert.NoError(t, err)
}

// Rows that may write to the same place are for a person to decide.
func TestAdoptSaysWhatARegistryRefuses(t *testing.T) {
	const role = `{"RoleName":"NAME","Path":"/ci/","Arn":"arn:aws:iam::111122223333:role/ci/NAME","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
		"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:acme@1/NAME@ID:ref:refs/heads/main"}}}]},
		"RolePolicyList":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:PutObject","s3:PutObjectTagging"],"Resource":"arn:aws:s3:::dist/x/*"},{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::dist"}]}}]}`
	replace := func(name, id string) string {
		return strings.NewReplacer("NAME", name, "@ID", "@"+id).Replace(role)
	}
	got := withStdin(`{"RoleDetailList":[`+replace("a", "2")+","+replace("b", "3")+`]}`, words("adopt - -o registry --region eu-west-1")...)
	assert.Contains(t, got.stdout, "# cipublisher: ")
	assert.Contains(t, got.stdout, "roleName: a")
}

func TestAdoptRefuses(t *testing.T) {
	inExamples(t)
	require.NoError(t, os.Mkdir("empty", 0o755))
	for line, faults := range map[string][]string{
		"account.json --role nobody":             {`--role "nobody" is not the name of a role of the account; write the name without its path`},
		"account.json --ids acme/app=1":          {`--ids "acme/app=1" has no two ids; write it as acme/app=1234/5678`},
		"account.json --cloudtrail empty":        {`--cloudtrail "empty" has no file that ends in .json or .json.gz; name the folder of the trail`},
		"account.json -o yaml":                   {`--format "yaml" is not a format; use one of text, registry, props, json`},
		"account.json --cloudtrail account.json": {`--cloudtrail "account.json" can't be read as events of CloudTrail (it has no records); give files of a trail's bucket, or what "aws cloudtrail lookup-events" prints`},
	} {
		t.Run(line, func(t *testing.T) {
			assert.Equal(t, result{"", refusal("adopt", faults...), exitBadInput}, cipublisher(append([]string{"adopt"}, words(line)...)...))
		})
	}
}
