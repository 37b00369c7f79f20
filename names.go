package cipublisher

import (
	"strconv"
	"strings"
	"sync"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// claim is a construct that takes a name in IAM.
type claim struct {
	home      *home
	construct constructs.IConstruct
}

// kind is a kind of thing that has one name in an account.
type kind struct{ called, remedy string }

var (
	aPolicy   = kind{"managed policy", "set another {PolicyName} for one of them, or awscdk.PhysicalName_GENERATE_IF_NEEDED()"}
	aRole     = kind{"role", "set another {PolicyName} or {Role.Name} for one of them, or awscdk.PhysicalName_GENERATE_IF_NEEDED()"}
	aProvider = kind{"identity provider", "set {OidcProvider.Existing} to true for all but one, and deploy that first"}
)

// claims are the names that constructs have taken so far, by kind and name, and
// what is wrong with them, by app.
var claims = struct {
	sync.Mutex
	taken  map[string][]claim
	refuse map[constructs.IConstruct]*collisions
}{taken: map[string][]claim{}, refuse: map[constructs.IConstruct]*collisions{}}

// collisions fail the synthesis of an app.
type collisions struct{ faults fault.List }

// Validate is called by the CDK at synthesis.
func (c *collisions) Validate() *[]*string { return jsii.Strings(c.faults.Error()) }

// claim takes a name for a construct of the home's stack, and returns what may
// be wrong with that. Another construct of the app that takes the same name in
// the same account makes the synthesis fail; where it takes deploying to know
// the accounts, it is a notice. IAM compares names without case.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
func (h *home) claim(construct constructs.IConstruct, kind kind, name string) []fault.Notice {
	claims.Lock()
	defer claims.Unlock()
	key := kind.called + " " + strings.ToLower(name)
	var notices []fault.Notice
	for _, other := range claims.taken[key] {
		if other.home.root() != h.root() || isGenerated(name) {
			continue
		}
		same, known := h.sameAccount(other.home)
		if known && !same || other.home != h && token.In(name) {
			continue // in two stacks, a token is two names
		}
		what := *other.construct.Node().Path() + " and " + *construct.Node().Path() + " make the same " + kind.called + " " + strconv.Quote(name)
		if !known {
			notices = append(notices, fault.Notice{ID: "name-collision", Text: what +
				", and cannot both be deployed to one account. Where they are, " + kind.remedy + "."})
			continue
		}
		refused := claims.refuse[h.root()]
		if refused == nil {
			refused = &collisions{}
			claims.refuse[h.root()] = refused
			h.root().Node().AddValidation(refused)
		}
		refused.faults = append(refused.faults, shown(fault.List{{
			Option: what, Problem: "in one account, where names are unique, whatever their path, case and region", Remedy: kind.remedy,
		}})...)
	}
	claims.taken[key] = append(claims.taken[key], claim{h, construct})
	return notices
}

func isGenerated(name string) bool {
	return token.In(name) && name == *awscdk.PhysicalName_GENERATE_IF_NEEDED()
}

// sameAccount reports whether two stacks are deployed to one account, and
// whether that is known.
func (h *home) sameAccount(other *home) (same, known bool) {
	a, b := h.environment.AccountID, other.environment.AccountID
	return h == other || a == b, h == other || !token.In(a) && !token.In(b)
}

func (h *home) root() constructs.IConstruct {
	if h.app == nil {
		h.app = h.stack.Node().Root()
	}
	return h.app
}
