package cfn_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A literal text is no unknown, whatever its letters, and equal unknowns are
// one.
func TestUnknownsAreOpaque(t *testing.T) {
	template := read(t, stack, nil)
	value := func(text string) any { return template.Cases(parsed(t, text), nil)[0].Value }
	assert.NotEqual(t, value(`{"Ref": "Name"}`), value(`"<Name>"`))
	assert.Equal(t, value(`{"Ref": "Name"}`), value(`{"Fn::Sub": "${Name}"}`))
	assert.NotEqual(t, value(`{"Fn::Soon": "<Name>"}`), value(`{"Fn::Soon": {"Ref": "Name"}}`))
	long := func(end string) any { return value(`{"Fn::Soon": "` + strings.Repeat("a", 500) + end + `"}`) }
	assert.NotEqual(t, long("x"), long("y"), "the end of a long identity counts")
	assert.Less(t, len(long("x").(string)), 300)
}

// What an unknown is made of is written so that nothing in it looks like an unknown.
func TestIdentities(t *testing.T) {
	requireResolved(t, []resolution{
		{"arguments are no patterns", `{"Fn::Soon": ["*", "<Name>"]}`, `"<Fn::Soon ["*","\u003cName\u003e"]>"`},
	})
}
