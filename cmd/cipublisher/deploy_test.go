package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	push  = "--set ecr-push --ecr-repository team/app"
	ecs   = "--set ecs-deploy --ecs-cluster prod --ecs-service app --task-family app"
	state = "--state-bucket my-company-state --state-key live/app.tfstate"
)

func TestPolicyOfOtherSets(t *testing.T) {
	for _, test := range []struct{ name, line string }{
		{"ecr push", store + " " + push},
		{"ecr push to several", store + " " + push + " --ecr-repository base/*"},
		{"cdk deploy", store + " --set cdk-deploy"},
		{"cdk deploy with images", store + " --set cdk-deploy --cdk-role deploy --cdk-role file-publishing --cdk-role image-publishing"},
		{"cdk deploy elsewhere", "--set cdk-deploy --cdk-account 222233334444 --cdk-region us-east-1 --cdk-qualifier acme"},
		{"ecs deploy", store + " " + ecs + " --pass-role app-task --pass-role arn:aws:iam::111122223333:role/ci/app-execution"},
		{"ecs deploy with tags", store + " " + ecs + " --task-tags"},
		{"ecs deploy with a migration", store + " " + ecs + " --ecs-run-task migrate"},
		{"ecs migration alone", store + " --set ecs-deploy --ecs-run-task prod/migrate --pass-role app-task"},
		{"ecs deploy to several clusters", store + " " + ecs[:strings.Index(ecs, " --ecs-service")] + " --ecs-cluster jobs --ecs-service prod/app --ecs-service jobs/app-* --task-family app"},
		{"ecs deploy blue green", store + " " + ecs + " --codedeploy-group app/prod"},
		{"ecs deploy blue green slowly", store + " " + ecs + " --codedeploy-group app/prod --codedeploy-config CodeDeployDefault.ECSCanary10Percent5Minutes"},
		{"lambda deploy", store + " --set lambda-deploy --lambda-function api"},
		{"lambda deploy with versions from a bucket", store + " --set lambda-deploy --lambda-function api --lambda-publish --lambda-move-aliases --lambda-get-function --set builder " + bucket + " --s3-prefix release/"},
		{"pull through", store + " --set pull-through --cache-repository docker-hub/*"},
		{"pull through and create", store + " --set pull-through --cache-repository docker-hub/* --create-cache-repositories"},
		{"static site", store + " --set static-site --site-bucket acme-site --site-prefix www/ --cloudfront-distribution E1A2B3C4D5E6F7"},
		{"static site encrypted", store + " --set static-site --site-bucket acme-site --cloudfront-distribution E1A2B3C4D5E6F7 --site-kms-key " + key},
		{"terraform state", "--set terraform-state " + state},
		{"terraform state read only", "--set terraform-state " + state + " --read-only"},
		{"terraform state of a directory", "--set terraform-state --state-bucket my-company-state --state-key live/"},
		{"terraform state with a lock table", store + " --set terraform-state " + state + " --lock-table locks"},
		{"terraform state with both locks", store + " --set terraform-state " + state + " --lock-table locks --lock-file"},
		{"terraform state encrypted", store + " --set terraform-state " + state + " --state-kms-key " + key},
		{"terraform state with workspaces", "--set terraform-state " + state + " --workspace prod --workspace pr-* --workspace-prefix spaces --delete-workspaces"},
		{"terragrunt", "--set terragrunt " + state},
		{"terragrunt that creates its state", store + " --set terragrunt " + state + " --create-state --lock-table locks"},
		{"publish and deploy", images + " --set publisher " + ecs},
		{"push and deploy and state", store + " " + push + " " + ecs + " --set terraform-state " + state},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"policy"}, words(test.line)...)...)
			assert.Equal(t, exitOK, got.status, got.stderr)
			assert.True(t, json.Valid([]byte(got.stdout)))
			requirePrinted(t, "policy", test.name, got)
		})
	}
}

