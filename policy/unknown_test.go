package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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
