package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/policy"
)

func TestUnknown(t *testing.T) {
	for _, test := range []struct{ name, text, shown string }{
		{"nothing unknown", "arn:aws:s3:::b/*", "arn:aws:s3:::b/*"},
		{"a whole value", policy.Unknown("Bucket.Arn"), "<Bucket.Arn>"},
		{"part of a value", "arn:aws:s3:::" + policy.Unknown("Ref B") + "/*", "arn:aws:s3:::<Ref B>/*"},
		{"two of them", policy.Unknown("A") + "-" + policy.Unknown("B"), "<A>-<B>"},
		{"characters with a meaning", policy.Unknown(`AWS::Region ${x} "*?" <y>`), `<AWS::Region ${x} "*?" <y>>`},
		{"other scripts", policy.Unknown("größe"), "<größe>"},
		{"one inside another", policy.Unknown("Sub a" + policy.Unknown("B")), "<Sub a<B>>"},
		{"no name", policy.Unknown(""), "<>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.shown, policy.ShowUnknown(test.text))
			assert.Equal(t, test.text != test.shown, policy.HasUnknown(test.text))
		})
	}
}

func TestUnknownHasNoCharacterWithAMeaning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		assert.False(t, strings.ContainsAny(policy.Unknown(a), `:*?${}"\<>`))
		assert.Equal(t, policy.ShowUnknown(a) == policy.ShowUnknown(b), policy.Unknown(a) == policy.Unknown(b))
		if !policy.HasUnknown(a) {
			assert.Equal(t, "<"+a+">", policy.ShowUnknown(policy.Unknown(a)))
		}
	})
}

// B and C stand for unknowns, T for a CDK token.
var unknowns = strings.NewReplacer("<B>", policy.Unknown("B"), "<C>", policy.Unknown("C"), "<b>", policy.Unknown("b"), "<T>", "${Token[TOKEN.1]}")

