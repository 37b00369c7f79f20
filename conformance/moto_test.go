package conformance

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	accounts "github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/doctor"
	"github.com/cipublisher/cipublisher/live"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// motoVersion is the release of moto that is installed where there is none.
const motoVersion = "5.2.1"

// requireMoto returns the program that serves moto's AWS, installed into a
// folder of the tests where the machine has none.
func requireMoto(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("moto_server"); err == nil {
		return path
	}
	path, err := filepath.Abs("node_modules/.moto/bin/moto_server")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		return path
	}
	folder := filepath.Dir(filepath.Dir(path))
	for _, command := range [][]string{{"python3", "-m", "venv", folder}, {filepath.Join(folder, "bin/pip"), "install", "--quiet", "moto[server]==" + motoVersion}} {
		if output, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			missing(t, "moto can't be installed: %v\n%s", err, output)
		}
	}
	return path
}

// startMoto serves moto on this machine until the test ends.
func startMoto(t *testing.T) {
	t.Helper()
	program := requireMoto(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	_, port, _ := net.SplitHostPort(address)
	server := exec.Command(program, "-H", "127.0.0.1", "-p", port)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": "http://" + address, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1",
		"AWS_PROFILE": "", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		t.Setenv(name, value)
	}
	for range 300 {
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("moto does not answer")
}

// TestMoto reads an account from moto's IAM, and has its STS answer a token.
// What moto lacks: SimulateCustomPolicy, Access Analyzer, and any check of a
// token, which its AssumeRoleWithWebIdentity takes whatever it is.
func TestMoto(t *testing.T) {
	startMoto(t)
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		t.Fatal(err)
	}
	client := iam.NewFromConfig(settings)
	url, name, path, inline := "https://token.actions.githubusercontent.com", "publisher", "/ci/", "publish"
	provider, err := client.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{Url: &url, ClientIDList: []string{"sts.amazonaws.com"}, ThumbprintList: []string{"0123456789012345678901234567890123456789"}})
	if err != nil {
		t.Fatal(err)
	}
	trusting := trust.Options{ProviderARN: *provider.OpenIDConnectProviderArn, Subjects: []trust.Subject{{Repositories: []string{"acme@1/app@2"}, Environments: []string{"release"}}}}.Document().Indent()
	role, err := client.CreateRole(ctx, &iam.CreateRoleInput{RoleName: &name, Path: &path, AssumeRolePolicyDocument: &trusting})
	if err != nil {
		t.Fatal(err)
	}
	grant := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:PutObject"}, Resources: []string{"arn:aws:s3:::dist/*"}}).Indent()
	if _, err := client.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: &name, PolicyName: &inline, PolicyDocument: &grant}); err != nil {
		t.Fatal(err)
	}

	files, err := live.Account(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	account, err := accounts.Read(files...)
	if err != nil {
		t.Fatal(err)
	}
	if len(account.Roles) != 1 || account.Roles[0].Trust.Err != nil || len(account.Roles[0].Inline) != 1 || account.Roles[0].Inline[0].Err != nil {
		t.Errorf("the role is not what was made: %+v", account.Roles)
	}
	if got := account.Roles[0].Trust.Policy.Indent(); got != trusting {
		t.Errorf("the trust policy is another:\n%s", got)
	}
	if len(account.Providers) != 1 || len(account.Providers[0].Audiences) != 1 || !account.ProvidersListed {
		t.Errorf("the provider is not what was made: %+v", account.Providers)
	}
	answer := live.Assume(ctx, live.Try{Role: *role.Role.Arn}, doctor.NewSecret("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"))
	if !answer.Accepted || answer.Session == "" || answer.Until == nil {
		t.Errorf("moto's answer was not understood: %+v", answer)
	}
}
