package aws_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
)

func TestKeyBeginnings(t *testing.T) {
	for prefix, want := range map[string][]string{
		"": nil, "release/": nil, "*/feature/": nil, "a b": nil, "é/": nil, tok + "/": nil, strings.Repeat("a", 1024): nil,
		"/release/":               {`begins with "/", so it matches no object key`},
		"/":                       {`begins with "/", so it matches no object key`},
		"${aws:username}/":        {`holds "${", which begins an IAM policy variable`},
		strings.Repeat("a", 1025): {"has 1025 bytes"},
		"\xff":                    {"is not UTF-8"},
		"a\x00":                   {"holds a control character"},
		"日本/":                     {`holds "日", and a policy document can only hold the characters of Latin-1`},
		tok + "${x}":              {`holds "${", which begins an IAM policy variable`},
	} {
		assert.Equal(t, want, problems(aws.CheckKeyBeginning, prefix), prefix)
	}
}
