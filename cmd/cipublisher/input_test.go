package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// asYAML is a JSON text as another program writes it in YAML.
func asYAML(t *testing.T, text string) string {
	t.Helper()
	var value any
	require.NoError(t, yaml.Unmarshal([]byte(text), &value))
	written, err := yaml.Marshal(value)
	require.NoError(t, err)
	return string(written)
}

// Wherever JSON is read, YAML is, and the answer is the same.
func TestYAMLIsReadWhereJSONIs(t *testing.T) {
	release := printed(t, "trust "+ownAccount+" "+repository+" --environment release")
	identity := printed(t, "policy "+images)
	claims := mustRead(t, "testdata/examples/claims.json")
	details := `{"RoleDetailList": [{"RoleName": "publisher", "Arn": "arn:aws:iam::111122223333:role/publisher", "AssumeRolePolicyDocument": ` + release + `, "RolePolicyList": []}],
		"Policies": [{"PolicyName": "p", "Arn": "arn:aws:iam::111122223333:policy/p", "AttachmentCount": 1, "PolicyVersionList": [{"IsDefaultVersion": true, "VersionId": "v1", "Document": ` + identity + `}]}]}`
	template := mustRead(t, reports+"stack.template.json")
	files := map[string]string{}
	for name, content := range map[string]string{"release": release, "identity": identity, "claims": claims, "account": details, "list": "[" + identity + "]", "template": template} {
		files[name+".json"], files[name+".yaml"] = content, asYAML(t, content)
	}
	files["date.yaml"] = "Version: 2012-10-17\nStatement:\n- Effect: Allow\n  Action: ecr:GetAuthorizationToken\n  Resource: '*'\n"
	inFolderWith(t, files)
	for _, line := range []string{
		"check trust --policy release.* --claims claims.*", "check trust --account account.* --role publisher --claims claims.*",
		"check policy --policy identity.* --boundary list.* --action ecr:PutImage --resource arn:aws:ecr:eu-west-1:111122223333:repository/app",
		"explain --policy identity.*", "explain --policy list.*", "explain --diff identity.* release.*", "explain --diff account.* account.*",
		"audit account.*", "explain --diff template.* template.*", "explain --template template.*", "explain --diff list.* identity.*",
	} {
		want := cipublisher(words(strings.ReplaceAll(line, ".*", ".json"))...)
		assert.NotEqual(t, exitBadInput, want.status, want.stderr)
		got := cipublisher(words(strings.ReplaceAll(line, ".*", ".yaml"))...)
		got.stdout = strings.ReplaceAll(got.stdout, ".yaml", ".json")
		assert.Equal(t, want, got, line)
	}
	assert.Equal(t, exitOK, cipublisher(words("check policy --policy date.yaml --action ecr:GetAuthorizationToken --resource *")...).status)
}

func TestInputsThatAreRefused(t *testing.T) {
	inFolderWith(t, map[string]string{
		"twice.yaml": "Version: 2012-10-17\nVersion: 2012-10-17\n", "short.yaml": "Statement: !Ref Statement\n", "text": "Allow everything",
		"comma.json": `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},]}`,
	})
	large, err := os.Create("large")
	require.NoError(t, err)
	require.NoError(t, large.Truncate(maxInput+1))
	require.NoError(t, large.Close())
	for name, fault := range map[string]string{
		"twice.yaml": `--policy "twice.yaml" can't be read as YAML: yaml: unmarshal errors:`,
		"short.yaml": `--policy "short.yaml" can't be read as YAML: line 1: !Ref is a tag of no document that is read here; correct it, or write JSON`,
		"text":       `--policy "text" is not JSON`,
		"comma.json": `--policy "comma.json" is not JSON`,
		"large":      `--policy "large" has more than 16 MiB; name the right file`,
		"nothing":    `--policy "nothing" can't be read: no such file or directory; name a readable file, or - for stdin`,
		".":          `--policy "." can't be read: is a directory; name a readable file, or - for stdin`,
	} {
		got := cipublisher("explain", "--policy", name)
		assert.Equal(t, exitBadInput, got.status, name)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, fault)
	}
	t.Run("stdin for two", func(t *testing.T) {
		got := withStdin("{}", "check", "trust", "--policy", "-", "--claims", "-")
		assert.Contains(t, got.stderr, `--claims "-" reads stdin, which another flag has read; name a file`)
	})
}
