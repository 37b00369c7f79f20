package clients

import (
	"slices"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/policy"
)

// TestCdkNeedsEachRole: cdk deploy fails without any one of the roles that are
// the default. It goes on with the credentials of the job, and so what is
// refused next is the first call of the role.
func TestCdkNeedsEachRole(t *testing.T) {
	cdk := clientOf(t, "AWS CDK")
	require(t, sourceOf(t, cdk.name))
	document := documented(cdk)
	for _, name := range []struct{ role, next string }{
		{"deploy", "ssm:GetParameter"},
		{"file-publishing", "s3:ListBucket"},
	} {
		role := cloud.BootstrapRole(name.role)
		statement := document.Statements[0]
		statement.Resources = slices.DeleteFunc(slices.Clone(statement.Resources), func(r string) bool { return r == role })
		if len(statement.Resources) != 1 {
			t.Fatalf("the policy has no role %s", role)
		}
		ran := runOperation(t, cdk, cdk.operations[0], bySigningIn, []policy.Document{policy.New(statement)})
		if ran.failed == nil {
			t.Errorf("without %s, cdk deploy goes on", name.role)
		}
		if !strings.Contains(ran.output, "could not be used to assume '"+role) {
			t.Errorf("without %s, cdk does not say so:\n%s", name.role, ran.output)
		}
		refused := slices.DeleteFunc(ran.trace.Checks, func(c cloud.Check) bool { return c.Allowed || c.Action == "sts:AssumeRole" })
		if len(refused) == 0 || refused[0].Action != name.next {
			t.Errorf("without %s, what is refused next is %v, not %s", name.role, refused, name.next)
		}
	}
}
