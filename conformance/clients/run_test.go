package clients

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/policy"
)

// operationTimeout ends a client that waits for something that never comes.
const operationTimeout = 90 * time.Second

// outcome is what came of one operation.
type outcome struct {
	trace  cloud.Trace
	failed error
	output string
}

// signIn is how a job signs in before it runs its operation.
type signIn string

const (
	// bySigningIn calls AWS.
	bySigningIn signIn = ""
	// signedIn answers the AWS CLI's sign-in calls with what it was given once:
	// starting it takes longer than most operations.
	signedIn signIn = `aws() {
  case "$*" in
    "ecr get-login-password") echo "$TOKEN" ;;
    "codeartifact get-authorization-token"*) echo "$TOKEN" ;;
    "codeartifact get-repository-endpoint"*) echo "https://$PACKAGES/$(echo "$*" | sed -E 's/.*--format ([a-z]+).*/\1/')/$(echo "$*" | sed -E 's/.*--repository ([a-z]+).*/\1/')/" ;;
    *) command aws "$@" ;;
  esac
}
`
)

// runOperation runs one operation of a client against a cloud of its own.
func runOperation(t testing.TB, c client, o operation, as signIn, documents []policy.Document) outcome {
	t.Helper()
	account, err := cloud.Start(authority(t), documents...)
	if err != nil {
		t.Fatal(err)
	}
	defer account.Close()
	if err := c.seed(account); err != nil {
		t.Fatal(err)
	}
	dir := workspace(t, c.setup+o.line)
	output, err := shell(t, c, account, dir, string(as)+strings.TrimSpace(c.setup+"\n"+o.line))
	if err == nil {
		err = missing(account, o.want)
	}
	return outcome{account.Trace(), err, output}
}

// shell runs lines as a CI job would: it ends with the first that fails.
func shell(t testing.TB, c client, account *cloud.Cloud, dir, lines string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), operationTimeout)
	defer cancel()
	command := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", lines)
	command.Dir = dir
	command.Env = environ(t, c, account, dir)
	// What a client has started ends with it.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGTERM) }
	command.WaitDelay = 10 * time.Second
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err := command.Run()
	if ctx.Err() != nil {
		err = errors.New("took longer than " + operationTimeout.String())
	}
	return output.String(), err
}

// environ is all that a client is told: who it is, that the cloud is its
// proxy, and whom to trust.
func environ(t testing.TB, c client, account *cloud.Cloud, dir string) []string {
	t.Helper()
	proxy := "http://" + account.Address()
	authority := authorityFile(t)
	env := []string{
		"PATH=" + strings.Join(Path(module(t)), ":"), "HOME=" + filepath.Join(dir, "home"), "TMPDIR=" + filepath.Join(dir, "tmp"), "LANG=C.UTF-8", "CI=true",
		"AWS_ACCESS_KEY_ID=" + cloud.AccessKeyID, "AWS_SECRET_ACCESS_KEY=" + cloud.SecretAccessKey, "AWS_SESSION_TOKEN=example",
		"AWS_REGION=" + cloud.Region, "AWS_DEFAULT_REGION=" + cloud.Region, "AWS_EC2_METADATA_DISABLED=true", "AWS_PAGER=",
		"HTTPS_PROXY=" + proxy, "https_proxy=" + proxy, "HTTP_PROXY=" + proxy, "http_proxy=" + proxy,
		"AWS_CA_BUNDLE=" + authority, "SSL_CERT_FILE=" + authority, "CURL_CA_BUNDLE=" + authority, "REQUESTS_CA_BUNDLE=" + authority,
		"NODE_EXTRA_CA_CERTS=" + authority, "CARGO_HTTP_CAINFO=" + authority,
		"NPM_CONFIG_CAFILE=" + authority, "YARN_HTTPS_CA_FILE_PATH=" + authority, "YARN_HTTPS_PROXY=" + proxy, "YARN_HTTP_PROXY=" + proxy,
		"TWINE_CERT=" + authority,
		// For the clients that take no proxy from their environment.
		"CLOUD=" + account.Address(), "AUTHORITY=" + authority, "MODULE=" + module(t),
		"REGISTRY=" + cloud.RegistryHost, "PACKAGES=" + cloud.PackagesHost, "TOKEN=" + account.Token(), "REGISTRY_AUTH_FILE=" + filepath.Join(dir, "home", "registry.json"),
	}
	if strings.Contains(c.setup, "settings.xml") {
		env = append(env, "TRUSTSTORE="+trustStore(t))
	}
	if strings.Contains(c.setup, "$PATH:${GO%/*}") {
		env = append(env, goEnvironment(t)...)
	}
	for name, value := range c.env {
		env = append(env, name+"="+value)
	}
	return env
}

