package trust

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPlaces(t *testing.T) {
	subject := subjectAt(1)
	for want, p := range map[string]place{
		"Audience":                   optionAt("Audience"),
		"Subjects[1]":                subject,
		"Subjects[1].Branches":       subject.of("Branches"),
		"Subjects[1].Branches[0]":    subject.of("Branches").nth(0),
		"Subjects[1].Claims.actor":   subject.of("Claims.actor"),
		"Conditions.Bool.aws:Secure": optionAt("Conditions.Bool.aws:Secure"),
	} {
		assert.Equal(t, want, p.String())
	}
}
