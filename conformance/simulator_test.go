package conformance

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// simulators run the outside simulator, see simulator.mjs: one on each processor.
var simulators = newProcesses("simulator.mjs", runtime.GOMAXPROCS(0))

// The account and role in whose name requests are made unless they say
// otherwise.
const (
	account = "111122223333"
	region  = "eu-west-1"
)

// question is one request for the simulator to decide.
type question struct {
	Action    string         `json:"action"`
	Resource  string         `json:"resource"`
	Account   string         `json:"account"`
	Principal string         `json:"principal"`
	Context   map[string]any `json:"context,omitempty"`
}

func (q question) String() string {
	if len(q.Context) == 0 {
		return q.Action + " " + q.Resource
	}
	return fmt.Sprintf("%s %s %v", q.Action, q.Resource, q.Context)
}

// decision is the simulator's answer to one question.
type decision struct {
	// Result is Allowed, ImplicitlyDenied or ExplicitlyDenied.
	Result string `json:"result"`
	// Ignored are the context keys that the simulator left out because its
	// data has no such key for the action. A decision made without a key that
	// the request had is a decision about another request.
	Ignored []string `json:"ignored"`
	// Error says why there is no decision.
	Error string `json:"error"`
	// ResourceType is what the data calls the resource.
	ResourceType string `json:"resourceType"`
}

func (d decision) allowed() bool { return d.Result == "Allowed" }

// fault returns what makes the decision void: an error, or an ignored key.
func (d decision) fault() error {
	if d.Error != "" {
		return fmt.Errorf("the simulator refused: %s", d.Error)
	}
	if len(d.Ignored) > 0 {
		return fmt.Errorf("the simulator ignored %s", strings.Join(d.Ignored, ", "))
	}
	switch d.Result {
	case "Allowed", "ImplicitlyDenied", "ExplicitlyDenied":
		return nil
	}
	return fmt.Errorf("the simulator answered %q", d.Result)
}

type named struct {
	Name   string `json:"name"`
	Policy any    `json:"policy"`
}

func namedPolicies(documents []policy.Document) []named {
	list := make([]named, len(documents))
	for i, d := range documents {
		list[i] = named{Name: fmt.Sprintf("policy %d", i+1), Policy: d.Map()}
	}
	return list
}

// askIdentity lets the simulator decide questions by identity policies alone.
func askIdentity(questions []question, documents ...policy.Document) ([]decision, error) {
	return ask("identity", map[string]any{"policies": namedPolicies(documents)}, questions)
}

// askIdentityUnchecked is askIdentity by the simulator's call that checks
// neither the resource nor the context keys against its data. Only for
// resources that its data has no pattern for.
func askIdentityUnchecked(questions []question, documents ...policy.Document) ([]decision, error) {
	return ask("identity", map[string]any{"policies": namedPolicies(documents), "unsafe": true}, questions)
}

// askTrust lets the simulator decide questions by a trust policy. The issuer
// is the prefix of its condition keys.
func askTrust(questions []question, issuer string, trust policy.Document) ([]decision, error) {
	return ask("trust", map[string]any{"policy": trust.Map(), "issuer": issuer}, questions)
}

// askResource lets the simulator decide questions by identity policies and a
// resource policy together.
func askResource(questions []question, resource policy.Document, documents ...policy.Document) ([]decision, error) {
	return ask("resource", map[string]any{"policies": namedPolicies(documents), "resourcePolicy": resource.Map()}, questions)
}

// inquiry is questions to decide by identity policies alone.
type inquiry struct {
	questions []question
	documents []policy.Document
}

// answered are the decisions on an inquiry, or why there are none.
type answered struct {
	decisions []decision
	err       error
}

// askIdentityOfEach is askIdentity of many small inquiries in one request.
func askIdentityOfEach(inquiries []inquiry) []answered {
	list := make([]answered, len(inquiries))
	if len(inquiries) == 0 {
		return list
	}
	each := make([]map[string]any, len(inquiries))
	for i, of := range inquiries {
		each[i] = map[string]any{"policies": namedPolicies(of.documents), "requests": complete(of.questions)}
	}
	var reply struct {
		Each []struct {
			Error     string
			Decisions []decision
		}
	}
	err := simulators.call("identities", map[string]any{"each": each}, &reply)
	if err == nil && len(reply.Each) != len(inquiries) {
		err = fmt.Errorf("%d answers to %d inquiries", len(reply.Each), len(inquiries))
	}
	for i := range list {
		switch {
		case err != nil:
			list[i].err = err
		case reply.Each[i].Error != "":
			list[i].err = errors.New(reply.Each[i].Error)
		case len(reply.Each[i].Decisions) != len(inquiries[i].questions):
			list[i].err = fmt.Errorf("%d decisions on %d questions", len(reply.Each[i].Decisions), len(inquiries[i].questions))
		default:
			list[i].decisions = reply.Each[i].Decisions
		}
	}
	return list
}

