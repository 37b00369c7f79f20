package lookalike_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
)

func TestNames(t *testing.T) {
	assert.Empty(t, lookalike.Names("id", "Names", []string{"app", "team/*", "*", "${Token[A.1]}*", "x-*"}, "/*"))
	assert.Equal(t, []fault.Notice{{
		ID: "id", Text: `{Names[1]} "team/app*" covers look-alikes such as "team/appevil"; write "team/app/*" unless names really go on so`,
	}}, lookalike.Names("id", "Names", []string{"app", "team/app*"}, "/*"))
}

func TestEndsInsideName(t *testing.T) {
	for text, want := range map[string]bool{"": false, "release": true, "release/": false, "v1": true, "été": true, "a-": false, "${Token[A.1]}": false} {
		assert.Equal(t, want, lookalike.EndsInsideName(text), text)
	}
}
