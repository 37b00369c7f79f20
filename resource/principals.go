package resource

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Principals are who a store admits. With both ARNs and an organization, who
// is admitted must be named and belong to it.
//
// A store resolves the ARN of a role or user when its policy is set, so they
// must exist by then; AWS refuses a policy that names one that does not.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
type Principals struct {
	// ARNs of roles, of users, and of accounts, which are everybody in them:
	// "arn:aws:iam::123456789012:role/ci/publisher",
	// "arn:aws:iam::123456789012:root".
	ARNs []string
	// OrganizationID is the organization that principals must belong to, such
	// as "o-a1b2c3d4e5". Without ARNs, it is everybody in the organization.
	OrganizationID string
}

// principalKinds are things that people write where a principal is meant, by
// the service and the type in their ARN.
var principalKinds = map[[2]string]struct{ problem, remedy string }{
	{"sts", "assumed-role"}:     {"is a session, which ends", "name the role: arn:aws:iam::ID:role/PATH/NAME"},
	{"sts", "federated-user"}:   {"is a session, which ends", "name the user"},
	{"iam", "group"}:            {"is a group, and groups can't be principals", "name a role"},
	{"iam", "oidc-provider"}:    {"is an identity provider, which no store knows", "name the role that its users assume"},
	{"iam", "saml-provider"}:    {"is an identity provider, which no store knows", "name the role that its users assume"},
	{"iam", "instance-profile"}: {"is an instance profile", "name the role that is in it"},
	{"iam", "policy"}:           {"is a policy", "name the role that it is attached to"},
}

func (p Principals) validate(env permission.Environment, faults *fault.List) {
	if len(p.ARNs) == 0 && p.OrganizationID == "" {
		faults.Add("Principals", "", "is missing, and a policy of a store says whom it admits", "write the ARN of the role that publishes or reads")
	}
	for option, arn := range fault.Each("Principals", p.ARNs) {
		p.validateARN(env, faults, option, arn)
	}
	aws.OrganizationID.CheckSet(faults, "OrganizationId", p.OrganizationID)
}

func (p Principals) validateARN(env permission.Environment, faults *fault.List, option, arn string) {
	add := func(problem, remedy string) { faults.Add(option, arn, problem, remedy) }
	literal := token.Without(arn)
	if arn == "*" {
		if p.OrganizationID == "" {
			add("is everybody on earth", "name a role, an account, or an organization in {OrganizationId}")
		}
		return
	}
	parsed, isARN := aws.ParseARN(arn)
	if kind, found := principalKinds[[2]string{parsed.Service, parsed.Type()}]; found {
		add(kind.problem, kind.remedy)
		return
	}
	switch {
	case arn == "":
		add("is empty", "write the ARN of a role; perhaps a variable is not set")
	case strings.ContainsAny(literal, "*?") || strings.Contains(literal, "${"):
		add("has a wildcard or a variable, and a principal can't be a pattern", "name each role, or the account")
	case token.In(arn):
	case aws.AccountID.Accepts(arn):
		add("is an account id, not an ARN", `write "arn:aws:iam::ID:root" for everybody in the account, or name a role of it`)
	case aws.IsServicePrincipal(arn):
		add("is an AWS service", "name the role that the service runs the job with")
	case !aws.IsARN(arn):
		add("is no ARN", `write the whole ARN, such as "arn:aws:iam::123456789012:role/ci/publisher"`)
	case !isARN || !parsed.IsPrincipal():
		add("is not the ARN of a role, a user or an account", `write it as "arn:aws:iam::123456789012:role/ci/publisher" or "arn:aws:iam::123456789012:root"`)
	case !token.In(env.ARNPartition()) && parsed.Partition != env.ARNPartition():
		add("is in another partition than the store, and no grant reaches across partitions", "publish to a store of partition "+parsed.Partition)
	}
}

// everyone reports whether nobody is named, so that the organization decides.
func (p Principals) everyone() bool {
	return p.OrganizationID != "" && (len(p.ARNs) == 0 || slices.Contains(p.ARNs, "*"))
}

// others returns the principal element for those who do not belong to the
// accounts that own the store.
func (p Principals) others(owners []string) (principal policy.Principal, any bool) {
	if p.everyone() {
		return policy.Principal{Everyone: true}, true
	}
	for _, arn := range p.ARNs {
		if !slices.Contains(owners, aws.AccountOf(arn)) && !slices.Contains(principal.AWS, arn) {
			principal.AWS = append(principal.AWS, arn)
		}
	}
	return principal, len(principal.AWS) > 0
}

func (p Principals) of(accounts []string) []string {
	if p.everyone() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.ARNs), func(arn string) bool { return !slices.Contains(accounts, aws.AccountOf(arn)) })
}

func (p Principals) accounts() []string {
	return slices.DeleteFunc(slices.Clone(p.ARNs), func(arn string) bool { return !isAccount(arn) })
}

// isAccount reports whether a principal is everybody in an account, named by
// its root or by its id alone.
func isAccount(principal string) bool {
	arn, isARN := aws.ParseARN(principal)
	return isARN && arn.IsRoot() || !token.In(principal) && aws.AccountID.Accepts(principal)
}
