package lazyregexp_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
)

func TestRegexp(t *testing.T) {
	r := lazyregexp.New(`^(a+)b$`)
	assert.True(t, r.MatchString("aab"))
	assert.False(t, r.MatchString("b"))
	assert.Equal(t, []string{"aab", "aa"}, r.FindStringSubmatch("aab"))
	assert.Equal(t, `^(a+)b$`, r.String())

	letters := lazyregexp.New(`(a)|b`)
	assert.Equal(t, [][]string{{"a", "a"}, {"b", ""}}, letters.FindAllStringSubmatch("abca", 2))
	assert.Equal(t, "<a><>c", letters.ReplaceAllString("abc", "<$1>"))
	assert.Equal(t, "ABc", letters.ReplaceAllStringFunc("abc", strings.ToUpper))
}

func TestAWrongOneIsFoundByTheTests(t *testing.T) {
	assert.Panics(t, func() { lazyregexp.New(`(`) })
}
