package trust_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// The generators draw from few values, so that options and tokens often meet,
// and from near misses of these.

var owners = []string{"acme", "acme-evil", "acm", "Acme", "a", "evil"}
var ownerIDs = map[string]string{"acme": "1", "acme-evil": "2", "acm": "3", "Acme": "4", "a": "5", "evil": "6"}
var names = []string{"app", "app-evil", "ap", "x"}
var nameIDs = map[string]string{"app": "10", "app-evil": "11", "ap": "12", "x": "13"}
var refs = []string{"main", "main-evil", "release/1", "release-evil", "v1", "a/ref/refs/heads/main"}
var environments = []string{"prod", "prod:eu", "a:ref:refs/heads/main", "a:environment:prod", "a:pull_request", "prod*", "*"}

func repositoryText(owner, name string, immutable bool) string {
	if !immutable {
		return owner + "/" + name
	}
	if name == "*" {
		return owner + "@" + ownerIDs[owner] + "/*"
	}
	return owner + "@" + ownerIDs[owner] + "/" + name + "@" + nameIDs[name]
}

func someOf(values []string) *rapid.Generator[[]string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(values), 0, 2), orNone)
}

// orNone leaves an empty list out, which is a fault.
func orNone(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

func genSubject(t *rapid.T) trust.Subject {
	s := trust.Subject{
		Branches:     someOf(append(slices.Clone(refs), "release/*", "*", "main*")).Draw(t, "branches"),
		Tags:         someOf(append(slices.Clone(refs), "v*", "*")).Draw(t, "tags"),
		Environments: someOf(environments).Draw(t, "environments"),
		PullRequests: rapid.Bool().Draw(t, "pullRequests"),
		AnyRef:       rapid.Bool().Draw(t, "anyRef"),
	}
	immutable := rapid.Bool().Draw(t, "immutable")
	for range rapid.IntRange(0, 3).Draw(t, "repositories") {
		owner := rapid.SampledFrom(owners).Draw(t, "owner")
		name := rapid.SampledFrom(append(slices.Clone(names), "*")).Draw(t, "name")
		s.Repositories = append(s.Repositories, repositoryText(owner, name, immutable))
	}
	if immutable {
		s.BothForms = rapid.SampledFrom([]*bool{nil, ptr(true), ptr(false)}).Draw(t, "bothForms")
	}
	s.Raw = orNone(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		owner, name := rapid.SampledFrom(owners).Draw(t, "rawOwner"), rapid.SampledFrom(names).Draw(t, "rawName")
		return rapid.SampledFrom([]string{
			"repo:" + owner + "/" + name, "repo:" + owner + "/" + name + ":*", "repo:" + owner + "/*", "repo:" + owner + "*", "repo:*",
			"repo:" + owner + "/" + name + "*", "repo:" + repositoryText(owner, name, true) + ":ref:*", "repository_owner:" + owner + ":*",
			"repository_owner:" + owner + "*", "*", "repo:" + owner, "repository_owner_id:" + ownerIDs[owner] + "*", "repository_owner_id:" + ownerIDs[owner] + ":*",
			"job_workflow_ref:" + owner + "/" + name + "/.github/workflows/x.yml@*",
		}).Draw(t, "raw")
	}), 0, 1).Draw(t, "raws"))
	s.Claims = genClaims(t, "claims")
	return s
}

func genClaims(t *rapid.T, label string) trust.Claims {
	all := trust.Claims{
		trust.ClaimRepositoryOwnerID: {rapid.SampledFrom([]string{"1", "2", "6"}).Draw(t, label+"OwnerID")},
		trust.ClaimRepositoryID:      {rapid.SampledFrom([]string{"10", "13"}).Draw(t, label+"RepositoryID")},
		trust.ClaimActor:             {rapid.SampledFrom([]string{"ann", "bob"}).Draw(t, label+"Actor")},
		trust.ClaimRef:               {rapid.SampledFrom([]string{"refs/heads/main", "refs/heads/*", "refs/tags/v1"}).Draw(t, label+"Ref")},
		trust.ClaimWorkflow:          {rapid.SampledFrom([]string{"release", "rel*"}).Draw(t, label+"Workflow")},
	}
	claims := trust.Claims{}
	for _, claim := range slices.Sorted(maps.Keys(all)) {
		if rapid.IntRange(0, 3).Draw(t, label+string(claim)) == 0 {
			claims[claim] = all[claim]
		}
	}
	return claims
}

