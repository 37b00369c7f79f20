package policy

// Version is the current policy language version, which every document made
// here has. Policy variables need it.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
const Version = "2012-10-17"

// oldVersion is the version of a document that names none. In it a policy
// variable is plain text. It is kept when such a document is read and written
// again, because the text would mean something else under Version.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
const oldVersion = "2008-10-17"

// Effect is what a statement does to a request it matches.
type Effect string

// The two effects of the policy language.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// Document is an IAM policy: identity, trust or resource policy, or a
// permissions boundary. The order of the statements is kept.
type Document struct {
	// Version is the policy language version. Default: Version. (A JSON
	// document without one means "2008-10-17", and Parse says so.)
	Version string
	// ID is the optional Id element.
	ID string
	// Statements in the order in which they are written.
	Statements []Statement
}

// New returns a document of these statements.
func New(statements ...Statement) Document {
	return Document{Version: Version, Statements: statements}
}

// Statement is one statement of a Document.
type Statement struct {
	// Sid names the statement; unique within a document, letters and digits.
	Sid string
	// Effect is Allow or Deny.
	Effect Effect
	// Principal and NotPrincipal are nil in identity policies.
	Principal, NotPrincipal *Principal
	// Actions or NotActions, one of them; sorted when written. Nil is an element
	// that is not there, an empty list one that names nothing.
	Actions, NotActions []string
	// Resources or NotResources; neither in a trust policy. Their order is kept.
	// Nil and empty lists are as those of actions.
	Resources, NotResources []string
	// Conditions that must all hold; nil means none.
	Conditions Conditions
}

// Conditions maps an operator ("StringEquals") to condition keys and each key
// to its values. Operators and keys AND together, the values of one key OR.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
type Conditions map[string]map[string][]string

// Principal is who a trust or resource policy speaks of.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
type Principal struct {
	// Everyone is the bare "*", which also matches anonymous requests.
	Everyone bool
	// AWS holds account ids and ARNs of accounts, roles, users and sessions.
	AWS []string
	// Federated holds identity providers: OIDC and SAML provider ARNs and the
	// names of the built-in ones.
	Federated []string
	// Service holds service principals such as "codebuild.amazonaws.com".
	Service []string
	// CanonicalUser holds S3 canonical user ids.
	CanonicalUser []string
}
