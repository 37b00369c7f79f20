package fault_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
)

func TestAddEmpty(t *testing.T) {
	var faults fault.List
	assert.False(t, fault.AddEmpty[string](&faults, "Names", nil), "unset")
	assert.False(t, fault.AddEmpty(&faults, "Names", []int{1}))
	assert.NoError(t, faults.Err())
	assert.True(t, fault.AddEmpty(&faults, "Names", []string{}))
	assert.EqualError(t, faults.Err(), "cipublisher: Names is empty; name at least one, or leave it unset")
}
