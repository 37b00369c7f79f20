package main

import (
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVersion(t *testing.T) {
	goLine := "Go          " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + "\n"
	build := func(version string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: version}, Settings: settings}
	}
	revision := debug.BuildSetting{Key: "vcs.revision", Value: "22fcad4"}
	for _, test := range []struct {
		name     string
		released string
		info     *debug.BuildInfo
		want     string
	}{
		{"go install of a version", "", build("v1.2.3"), "cipublisher v1.2.3\ncommit      unknown\n"},
		{"go build of a clean checkout", "", build("v1.2.3", revision, debug.BuildSetting{Key: "vcs.modified", Value: "false"}),
			"cipublisher v1.2.3\ncommit      22fcad4\n"},
		{"go build of a changed checkout", "", build("(devel)", revision, debug.BuildSetting{Key: "vcs.modified", Value: "true"}),
			"cipublisher (devel)\ncommit      22fcad4 with changes\n"},
		{"release build", "v2.0.0", build("(devel)", revision), "cipublisher v2.0.0\ncommit      22fcad4\n"},
		{"no build information", "", nil, "cipublisher unknown\ncommit      unknown\n"},
		{"build without a version", "", build(""), "cipublisher unknown\ncommit      unknown\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want+goLine, versionText(test.released, test.info))
		})
	}
	t.Run("on the command line", func(t *testing.T) {
		got := cipublisher("version")
		assert.Equal(t, exitOK, got.status)
		assert.Empty(t, got.stderr)
		assert.Regexp(t, `^cipublisher \S+\ncommit      .+\nGo          go1\.\d+\S* \w+/\w+\n$`, got.stdout)
	})
	t.Run("takes nothing", func(t *testing.T) {
		assert.Equal(t, result{"", refusal("version",
			`--dev is not a flag of version; leave it out`,
			`the argument "x" is left over; version takes flags only; leave it out`,
		), exitBadInput}, cipublisher("version", "--dev", "--", "x"))
	})
}
