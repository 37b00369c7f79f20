package cfn_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/cfn"
)

func TestWith(t *testing.T) {
	a := cfn.When{{About: "x", Options: []string{"1", "2"}, Others: []string{"3"}}}
	b := cfn.When{{About: "x", Options: []string{"2", "3"}, Others: []string{"1"}}, {About: "y", Options: []string{"1"}}}
	both, possible := a.With(b)
	assert.True(t, possible)
	assert.Equal(t, cfn.When{{About: "x", Options: []string{"2"}, Others: []string{"3", "1"}}, {About: "y", Options: []string{"1"}}}, both)
	_, possible = a.With(cfn.When{{About: "x", Options: []string{"3"}, Others: []string{"1", "2"}}})
	assert.False(t, possible)
}

func TestWhen(t *testing.T) {
	prod := cfn.Assumption{About: "parameter Stage", Options: []string{`"prod"`}}
	open := cfn.Assumption{About: "condition C", Options: []string{cfn.Holds, cfn.Another}}
	assert.False(t, prod.Another())
	assert.True(t, open.Another())
	assert.Equal(t, cfn.When{prod, open}.Key(), cfn.When{open, prod}.Key(), "the order says nothing")
	assert.NotEqual(t, cfn.When{prod}.Key(), cfn.When{prod, open}.Key())
}
