package clients

import (
	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
)

// publishing is the policy of a job that publishes packages of one format to
// the repository of its name.
func publishing(format string) []permission.Set {
	return []permission.Set{permission.Publisher{CodeArtifact: &permission.CodeArtifact{
		DomainName: cloud.Domain, RepositoryNames: []string{format}, Formats: []string{format}}}}
}

const publishingPolicy = "CodeArtifact{DomainName, RepositoryNames, Formats}"

func seedNothing(*cloud.Cloud) error { return nil }

// seedEarlier is an earlier version of the package.
func seedEarlier(c *cloud.Cloud) error { return c.Package("npm", "@acme/app", "1.2.2") }

// Where a job's login leaves address and token.
const (
	codeArtifactLogin = `token=$(aws codeartifact get-authorization-token --domain acme --query authorizationToken --output text)
`
	npmLogin = codeArtifactLogin + `registry=$(aws codeartifact get-repository-endpoint --domain acme --repository npm --format npm --query repositoryEndpoint --output text)
printf 'registry=%s\n//%s:_authToken=%s\nupdate-notifier=false\nfetch-retries=0\n' "$registry" "${registry#https://}" "$token" > "$HOME/.npmrc"
`
	npmPackage = `mkdir app && cd app && echo '{"name": "@acme/app", "version": "1.2.3", "license": "MIT"}' > package.json
`
	// npmWorkspace is two packages in one repository, as changesets and pnpm
	// publish them together.
	npmWorkspace = `mkdir -p packages/app packages/lib
echo '{"name": "root", "private": true, "workspaces": ["packages/*"]}' > package.json
printf 'packages:\n  - packages/*\n' > pnpm-workspace.yaml
echo '{"name": "@acme/app", "version": "1.2.3", "license": "MIT"}' > packages/app/package.json
echo '{"name": "@acme/lib", "version": "1.2.3", "license": "MIT"}' > packages/lib/package.json
`
)

const (
	npmApp = "npm/npm/acme/app"
	npmLib = "npm/npm/acme/lib"
)

var codeArtifactClients = []client{
	{
		name: "npm", version: "npm --version",
		policy: publishingPolicy, sets: publishing("npm"), seed: seedEarlier, setup: npmLogin + npmPackage,
		operations: []operation{
			{"npm publish", []string{"package://" + npmApp, "npm://@acme/app:latest=1.2.3"}},
			{"npm publish --tag next", []string{"package://" + npmApp, "npm://@acme/app:next=1.2.3"}},
			{"npm dist-tag add @acme/app@1.2.2 stable", []string{"npm://@acme/app:stable=1.2.2"}},
			{"npm deprecate @acme/app@1.2.2 'use 1.2.3'", nil},
		},
	},
	{
		name: "npm", use: "first version", version: "npm --version",
		policy: publishingPolicy, sets: publishing("npm"), seed: seedNothing, setup: npmLogin + npmPackage,
		operations: []operation{
			{"npm publish", []string{"package://" + npmApp, "npm://@acme/app:latest=1.2.3"}},
		},
	},
	{
		name: "pnpm", version: "pnpm --version",
		policy: publishingPolicy, sets: publishing("npm"), setup: npmLogin + npmWorkspace,
		// One of the two is there already: "pnpm publish --recursive" leaves it.
		seed: func(c *cloud.Cloud) error { return c.Package("npm", "@acme/lib", "1.2.3") },
		operations: []operation{
			{"pnpm publish --recursive --no-git-checks", []string{"package://" + npmApp}},
			{"cd packages/app && pnpm publish --no-git-checks", []string{"package://" + npmApp}},
		},
	},
	{
		name: "changesets", version: "changeset --version",
		policy: publishingPolicy, sets: publishing("npm"), seed: seedNothing,
		// As "npm run release" sets it; changesets looks nowhere else.
		setup: npmLogin + npmWorkspace + `export npm_config_registry=$registry
mkdir .changeset && echo '{"baseBranch": "main", "access": "restricted"}' > .changeset/config.json
git init -q . && git add . && git -c user.name=ci -c user.email=ci@example.com commit -qm start && ln -s $MODULE/npm/node_modules node_modules
git config --global user.name ci && git config --global user.email ci@example.com
echo '{"lockfileVersion": 3}' > package-lock.json`,
		operations: []operation{
			{"changeset publish", []string{"package://" + npmApp, "package://" + npmLib}},
		},
	},
	{
		name: "Yarn", version: "yarn --version",
		policy: publishingPolicy, sets: publishing("npm"), seed: seedEarlier,
		setup: npmLogin + npmPackage + `printf 'npmRegistryServer: "%s"\nnpmAuthToken: "%s"\nnpmAlwaysAuth: true\nhttpRetry: 0\nenableTelemetry: false\nenableGlobalCache: false\n' "$registry" "$token" > .yarnrc.yml
touch yarn.lock && yarn install --no-immutable`,
		env: map[string]string{"YARN_IGNORE_PATH": "1"},
		operations: []operation{
			{"yarn npm publish", []string{"package://" + npmApp, "npm://@acme/app:latest=1.2.3"}},
			{"yarn npm publish --tolerate-republish", []string{"package://" + npmApp}},
			{"yarn npm tag add @acme/app@1.2.2 stable", []string{"npm://@acme/app:stable=1.2.2"}},
		},
	},
	{
		name: "Yarn Classic", version: "node $MODULE/npm/node_modules/yarn/bin/yarn.js --version",
		policy: publishingPolicy, sets: publishing("npm"), seed: seedEarlier,
		setup: npmLogin + npmPackage + `printf 'registry "%s"\n' "$registry" > "$HOME/.yarnrc"`,
		operations: []operation{
			{"node $MODULE/npm/node_modules/yarn/bin/yarn.js publish --non-interactive --new-version 1.2.3", []string{"package://" + npmApp}},
		},
	},
	{
		name: "AWS CLI", use: "CodeArtifact", version: "aws --version",
		policy: publishingPolicy, sets: publishing("npm"), seed: seedNothing,
		operations: []operation{
			{"aws codeartifact get-authorization-token --domain acme", nil},
			{"aws codeartifact get-repository-endpoint --domain acme --repository npm --format npm", nil},
			{"aws codeartifact login --tool twine --domain acme --repository npm && test -f $HOME/.pypirc", nil},
		},
	},
	{
		name: "AWS SDK for Go, generic packages", version: "module github.com/aws/aws-sdk-go-v2/service/codeartifact",
		policy: publishingPolicy, sets: publishing("generic"), seed: seedNothing,
		operations: []operation{
			{"publish dist/app.txt acme generic tools app 1.2.3", []string{"package://generic/generic/tools/app"}},
		},
	},
}
