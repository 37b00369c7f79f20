package account

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMoment(t *testing.T) {
	for text, want := range map[string]string{
		`"2026-02-03T04:05:06+00:00"`: "2026-02-03T04:05:06Z", `"2026-02-03T06:05:06+02:00"`: "2026-02-03T04:05:06Z", `1770091506`: "2026-02-03T04:05:06Z", `1770091506.25`: "2026-02-03T04:05:06Z",
		`"yesterday"`: "0001-01-01T00:00:00Z", `null`: "0001-01-01T00:00:00Z", `{}`: "0001-01-01T00:00:00Z",
	} {
		var m moment
		require.NoError(t, json.Unmarshal([]byte(text), &m), text)
		assert.Equal(t, want, m.Format("2006-01-02T15:04:05Z07:00"), text)
	}
}
