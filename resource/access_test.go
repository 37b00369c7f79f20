package resource_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

// The accounts of the tests: who owns the domain, who made the repository in
// it, and who builds.
const (
	owner         = "111122223333"
	administrator = "222233334444"
	other         = "123456789012"
)

// role is the caller's role in an account, as it is named in policies, and
// session is the caller.
func role(account string) string    { return "arn:aws:iam::" + account + ":role/ci/builder" }
func session(account string) string { return "arn:aws:sts::" + account + ":assumed-role/builder/1" }

// Where everything of the tests is.
var home = permission.Environment{AccountID: owner, Region: "us-west-2"}

// reader and writer are the permission sets that all documents are made of.
var (
	reader = permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "my-domain", EveryRepository: true, Describe: true}}
	writer = permission.Publisher{CodeArtifact: &permission.CodeArtifact{DomainName: "my-domain", EveryRepository: true}}
)

// identity is the identity policy of the sets.
func identity(sets ...permission.Set) []policy.Document {
	return []policy.Document{policy.New(permission.Combine(home, sets...)...)}
}

// grant is the policy of a store for a principal.
func grant(t *testing.T, store resource.Store, principal string, sets ...permission.Set) *policy.Document {
	t.Helper()
	g := resource.Grant{Environment: home, Store: store, Principals: resource.Principals{ARNs: []string{principal}}, Sets: sets}
	require.NoError(t, g.Validate())
	document := g.Document()
	return &document
}

var (
	domain     = resource.CodeArtifactDomain{DomainName: "my-domain"}
	wholly     = resource.CodeArtifactDomain{DomainName: "my-domain", Contents: true}
	repository = resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: "my-repo"}
)

// allowing, denying and naming make the documents that our grants are not
// meant to be: those of owners who deny, and who name their own.
func statement(effect policy.Effect, principal string, actions ...string) *policy.Document {
	document := policy.New(policy.Statement{Effect: effect, Principal: &policy.Principal{AWS: []string{principal}}, Actions: actions, Resources: []string{"*"}})
	return &document
}

func denying(actions ...string) *policy.Document {
	document := policy.New(policy.Statement{Effect: policy.Deny, Principal: &policy.Principal{Everyone: true}, Actions: actions, Resources: []string{"*"}})
	return &document
}

const (
	theDomain     = "arn:aws:codeartifact:us-west-2:111122223333:domain/my-domain"
	theRepository = "arn:aws:codeartifact:us-west-2:111122223333:repository/my-domain/my-repo"
	aPackage      = "arn:aws:codeartifact:us-west-2:111122223333:package/my-domain/my-repo/npm/parity/ui"
)

// row is one row of a truth table.
type row struct {
	name               string
	identity           []policy.Document
	domain, repository *policy.Document
	caller             string
	action, on         string
	want               policy.Outcome
	reason             string
}

func (r row) access() resource.CodeArtifactAccess {
	return resource.CodeArtifactAccess{Identity: r.identity, Domain: r.domain, Repository: r.repository, DomainOwner: owner, AdministratorAccountID: administrator}
}

const (
	sameAccount = "an identity policy allows it, which is enough within the account of the owner"
	named       = "a resource policy allows it to the caller, which is enough within the account of the owner"
	administers = "an identity policy allows it, which is enough within the account of the administrator"
	bothAllow   = "an identity policy and a resource policy allow it"
	noResource  = "no resource policy allows it, which another account needs"
	noIdentity  = "no identity policy allows it, which a resource policy can't make up for"
	none        = "no policy allows it"
	byIdentity  = "an identity policy denies it"
	byResource  = "a resource policy denies it"
	noKeyPolicy = "the key's policy neither allows it to the caller nor leaves it to the account, and no identity policy can make up for that"
)

