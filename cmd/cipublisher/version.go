package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by release builds (-ldflags "-X main.version=v1.2.3").
// Otherwise it is what the go command stamped.
var version string

var versionCommand = command{
	name: "version", group: tools, summary: "prints version, commit and the Go version that built it",
	examples: []string{"cipublisher version"},
	setup: func(*flagSet) action {
		return func(c *call) { c.out.WriteString(buildText()) }
	},
}

func buildText() string {
	info, _ := debug.ReadBuildInfo()
	return versionText(version, info)
}

// versionText words a build. What the build does not know is said to be
// unknown.
func versionText(released string, info *debug.BuildInfo) string {
	if info == nil {
		info = &debug.BuildInfo{}
	}
	commit, changes := "unknown", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			commit = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			changes = " with changes"
		}
	}
	return fmt.Sprintf("cipublisher %s\ncommit      %s%s\nGo          %s %s/%s\n", cmp.Or(released, info.Main.Version, "unknown"), commit, changes, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
