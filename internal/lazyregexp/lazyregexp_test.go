package lazyregexp_test

import (
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
}

func TestAWrongOneIsFoundByTheTests(t *testing.T) {
	assert.Panics(t, func() { lazyregexp.New(`(`) })
}
