package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const dist = "arn:aws:s3:::my-company-dist"

// inFolderWith makes the test run in a folder with these files.
func inFolderWith(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(folderWith(t, files))
}

func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
	}
	return folder
}

// printed is the document that a command prints.
func printed(t *testing.T, line string) string {
	t.Helper()
	got := cipublisher(words(line)...)
	require.Equal(t, exitOK, got.status, got.stderr)
	return got.stdout
}

func TestCheckPolicy(t *testing.T) {
	inFolderWith(t, map[string]string{
		"normal.json": printed(t, "policy "+module+" "+bucket+" --codeartifact-domain my-company --s3-prefix release/"),
		"dev.json":    printed(t, "policy "+module+" "+bucket+" --dev"),
		"all-but.json": `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "NotAction": "iam:*",
			"NotResource": ["arn:aws:s3:::secret", "arn:aws:s3:::secret/*"]}}`,
		"network.json": `{"Version": "2012-10-17", "Statement": [
			{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {
				"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}, "Bool": {"aws:SecureTransport": "true"}}},
			{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Condition": {
				"ForAnyValue:StringEquals": {"aws:TagKeys": ["team", "owner"]}}}]}`,
		"s3-only.json": `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}`,
		"bucket.json": `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "` + dist + `/*",
			"Principal": {"AWS": "arn:aws:iam::444455556666:role/ci/builder"}}]}`,
		"account.json": `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
			"Condition": {"StringEquals": {"aws:PrincipalAccount": "444455556666"}, "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ci/*"}}}]}`,
		"freeze.json": `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}`,
	})
	for _, test := range []struct {
		name, line string
		status     int
		want       []string
	}{
		{"allowed", "--policy normal.json --action s3:PutObject --resource " + dist + "/release/app.zip", exitOK, []string{
			"allowed: s3:PutObject on " + dist + "/release/app.zip",
			"  Statement[1](S3Publish) of normal.json allows it"}},
		{"action in another case", "--policy normal.json --action S3:putobject --resource " + dist + "/release/app.zip", exitOK, []string{
			"allowed: S3:putobject on " + dist + "/release/app.zip",
			"  Statement[1](S3Publish) of normal.json allows it"}},
		{"without a resource", "--policy normal.json --action ecr:GetAuthorizationToken --resource *", exitOK, []string{
			"allowed: ecr:GetAuthorizationToken on *",
			"  Statement[2](EcrLogin) of normal.json allows it"}},
		{"with its context", "--policy dev.json --action s3:PutObject --resource " + dist + "/a/feature/b --context s3:RequestObjectTag/Release=false", exitOK, []string{
			"allowed: s3:PutObject on " + dist + "/a/feature/b",
			"  Statement[1](S3DevPublish) of dev.json allows it"}},
		{"context key in another case", "--policy dev.json --action s3:PutObject --resource " + dist + "/a/feature/b --context S3:requestobjecttag/release=false", exitOK, []string{
			"allowed: s3:PutObject on " + dist + "/a/feature/b",
			"  Statement[1](S3DevPublish) of dev.json allows it"}},
		{"without its context", "--policy dev.json --action s3:PutObject --resource " + dist + "/a/feature/b", exitDenied, []string{
			"denied: s3:PutObject on " + dist + "/a/feature/b",
			"  no statement allows it",
			"  Statement[1](S3DevPublish) of dev.json would, but a condition fails:",
			`    StringEquals s3:RequestObjectTag/Release: wanted "false", the request has no such key`}},
		{"with another context", "--policy dev.json --action s3:PutObject --resource " + dist + "/a/feature/b --context s3:RequestObjectTag/Release=true", exitDenied, []string{
			"denied: s3:PutObject on " + dist + "/a/feature/b",
			"  no statement allows it",
			"  Statement[1](S3DevPublish) of dev.json would, but a condition fails:",
			`    StringEquals s3:RequestObjectTag/Release: wanted "false", saw "true"`}},
		{"on another resource", "--policy normal.json --action s3:PutObject --resource " + dist + "/other/app.zip", exitDenied, []string{
			"denied: s3:PutObject on " + dist + "/other/app.zip",
			"  no statement allows it",
			"  Statement[1](S3Publish) of normal.json allows the action, but on " + dist + "/release/*"}},
		{"of another action", "--policy normal.json --action s3:PutBucketPolicy --resource " + dist, exitDenied, []string{
			"denied: s3:PutBucketPolicy on " + dist,
			"  no statement allows it",
			"  none names the action s3:PutBucketPolicy"}},
		{"denied explicitly", "--policy dev.json --action s3:PutObjectTagging --resource " + dist + "/a/feature/b --context s3:RequestObjectTag/Release=false --context s3:ExistingObjectTag/Release=true", exitDenied, []string{
			"denied: s3:PutObjectTagging on " + dist + "/a/feature/b",
			"  Statement[2](S3KeepReleases) of dev.json denies it, whatever else allows it"}},
		{"several policies, one allows", "--policy dev.json --policy normal.json --action codeartifact:PublishPackageVersion --resource arn:aws:codeartifact:eu-west-1:111122223333:package/my-company/r/npm//p", exitOK, []string{
			"allowed: codeartifact:PublishPackageVersion on arn:aws:codeartifact:eu-west-1:111122223333:package/my-company/r/npm//p",
			"  Statement[7](CodeArtifactPublish) of normal.json allows it"}},
		{"several policies, one denies", "--policy normal.json --policy freeze.json --action s3:ListBucket --resource " + dist, exitDenied, []string{
			"denied: s3:ListBucket on " + dist,
			"  Statement[0] of freeze.json denies it, whatever else allows it"}},
		{"several policies, none allows", "--policy normal.json --policy dev.json --action s3:PutObject --resource " + dist + "/x", exitDenied, []string{
			"denied: s3:PutObject on " + dist + "/x",
			"  no statement allows it",
			"  Statement[1](S3Publish) of normal.json allows the action, but on " + dist + "/release/*",
			"  Statement[1](S3DevPublish) of dev.json allows the action, but on " + dist + "/*/feature/*"}},
		{"everything but", "--policy all-but.json --action s3:GetObject --resource " + dist + "/x", exitOK, []string{
			"allowed: s3:GetObject on " + dist + "/x",
			"  Statement[0] of all-but.json allows it"}},
		{"everything but this resource", "--policy all-but.json --action s3:GetObject --resource arn:aws:s3:::secret/x", exitDenied, []string{
			"denied: s3:GetObject on arn:aws:s3:::secret/x",
			"  no statement allows it",
			"  Statement[0] of all-but.json allows the action, but not on arn:aws:s3:::secret, arn:aws:s3:::secret/*"}},
		{"several conditions fail", "--policy network.json --action s3:GetObject --resource " + dist + "/x --context aws:SourceIp=198.51.100.7 --context aws:TagKeys=cost --context aws:TagKeys=stage", exitDenied, []string{
			"denied: s3:GetObject on " + dist + "/x",
			"  no statement allows it",
			"  Statement[0] of network.json would, but a condition fails:",
			`    Bool aws:SecureTransport: wanted "true", the request has no such key`,
			`    IpAddress aws:SourceIp: wanted "192.0.2.0/24", saw "198.51.100.7"`,
			"  Statement[1] of network.json would, but a condition fails:",
			`    ForAnyValue:StringEquals aws:TagKeys: wanted "team" or "owner", saw "cost" and "stage"`}},
		{"a repeated key has several values", "--policy network.json --action s3:GetObject --resource " + dist + "/x --context aws:TagKeys=cost --context aws:TagKeys=team", exitOK, []string{
			"allowed: s3:GetObject on " + dist + "/x",
			"  Statement[1] of network.json allows it"}},
		{"an operation", "--policy normal.json --action s3:ListObjectsV2 --resource " + dist, exitOK, []string{
			"allowed: s3:ListBucket on " + dist,
			"  s3:ListObjectsV2 is an operation; IAM checks the action s3:ListBucket",
			"  Statement[0](S3List) of normal.json allows it"}},
		{"an operation that is denied", "--policy dev.json --action s3:DeleteObjects --resource " + dist + "/x", exitDenied, []string{
			"denied: s3:DeleteObject on " + dist + "/x",
			"  s3:DeleteObjects is an operation; IAM checks the action s3:DeleteObject",
			"  no statement allows it",
			"  none names the action s3:DeleteObject"}},
		{"within a boundary", "--policy normal.json --boundary s3-only.json --action s3:PutObject --resource " + dist + "/release/app.zip", exitOK, []string{
			"allowed: s3:PutObject on " + dist + "/release/app.zip",
			"  Statement[1](S3Publish) of normal.json allows it",
			"permissions boundary:",
			"  Statement[0] of s3-only.json allows it"}},
		{"outside a boundary", "--policy normal.json --boundary s3-only.json --action ecr:GetAuthorizationToken --resource *", exitDenied, []string{
			"denied: ecr:GetAuthorizationToken on *",
			"  Statement[2](EcrLogin) of normal.json allows it",
			"permissions boundary:",
			"  no statement allows it",
			"  none names the action ecr:GetAuthorizationToken"}},
		{"a boundary that denies", "--policy normal.json --boundary freeze.json --action s3:PutObject --resource " + dist + "/release/app.zip", exitDenied, []string{
			"denied: s3:PutObject on " + dist + "/release/app.zip",
			"  Statement[1](S3Publish) of normal.json allows it",
			"permissions boundary:",
			"  Statement[0] of freeze.json denies it, whatever else allows it"}},
		{"a boundary alone grants nothing", "--policy dev.json --boundary s3-only.json --action s3:DeleteObject --resource " + dist + "/x", exitDenied, []string{
			"denied: s3:DeleteObject on " + dist + "/x",
			"  no statement allows it",
			"  none names the action s3:DeleteObject",
			"permissions boundary:",
			"  Statement[0] of s3-only.json allows it"}},
		{"the bucket's own policy", "--policy bucket.json --principal arn:aws:iam::444455556666:role/ci/builder --action s3:GetObject --resource " + dist + "/x", exitOK, []string{
			"allowed: s3:GetObject on " + dist + "/x",
			"  Statement[0] of bucket.json allows it"}},
		{"a session of the role", "--policy bucket.json --principal arn:aws:sts::444455556666:assumed-role/builder/job --action s3:GetObject --resource " + dist + "/x", exitOK, []string{
			"allowed: s3:GetObject on " + dist + "/x",
			"  Statement[0] of bucket.json allows it"}},
		{"another principal", "--policy bucket.json --principal arn:aws:iam::444455556666:role/other --action s3:GetObject --resource " + dist + "/x", exitDenied, []string{
			"denied: s3:GetObject on " + dist + "/x",
			"  no statement allows it",
			"  Statement[0] of bucket.json names another principal"}},
		{"condition keys of the principal", "--policy account.json --principal arn:aws:iam::444455556666:role/ci/builder --action s3:GetObject --resource " + dist + "/x", exitOK, []string{
			"allowed: s3:GetObject on " + dist + "/x",
			"  Statement[0] of account.json allows it"}},
		{"a value with an equals sign", "--policy network.json --action s3:GetObject --resource " + dist + "/x --context aws:TagKeys=a=b", exitDenied, []string{
			"denied: s3:GetObject on " + dist + "/x",
			"  no statement allows it",
			"  Statement[0] of network.json would, but a condition fails:",
			`    Bool aws:SecureTransport: wanted "true", the request has no such key`,
			`    IpAddress aws:SourceIp: wanted "192.0.2.0/24", the request has no such key`,
			"  Statement[1] of network.json would, but a condition fails:",
			`    ForAnyValue:StringEquals aws:TagKeys: wanted "team" or "owner", saw "a=b"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"check", "policy"}, words(test.line)...)...)
			assert.Equal(t, result{strings.Join(test.want, "\n") + "\n", "", test.status}, got)
		})
	}

	t.Run("from stdin", func(t *testing.T) {
		document := printed(t, "policy "+images)
		got := withStdin(document, words("check policy --policy - --action ecr:PutImage --resource arn:aws:ecr:eu-west-1:111122223333:repository/app")...)
		assert.Equal(t, result{"allowed: ecr:PutImage on arn:aws:ecr:eu-west-1:111122223333:repository/app\n  Statement[1](EcrPublish) of stdin allows it\n", "", exitOK}, got)
	})
	t.Run("behind an access point there is a bucket", func(t *testing.T) {
		const point = "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"
		made := cipublisher(words("policy --account-id 111122223333 --region eu-west-1 --s3-bucket acme-dist --s3-prefix release/ --s3-access-point " + point)...)
		got := withStdin(made.stdout, words("check policy --policy - --action s3:PutObject --resource "+point+"/object/release/app.zip")...)
		assert.Equal(t, result{"allowed: s3:PutObject on " + point + "/object/release/app.zip\n  Statement[1](S3Publish) of stdin allows it\n",
			"cipublisher: note: --resource is reached through an access point, and the bucket behind it has to permit the request too (resource-access-point)\n", exitOK}, got)
	})
	t.Run("a wildcard in the resource is a warning", func(t *testing.T) {
		got := cipublisher(words("check policy --policy normal.json --action s3:PutObject --resource " + dist + "/release/*")...)
		assert.Equal(t, exitOK, got.status)
		assert.Equal(t, `cipublisher: warning: --resource "`+dist+`/release/*" is taken literally, as one resource with this name; to ask about many, ask about each (resource-wildcard)`+"\n", got.stderr)
	})
}

func TestCheckPolicyRefuses(t *testing.T) {
	const statement = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"%s}]}`
	with := func(more string) string { return strings.Replace(statement, "%s", more, 1) }
	inFolderWith(t, map[string]string{
		"good.json":      with(""),
		"empty.json":     "",
		"cut.json":       `{"Version": "2012-10-17",` + "\n  \"Statement\": [",
		"list.json":      `[]`,
		"template.json":  `{"Resources": {}}`,
		"operator.json":  with(`, "Condition": {"StringEqual": {"aws:x": "y"}}`),
		"condition.json": with(`, "Condition": {"NumericEquals": {"aws:x": "many"}}`),
		"two-faults.json": `{"Version": "2012-10-17", "Statement": [
			{"Sid": "Put", "Effect": "allow", "Action": "PutObject", "Resource": "*"}]}`,
		"trust.json": `{"Version": "2012-10-17", "Statement": [{"Sid": "Trust", "Effect": "Allow", "Action": "sts:AssumeRole",
			"Principal": {"AWS": "111122223333"}}]}`,
	})
	require.NoError(t, os.Mkdir("folder", 0o755))
	const (
		question = " --action s3:GetObject --resource " + dist + "/x"
		file     = "name a readable file, or - for stdin"
		arn      = `is not an ARN; write an ARN such as "arn:aws:s3:::my-company-dist/app.zip", or "*" for an action that knows no resource`
		unset    = "or leave the flag out; perhaps a variable is not set"
	)
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"nothing", "", []string{
			"--policy is missing; write --policy FILE",
			"--action is missing; write --action ACTION",
			"--resource is missing; write --resource ARN"}},
		{"no policy", question, []string{"--policy is missing; write --policy FILE"}},
		{"no value of policy", question + " --policy", []string{"--policy lacks its value; write --policy FILE"}},
		{"empty policy", "--policy ''" + question, []string{"--policy is empty; write --policy FILE " + unset}},
		{"no such file", "--policy nope.json" + question, []string{`--policy "nope.json" can't be read: no such file or directory; ` + file}},
		{"a folder", "--policy folder" + question, []string{`--policy "folder" can't be read: is a directory; ` + file}},
		{"an empty file", "--policy empty.json" + question, []string{`--policy "empty.json" is empty; correct the JSON`}},
		{"half a document", "--policy cut.json" + question, []string{`--policy "cut.json" is not JSON: line 2, column 16: unexpected end of JSON input; correct the JSON`}},
		{"a list", "--policy list.json" + question, []string{`--policy "list.json" is a list; write an object`}},
		{"no policy document", "--policy template.json" + question, []string{
			`--policy "template.json": Resources is not an element of the policy language; the elements here are Version, Id, Statement`,
			`--policy "template.json": Statement is missing; add a statement, or a list of them`}},
		{"unknown operator", "--policy operator.json" + question, []string{
			`--policy "operator.json": Statement[0].Condition.StringEqual is not a condition operator; use an operator of the IAM policy language, such as StringEquals`}},
		{"value that its operator can't compare", "--policy condition.json" + question, []string{
			`--policy "condition.json": Statement[0].Condition.NumericEquals.aws:x "many" is not a number; correct the value`}},
		{"two faults in a document", "--policy two-faults.json" + question, []string{
			`--policy "two-faults.json": Statement[0](Put).Action "PutObject" has no service prefix; write it as "s3:GetObject"`,
			`--policy "two-faults.json": Statement[0](Put).Effect "allow" is not an effect; write "Allow" or "Deny", in this case`}},
		{"trust policy", "--policy trust.json" + question, []string{
			`--policy "trust.json" is not an identity policy: Statement[0](Trust) has a principal; name the policy of the role, or say with --principal who asks; "check trust" reads trust policies`}},
		{"stdin twice", "--policy - --policy -" + question, []string{
			`--policy "-" is empty; correct the JSON`,
			`--policy "-" reads stdin, which another flag has read; name a file`}},
		{"no action", "--policy good.json --resource *", []string{"--action is missing; write --action ACTION"}},
		{"empty action", "--policy good.json --resource * --action ''", []string{"--action is empty; write --action ACTION " + unset}},
		{"action without a service", "--policy good.json --resource * --action GetObject", []string{`--action "GetObject" has no service prefix; write it as "s3:GetObject"`}},
		{"action with a wildcard", "--policy good.json --resource * --action s3:Get*", []string{`--action "s3:Get*" has a wildcard, but a request is for one action; name one action, such as "s3:GetObject"`}},
		{"two actions", "--policy good.json --resource * --action s3:GetObject --action s3:PutObject", []string{`--action "s3:PutObject" was given before as "s3:GetObject"; give it once`}},
		{"an action that is none", "--policy good.json --resource * --action s3:PutObjects", []string{`--action "s3:PutObjects" is no action of s3; did you mean s3:PutObject?`}},
		{"an operation of several actions", "--policy good.json --resource * --action s3:CopyObject", []string{
			`--action "s3:CopyObject" is an operation that needs several actions, each on its own resource; ask for each: s3:GetObject, s3:PutObject`}},
		{"a principal that is none", "--policy good.json --principal publisher" + question, []string{
			`--principal "publisher" is neither the ARN of a role, session, user or account nor a service; write "arn:aws:iam::111122223333:role/ci/publisher" or "codebuild.amazonaws.com"`}},
		{"a boundary that is a trust policy", "--policy good.json --boundary trust.json" + question, []string{
			`--boundary "trust.json" is not an identity policy: Statement[0](Trust) has a principal; name the policy of the role; "check trust" reads trust policies`}},
		{"no resource", "--policy good.json --action s3:GetObject", []string{"--resource is missing; write --resource ARN"}},
		{"empty resource", "--policy good.json --action s3:GetObject --resource ''", []string{"--resource is empty; write --resource ARN " + unset}},
		{"resource by name", "--policy good.json --action s3:GetObject --resource my-bucket/x", []string{`--resource "my-bucket/x" ` + arn}},
		{"CDK token in the resource", "--policy good.json --action s3:GetObject --resource arn:${Token[AWS.Partition.1]}:s3:::x", []string{
			`--resource "arn:${Token[AWS.Partition.1]}:s3:::x" holds a CDK token, which means nothing outside a CDK app; write the value itself`}},
		{"context without a value", "--policy good.json --context aws:RequestedRegion" + question, []string{`--context "aws:RequestedRegion" has no value; write --context KEY=VALUE`}},
		{"context without a key", "--policy good.json --context =x" + question, []string{`--context "=x" has no key; write --context KEY=VALUE`}},
		{"context key without a service", "--policy good.json --context prefix=x" + question, []string{`--context "prefix" is no condition key; write it with its service, such as aws:RequestedRegion or s3:prefix`}},
		{"empty context", "--policy good.json --context ''" + question, []string{"--context is empty; write --context KEY=VALUE " + unset}},
		{"context key in two cases", "--policy good.json --context aws:a=1 --context AWS:a=2" + question, []string{
			`--context "aws:a" is given as "AWS:a" too, and the names of keys are not case-sensitive; give the key once`}},
		{"everything at once", "--policy nope.json --policy operator.json --action s3:* --resource x --context y --contxt z=1 w", []string{
			`--contxt "z=1" is not a flag of check policy; did you mean --context?`,
			`the argument "w" is left over; check policy takes flags only; leave it out`,
			`--resource "x" ` + arn,
			`--context "y" has no value; write --context KEY=VALUE`,
			`--action "s3:*" has a wildcard, but a request is for one action; name one action, such as "s3:GetObject"`,
			`--policy "nope.json" can't be read: no such file or directory; ` + file,
			`--policy "operator.json": Statement[0].Condition.StringEqual is not a condition operator; use an operator of the IAM policy language, such as StringEquals`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"check", "policy"}, words(test.line)...)...)
			assert.Equal(t, result{"", refusal("check policy", test.faults...), exitBadInput}, got)
		})
	}

	t.Run("a file without an end", func(t *testing.T) {
		got := withStdin(strings.Repeat(" ", maxInput+1), words("check policy --policy -"+question)...)
		assert.Equal(t, result{"", refusal("check policy", `--policy "-" has more than 16 MiB; name the right file`), exitBadInput}, got)
	})
}
