package permission

import (
	"maps"
	"slices"
)

// S3Preset is what a client of S3 does, in terms of options.
type S3Preset struct {
	// DevPrefix is what the keys of the client's dev releases begin with.
	DevPrefix string
	// DevDelete is true for a client that deletes in dev mode, and fails when
	// it may not.
	DevDelete bool
	// TagsReleases is true for a client that sets Release=true on every
	// upload of a release, so that RequireReleaseTag costs it nothing.
	TagsReleases bool
	// Conditional is true for a client that asks S3 not to replace an object.
	Conditional bool
	// Source is the address of the client's documentation.
	Source string
}

// s3Presets are the clients whose habits are known.
var s3Presets = map[string]S3Preset{
	// The action writes "/" in a branch's name as "-": feature/login lands in
	// REPOSITORY/feature-login/. It removes stale files in both modes, tags
	// every upload, and sends one PutObject for each file, without
	// If-None-Match.
	"agilecustoms-release": {
		DevPrefix: "*/feature-", DevDelete: true, TagsReleases: true,
		Source: "https://github.com/agilecustoms/release",
	},
}

// S3Presets returns the presets by their names.
func S3Presets() map[string]S3Preset { return maps.Clone(s3Presets) }

// withPreset returns the options with the preset's habits filled in.
func (s *S3) withPreset() *S3 {
	filled := *s
	preset := s3Presets[s.Preset]
	if s.DevPrefix == "" {
		filled.DevPrefix = preset.DevPrefix
	}
	filled.DevDelete = s.DevDelete || preset.DevDelete
	filled.RequireReleaseTag = s.RequireReleaseTag || preset.TagsReleases
	return &filled
}

func s3PresetNames() []string { return slices.Sorted(maps.Keys(s3Presets)) }