// interaction has a row for every rule of AWS's page on how the policies of
// domains and repositories interact, in its order.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html#repository-policies-and-domain-policies-interaction
func interaction(t *testing.T) []row {
	const (
		read     = "codeartifact:ReadFromRepository"
		describe = "codeartifact:DescribeDomain"
		putDom   = "codeartifact:PutDomainPermissionsPolicy"
		putRepo  = "codeartifact:PutRepositoryPermissionsPolicy"
	)
	admin := []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"codeartifact:*"}, Resources: []string{"*"}})}
	denied := append(identity(reader), policy.New(policy.Statement{Effect: policy.Deny, Actions: []string{read}, Resources: []string{"*"}}))
	return []row{
		{"no resource policies are evaluated for account-level operations", admin, denying("*"), denying("*"), session(owner), "codeartifact:ListDomains", "*", policy.Allowed, sameAccount},
		{"nor for listing the repositories of an account", admin, denying("*"), denying("*"), session(other), "codeartifact:ListRepositories", "*", policy.Allowed, sameAccount},
		{"no repository policies are evaluated for domain-level operations", admin, nil, denying("*"), session(owner), describe, theDomain, policy.Allowed, sameAccount},
		{"nor can they allow one", admin, nil, statement(policy.Allow, role(other), "codeartifact:*"), session(other), describe, theDomain, policy.ImplicitlyDenied, noResource},
		{"the domain policy is not evaluated for PutDomainPermissionsPolicy", admin, denying("*"), nil, session(owner), putDom, theDomain, policy.Allowed, sameAccount},
		{"so it can't hand that on either", admin, statement(policy.Allow, role(other), "codeartifact:*"), nil, session(other), putDom, theDomain, policy.ImplicitlyDenied, noResource},
		{"the domain policy is evaluated for PutRepositoryPermissionsPolicy", admin, denying(putRepo), nil, session(owner), putRepo, theRepository, policy.ExplicitlyDenied, byResource},
		{"but the repository policy is not", admin, nil, denying("*"), session(owner), putRepo, theRepository, policy.Allowed, sameAccount},
		{"so it can't hand that on to another account", admin, nil, statement(policy.Allow, role(other), "codeartifact:*"), session(other), putRepo, theRepository, policy.ImplicitlyDenied, noResource},
		{"an explicit deny in the domain policy overrides an allow in the repository policy", identity(reader), denying(read), grant(t, repository, role(other), reader), session(other), read, theRepository, policy.ExplicitlyDenied, byResource},
		{"an explicit deny in the repository policy overrides an allow in the domain policy", identity(reader), grant(t, wholly, role(other), reader), denying(read), session(other), read, theRepository, policy.ExplicitlyDenied, byResource},
		{"an explicit deny in an identity policy overrides both", denied, grant(t, wholly, role(other), reader), grant(t, repository, role(other), reader), session(other), read, theRepository, policy.ExplicitlyDenied, byIdentity},
		{"an explicit deny overrides the owner's own identity policy", identity(reader), denying(read), nil, session(owner), read, theRepository, policy.ExplicitlyDenied, byResource},
		{"an allow is only required in one resource policy: the domain's", identity(reader), grant(t, wholly, role(other), reader), nil, session(other), read, theRepository, policy.Allowed, bothAllow},
		{"an allow is only required in one resource policy: the repository's", identity(reader), nil, grant(t, repository, role(other), reader), session(other), read, theRepository, policy.Allowed, bothAllow},
		{"omitting an action from the repository policy is no deny", identity(reader), grant(t, wholly, role(other), reader), statement(policy.Allow, role(other), "codeartifact:ListPackages"), session(other), read, theRepository, policy.Allowed, bothAllow},
		{"when no resource policy allows an action, another account is implicitly denied", identity(reader), grant(t, domain, role(other), reader), nil, session(other), read, theRepository, policy.ImplicitlyDenied, noResource},
		{"unless the caller's account is the domain owner", identity(reader), nil, nil, session(owner), read, theRepository, policy.Allowed, sameAccount},
		{"or the repository administrator", identity(reader), nil, nil, session(administrator), read, theRepository, policy.Allowed, administers},
		{"and an identity policy allows it: the owner without", nil, nil, nil, session(owner), read, theRepository, policy.ImplicitlyDenied, none},
		{"and an identity policy allows it: the administrator without", nil, nil, nil, session(administrator), read, theRepository, policy.ImplicitlyDenied, none},
		{"a principal of the owner's account by an identity policy: any repository", identity(writer), nil, nil, session(owner), "codeartifact:PublishPackageVersion", aPackage, policy.Allowed, sameAccount},
		{"a principal of the owner's account by a domain policy alone", nil, statement(policy.Allow, role(owner), read), nil, session(owner), read, theRepository, policy.Allowed, named},
		{"a principal of the owner's account by a repository policy alone", nil, nil, statement(policy.Allow, role(owner), read), session(owner), read, theRepository, policy.Allowed, named},
		{"but not by a policy that names the account", nil, nil, statement(policy.Allow, "arn:aws:iam::"+owner+":root", read), session(owner), read, theRepository, policy.ImplicitlyDenied, noIdentity},
		{"a principal of the administrator's account by an identity policy", identity(writer), nil, nil, session(administrator), "codeartifact:PublishPackageVersion", aPackage, policy.Allowed, administers},
		{"the administrator is nobody special to the domain", identity(reader), nil, nil, session(administrator), "codeartifact:GetAuthorizationToken", theDomain, policy.ImplicitlyDenied, noResource},
		{"another account by both: the token", identity(reader), grant(t, domain, role(other), reader), nil, session(other), "codeartifact:GetAuthorizationToken", theDomain, policy.Allowed, bothAllow},
		{"another account by both: publishing", identity(writer), nil, grant(t, repository, role(other), writer), session(other), "codeartifact:PublishPackageVersion", aPackage, policy.Allowed, bothAllow},
		{"another account by both, named as an account", identity(reader), nil, grant(t, repository, "arn:aws:iam::"+other+":root", reader), session(other), read, theRepository, policy.Allowed, bothAllow},
		{"another account without the identity policy", nil, nil, grant(t, repository, role(other), reader), session(other), read, theRepository, policy.ImplicitlyDenied, noIdentity},
		{"another account without a resource policy", identity(reader), nil, nil, session(other), read, theRepository, policy.ImplicitlyDenied, noResource},
		{"another account without anything", nil, nil, nil, session(other), read, theRepository, policy.ImplicitlyDenied, none},
		{"a third account with another's grant", identity(reader), nil, grant(t, repository, role(other), reader), session("999988887777"), read, theRepository, policy.ImplicitlyDenied, noResource},
	}
}

