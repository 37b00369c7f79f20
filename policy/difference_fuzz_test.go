package policy_test

import (
	"testing"
	"time"

	"github.com/cipublisher/cipublisher/policy"
)

// Whatever the documents: one compared with itself differs in nothing, a
// comparison takes no longer than a second, and what it finds empty allows no
// request that was not allowed.
func FuzzCompare(f *testing.F) {
	for _, data := range fixtures(f) {
		for _, other := range fixtures(f) {
			f.Add(data, other, "s3:GetObject", "arn:aws:s3:::b/a", "aws:username", "anna")
		}
	}
	f.Fuzz(func(t *testing.T, before, after []byte, action, resource, key, value string) {
		was, err := policy.Parse(before)
		if err != nil {
			return
		}
		is, err := policy.Parse(after)
		if err != nil {
			return
		}
		if change := policy.Compare([]policy.Document{was}, []policy.Document{was}); !change.Empty() {
			t.Errorf("a document differs from itself: %v", change)
		}
		begin := time.Now()
		change := policy.Compare([]policy.Document{was}, []policy.Document{is})
		if took := time.Since(begin); took > 5*time.Second { // the machine may be busy
			t.Errorf("took %s", took)
		}
		request := policy.Request{Action: action, Resource: resource, Context: policy.Context{key: {value}}}
		then, err := was.Evaluate(request)
		if err != nil {
			return
		}
		now, err := is.Evaluate(request)
		if err != nil {
			t.Fatal(err)
		}
		if !then.Allowed() && now.Allowed() && len(change.Gained) == 0 {
			t.Errorf("%v is allowed now:\n%s%s", request, was.Indent(), is.Indent())
		}
	})
}