// workspace makes the directory of a job, with the files that it publishes.
func workspace(t testing.TB, line string) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string][]byte{
		"dist/app.txt":         []byte("version 1.2.3\n"),
		"dist/docs/index.html": []byte("<h1>1.2.3</h1>\n"),
	}
	if strings.Contains(line, "image") {
		writeImage(t, dir)
	}
	if strings.Contains(line, "big.bin") {
		// Larger than 8 MB, from where clients send parts.
		files["big.bin"] = bytes.Repeat([]byte("0123456789abcdef"), 9<<16)
	}
	if strings.Contains(line, "fileb://api.zip") {
		files["api.zip"] = emptyArchive
	}
	if strings.Contains(line, "cdk.out") {
		assembly := filepath.Join(module(t), "testdata", "cdk.out")
		if err := os.CopyFS(filepath.Join(dir, "cdk.out"), os.DirFS(assembly)); err != nil {
			t.Fatal(err)
		}
	}
	for _, empty := range []string{"home", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, empty), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// emptyArchive is a ZIP archive without files: the end of its directory.
//
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT section 4.3.16
var emptyArchive = append([]byte("PK\x05\x06"), make([]byte, 18)...)

// missing reports what an operation should have left, or removed, and has not:
// "s3://BUCKET/KEY", with "?TAG=VALUE" an object so tagged;
// "ecr://REPOSITORY:TAG"; "package://FORMAT/REPOSITORY/NAMESPACE/NAME";
// "npm://PACKAGE:TAG=VERSION"; "stack://NAME", deployed;
// "ecs://CLUSTER/SERVICE=FAMILY:REVISION", "ran://CLUSTER/FAMILY"; "lambda://NAME", with
// new code; "alias://FUNCTION:ALIAS=VERSION"; "cloudfront://ID", invalidated.
func missing(account *cloud.Cloud, want []string) error {
	var faults []error
	for _, address := range want {
		address, gone := strings.CutPrefix(address, "!")
		there, err := has(account, address)
		if err != nil {
			return err
		}
		if there == gone {
			faults = append(faults, fmt.Errorf("%s: there is %t", address, there))
		}
	}
	return errors.Join(faults...)
}

func has(account *cloud.Cloud, address string) (bool, error) {
	scheme, rest, _ := strings.Cut(address, "://")
	switch scheme {
	case "package":
		return account.Published(rest), nil
	case "ecs":
		service, revision, _ := strings.Cut(rest, "=")
		return account.ServiceRuns(service) == revision, nil
	case "ran":
		cluster, family, _ := strings.Cut(rest, "/")
		return slices.Contains(account.Ran(cluster), family), nil
	case "lambda":
		return account.Updated(rest), nil
	case "alias":
		alias, version, _ := strings.Cut(rest, "=")
		return account.AliasOf(alias) == version, nil
	case "cloudfront":
		return account.Invalidations(rest) > 0, nil
	case "stack":
		return account.StackStatus(rest) == "CREATE_COMPLETE", nil
	case "npm":
		name, tagged, _ := strings.Cut(rest, ":")
		tag, version, _ := strings.Cut(tagged, "=")
		return account.Tagged("npm", name, tag) == version, nil
	case "ecr":
		repository, tag, _ := strings.Cut(rest, ":")
		_, there := account.Images(repository)[tag]
		return there, nil
	case "s3":
		name, tag, tagged := strings.Cut(rest, "?")
		bucket, key, _ := strings.Cut(name, "/")
		contents, _, err := account.Objects(bucket)
		if _, there := contents[key]; err != nil || !there || !tagged {
			return there, err
		}
		return account.Tags(bucket, key).Encode() == tag, nil
	}
	return false, fmt.Errorf("no such kind of address: %s", address)
}

// goEnvironment is where Go is, for a client that builds with it; the cache
// spares it the standard library.
func goEnvironment(t testing.TB) []string {
	t.Helper()
	path, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := exec.Command(path, "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	return []string{"GO=" + path, "GOCACHE=" + strings.TrimSpace(string(cache)), "GOTOOLCHAIN=local"}
}
