package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by release builds (-ldflags "-X main.version=v1.2.3").
// Otherwise it is what the go command stamped.
var version string

// versionCommand says which build this is.
var versionCommand = command{
	name: "version", group: tools, summary: "prints version, commit and the Go version that built it",
	examples: []string{"cipublisher version"},
	setup: func(*flagSet) action {
		return func(c *call) { c.out.WriteString(buildText()) }
	},
}

// buildText words this build.
func buildText() string {
	info, _ := debug.ReadBuildInfo()
	return versionText(version, info)
}

// versionText words a build. What the build does not know is said to be
// unknown.
func versionText(released string, info *debug.BuildInfo) string {
	number, commit, changes, goVersion := "unknown", "unknown", "", runtime.Version()
	if info != nil {
		if info.Main.Version != "" {
			number = info.Main.Version
		}
		for _, setting := range info.Settings {
			switch {
			case setting.Key == "vcs.revision":
				commit = setting.Value
			case setting.Key == "vcs.modified" && setting.Value == "true":
				changes = " with changes"
			}
		}
	}
	if released != "" {
		number = released
	}
	return fmt.Sprintf("cipublisher %s\ncommit      %s%s\nGo          %s %s/%s\n", number, commit, changes, goVersion, runtime.GOOS, runtime.GOARCH)
}