func TestInteractionBetweenRepositoryAndDomainPolicies(t *testing.T) {
	for _, r := range interaction(t) {
		t.Run(r.name, func(t *testing.T) {
			got, err := r.access().Evaluate(policy.Request{Action: r.action, Resource: r.on, Principal: policy.Caller{AWS: r.caller}})
			require.NoError(t, err)
			assert.Equal(t, resource.Verdict{Outcome: r.want, Reason: r.reason}, got)
		})
	}
}

// The rows as a file, with the policies that count, for those who check from
// outside.
func TestInteractionAsAFile(t *testing.T) {
	type line struct {
		Name               string
		Identity           []policy.Document
		Resource           *policy.Document `json:",omitempty"`
		Owner              string
		Administrator      bool
		Caller, Action, On string
		Allowed            bool
	}
	var all []line
	for _, r := range interaction(t) {
		counting := r.access().Counting(policy.Request{Action: r.action, Principal: policy.Caller{AWS: r.caller}})
		// What any of several policies says is what one of all their statements
		// says.
		var together *policy.Document
		for _, document := range counting.Resource {
			if together == nil {
				together = &policy.Document{}
			}
			for _, s := range document.Statements {
				s.Sid = "" // which only has to be unique in each
				together.Statements = append(together.Statements, s)
			}
		}
		all = append(all, line{
			r.name, r.identity, together, counting.OwnerAccountID, strings.HasSuffix(r.reason, "of the administrator"),
			r.caller, r.action, r.on, r.want == policy.Allowed,
		})
	}
	got, err := json.MarshalIndent(all, "", "  ")
	require.NoError(t, err)
	golden.Compare(t, filepath.Join("testdata", "interaction.json"), string(got)+"\n")
}

// Every combination of what the three policies may say, for a caller of the
// owner's account, of the administrator's and of another: an independent
// statement of the rules as a formula.
func TestEveryCombinationOfPolicies(t *testing.T) {
	const read = "codeartifact:ReadFromRepository"
	for _, account := range []string{owner, administrator, other} {
		says := func(word string) *policy.Document {
			switch word {
			case "allow":
				return statement(policy.Allow, role(account), read)
			case "deny":
				return statement(policy.Deny, role(account), read)
			}
			return nil
		}
		for _, i := range []string{"allow", "deny", "nothing"} {
			for _, d := range []string{"allow", "deny", "nothing"} {
				for _, r := range []string{"allow", "deny", "nothing"} {
					access := resource.CodeArtifactAccess{Domain: says(d), Repository: says(r), DomainOwner: owner, AdministratorAccountID: administrator}
					if document := says(i); document != nil {
						document.Statements[0].Principal = nil
						access.Identity = []policy.Document{*document}
					}
					denied := i == "deny" || d == "deny" || r == "deny"
					stores := d == "allow" || r == "allow"
					allowed := map[string]bool{
						owner:         i == "allow" || stores,
						administrator: i == "allow",
						other:         i == "allow" && stores,
					}[account]
					got, err := access.Evaluate(policy.Request{Action: read, Resource: theRepository, Principal: policy.Caller{AWS: session(account)}})
					require.NoError(t, err)
					assert.Equal(t, allowed && !denied, got.Allowed(), "%s: identity %s, domain %s, repository %s", account, i, d, r)
					assert.Equal(t, denied, got.Outcome == policy.ExplicitlyDenied)
				}
			}
		}
	}
}

