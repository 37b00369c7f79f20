package cloud

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// signedAs is the Authorization header of a session of a role that a cloud has,
// by the order in which they were made.
func signedAs(service, index string) string {
	return strings.Replace(signed(service), AccessKeyID, sessionKey+index, 1)
}

func TestAssumeRole(t *testing.T) {
	deploy, lookup := BootstrapRole("deploy"), BootstrapRole("lookup")
	const address = "https://sts.eu-west-1.amazonaws.com/?Action="
	account, client := started(t, policy.Statement{Effect: policy.Allow, Actions: []string{"sts:AssumeRole"}, Resources: []string{deploy, "arn:aws:iam::111122223333:role/none"}})
	account.Role(lookup)
	account.Role(deploy)
	for _, c := range []struct {
		name, role, as, more string
		want                 int
		says                 string
	}{
		{"allowed", deploy, signed("sts"), "", http.StatusOK, sessionKey + "1"},
		{"with tags, which ask for sts:TagSession", deploy, signed("sts"), "&Tags.member.1.Key=a&Tags.member.1.Value=b", http.StatusForbidden, "AccessDenied"},
		{"not allowed", lookup, signed("sts"), "", http.StatusForbidden, "AccessDenied"},
		{"no such role", "arn:aws:iam::111122223333:role/none", signed("sts"), "", http.StatusForbidden, "AccessDenied"},
		{"nobody", deploy, "", "", http.StatusForbidden, "InvalidClientTokenId"},
		{"a session, whose role may not", deploy, signedAs("sts", "0"), "", http.StatusForbidden, "InvalidClientTokenId"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, answer := send(t, client, "POST", address+"AssumeRole&RoleArn="+c.role+c.more, c.as, "")
			if code != c.want || !strings.Contains(answer, c.says) {
				t.Errorf("got %d %s, want %d and %s", code, answer, c.want, c.says)
			}
		})
	}
	if code, answer := send(t, client, "POST", address+"GetCallerIdentity", signedAs("sts", "1"), ""); code != http.StatusOK || !strings.Contains(answer, "assumed-role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1/ci") {
		t.Errorf("got %d %s", code, answer)
	}
}

// What an assumed role may do does not depend on the caller's policies, and what
// the caller does itself does.
func TestSessionsAreOfTheirRoles(t *testing.T) {
	account, client := started(t)
	account.Role(BootstrapRole("deploy"))
	account.Stack("App")
	if err := account.Bucket("acme-dist", false); err != nil {
		t.Fatal(err)
	}
	for name, request := range map[string]struct{ address, service, target, body string }{
		"ssm":            {"https://ssm.eu-west-1.amazonaws.com/", "ssm", "AmazonSSM.GetParameter", `{"Name": "/cdk-bootstrap/hnb659fds/version"}`},
		"cloudformation": {"https://cloudformation.eu-west-1.amazonaws.com/?Action=DescribeStacks&StackName=App", "cloudformation", "", ""},
		"s3":             {"https://acme-dist.s3.eu-west-1.amazonaws.com/?list-type=2", "s3", "", ""},
	} {
		method := "POST"
		if name == "s3" {
			method = "GET"
		}
		for who, c := range map[string]struct {
			as      string
			allowed bool
		}{"the role": {signedAs(request.service, "0"), true}, "no such session": {signedAs(request.service, "7"), false}, "the caller": {signed(request.service), false}} {
			before := len(account.Trace().Checks)
			code, answer := send(t, client, method, request.address, c.as, request.body, "X-Amz-Target", request.target)
			if (code == http.StatusOK) != c.allowed {
				t.Errorf("%s, %s: got %d %s", name, who, code, answer)
			}
			if asked := len(account.Trace().Checks) > before; asked != (who == "the caller") {
				t.Errorf("%s, %s: asked the caller's policies %t", name, who, asked)
			}
		}
	}
}

func TestOperationsThatNoDeploymentHas(t *testing.T) {
	account, client := started(t)
	account.Role(BootstrapRole("deploy"))
	for _, request := range []struct{ address, service, target, body string }{
		{"https://ssm.eu-west-1.amazonaws.com/", "ssm", "AmazonSSM.PutParameter", `{}`},
		{"https://cloudformation.eu-west-1.amazonaws.com/?Action=DeleteStack&StackName=App", "cloudformation", "", ""},
	} {
		before := len(account.Trace().Unknown)
		if code, _ := send(t, client, "POST", request.address, signedAs(request.service, "0"), request.body, "X-Amz-Target", request.target); code < 400 || len(account.Trace().Unknown) != before+1 {
			t.Errorf("%s: got %d", request.service, code)
		}
	}
}
