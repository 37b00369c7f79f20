package review_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

// Whatever a template holds, reading it ends, and it grants nothing new over
// itself.
func FuzzFromTemplate(f *testing.F) {
	for _, file := range []string{"stack.template.json", "changed.template.json"} {
		content, err := os.ReadFile(filepath.Join("..", "internal", "report", "testdata", file))
		require.NoError(f, err)
		f.Add(string(content))
	}
	f.Add(template(`"s3:*"`))
	f.Add(`{"Resources": {"R": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": [null, {"Ref": "R"}]}}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		holders, err := review.FromTemplate([]byte(text), review.Context{})
		if err != nil {
			t.Skip(err)
		}
		for _, h := range holders {
			for _, document := range h.Policies {
				review.Grants(document)
			}
		}
		assert.Empty(t, review.Compare(holders, holders))
	})
}