// A KMS key is not like other stores: its own policy must allow, or leave it to
// the account's identity policies by naming the account, whoever asks.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
func TestAKeyIsAlwaysInTheHandsOfItsPolicy(t *testing.T) {
	const theKey = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	use := func(action string) []policy.Document {
		return []policy.Document{policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{action}, Resources: []string{"*"}})}
	}
	root := statement(policy.Allow, "arn:aws:iam::"+owner+":root", "kms:*")
	rootUnder := statement(policy.Allow, "arn:aws:iam::"+owner+":root", "kms:*")
	rootUnder.Statements[0].Conditions = policy.Conditions{"StringEquals": {"kms:ViaService": {"s3.us-west-2.amazonaws.com"}}}
	for _, test := range []struct {
		name       string
		identity   []policy.Document
		key        *policy.Document
		caller     string
		action, on string
		want       resource.Verdict
	}{
		{"the key's policy leaves it to the account", use("kms:Decrypt"), root, session(owner), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.Allowed, Reason: bothAllow}},
		{"it leaves it to the account, and no identity policy allows it", nil, root, session(owner), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.ImplicitlyDenied, Reason: noIdentity}},
		{"it leaves to the account what comes through S3, and this does not", use("kms:Decrypt"), rootUnder, session(owner), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.ImplicitlyDenied, Reason: noKeyPolicy}},
		{"it names an administrator alone", use("kms:Decrypt"), statement(policy.Allow, "arn:aws:iam::"+owner+":role/admin", "kms:*"), session(owner), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.ImplicitlyDenied, Reason: noKeyPolicy}},
		{"it is not known", use("kms:Decrypt"), nil, session(owner), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.ImplicitlyDenied, Reason: noKeyPolicy}},
		{"it allows it to the caller", nil, statement(policy.Allow, role(owner), "kms:Decrypt"), session(owner), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.Allowed, Reason: named}},
		{"it denies it", use("kms:Decrypt"), denying("kms:Decrypt"), session(owner), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.ExplicitlyDenied, Reason: byResource}},
		{"another account, by both", use("kms:Decrypt"), statement(policy.Allow, role(other), "kms:Decrypt"), session(other), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.Allowed, Reason: bothAllow}},
		{"another account, which the root statement does not speak of", use("kms:Decrypt"), root, session(other), "kms:Decrypt", theKey, resource.Verdict{Outcome: policy.ImplicitlyDenied, Reason: noResource}},
		{"actions in another case", use("KMS:decrypt"), nil, session(owner), "KMS:decrypt", theKey, resource.Verdict{Outcome: policy.ImplicitlyDenied, Reason: noKeyPolicy}},
		{"no key is concerned", use("kms:ListAliases"), nil, session(owner), "kms:ListAliases", "*", resource.Verdict{Outcome: policy.Allowed, Reason: sameAccount}},
	} {
		t.Run(test.name, func(t *testing.T) {
			access := resource.Access{Identity: test.identity, OwnerAccountID: owner, TrustedAccountIDs: []string{owner}}
			if test.key != nil {
				access.Resource = []policy.Document{*test.key}
			}
			got, err := access.Evaluate(policy.Request{Action: test.action, Resource: test.on, Principal: policy.Caller{AWS: test.caller}})
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

func TestAccessRefuses(t *testing.T) {
	access := resource.Access{OwnerAccountID: owner}
	for _, test := range []struct {
		name    string
		request policy.Request
		message string
	}{
		{"nobody", policy.Request{Action: "s3:GetObject"}, `cipublisher: Principal is not the ARN of a caller; write the ARN of a role, a session or a user`},
		{"a name", policy.Request{Action: "s3:GetObject", Principal: policy.Caller{AWS: "builder"}}, `cipublisher: Principal "builder" is not the ARN of a caller; write the ARN of a role, a session or a user`},
		{"an action pattern", policy.Request{Action: "s3:Get*", Principal: policy.Caller{AWS: role(other)}}, `cipublisher: Action "s3:Get*" has a wildcard, but a request is for one action; name one action, such as "s3:GetObject"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := access.Evaluate(test.request)
			assert.EqualError(t, err, test.message)
		})
	}
}
