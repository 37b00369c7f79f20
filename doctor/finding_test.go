package doctor_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/doctor"
)

func TestRefused(t *testing.T) {
	assert.False(t, doctor.Findings{}.Refused())
	assert.False(t, doctor.Findings{{Level: doctor.Warning}, {Level: doctor.Note}}.Refused())
	assert.True(t, doctor.Findings{{Level: doctor.Note}, {Level: doctor.Problem}}.Refused())
}
