package lookalike_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
)

func TestNames(t *testing.T) {
	var all fault.Notices
	lookalike.Names(&all, "id", "Names", []string{"app", "team/*", "*", "${Token[A.1]}*", "x-*"}, "/*")
	assert.Empty(t, all)
	lookalike.Names(&all, "id", "Names", []string{"app", "team/app*"}, "/*")
	assert.Equal(t, fault.Notices{{
		ID: "id", Text: `{Names[1]} "team/app*" covers look-alikes such as "team/appevil"; write "team/app/*" unless names really go on so`,
	}}, all)
}

func TestPrefix(t *testing.T) {
	var all fault.Notices
	for _, prefix := range []string{"", "release/", "${Token[A.1]}", "release"} {
		lookalike.Prefix(&all, "id", "S3.Prefix", prefix, "the job may also read")
	}
	assert.Equal(t, fault.Notices{{
		ID: "id", Text: `{S3.Prefix} "release" does not end with "/", so the job may also read look-alikes such as "release-evil/"; write "release/" unless keys really continue the name`,
	}}, all)
}

func TestEndsInsideName(t *testing.T) {
	for text, want := range map[string]bool{"": false, "release": true, "release/": false, "v1": true, "été": true, "a-": false, "${Token[A.1]}": false} {
		assert.Equal(t, want, lookalike.EndsInsideName(text), text)
	}
}
