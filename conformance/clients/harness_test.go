package clients

import (
	"slices"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/policy"
)

// The parts of the proof that need no client.

func TestWithout(t *testing.T) {
	put := policy.Statement{Effect: policy.Allow, Actions: []string{"s3:PutObject", "s3:PutObjectTagging"}, Resources: []string{"*"}}
	list := policy.Statement{Effect: policy.Allow, Actions: []string{"s3:ListBucket"}, Resources: []string{"*"}}
	deny := policy.Statement{Effect: policy.Deny, Actions: []string{"s3:ListBucket"}, Resources: []string{"*"}}
	whole := policy.New(put, list, deny)
	got := without("s3:ListBucket", whole)
	if len(got) != 1 || !slices.Equal(allowed(got...), []string{"s3:PutObject", "s3:PutObjectTagging"}) {
		t.Errorf("got %v", got)
	}
	if statements := got[0].Statements; len(statements) != 2 || statements[1].Effect != policy.Deny {
		t.Errorf("the Deny has to stay: %v", statements)
	}
	if got := without("s3:PutObject", whole); !slices.Equal(allowed(got...), []string{"s3:ListBucket", "s3:PutObjectTagging"}) {
		t.Errorf("got %v", got)
	}
	if got := without("s3:ListBucket", policy.New(list)); len(got) != 0 {
		t.Errorf("nothing should be left: %v", got)
	}
	if !slices.Equal(allowed(whole), []string{"s3:ListBucket", "s3:PutObject", "s3:PutObjectTagging"}) {
		t.Error("the whole was changed")
	}
}

// A client that exits 0 and leaves nothing has failed.
func TestMissing(t *testing.T) {
	account, err := cloud.Start(authority(t))
	if err != nil {
		t.Fatal(err)
	}
	defer account.Close()
	if err := seedBucket(account); err != nil {
		t.Fatal(err)
	}
	if err := seedReleased(account); err != nil {
		t.Fatal(err)
	}
	if err := seedEarlier(account); err != nil {
		t.Fatal(err)
	}
	if err := seedService(account); err != nil {
		t.Fatal(err)
	}
	there := []string{stale, "ecs://prod/app=app:1", "ecr://app:1.2.2", "npm://@acme/app:latest=1.2.2"}
	gone := []string{small, "ecr://app:1.2.3", "npm://@acme/app:latest=1.2.3", "package://npm/npm/acme/app", stale + "?Release=true",
		"ecs://prod/app=app:2", "ran://prod/migrate", "lambda://api", "alias://api:live=1", "cloudfront://" + distribution, "stack://App"}
	for _, address := range there {
		if err := missing(account, []string{address}); err != nil {
			t.Errorf("%s is there: %v", address, err)
		}
		if missing(account, []string{"!" + address}) == nil {
			t.Errorf("%s is not gone", address)
		}
	}
	for _, address := range gone {
		if missing(account, []string{address}) == nil {
			t.Errorf("%s is not there", address)
		}
		if err := missing(account, []string{"!" + address}); err != nil {
			t.Errorf("%s is gone: %v", address, err)
		}
	}
	if missing(account, []string{"ftp://x"}) == nil {
		t.Error("an address of no known kind")
	}
}

// Every documented policy is one that the library accepts.
func TestPoliciesAreValid(t *testing.T) {
	for _, c := range publishers {
		for _, set := range c.sets {
			if err := set.Validate(environment); err != nil {
				t.Errorf("%s: %v", c, err)
			}
		}
		if len(c.operations) == 0 || c.seed == nil {
			t.Errorf("%s does nothing", c)
		}
	}
}

// TestRecordedPoliciesAreCurrent: what is recorded of a client was seen with
// the policy that the library makes now. It needs no client, so it holds for
// those too that take minutes to build.
func TestRecordedPoliciesAreCurrent(t *testing.T) {
	for _, r := range results(t) {
		documents := []policy.Document{documented(clientOf(t, r.Client))}
		for _, f := range r.Findings {
			if cloud.Decide(documents[:1], r.checkOf(f)) {
				t.Errorf("%s: %s on %s is a finding, and the documented policy allows it", r.Client, f.Action, f.Resource)
			}
			if f.Refused == fails {
				documents = append(documents, policy.New(f.statement()))
			}
		}
		var recorded []string
		for _, a := range r.Actions {
			recorded = append(recorded, a.Action)
		}
		if now := allowed(documents...); !slices.Equal(recorded, now) {
			t.Errorf("%s: recorded with %q, the policy now allows %q", r.Client, recorded, now)
		}
	}
}

// checkOf is the recorded call of a finding.
func (r result) checkOf(f finding) cloud.Check {
	for _, one := range r.Rows {
		if one.Call == f.Call && one.Action == f.Action && one.Resource == f.Resource {
			return one.check()
		}
	}
	return cloud.Check{Action: f.Action, Resource: f.Resource}
}
