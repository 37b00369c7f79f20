package playground

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What can't be read is refused with a sentence, and never a panic, which would
// end the core in the page.
func TestReplyRefuses(t *testing.T) {
	for request, want := range map[string]string{
		"":                                   "the input can't be read",
		"[]":                                 "the input can't be read",
		`{"ask": "everything"}`:              `nothing is known of "everything"`,
		`{"ask": "role", "set": "x"}`:        "is not a permission set",
		`{"ask": "role", "values": {"a":1}}`: "the input can't be read",
		strings.Repeat("x", MaxInput+1):      "more than 3 MiB",
	} {
		var answer Answer
		require.NoError(t, json.Unmarshal([]byte(Reply(request)), &answer))
		require.Len(t, answer.Faults, 1)
		assert.Contains(t, answer.Faults[0].Text, want)
	}
}

func FuzzReply(f *testing.F) {
	for _, r := range roles {
		text, err := json.Marshal(r)
		require.NoError(f, err)
		f.Add("role", string(text))
	}
	f.Add("token", claims)
	f.Add("diff", yaml)
	f.Fuzz(func(t *testing.T, ask, text string) {
		var r Request
		if json.Unmarshal([]byte(text), &r) != nil {
			r = Request{Trust: small, Token: text, Before: small, After: text, Values: map[string]string{"S3.BucketName": text, "Subjects.Claims": text}}
		}
		r.Ask = ask
		request, err := json.Marshal(r)
		require.NoError(t, err)
		assert.True(t, json.Valid([]byte(Reply(string(request)))))
	})
}
