package fault_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
)

func TestEach(t *testing.T) {
	var seen []string
	for option, value := range fault.Each("S3.Prefixes", []string{"a", "b", "c"}) {
		seen = append(seen, option+" "+value)
		if value == "b" {
			break
		}
	}
	assert.Equal(t, []string{"S3.Prefixes[0] a", "S3.Prefixes[1] b"}, seen)
}

func TestEachInRefusesAnEmptyList(t *testing.T) {
	for _, test := range []struct {
		list   []string
		faults int
	}{{nil, 0}, {[]string{}, 1}, {[]string{"a"}, 0}} {
		var faults fault.List
		n := 0
		for range fault.EachIn(&faults, "S3.Prefixes", test.list) {
			n++
		}
		assert.Len(t, faults, test.faults, test.list)
		assert.Equal(t, len(test.list), n)
	}
}
