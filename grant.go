package cipublisher

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodeartifact"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

// GrantPublish lets a publisher of another account use a store: an
// awss3.IBucket, awss3.CfnAccessPoint, awsecr.IRepository,
// awscodeartifact.CfnDomain, awscodeartifact.CfnRepository or awskms.IKey. The
// policy of the store gets what the publisher's own policy allows on it, for the
// publisher's role and the roles that it was attached to before, and nothing else.
//
// Where the roles belong to the account of the store it changes nothing: there
// the publisher's own policy is enough, except on a bucket that the publisher
// reaches through an access point. It panics when that policy allows
// nothing on the store, which its props must name, and when there is no role.
//
// A store that was imported can't be changed here. It gets a warning with what
// its owner must add; "cipublisher resource-policy" prints the same.
func GrantPublish(store constructs.IConstruct, publisher CiPublisher) {
	grantStore("GrantPublish", store, publisher, func(set permission.Set) bool { return !permission.Reads(set) })
}

// GrantRead lets a builder of another account read from a store, as
// GrantPublish lets a publisher use it.
func GrantRead(store constructs.IConstruct, builder CiBuilder) {
	grantStore("GrantRead", store, builder, permission.Reads)
}

// statementsMade is a set whose statements were made for the environment of a
// role.
type statementsMade []policy.Statement

func (statementsMade) Validate(permission.Environment) error { return nil }

func (m statementsMade) Statements(permission.Environment) []policy.Statement { return m }

const storesKnown = "pass a bucket, an S3 CfnAccessPoint, an ECR repository, a CodeArtifact CfnDomain or CfnRepository, or a KMS key"

func grantStore(function string, store constructs.IConstruct, role CiRole, wanted func(permission.Set) bool) {
	var faults fault.List
	r, made := role.(*ciRole)
	target, known := targetOf(store)
	path := function
	switch {
	case store == nil:
		faults.Add(function+": the store", "", "is nil", storesKnown)
	case !known:
		faults.Add(function+": the store", "", "is none that it knows", storesKnown)
		fallthrough
	default:
		path = *store.Node().Path()
	}
	if !made {
		faults.Add(function+": the role", "", "is nil, or not one that this library made", "pass what NewCiPublisher or NewCiBuilder returned")
	}
	if len(faults) > 0 {
		refuseAt(path, faults)
	}
	holders := r.holders()
	if len(holders) == 0 {
		faults.Add(function, *r.Node().Path(), "has no role to admit", "set {Trust} or {Service}, or call AttachTo with your role before")
	}
	var statements statementsMade
	for _, set := range r.value.Sets {
		if wanted(set) {
			statements = append(statements, set.Statements(r.value.Stores)...)
			target.reachThrough(set)
		}
	}
	grant := resource.Grant{
		Environment: environmentOf(awscdk.Stack_Of(store)), Sets: []permission.Set{statements},
		Principals: resource.Principals{ARNs: []string{unknownPrincipal}},
	}
	if account := target.account; account != "" {
		grant.Environment.AccountID = account
	}
	// What the set says is in the terms of its own environment, which may be
	// written differently from the store's: tokens against the account itself.
	grant.Environment = sameTerms(grant.Environment, r.value.Stores)
	var err error
	for _, grant.Store = range target.storesIn(statements) {
		if err = grant.Validate(); err == nil {
			break
		}
	}
	faults.Append(function, err)
	if len(faults) > 0 {
		refuseAt(*store.Node().Path(), faults.Rename(func(option string) string {
			if option == "Sets" {
				return function + ": the policy of " + *r.Node().Path()
			}
			return option
		}))
	}
	for _, holder := range holders {
		grant.Principals.ARNs = []string{*holder.RoleArn()}
		grant.Label = labelOf(nameOf(holder), value(holder.PrincipalAccount(), ""))
		document := grant.Document()
		if sameAccount(target.accountOf(store), holder.PrincipalAccount()) {
			document = grant.Delegation()
		}
		target.add(store, r, holder, document)
	}
}

// unknownPrincipal stands for a role while a grant is checked.
const unknownPrincipal = "${Token[Principal.0]}"

func (r *ciRole) holders() []awsiam.IRole {
	if r.role == nil {
		return r.attached
	}
	return append([]awsiam.IRole{r.role}, r.attached...)
}