// genOptions draws options that Validate accepts.
func genOptions(t *rapid.T) trust.Options {
	o := trust.Options{
		Issuer: rapid.SampledFrom([]trust.Issuer{
			trust.GitHub(), trust.GitHubEnterpriseCloud("octocorp"), trust.GitHubEnterpriseServer("ghes.example.com"),
		}).Draw(t, "issuer"),
		AccountID: account,
		Partition: rapid.SampledFrom([]string{"", "aws-cn", "aws-us-gov"}).Draw(t, "partition"),
		Dev:       rapid.Bool().Draw(t, "dev"),
		Quota:     policy.TrustPolicyMaxQuota,
	}
	for range rapid.IntRange(1, 3).Draw(t, "subjects") {
		s := genSubject(t)
		if (trust.Options{Issuer: o.Issuer, AccountID: account, Subjects: []trust.Subject{s}, Quota: policy.TrustPolicyMaxQuota}).Validate() == nil {
			o.Subjects = append(o.Subjects, s)
		}
	}
	if o.Validate() != nil {
		t.Skip("refused")
	}
	return o
}

// genToken draws a token that the issuer could sign, in any of the forms a
// subject may be customized to, and the owner it is of. On a server the names
// of environments may be unescaped.
func genToken(t *rapid.T, o trust.Options) (token_ trust.Token, owner string) {
	owner = rapid.SampledFrom(owners).Draw(t, "tokenOwner")
	name := rapid.SampledFrom(names).Draw(t, "tokenName")
	repository := repositoryText(owner, name, rapid.Bool().Draw(t, "tokenImmutable"))
	environment := rapid.SampledFrom(environments).Draw(t, "tokenEnvironment")
	if rapid.Bool().Draw(t, "tokenEscaped") {
		environment = strings.ReplaceAll(environment, ":", "%3A")
	}
	ref := rapid.SampledFrom([]string{"refs/heads/", "refs/tags/", "refs/pull/"}).Draw(t, "tokenRoot") + rapid.SampledFrom(refs).Draw(t, "tokenRef")
	sub := rapid.SampledFrom([]string{
		"repo:" + repository + ":ref:" + ref,
		"repo:" + repository + ":environment:" + environment,
		"repo:" + repository + ":pull_request",
		"repo:" + repository,
		"repository_owner:" + owner + ":ref:" + ref,
		"repository_owner_id:" + ownerIDs[owner] + ":x",
		// Anybody may call another owner's public workflow.
		"job_workflow_ref:acme/app/.github/workflows/x.yml@refs/heads/main",
	}).Draw(t, "tokenSub")
	return token(sub, "iss", o.Issuer.URL(), "aud", o.Issuer.Audience(partitionOf(o)),
		"repository_owner_id", ownerIDs[owner], "repository_id", nameIDs[name], "repository", owner+"/"+name, "ref", ref,
		"actor", rapid.SampledFrom([]string{"ann", "bob"}).Draw(t, "tokenActor"),
		"workflow", rapid.SampledFrom([]string{"release", "other"}).Draw(t, "tokenWorkflow")), owner
}

func partitionOf(o trust.Options) string {
	if o.Partition == "" {
		return "aws"
	}
	return o.Partition
}

