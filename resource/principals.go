package resource

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Principals are who a store lets in. With both ARNs and an organization, who
// is let in must be named and belong to it.
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

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
var organizationShape = lazyregexp.New(`^o-[a-z0-9]{10,32}$`)

var (
	accountShape = lazyregexp.New(`^[0-9]{12}$`)
	serviceShape = lazyregexp.New(`^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com)$`)
	rootShape    = lazyregexp.New(`^arn:[a-z-]+:iam::[0-9]{12}:root$`)
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
	principalShape = lazyregexp.New(`^arn:(aws|aws-[a-z-]+):iam::[0-9]{12}:(root|(role|user)/([\x21-\x7e]+/)?[A-Za-z0-9_+=,.@-]{1,64})$`)
)

// principalKinds are things that people write where a principal is meant.
var principalKinds = []struct {
	shape           *lazyregexp.Regexp
	problem, remedy string
}{
	{accountShape, "is an account id, not an ARN", `write "arn:aws:iam::ID:root" for everybody in the account, or name a role of it`},
	{serviceShape, "is an AWS service", "name the role that the service runs the job with"},
	{lazyregexp.New(`^arn:[a-z-]+:sts::[0-9]{12}:assumed-role/`), "is a session, which ends", "name the role: arn:aws:iam::ID:role/PATH/NAME"},
	{lazyregexp.New(`^arn:[a-z-]+:sts::[0-9]{12}:federated-user/`), "is a session, which ends", "name the user"},
	{lazyregexp.New(`^arn:[a-z-]+:iam::[0-9]{12}:group/`), "is a group, and groups can't be principals", "name a role"},
	{lazyregexp.New(`^arn:[a-z-]+:iam::[0-9]{12}:(oidc|saml)-provider/`), "is an identity provider, which no store knows", "name the role that its users become"},
	{lazyregexp.New(`^arn:[a-z-]+:iam::[0-9]{12}:instance-profile/`), "is an instance profile", "name the role that is in it"},
	{lazyregexp.New(`^arn:[a-z-]+:iam::[0-9]{12}:policy/`), "is a policy", "name the role that it is attached to"},
}

func (p Principals) validate(env permission.Environment, faults *fault.List) {
	if len(p.ARNs) == 0 && p.OrganizationID == "" {
		faults.Add("Principals", "", "is missing, and a policy of a store says whom it lets in", "write the ARN of the role that publishes or reads")
	}
	for i, arn := range p.ARNs {
		p.validateARN(env, faults, "Principals["+strconv.Itoa(i)+"]", arn)
	}
	if p.OrganizationID != "" && !policy.HasToken(p.OrganizationID) && !organizationShape.MatchString(p.OrganizationID) {
		faults.Add("OrganizationID", p.OrganizationID, "is not the id of an organization", `write "o-" and the 10 to 32 letters and digits that "aws organizations describe-organization" shows`)
	}
}

func (p Principals) validateARN(env permission.Environment, faults *fault.List, option, arn string) {
	add := func(problem, remedy string) { faults.Add(option, arn, problem, remedy) }
	literal := policy.WithoutTokens(arn)
	if arn == "*" {
		if p.OrganizationID == "" {
			add("is everybody on earth", "name a role, an account, or an organization in {OrganizationID}")
		}
		return
	}
	for _, kind := range principalKinds {
		if kind.shape.MatchString(arn) {
			add(kind.problem, kind.remedy)
			return
		}
	}
	switch {
	case arn == "":
		add("is empty", "write the ARN of a role; perhaps a variable is not set")
	case strings.ContainsAny(literal, "*?") || strings.Contains(literal, "${"):
		add("has a wildcard or a variable, and a principal can't be a pattern", "name each role, or the account")
	case policy.HasToken(arn):
	case !strings.HasPrefix(arn, "arn:"):
		add("is no ARN", `write the whole ARN, such as "arn:aws:iam::123456789012:role/ci/publisher"`)
	case !principalShape.MatchString(arn):
		add("is not the ARN of a role, a user or an account", `write it as "arn:aws:iam::123456789012:role/ci/publisher" or "arn:aws:iam::123456789012:root"`)
	case !policy.HasToken(partition(env)) && strings.Split(arn, ":")[1] != partition(env):
		add("is in another partition than the store, and no grant reaches across partitions", "publish to a store of partition "+strings.Split(arn, ":")[1])
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
		if !slices.Contains(owners, accountOf(arn)) && !slices.Contains(principal.AWS, arn) {
			principal.AWS = append(principal.AWS, arn)
		}
	}
	return principal, len(principal.AWS) > 0
}

// of returns the ARNs that belong to one of these accounts.
func (p Principals) of(accounts []string) []string {
	if p.everyone() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.ARNs), func(arn string) bool { return !slices.Contains(accounts, accountOf(arn)) })
}

// accounts returns the ARNs that stand for whole accounts.
func (p Principals) accounts() []string {
	return slices.DeleteFunc(slices.Clone(p.ARNs), func(arn string) bool { return !rootShape.MatchString(arn) })
}

// accountOf returns the account in a principal's ARN; of one whose account
// only the deployment knows, the token in its place.
func accountOf(arn string) string {
	if accountShape.MatchString(arn) {
		return arn
	}
	rest, ok := strings.CutPrefix(arn, "arn:")
	if !ok {
		return ""
	}
	_, rest, found := strings.Cut(rest, "::") // neither region nor token before it has "::"
	if !found {
		return ""
	}
	if strings.HasPrefix(rest, "${Token[") {
		end := strings.Index(rest, "]}")
		if end < 0 {
			return ""
		}
		return rest[:end+2]
	}
	account, _, _ := strings.Cut(rest, ":")
	return account
}
