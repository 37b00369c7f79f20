package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFlagGroupsMayOverlap(t *testing.T) {
	t.Run("the same flag is shared", func(t *testing.T) {
		flags := &flagSet{command: "template"}
		first := flags.add(flag{name: "partition", value: "PARTITION"})
		assert.Same(t, first, flags.add(flag{name: "partition", value: "PARTITION"}))
		assert.Len(t, flags.flags, 1)
	})
	t.Run("another flag of the same name is a mistake of ours", func(t *testing.T) {
		flags := &flagSet{command: "template"}
		flags.add(flag{name: "partition", value: "PARTITION"})
		assert.Panics(t, func() { flags.add(flag{name: "partition"}) })
	})
}