// named reports whether any subject of the options names the owner.
func named(o trust.Options, owner string) bool {
	for _, s := range o.Subjects {
		for _, r := range s.Repositories {
			if strings.HasPrefix(r, owner+"/") || strings.HasPrefix(r, owner+"@"+ownerIDs[owner]+"/") {
				return true
			}
		}
		for _, r := range s.Raw {
			for _, prefix := range []string{"repo:" + owner + "/", "repo:" + owner + "@" + ownerIDs[owner] + "/", "repository_owner:" + owner + ":", "repository_owner_id:" + ownerIDs[owner] + ":"} {
				if strings.HasPrefix(r, prefix) {
					return true
				}
			}
		}
	}
	return false
}

// No trust built from accepted options admits a token of another owner.
func TestNoTrustAdmitsAnotherOwner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := genOptions(t)
		d := o.Document()
		for range 20 {
			token, owner := genToken(t, o)
			if decide(t, d, o.Issuer, token) && !named(o, owner) {
				t.Fatalf("%s is of %s, whom nobody named\n%s", token.Subject(), owner, d.Indent())
			}
		}
	})
}

// decide evaluates without Check.
func decide(t *rapid.T, d policy.Document, issuer trust.Issuer, token trust.Token) bool {
	r := policy.Request{Action: "sts:AssumeRoleWithWebIdentity", Context: policy.Context{}}
	r.Principal.Federated = d.Statements[0].Principal.Federated[0]
	for _, claim := range append([]trust.Claim{"aud", "sub"}, issuer.Claims()...) {
		if values := token.Claims[claim]; len(values) > 0 {
			r.Context[issuer.Prefix()+":"+string(claim)] = values
		}
	}
	decision, err := d.Evaluate(r)
	if err != nil {
		t.Fatal(err)
	}
	return decision.Allowed()
}

// Whatever narrows a subject narrows the trust: a further claim, or one
// context, repository or form less, never admits a token that was refused.
func TestNarrowerNeverAdmitsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := genOptions(t)
		narrow := o
		narrow.Subjects = slices.Clone(o.Subjects)
		i := rapid.IntRange(0, len(o.Subjects)-1).Draw(t, "narrowed")
		s := &narrow.Subjects[i]
		how := rapid.SampledFrom([]string{"claim", "branches", "tags", "environments", "pull requests", "any ref", "repositories", "form", "raw"}).Draw(t, "how")
		switch how {
		case "claim":
			more := maps.Clone(s.Claims)
			for claim, values := range genClaims(t, "more") {
				if _, has := more[claim]; !has {
					more[claim] = values
				}
			}
			s.Claims = more
		case "branches":
			s.Branches = nil
		case "tags":
			s.Tags = nil
		case "environments":
			s.Environments = nil
		case "pull requests":
			s.PullRequests = false
		case "any ref":
			s.AnyRef = false
		case "repositories":
			s.Repositories = orNone(s.Repositories[min(1, len(s.Repositories)):])
		case "form":
			s.BothForms = ptr(false)
		case "raw":
			s.Raw = nil
		}
		if narrow.Validate() != nil {
			t.Skip("refused")
		}
		wide, slim := o.Document(), narrow.Document()
		for range 20 {
			token, _ := genToken(t, o)
			if decide(t, slim, o.Issuer, token) && !decide(t, wide, o.Issuer, token) {
				t.Fatalf("%s less (%s) admits %s\n%s\n%s", how, "narrower", token.Subject(), wide.Indent(), slim.Indent())
			}
		}
	})
}

// Check decides as the evaluator does, and explains every refusal within a
// terminal's width.
func TestCheckAgreesWithTheEvaluator(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := genOptions(t)
		d := o.Document()
		token, _ := genToken(t, o)
		result, err := trust.Check(d, token)
		if err != nil {
			t.Fatal(err)
		}
		if got := decide(t, d, o.Issuer, token); got != result.Allowed {
			t.Fatalf("Check says %v, the evaluator %v, of %s\n%s", result.Allowed, got, token.Subject(), d.Indent())
		}
		if !result.Allowed && (len(result.Statements) == 0 || !strings.HasPrefix(result.Report(), "denied")) {
			t.Fatalf("%s is refused without a word", token.Subject())
		}
	})
}