// ask sends questions in portions, to as many simulators as there are, and
// returns a decision for each, in order.
func ask(kind string, request map[string]any, questions []question) ([]decision, error) {
	const portion = 1000
	decisions := make([]decision, len(questions))
	var group sync.WaitGroup
	var mutex sync.Mutex
	var failed error
	for start := 0; start < len(questions); start += portion {
		end := min(start+portion, len(questions))
		group.Go(func() {
			if err := askPortion(kind, request, questions[start:end], decisions[start:end]); err != nil {
				mutex.Lock()
				defer mutex.Unlock()
				failed = err
			}
		})
	}
	group.Wait()
	return decisions, failed
}

// complete returns questions with an account and a principal.
func complete(questions []question) []question {
	list := make([]question, len(questions))
	for i, q := range questions {
		if q.Account == "" {
			q.Account = account
		}
		if q.Principal == "" {
			q.Principal = "arn:" + partitionOf(q.Resource) + ":iam::" + q.Account + ":role/ci/publisher"
		}
		list[i] = q
	}
	return list
}

func askPortion(kind string, request map[string]any, questions []question, decisions []decision) error {
	full := map[string]any{"requests": complete(questions)}
	for key, value := range request {
		full[key] = value
	}
	var reply struct{ Decisions []decision }
	if err := simulators.call(kind, full, &reply); err != nil {
		return err
	}
	if len(reply.Decisions) != len(questions) {
		return fmt.Errorf("%d decisions on %d questions", len(reply.Decisions), len(questions))
	}
	copy(decisions, reply.Decisions)
	return nil
}

// partitionOf returns the partition that an ARN names, aws for anything else.
func partitionOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 3); len(parts) == 3 && parts[0] == "arn" && parts[1] != "*" {
		return parts[1]
	}
	return "aws"
}

func allowing(actions []string, resources ...string) policy.Document {
	return policy.New(policy.Statement{Effect: policy.Allow, Actions: actions, Resources: resources})
}

