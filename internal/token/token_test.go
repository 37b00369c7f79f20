package token_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/token"
)

func TestTokens(t *testing.T) {
	for _, test := range []struct {
		text    string
		in      bool
		without string
		names   []string
		length  int
	}{
		{"", false, "", nil, 0},
		{"plain", false, "plain", nil, 0},
		{"${Token[TOKEN.12]}", true, "", []string{"TOKEN.12"}, 18},
		{"${Token[Ref:Bucket]}/x", true, "/x", []string{"Ref:Bucket"}, 20},
		{"#{Token[List.1]}", true, "", []string{"List.1"}, 16},
		{"a-${Token[AWS.Region.4]}-b-${Token[]}", true, "a--b-", []string{"AWS.Region.4", ""}, 0},
		{"${Token[AWS.Region.9]}-${Token[a-b:c_d.10]}", true, "-", []string{"AWS.Region.9", "a-b:c_d.10"}, 22},
		{"${Token[AWS.Region.9]", false, "${Token[AWS.Region.9]", nil, 0}, // unfinished
		{"${Token[a b]}", false, "${Token[a b]}", nil, 0},                 // other text can't hide in one
		{"{Token[a]}", false, "{Token[a]}", nil, 0},
		{"${aws:username}", false, "${aws:username}", nil, 0},
		{"${Token[a", false, "${Token[a", nil, 0},
	} {
		assert.Equal(t, test.in, token.In(test.text), test.text)
		assert.Equal(t, test.without, token.Without(test.text), test.text)
		assert.Equal(t, test.names, token.Names(test.text), test.text)
		assert.Equal(t, test.length, token.Length(test.text), test.text)
	}
}

func TestShow(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                      "plain",
		"a-${Token[AWS.Region.4]}/x": "a-<AWS.Region>/x",
		"${Token[TOKEN.12]}":         "<CDK token>",
		"#{Token[TOKEN.1]}":          "<CDK token>",
		"${Token[7]}":                "<7>",
	} {
		assert.Equal(t, want, token.Show(text), text)
	}
}

// grammar is what a token is, as the CDK's own expression says it.
var grammar = regexp.MustCompile(`[$#]\{Token\[([a-zA-Z0-9:._-]*)\]\}`)

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "${Token[A.1]}", "a${Token[A.1]}#{Token[]}b", "${Token[${Token[A.1]}]}", "$${Token[a]}}", "{Token[a]}", "${Token[{Token[a]}", "#{Token[é]}", "${Token[a]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		assert.Equal(t, grammar.MatchString(s), token.In(s))
		assert.Equal(t, grammar.ReplaceAllString(s, ""), token.Without(s))
		var names []string
		for _, match := range grammar.FindAllStringSubmatch(s, -1) {
			names = append(names, match[1])
		}
		assert.Equal(t, names, token.Names(s))
		length := 0
		if at := grammar.FindStringIndex(s); at != nil && at[0] == 0 {
			length = at[1]
		}
		assert.Equal(t, length, token.Length(s))
	})
}

// A document in which every resource has tokens, as in a stack of any account.
var document = strings.Repeat(`{"Action":"ecr:PutImage","Resource":"arn:${Token[AWS.Partition.9]}:ecr:${Token[AWS.Region.4]}:${Token[AWS.AccountId.0]}:repository/app"},`, 10)

func BenchmarkWithout(b *testing.B) {
	for range b.N {
		token.Without(document)
	}
}

// The time of the expression itself, to compare with.
func BenchmarkGrammar(b *testing.B) {
	for range b.N {
		grammar.ReplaceAllString(document, "")
	}
}
