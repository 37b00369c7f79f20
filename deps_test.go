package cipublisher_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/cipublisher/cipublisher"

// dependencies returns the packages that the packages need, without tests.
func dependencies(t *testing.T, packages ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-deps"}, packages...)...).Output()
	require.NoError(t, err)
	return strings.Fields(string(out))
}

// The core must stay testable without Node, and cheap for those who import it.
func TestCoreKnowsNothingOfCDK(t *testing.T) {
	core := dependencies(t, "./fault", "./aws", "./policy", "./permission", "./resource", "./trust", "./role", "./template", "./option")
	for _, path := range core {
		standard := !strings.Contains(strings.SplitN(path, "/", 2)[0], ".")
		require.True(t, standard || strings.HasPrefix(path, module+"/"), "the core needs %s", path)
		require.NotEqual(t, module, path)
	}
}

// The readers of templates and registries need a parser of YAML, and no more: a
// library for JSON Schema is for tests.
func TestReadersNeedTheCoreAndYAML(t *testing.T) {
	for _, path := range dependencies(t, "./review", "./account", "./audit", "./registry") {
		standard := !strings.Contains(strings.SplitN(path, "/", 2)[0], ".")
		require.True(t, standard || strings.HasPrefix(path, module+"/") || path == "go.yaml.in/yaml/v3", "the reader needs %s", path)
		require.NotEqual(t, module, path)
	}
}

// Who imports the construct compiles the core, CDK, and nothing else of ours
// or of the command line's, the benchmarks' and the tests'.
func TestRootNeedsOnlyTheCoreAndCDK(t *testing.T) {
	allowed := []string{
		module + "/aws", module + "/fault", module + "/option", module + "/permission", module + "/policy", module + "/resource", module + "/role", module + "/template", module + "/trust",
		module + "/internal/assembly", module + "/internal/jsontext", module + "/internal/lazyregexp", module + "/internal/page", module + "/internal/prop", module + "/internal/spelling", module + "/internal/token",
		"github.com/aws/aws-cdk-go/", "github.com/aws/constructs-go/", "github.com/aws/jsii-runtime-go",
	}
	// What CDK itself brings along.
	cdk := map[string]bool{}
	for _, path := range dependencies(t, "github.com/aws/aws-cdk-go/awscdk/v2/awsiam", "github.com/aws/aws-cdk-go/awscdk/v2/awss3") {
		cdk[path] = true
	}
	for _, path := range dependencies(t, ".") {
		if path == module || cdk[path] || !strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
			continue
		}
		ours := false
		for _, prefix := range allowed {
			ours = ours || strings.HasPrefix(path, prefix)
		}
		require.True(t, ours, "the root package needs %s", path)
	}
}

// The AWS SDK is for the packages that ask AWS, which only the command line
// imports: whoever computes documents compiles none of it.
func TestOnlyLivePackagesNeedTheSDK(t *testing.T) {
	asking := map[string]bool{module + "/live": true, module + "/verify": true, module + "/cmd/cipublisher": true, module + "/conformance": true}
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Deps \" \"}}", "./...").Output()
	require.NoError(t, err)
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		path, needed, _ := strings.Cut(line, " ")
		if !asking[path] {
			require.NotContains(t, needed, "github.com/aws/aws-sdk-go-v2", path)
		}
	}
}
