package fault_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
)

func TestCheckChoices(t *testing.T) {
	var faults fault.List
	fault.CheckChoices(&faults, "Modes", []string{"a", "x", "b", "a", "x"}, []string{"a", "b"}, "is no mode", "use a or b")
	fault.CheckChoices(&faults, "Others", []string{}, []string{"a"}, "is no mode", "use a")
	fault.CheckChoices(&faults, "Unset", nil, []string{"a"}, "is no mode", "use a")
	assert.Equal(t, fault.List{
		{Option: "Modes[1]", Value: "x", Problem: "is no mode", Remedy: "use a or b"},
		{Option: "Modes[3]", Value: "a", Problem: "is named before", Remedy: "leave it out"},
		{Option: "Modes[4]", Value: "x", Problem: "is no mode", Remedy: "use a or b"},
		{Option: "Others", Problem: "is empty", Remedy: "name at least one, or leave it unset"},
	}, faults)
}
