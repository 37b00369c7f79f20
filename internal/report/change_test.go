package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVerdict(t *testing.T) {
	for _, test := range []struct {
		gained, lost int
		want         string
	}{
		{0, 0, "no change in what is granted"},
		{0, 1, "nothing new is granted; 1 permission taken away"},
		{0, 2, "nothing new is granted; 2 permissions taken away"},
		{1, 0, "1 permission granted, 0 permissions taken away"},
		{2, 1, "2 permissions granted, 1 permission taken away"},
	} {
		assert.Equal(t, test.want, verdict(test.gained, test.lost))
	}
}