// nameOf returns what a role is called in the app: its name where that is
// given, else its id.
func nameOf(role awsiam.IRole) string {
	if child, ok := role.Node().DefaultChild().(awsiam.CfnRole); ok && child.RoleName() != nil {
		return *child.RoleName()
	}
	return *role.Node().Id()
}

// labelOf distinguishes the statements of roles: letters and digits of the name
// and of the account, where they are known.
func labelOf(name, account string) string {
	var b strings.Builder
	upper := true
	for _, c := range token.Without(name) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		switch {
		case !letter:
			upper = true
		case upper:
			b.WriteString(strings.ToUpper(string(c)))
			upper = false
		default:
			b.WriteRune(c)
		}
	}
	return b.String() + token.Without(account)
}

// sameAccount compares accounts as CDK's own grants do: two that only the
// deployment knows are taken for the same, one that it knows and one that is
// known are not.
func sameAccount(a, b *string) bool {
	if a == nil || b == nil {
		return false
	}
	switch awscdk.Token_CompareStrings(a, b) {
	case awscdk.TokenComparison_SAME(), awscdk.TokenComparison_BOTH_UNRESOLVED():
		return true
	}
	return *a == *b || token.In(*a) && token.In(*b)
}

// sameTerms returns the store's environment in the words of the set's, where
// only one of the two knows a value. A set that does not know its account
// speaks of its own, so that an account which the store knows is left alone.
func sameTerms(store, set permission.Environment) permission.Environment {
	if token.In(store.Partition) || token.In(set.Partition) {
		store.Partition = set.Partition
	}
	if token.In(store.Region) || token.In(set.Region) {
		store.Region = set.Region
	}
	if token.In(store.AccountID) {
		store.AccountID = set.AccountID
	}
	return store
}

// target is a store construct as package resource knows it.
type target struct {
	// stores are the store under each name that statements may have for it: the
	// token that stands for it, and what it is called where the app says so.
	stores []resource.Store
	// account owns the store, where the construct says so itself.
	account string
	// addStatement adds to the policy of the store; false when it can't.
	addStatement func(policy.Statement) bool
}

// storesIn returns the store under each name that statements may have for it.
func (t target) storesIn(statements []policy.Statement) []resource.Store {
	if key, ok := t.stores[0].(resource.Key); ok && token.In(key.ARN) {
		// A key gets its id as it is made, so that its users know the ARN from a
		// deployment before; then there must be one key to choose from.
		if keys := keysIn(statements); len(keys) == 1 {
			return []resource.Store{key, resource.Key{ARN: keys[0]}}
		}
	}
	return t.stores
}

func (t target) accountOf(store constructs.IConstruct) *string {
	if t.account != "" {
		return &t.account
	}
	return awscdk.Stack_Of(store).Account()
}

func (t target) add(store constructs.IConstruct, role *ciRole, holder awsiam.IRole, document policy.Document) {
	var missing []policy.Statement
	for _, statement := range document.Statements {
		if !t.addStatement(statement) {
			missing = append(missing, statement)
		}
	}
	if len(missing) > 0 {
		text := policy.New(missing...).Indent()
		if holder == role.role { // whose name is known, but whose ARN is a token
			text = strings.ReplaceAll(text, *holder.RoleArn(), aws.ARN{
				Partition: role.value.Stores.ARNPartition(), Service: "iam", Account: *holder.PrincipalAccount(), Resource: "role" + role.value.RolePath + role.value.RoleName,
			}.String())
		}
		annotate(role, []fault.Notice{{ID: "grant-imported-store", Text: *store.Node().Path() +
			" is imported, so its policy can't be changed here; its owner must add the statements of " + token.Show(text)}})
	}
}

// added returns how to add a statement to a policy that CDK keeps.
func added(add func(awsiam.PolicyStatement) *awsiam.AddToResourcePolicyResult) func(policy.Statement) bool {
	return func(s policy.Statement) bool {
		return *add(awsiam.PolicyStatement_FromJson(s.Map())).StatementAdded
	}
}

func targetOf(store constructs.IConstruct) (target, bool) {
	switch s := store.(type) {
	case awss3.IBucket:
		return bucketTarget(s), true
	case awss3.CfnAccessPoint:
		return accessPointTarget(s), true
	case awsecr.IRepository:
		return repositoryTarget(s), true
	case awskms.IKey:
		return keyTarget(s), true
	case awscodeartifact.CfnDomain:
		return domainTarget(s), true
	case awscodeartifact.CfnRepository:
		return packagesTarget(s), true
	}
	return target{}, false
}