func TestCompareUnknowns(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		gains               bool
	}{
		{"the same", "Allow s3:A arn:aws:s3:::<B>/*", "Allow s3:A arn:aws:s3:::<B>/*", false},
		{"part of the same", "Allow s3:A arn:aws:s3:::<B>/*", "Allow s3:A arn:aws:s3:::<B>/dev/*", false},
		{"another", "Allow s3:A arn:aws:s3:::<B>/*", "Allow s3:A arn:aws:s3:::<C>/*", true},
		{"another by its case", "Allow s3:A arn:aws:s3:::<B>/*", "Allow s3:A arn:aws:s3:::<b>/*", true},
		{"a text", "Allow s3:A arn:aws:s3:::<B>/*", "Allow s3:A arn:aws:s3:::b/*", true},
		{"for a text", "Allow s3:A arn:aws:s3:::b/*", "Allow s3:A arn:aws:s3:::<B>/*", true},
		{"under a wildcard", "Allow s3:A arn:aws:s3:::*", "Allow s3:A arn:aws:s3:::<B>/*", false},
		{"under the wildcard for one character", "Allow s3:A arn:aws:s3:::?/*", "Allow s3:A arn:aws:s3:::<B>/*", true},
		{"a whole resource", "Allow s3:A <B>", "Allow s3:A <B>", false},
		{"a whole resource under everything", "Allow s3:A *", "Allow s3:A <B>/*", false},
		{"a whole resource under a service", "Allow s3:A arn:aws:s3", "Allow s3:A <B>", true},
		{"a field under a wildcard", "Allow s3:A arn:*:s3:::b", "Allow s3:A arn:<B>:s3:::b", true}, // it may have colons
		{"a field under wildcards to the end", "Allow s3:A arn:aws:sqs", "Allow s3:A arn:aws:sqs:<B>:1:q", false},
		{"the same field", "Allow s3:A arn:<B>:s3:::b*", "Allow s3:A arn:<B>:s3:::b1", false},
		{"a whole action", "Allow <B> *", "Allow <B> *", false},
		{"another action", "Allow <B> *", "Allow <C> *", true},
		{"another action by its case", "Allow <B> *", "Allow <b> *", true},
		{"an action under everything", "Allow * *", "Allow <B> *", false},
		{"an action under a service", "Allow s3:* *", "Allow <B> *", true},
		{"an action of all but others", "Allow !iam:* *", "Allow <B> *", true},
		{"all but an unknown", "Allow !<B> *", "Allow s3:A *", true},
		{"a resource of all but others", "Allow s3:A !arn:aws:s3:::b", "Allow s3:A arn:aws:s3:::<B>", true},
		{"all but an unknown resource", "Allow s3:A !arn:aws:s3:::<B>", "Allow s3:A arn:aws:s3:::b", true},
		{"a principal", "Allow s3:A by=<B> *", "Allow s3:A by=<B> *", false},
		{"another principal", "Allow s3:A by=<B> *", "Allow s3:A by=<C> *", true},
		{"a principal under everybody", "Allow s3:A by=* *", "Allow s3:A by=<C> *", false},

		{"a value", "Allow s3:A * if StringEquals a:k=<B>", "Allow s3:A * if StringEquals a:k=<B>", false},
		{"another value", "Allow s3:A * if StringEquals a:k=<B>", "Allow s3:A * if StringEquals a:k=<C>", true},
		{"a value in any case", "Allow s3:A * if StringEqualsIgnoreCase a:k=<B>", "Allow s3:A * if StringEqualsIgnoreCase a:k=<b>", true},
		{"a value under a pattern", "Allow s3:A * if StringLike a:k=v*", "Allow s3:A * if StringEquals a:k=v<B>", false},
		{"a value that a pattern has the letters of", "Allow s3:A * if StringLike a:k=?????", "Allow s3:A * if StringEquals a:k=<B>", true},
		{"a value that may be the exception", "Allow s3:A * if StringNotEquals a:k=v", "Allow s3:A * if StringEquals a:k=<B>", true},
		{"a value that cannot be the exception", "Allow s3:A * if StringNotEquals a:k=v", "Allow s3:A * if StringEquals a:k=w<B>", false},
		{"an exception", "Allow s3:A * if StringNotEquals a:k=<B>", "Allow s3:A * if StringEquals a:k=v", true},
		{"a number", "Allow s3:A * if NumericLessThan a:k=<B>", "Allow s3:A * if NumericLessThan a:k=<B>", false},
		{"another number", "Allow s3:A * if NumericLessThan a:k=<B>", "Allow s3:A * if NumericLessThan a:k=1", true},
		{"not that number", "Allow s3:A * if NumericNotEquals a:k=<B>", "Allow s3:A * if NumericEquals a:k=1", true},
		{"a date", "Allow s3:A * if DateLessThan a:k=<B>", "Allow s3:A * if DateLessThan a:k=<C>", true},
		{"a network", "Allow s3:A * if IpAddress a:k=<B>", "Allow s3:A * if IpAddress a:k=<C>", true},
		{"a boolean", "Allow s3:A * if Bool a:k=<B>", "Allow s3:A * if Bool a:k=true", true},
		{"an ARN", "Allow s3:A * if ArnLike a:k=<B>", "Allow s3:A * if ArnLike a:k=<B>", false},
		{"another ARN", "Allow s3:A * if ArnLike a:k=<B>", "Allow s3:A * if ArnLike a:k=<C>", true},
		{"whether the key is there", "Allow s3:A * if Null a:k=<B>", "Allow s3:A * if Null a:k=true", true},
		{"whether the key is there, or not", "Allow s3:A * if Null a:k=false", "Allow s3:A * if Null a:k=<B>", true},
		{"whether the key is there, as before", "Allow s3:A * if Null a:k=<B>", "Allow s3:A * if Null a:k=<B>", false},
		{"a key", "Allow s3:A * if StringEquals <B>=true", "Allow s3:A * if StringEquals <B>=true", false},
		{"another key", "Allow s3:A * if StringEquals <B>=true", "Allow s3:A * if StringEquals <b>=true", true},
		{"the key turned around", "Allow s3:A * if StringEquals <B>=true", "Allow s3:A * if StringEquals <B>=false", true},
		{"a key that goes", "Allow s3:A * if StringEquals <B>=true", "Allow s3:A *", true},
		{"a key that comes", "Allow s3:A *", "Allow s3:A * if StringEquals <B>=true", false},

		{"a Deny on an unknown instead of a text", "Deny s3:A arn:aws:s3:::b", "Deny s3:A arn:aws:s3:::<B>", true},
		{"a Deny on a text instead of an unknown", "Deny s3:A arn:aws:s3:::<B>", "Deny s3:A arn:aws:s3:::*\ufdd0B*", true},
		{"a Deny with an unknown hides nothing", "", "Allow s3:A arn:aws:s3:::<B>\nDeny s3:* arn:aws:s3:::<B>", true},
		{"a Deny of an unknown action hides nothing", "", "Allow <B> *\nDeny <B> *", true},
		{"a Deny that may be lifted", "Deny s3:* *", "Deny s3:* * if StringEquals <B>=true", true},

		{"the same token", "Allow s3:A arn:aws:s3:::<T>/*", "Allow s3:A arn:aws:s3:::<T>/x", false},
		{"a token under the wildcard for one character", "Allow s3:A arn:aws:s3:::*?{*}", "Allow s3:A arn:aws:s3:::<T>", true},
		{"a Deny with a token hides nothing", "", "Allow s3:A arn:aws:s3:::<T>\nDeny s3:* arn:aws:s3:::<T>", true},
	} {
		for _, version := range []string{"2012-10-17", "2008-10-17"} {
			t.Run(c.name+" "+version, func(t *testing.T) {
				before, after := document(t, unknowns.Replace(c.before)), document(t, unknowns.Replace(c.after))
				before.Version, after.Version = version, version
				assert.Equal(t, c.gains, len(policy.Compare([]policy.Document{before}, []policy.Document{after}).Gained) > 0)
			})
		}
	}
}

