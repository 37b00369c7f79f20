package report

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func TestHoldersJSON(t *testing.T) {
	assert.Equal(t, "[]\n", holdersJSON(Style{}, nil), "no holders are an empty list, not null")
	assert.JSONEq(t, `[{"type": "AWS::IAM::User", "logicalId": "U", "grants": [], "named": [{"kind": "group", "name": "admins", "conditions": ["A"]}]}]`,
		holdersJSON(Style{}, []review.Holder{{Type: "AWS::IAM::User", ID: "U", Named: []review.Named{{Kind: review.InGroup, Text: "admins", When: []string{"A"}}}}}))
}

func TestChangesJSON(t *testing.T) {
	entry := review.Entry{Kind: review.InPolicy, Grant: review.Grant{Effect: policy.Allow, Actions: []review.Action{{Name: "s3:GetObject"}}}}
	limit := review.Entry{Kind: review.InBoundary, Text: "boundary", Grant: review.Grant{Effect: policy.Deny, Conditions: []string{"A"}}}
	for _, test := range []struct {
		name   string
		change review.Change
		isNew  bool
		limit  bool
	}{
		{"gained", review.Change{Gained: []review.Entry{entry}}, true, false},
		{"lost", review.Change{Lost: []review.Entry{entry}}, false, false},
		{"a limit that is lost", review.Change{Gained: []review.Entry{limit}}, true, true},
	} {
		var read struct {
			New     bool
			Changes []struct {
				Change, Named string
				Limit         bool
				Grant         *struct{ Effect string }
			}
		}
		require.NoError(t, json.Unmarshal([]byte(changesJSON(Style{}, []review.Change{test.change})), &read))
		assert.Equal(t, test.isNew, read.New, test.name)
		require.Len(t, read.Changes, 1)
		assert.Equal(t, test.limit, read.Changes[0].Limit, test.name)
		assert.Equal(t, test.limit, read.Changes[0].Grant == nil, test.name)
	}
	assert.Equal(t, "{\n  \"new\": false,\n  \"changes\": []\n}\n", changesJSON(Style{}, nil))
}
