package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A flag that is set to nothing, as by a variable that nobody set, is a fault
// that names the flag, whichever flag it is; also beside a value.
func TestEveryFlagSetToNothingIsRefused(t *testing.T) {
	checked := 0
	for i := range commands {
		flags, _ := commands[i].flagSet()
		for _, f := range flags.flags {
			for _, args := range [][]string{{"--" + f.name + "="}, {"--" + f.name, ""}, {"--" + f.name + "=x", "--" + f.name + "="}} {
				if f.value == "" && args[0] == "--"+f.name {
					continue // a switch takes its value after an equals sign alone
				}
				checked++
				got := cipublisher(append(words(commands[i].name), args...)...)
				assert.Equal(t, exitBadInput, got.status, "%s %q", commands[i].name, args)
				assert.Empty(t, got.stdout, "%s %q", commands[i].name, args)
				assert.Regexp(t, "--"+f.name+" is (empty|neither true nor false)", got.stderr, "%s %q", commands[i].name, args)
			}
		}
	}
	assert.NotZero(t, checked)
}