// What is unknown is decided against the request: an Allow does not apply
// because of it, a Deny does.
func TestEvaluateUnknowns(t *testing.T) {
	const everything = "Allow * *\n"
	for _, c := range []struct {
		name, give string
		outcome    policy.Outcome
	}{
		{"an action", "Allow <B> *", policy.ImplicitlyDenied},
		{"a resource", "Allow s3:GetObject arn:aws:s3:::<B>/*", policy.ImplicitlyDenied},
		{"an action beside a known one", "Allow <B>,s3:Get* *", policy.Allowed},
		{"all but an action", "Allow !<B> *", policy.ImplicitlyDenied},
		{"all but a resource", "Allow s3:* !arn:aws:s3:::<B>", policy.ImplicitlyDenied},
		{"all but a resource that it cannot be", "Allow s3:* !arn:aws:sqs:::<B>", policy.Allowed},
		{"a value", "Allow * * if StringEquals a:k=<B>", policy.ImplicitlyDenied},
		{"a value that is not to be", "Allow * * if StringNotEquals a:k=<B>", policy.ImplicitlyDenied},
		{"a key", "Allow * * if StringNotEquals <B>=true", policy.ImplicitlyDenied},
		{"a denied action", everything + "Deny <B> *", policy.ExplicitlyDenied},
		{"a denied resource", everything + "Deny s3:* arn:aws:s3:::<B>", policy.ExplicitlyDenied},
		{"a denied resource that it cannot be", everything + "Deny s3:* arn:aws:sqs:::<B>", policy.Allowed},
		{"a Deny of all but an action", everything + "Deny !<B> *", policy.ExplicitlyDenied},
		{"a Deny of a value", everything + "Deny * * if StringEquals a:k=<B>", policy.ExplicitlyDenied},
		{"a Deny under a key", everything + "Deny * * if StringEquals <B>=true", policy.ExplicitlyDenied},
		{"a principal", "Allow * by=<B> *", policy.ImplicitlyDenied},
		{"a denied principal", "Allow * by=* *\nDeny * by=<B> *", policy.ExplicitlyDenied},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := document(t, unknowns.Replace(c.give))
			request := policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/a", Context: policy.Context{"a:k": {"v"}}}
			decision, err := d.Evaluate(request)
			require.NoError(t, err)
			assert.Equal(t, c.outcome, decision.Outcome)
			prepared, err := policy.Prepare(d)
			require.NoError(t, err)
			again, err := prepared.Evaluate(request)
			require.NoError(t, err)
			assert.Equal(t, decision, again)
		})
	}
}