func TestPolicyOfOtherSetsSpellings(t *testing.T) {
	for _, test := range []struct{ name, line, other string }{
		{"a service with its cluster", store + " " + ecs, store + " --set ecs-deploy --ecs-service prod/app --task-family app"},
		{"a service with its cluster twice", store + " " + ecs, store + " --set ecs-deploy --ecs-cluster prod --ecs-service prod/app --task-family app"},
		{"a role by its ARN", store + " " + ecs + " --pass-role app", store + " " + ecs + " --pass-role arn:aws:iam::111122223333:role/app"},
		{"the default configuration", store + " " + ecs + " --codedeploy-group a/b", store + " " + ecs + " --codedeploy-group a/b --codedeploy-config CodeDeployDefault.ECSAllAtOnce"},
		{"a directory", "--set terraform-state --state-bucket my-company-state --state-key live/", "--set terraform-state --state-bucket my-company-state --state-key live/*"},
		{"terragrunt has the state", "--set terragrunt " + state, "--set terraform-state --set terragrunt " + state},
		{"order", store + " " + push + " " + ecs, store + " " + ecs + " " + push},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := cipublisher(append([]string{"policy"}, words(test.line)...)...)
			assert.Equal(t, exitOK, want.status, want.stderr)
			assert.Equal(t, want, cipublisher(append([]string{"policy"}, words(test.other)...)...))
		})
	}
}