// The simulator's own behaviour, so far as the checks here rely on it.
func TestSimulator(t *testing.T) {
	requireNode(t)
	one := func(t *testing.T, decisions []decision, err error) decision {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return decisions[0]
	}
	bucket := "arn:aws:s3:::dist/a/feature/x"
	put := allowing([]string{"s3:PutObject"}, "arn:aws:s3:::dist/*")

	t.Run("allows what a statement allows", func(t *testing.T) {
		decisions, err := askIdentity([]question{{Action: "s3:PutObject", Resource: bucket}}, put)
		if d := one(t, decisions, err); !d.allowed() || d.fault() != nil {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("denies what no statement allows", func(t *testing.T) {
		decisions, err := askIdentity([]question{{Action: "s3:GetObject", Resource: bucket}}, put)
		if d := one(t, decisions, err); d.Result != "ImplicitlyDenied" || d.fault() != nil {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("a key that the action lacks is reported, and voids the decision", func(t *testing.T) {
		decisions, err := askIdentity([]question{{Action: "s3:PutObject", Resource: bucket,
			Context: map[string]any{"s3:ExistingObjectTag/Release": "true"}}}, put)
		if d := one(t, decisions, err); d.fault() == nil {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("a resource that the action is not for is an error", func(t *testing.T) {
		decisions, err := askIdentity([]question{{Action: "ecr:PutImage", Resource: bucket}}, put)
		if d := one(t, decisions, err); d.fault() == nil {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("a policy out of the grammar is an error", func(t *testing.T) {
		broken := policy.New(policy.Statement{Effect: "Permit", Actions: []string{"s3:PutObject"}, Resources: []string{"*"}})
		if _, err := askIdentity([]question{{Action: "s3:PutObject", Resource: bucket}}, broken); err == nil {
			t.Error("got no error")
		}
	})
	t.Run("a package without a namespace needs the unchecked call", func(t *testing.T) {
		q := []question{{Action: "codeartifact:PublishPackageVersion", Resource: "arn:aws:codeartifact:" + region + ":" + account + ":package/acme/npm/npm//react"}}
		publish := allowing([]string{"codeartifact:PublishPackageVersion"}, "arn:aws:codeartifact:*:*:package/acme/*")
		decisions, err := askIdentity(q, publish)
		if d := one(t, decisions, err); d.fault() == nil {
			t.Errorf("checked: got %+v", d)
		}
		decisions, err = askIdentityUnchecked(q, publish)
		if d := one(t, decisions, err); !d.allowed() {
			t.Errorf("unchecked: got %+v", d)
		}
		decisions, err = askIdentityUnchecked(q, allowing([]string{"codeartifact:PublishPackageVersion"}, "arn:aws:codeartifact:*:*:package/other/*"))
		if d := one(t, decisions, err); d.allowed() {
			t.Errorf("unchecked, another domain: got %+v", d)
		}
	})
	t.Run("an identity policy is checked whoever owns the resource", func(t *testing.T) {
		q := []question{{Action: "ecr:PutImage", Resource: "arn:aws:ecr:" + region + ":999988887777:repository/app", Account: account}}
		decisions, err := askIdentity(q, allowing([]string{"ecr:PutImage"}, "*"))
		if d := one(t, decisions, err); !d.allowed() {
			t.Errorf("got %+v", d)
		}
	})

	t.Run("across accounts both sides have to allow", func(t *testing.T) {
		domain := "arn:aws:codeartifact:" + region + ":" + otherAccount + ":domain/acme"
		q := []question{{Action: "codeartifact:GetAuthorizationToken", Resource: domain, Account: otherAccount,
			Principal: "arn:aws:iam::" + account + ":role/ci/publisher"}}
		ours := allowing([]string{"codeartifact:GetAuthorizationToken"}, domain)
		theirs := func(principal string) policy.Document {
			return policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{AWS: []string{principal}},
				Actions: []string{"codeartifact:GetAuthorizationToken"}, Resources: []string{"*"}})
		}
		decisions, err := askResource(q, theirs("arn:aws:iam::"+account+":root"), ours)
		if d := one(t, decisions, err); !d.allowed() || d.fault() != nil {
			t.Errorf("both: got %+v", d)
		}
		decisions, err = askResource(q, theirs("arn:aws:iam::123412341234:root"), ours)
		if d := one(t, decisions, err); d.allowed() {
			t.Errorf("ours alone: got %+v", d)
		}
		decisions, err = askResource(q, theirs("arn:aws:iam::"+account+":root"), allowing([]string{"s3:GetObject"}, "*"))
		if d := one(t, decisions, err); d.allowed() {
			t.Errorf("theirs alone: got %+v", d)
		}
	})

	const github = "token.actions.githubusercontent.com"
	provider := "arn:aws:iam::" + account + ":oidc-provider/" + github
	trust := policy.New(policy.Statement{
		Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{provider}},
		Actions: []string{"sts:AssumeRoleWithWebIdentity"},
		Conditions: policy.Conditions{
			"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":repository_id": {"42"}},
			"StringLike":   {github + ":sub": {"repo:acme/app:ref:refs/heads/*"}},
		},
	})
	assume := func(sub, audience, id string) []question {
		return []question{{Action: "sts:AssumeRoleWithWebIdentity", Resource: "arn:aws:iam::" + account + ":role/ci/publisher", Principal: provider,
			Context: map[string]any{github + ":sub": sub, github + ":aud": audience, github + ":repository_id": id}}}
	}
	for _, c := range []struct {
		name, sub, audience, id string
		allowed                 bool
	}{
		{"the intended token", "repo:acme/app:ref:refs/heads/main", "sts.amazonaws.com", "42", true},
		{"another subject", "repo:acme/other:ref:refs/heads/main", "sts.amazonaws.com", "42", false},
		{"another audience", "repo:acme/app:ref:refs/heads/main", "sigstore", "42", false},
		{"another repository id", "repo:acme/app:ref:refs/heads/main", "sts.amazonaws.com", "43", false},
	} {
		t.Run("GitHub's aud, sub and repository_id count: "+c.name, func(t *testing.T) {
			decisions, err := askTrust(assume(c.sub, c.audience, c.id), github, trust)
			if d := one(t, decisions, err); d.fault() != nil || d.allowed() != c.allowed {
				t.Errorf("got %+v, %v", d, d.fault())
			}
		})
	}
	t.Run("a condition on another issuer's key is not met", func(t *testing.T) {
		decisions, err := askTrust([]question{{Action: "sts:AssumeRoleWithWebIdentity", Resource: "arn:aws:iam::" + account + ":role/ci/publisher", Principal: provider,
			Context: map[string]any{"ci.example:sub": "repo:acme/app:ref:refs/heads/main", "ci.example:aud": "sts.amazonaws.com"}}}, "ci.example", trust)
		if d := one(t, decisions, err); d.fault() != nil || d.allowed() {
			t.Errorf("got %+v, %v", d, d.fault())
		}
	})
}
