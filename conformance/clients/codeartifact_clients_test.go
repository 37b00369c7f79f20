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

// publishingOnly is that of a job that reads nothing.
func publishingOnly(format string) []permission.Set {
	return []permission.Set{permission.Publisher{CodeArtifact: &permission.CodeArtifact{
		DomainName: cloud.Domain, RepositoryNames: []string{format}, Formats: []string{format}, PublishOnly: true}}}
}

const (
	publishingPolicy  = "CodeArtifact{DomainName, RepositoryNames, Formats}"
	publishOnlyPolicy = "CodeArtifact{DomainName, RepositoryNames, Formats, PublishOnly}"
)

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

// pythonSource is a source distribution, as "python -m build" makes it.
const pythonSource = `mkdir acme_app-1.2.3 && printf 'Metadata-Version: 2.1\nName: acme-app\nVersion: 1.2.3\n' > acme_app-1.2.3/PKG-INFO && tar czf acme_app-1.2.3.tar.gz acme_app-1.2.3`

const mavenDeploy = "mvn -q -B -s settings.xml -Djavax.net.ssl.trustStore=$TRUSTSTORE deploy:deploy-file -DrepositoryId=codeartifact -Durl=$registry -Dfile=dist/app.txt -DgroupId=com.acme -DartifactId=app -Dpackaging=txt "

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
		name: "npm", use: "publishing only", version: "npm --version",
		policy: publishOnlyPolicy, sets: publishingOnly("npm"), seed: seedEarlier, setup: npmLogin + npmPackage,
		decided: map[string]string{"codeartifact:ReadFromRepository": "`PublishOnly` leaves reading out, and a warning says what that costs"},
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
		name: "twine", version: "twine --version",
		policy: publishingPolicy, sets: publishing("pypi"), seed: seedNothing,
		setup: "aws codeartifact login --tool twine --domain acme --repository pypi > /dev/null\n" + pythonSource,
		operations: []operation{
			{"twine upload --repository codeartifact --disable-progress-bar acme_app-1.2.3.tar.gz", []string{"package://pypi/pypi//acme-app"}},
		},
	},
	{
		name: "twine", use: "publishing only", version: "twine --version",
		policy: publishOnlyPolicy, sets: publishingOnly("pypi"), seed: seedNothing,
		setup: "aws codeartifact login --tool twine --domain acme --repository pypi > /dev/null\n" + pythonSource,
		operations: []operation{
			{"twine upload --repository codeartifact --disable-progress-bar acme_app-1.2.3.tar.gz", []string{"package://pypi/pypi//acme-app"}},
		},
	},
	{
		name: "Poetry", version: "poetry --version",
		policy: publishingPolicy, sets: publishing("pypi"), seed: seedNothing,
		setup: codeArtifactLogin + `registry=$(aws codeartifact get-repository-endpoint --domain acme --repository pypi --format pypi --query repositoryEndpoint --output text)
mkdir -p app/acme_app && cd app && touch acme_app/__init__.py README.md
printf '[tool.poetry]\nname = "acme-app"\nversion = "1.2.3"\ndescription = "x"\nauthors = ["ci <ci@example.com>"]\n[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n' > pyproject.toml
poetry config repositories.codeartifact "$registry"`,
		env: map[string]string{"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
		operations: []operation{
			{`poetry publish --build --repository codeartifact --username aws --password "$token"`, []string{"package://pypi/pypi//acme-app"}},
		},
	},
	{
		name: "Maven", version: "mvn --version",
		policy: publishingPolicy, sets: publishing("maven"), seed: seedNothing,
		setup: codeArtifactLogin + `registry=$(aws codeartifact get-repository-endpoint --domain acme --repository maven --format maven --query repositoryEndpoint --output text)
echo '<settings><localRepository>'$HOME'/m2</localRepository>
<servers><server><id>codeartifact</id><username>aws</username><password>'$token'</password></server></servers>
<mirrors><mirror><id>debian</id><mirrorOf>central</mirrorOf><url>file:///usr/share/maven-repo</url></mirror></mirrors>
<proxies><proxy><id>cloud</id><active>true</active><protocol>https</protocol><host>'${CLOUD%:*}'</host><port>'${CLOUD#*:}'</port></proxy></proxies></settings>' > settings.xml`,
		// Java compiles less and collects on one processor: it lives for seconds.
		env: map[string]string{"MAVEN_OPTS": "-Djavax.net.ssl.trustStorePassword=changeit -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"},
		operations: []operation{
			{mavenDeploy + "-Dversion=1.2.3", []string{"package://maven/maven/com.acme/app"}},
			{mavenDeploy + "-Dversion=1.2.4-SNAPSHOT", []string{"package://maven/maven/com.acme/app"}},
		},
	},
	{
		name: "cargo", version: "cargo --version",
		policy: publishingPolicy, sets: publishing("cargo"), seed: seedNothing,
		setup: codeArtifactLogin + `registry=$(aws codeartifact get-repository-endpoint --domain acme --repository cargo --format cargo --query repositoryEndpoint --output text)
mkdir -p app/src "$HOME/.cargo" && cd app && touch src/lib.rs
printf '[package]\nname = "acme-app"\nversion = "1.2.3"\nedition = "2021"\nlicense = "MIT"\ndescription = "x"\n' > Cargo.toml
printf '[registries.acme]\nindex = "sparse+%s"\ncredential-provider = "cargo:token"\n[net]\nretry = 0\n' "$registry" > "$HOME/.cargo/config.toml"
export CARGO_REGISTRIES_ACME_TOKEN="Bearer $token"`,
		operations: []operation{
			{"cargo publish --registry acme --allow-dirty --no-verify", []string{"package://cargo/cargo//acme-app"}},
		},
	},
	{
		name: "gem", version: "gem --version",
		policy: publishingPolicy, sets: publishing("ruby"), seed: seedNothing,
		setup: codeArtifactLogin + `registry=$(aws codeartifact get-repository-endpoint --domain acme --repository ruby --format ruby --query repositoryEndpoint --output text)
printf 'Gem::Specification.new do |s|\n s.name = "acme-app"\n s.version = "1.2.3"\n s.summary = "x"\n s.authors = ["ci"]\nend\n' > acme-app.gemspec
gem build acme-app.gemspec`,
		operations: []operation{
			{`GEM_HOST_API_KEY="Bearer $token" gem push acme-app-1.2.3.gem --host "${registry%/}"`, []string{"package://ruby/ruby//acme-app"}},
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
