package verify_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/verify"
)

// Each action and resource that a policy allows is asked for as it is allowed,
// and requests that it refuses are asked for too.
func TestQuestionsCoverTheStatements(t *testing.T) {
	d := publisher(t)
	var refused int
	allowed := map[string]bool{}
	for _, r := range verify.Questions(d) {
		decision, err := d.Evaluate(r)
		require.NoError(t, err)
		if decision.Allowed() {
			allowed[r.Action] = true
		} else {
			refused++
		}
	}
	assert.NotZero(t, refused)
	for _, s := range d.Statements {
		for _, action := range s.Actions {
			if s.Effect == policy.Allow {
				assert.True(t, allowed[action], action)
			}
		}
	}
}

// So is everything that the permission sets allow.
func TestQuestionsCoverTheSets(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../permission/deploy/testdata/sets/*.json", "../permission/testdata/*/*.json"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, found)
		files = append(files, found...)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(content), "{Token[") {
			continue // which the command refuses
		}
		d := document(t, string(content))
		allowed := map[string]bool{}
		for _, r := range verify.Questions(d) {
			decision, err := d.Evaluate(r)
			require.NoError(t, err, file)
			if decision.Allowed() {
				allowed[r.Action] = true
			}
		}
		for _, s := range d.Statements {
			for _, action := range s.Actions {
				if s.Effect == policy.Allow && !strings.Contains(action, "*") {
					assert.True(t, allowed[action], "%s: %s", file, action)
				}
			}
		}
	}
}

func TestQuestions(t *testing.T) {
	requests := func(text string) (all []policy.Request) { return verify.Questions(document(t, text)) }
	bucket := `"Action":"s3:GetObject","Resource":"arn:aws:s3:::dist/${aws:username}/*"`
	t.Run("a condition: met, absent, another value", func(t *testing.T) {
		got := requests(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` + bucket + `,"Condition":{"StringLike":{"aws:RequestedRegion":"eu-*"}}}]}`)
		user := []string{"example"}
		assert.ElementsMatch(t, []policy.Request{
			{Action: "s3:GetObject", Resource: "arn:aws:s3:::dist/example/example", Context: policy.Context{"aws:username": user, "aws:RequestedRegion": {"eu-example"}}},
			{Action: "s3:GetObject", Resource: "arn:aws:s3:::other-dist/example/example", Context: policy.Context{"aws:username": user, "aws:RequestedRegion": {"eu-example"}}},
			{Action: "s3:GetObject", Resource: "arn:aws:s3:::dist/example/example", Context: policy.Context{"aws:username": user}},
			{Action: "s3:GetObject", Resource: "arn:aws:s3:::dist/example/example", Context: policy.Context{"aws:username": user, "aws:RequestedRegion": {"other-eu-example"}}},
		}, got)
	})
	t.Run("a pattern of actions is asked for by actions that exist", func(t *testing.T) {
		var actions []string
		for _, r := range requests(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"}]}`) {
			actions = append(actions, r.Action)
		}
		assert.Len(t, actions, 5)
		assert.NotContains(t, actions, "ecr:*")
	})
	t.Run("a request is asked for once", func(t *testing.T) {
		got := requests(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},{"Effect":"Deny","Action":"ecr:GetAuthorizationToken","Resource":"*"}]}`)
		assert.Len(t, got, 1)
		assert.False(t, slices.ContainsFunc(got, func(r policy.Request) bool { return r.Action == "" }))
	})
}