func TestPolicyOfOtherSetsRefuses(t *testing.T) {
	const elsewhere = "belongs to a set that is not chosen; add --set "
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"no repository", store + " --set ecr-push", []string{`--ecr-repository is missing; name the repositories, or set --ecr-every-repository for all of them`}},
		{"upper-case repository", store + " --set ecr-push --ecr-repository App", []string{`--ecr-repository "App" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`}},
		{"no account or region", push, []string{
			`--account-id is missing, and the ARNs of ECR and CodeArtifact name the account; set it to the twelve digits of the account`,
			`--region is missing, and the ARNs of ECR and CodeArtifact name the region; set it to a region such as "eu-west-1"`}},
		{"no account or region for two sets", push + " " + ecs, []string{
			`--account-id is missing, and the ARNs of ECR and CodeArtifact name the account; set it to the twelve digits of the account`,
			`--region is missing, and the ARNs of ECR and CodeArtifact name the region; set it to a region such as "eu-west-1"`}},

		{"no environment of a CDK app", "--set cdk-deploy", []string{
			`--cdk-account is missing, and bootstrap roles have the account in their names; name the accounts to deploy to, or set --account-id to the only one`,
			`--cdk-region is missing, and bootstrap roles have the region in their names; name the regions to deploy to, or set --region to the only one`}},
		{"the execution role of a CDK app", store + " --set cdk-deploy --cdk-role cfn-exec", []string{
			`--cdk-role "cfn-exec" is no bootstrap role that the CDK command line assumes; use any of deploy, file-publishing, image-publishing, lookup`}},
		{"a region of another partition for a CDK app", store + " --set cdk-deploy --cdk-region cn-north-1", []string{
			`--cdk-region "cn-north-1" is a region of partition aws-cn, not of aws; leave it out, or set --partition to aws-cn`}},
		{"nothing to deploy to", store + " --set ecs-deploy", []string{
			`--ecs-service is missing; name the services to deploy to, each with its cluster, or set --ecs-run-task`,
			`--task-family is missing; name the families of the services' task definitions`}},
		{"no cluster", store + " --set ecs-deploy --ecs-service app --task-family app", []string{`--ecs-cluster is missing, and a service is known by its cluster; write --ecs-cluster NAME`}},
		{"a service in one of two clusters", store + " " + ecs + " --ecs-cluster jobs --ecs-service jobs/app", []string{`--ecs-service "app" does not say which of the clusters it is in; write CLUSTER/app`}},
		{"a service in another cluster", store + " " + ecs + " --ecs-service jobs/app", []string{`--ecs-service "jobs/app" is in a cluster that --ecs-cluster does not name; add --ecs-cluster jobs`}},
		{"a cluster without services", store + " " + ecs[:len("--set ecs-deploy --ecs-cluster prod")] + " --ecs-cluster jobs --ecs-service prod/app --task-family app", []string{`--ecs-cluster "jobs" has none of the services; add --ecs-service jobs/NAME, or leave the cluster out`}},
		{"a service's ARN", store + " --set ecs-deploy --ecs-cluster prod --ecs-service arn:aws:ecs:eu-west-1:111122223333:service/prod/app --task-family app", []string{`--ecs-service "arn:aws:ecs:eu-west-1:111122223333:service/prod/app" is an ARN; write the name alone`}},
		{"a revision", store + " " + ecs + ":7", []string{`--task-family "app:7" is one revision; write the family alone, which stands before the colon`}},
		{"every role", store + " " + ecs + " --pass-role *", []string{`--pass-role "*" has a wildcard, so the job could pass roles that are made later, too; name each role`}},
		{"an application without its group", store + " " + ecs + " --codedeploy-group app", []string{`--codedeploy-group "app" names no deployment group; write --codedeploy-group APPLICATION/GROUP`}},
		{"one group for two services", store + " " + ecs + " --ecs-service web --codedeploy-group app/prod", []string{`--codedeploy-group "app/prod" is that of one service, and --ecs-service names several; make a policy of each`}},
		{"a configuration without its group", store + " " + ecs + " --codedeploy-config slow", []string{`--codedeploy-config "slow" means nothing without --codedeploy-group; add --codedeploy-group APPLICATION/GROUP, or leave --codedeploy-config out`}},

		{"no function", store + " --set lambda-deploy", []string{`--lambda-function is missing; name the functions that get new code`}},
		{"an alias of a function", store + " --set lambda-deploy --lambda-function api:live", []string{`--lambda-function "api:live" is not the name of a Lambda function; use 1 to 64 letters, digits, hyphens and underscores, without a version or an alias, or end with "*"`}},
		{"no cache", store + " --set pull-through", []string{`--cache-repository is missing; name the repositories of the cache, such as "docker-hub/*"`}},
		{"no site", store + " --set static-site", []string{
			`--site-bucket is missing; name the bucket of the site`,
			`--cloudfront-distribution is missing; name the distributions that serve the site, by their ids`}},
		{"every distribution", store + " --set static-site --site-bucket acme-site --cloudfront-distribution *", []string{`--cloudfront-distribution "*" holds "*", where one name is meant; write the names out`}},
		{"no state", "--set terraform-state", []string{
			`--state-bucket is missing; name the bucket of the state`,
			`--state-key is missing; name the key of each state, a directory such as "live/", or write "*" for every state of the bucket`}},
		{"no state for two sets", "--set terraform-state --set terragrunt", []string{
			`--state-bucket is missing; name the bucket of the state`,
			`--state-key is missing; name the key of each state, a directory such as "live/", or write "*" for every state of the bucket`}},
		{"the state's address", "--set terragrunt --state-bucket s3://my-company-state --state-key a", []string{`--state-bucket "s3://my-company-state" is an address; write the bucket's name alone, and the path in --state-key`}},
		{"a lock's key", "--set terraform-state " + state + ".tflock", []string{`--state-key "live/app.tfstate.tflock" is the key of a lock; write the key of the state, "live/app.tfstate"`}},
		{"a table without its account", "--set terraform-state " + state + " --lock-table locks", []string{
			`--account-id is missing, and the ARNs of DynamoDB name the account; set it to the twelve digits of the account`,
			`--region is missing, and the ARNs of DynamoDB name the region; set it to a region such as "eu-west-1"`}},
		{"a key's alias", "--set terraform-state " + state + " --state-kms-key alias/state", []string{`--state-kms-key "alias/state" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`}},
		{"creating read-only", "--set terragrunt " + state + " --create-state --read-only", []string{`--create-state "true" contradicts --read-only; unset one of them`}},
		{"locking read-only", "--set terraform-state " + state + " --lock-file --read-only", []string{`--lock-file "true" is of no use with --read-only: who only reads takes no lock; unset one of them`}},

		{"a state's flag for a publisher", images + " --state-bucket my-company-state", []string{`--state-bucket "my-company-state" ` + elsewhere + `terraform-state or --set terragrunt, or leave the flag out`}},
		{"a service for a push", store + " " + push + " --ecs-service app", []string{`--ecs-service "app" ` + elsewhere + `ecs-deploy, or leave the flag out`}},
		{"a bucket of artifacts for a push", store + " " + push + " " + bucket, []string{`--s3-bucket "my-company-dist" ` + elsewhere + `publisher or --set builder, or leave the flag out`}},
		{"a repository for a deployment", store + " " + ecs + " --ecr-repository app", []string{`--ecr-repository "app" ` + elsewhere + `publisher or --set builder or --set ecr-push, or leave the flag out`}},
		{"creation without Terragrunt", "--set terraform-state " + state + " --create-state", []string{`--create-state "true" ` + elsewhere + `terragrunt, or leave the flag out`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, result{"", refusal("policy", test.faults...), exitBadInput}, cipublisher(append([]string{"policy"}, words(test.line)...)...))
		})
	}
}
