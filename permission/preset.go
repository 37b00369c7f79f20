package permission

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// DefaultDevPrefix is where dev releases go unless DevPrefix or a preset says
// otherwise: a directory of their own, below which no release has its key.
const DefaultDevPrefix = "dev/"

// Preset is what fills the options of a Publisher that are unset. What is set
// stays as it is.
type Preset struct {
	// AllowDelete, DevPrefix, DevDelete and RequireReleaseTag are the values of
	// the options of these names.
	AllowDelete       bool
	DevPrefix         string
	DevDelete         bool
	RequireReleaseTag bool
	// EveryRepository grants ECR, whether it is asked for or not, and of ECR and
	// a CodeArtifact domain every repository where none is named.
	EveryRepository bool
	// DevSharesRepositories has a dev publisher push images to the repositories
	// of releases where it has none of its own.
	DevSharesRepositories bool
	// Unconditional is true for a client that never asks S3 not to replace an
	// object, so that WriteOnce would refuse it.
	Unconditional bool
	// Source is the address of what the preset follows.
	Source string
}

var presets = map[string]Preset{
	// The module grants ECR in every policy, and its dev policy has no deletes.
	"terraform-aws-ci-publisher": {
		AllowDelete: true, DevPrefix: "*/feature/", EveryRepository: true, DevSharesRepositories: true,
		Source: "https://registry.terraform.io/modules/agilecustoms/ci-publisher/aws/latest",
	},
	// The action writes "/" in a branch's name as "-": feature/login lands in
	// REPOSITORY/feature-login/, and as the tag feature-login in the repository of
	// releases. It removes stale files in both modes, and floating image tags
	// before they move; it tags every upload, and sends one PutObject for each
	// file, without If-None-Match.
	"agilecustoms-release": {
		AllowDelete: true, DevPrefix: "*/feature-", DevDelete: true, RequireReleaseTag: true, DevSharesRepositories: true, Unconditional: true,
		Source: "https://github.com/agilecustoms/release/blob/main/docs/features/dev-release.md",
	},
}

// Presets returns the presets by their names.
func Presets() map[string]Preset { return maps.Clone(presets) }

// PresetNames returns the names of the presets, sorted.
func PresetNames() []string { return slices.Sorted(maps.Keys(presets)) }

func (p Publisher) validatePreset(faults *fault.List) {
	if _, known := presets[p.Preset]; !known && p.Preset != "" {
		faults.Add("Preset", p.Preset, "is no preset", "use one of "+strings.Join(PresetNames(), ", "))
	}
}

// filled returns the publisher with what is unset as the preset has it, else as
// the defaults do.
func (p Publisher) filled() Publisher {
	preset := presets[p.Preset]
	p.AllowDelete = cmp.Or(p.AllowDelete, &preset.AllowDelete)
	if p.ECR == nil && preset.EveryRepository {
		p.ECR = &ECR{}
	}
	if p.S3 != nil {
		p.S3 = p.S3.filled(p.Preset)
	}
	if p.ECR != nil {
		p.ECR = p.ECR.filled(p.Preset)
	}
	if p.CodeArtifact != nil {
		p.CodeArtifact = p.CodeArtifact.filled(p.Preset)
	}
	return p
}

func (s *S3) filled(name string) *S3 {
	filled, preset := *s, presets[name]
	filled.preset = name
	filled.devPrefixUnset = s.DevPrefix == ""
	filled.DevPrefix = cmp.Or(s.DevPrefix, preset.DevPrefix, DefaultDevPrefix)
	filled.DevDelete = cmp.Or(s.DevDelete, &preset.DevDelete)
	filled.RequireReleaseTag = cmp.Or(s.RequireReleaseTag, &preset.RequireReleaseTag)
	return &filled
}

func (e *ECR) filled(name string) *ECR {
	filled, preset := *e, presets[name]
	if preset.EveryRepository && e.RepositoryNames == nil && !e.EveryRepository {
		filled.EveryRepository, filled.every = true, name
	}
	if preset.DevSharesRepositories && e.DevRepositoryNames == nil {
		filled.DevRepositoryNames, filled.shares = filled.repositories().patterns(), name
	}
	return &filled
}

func (c *CodeArtifact) filled(name string) *CodeArtifact {
	filled := *c
	if presets[name].EveryRepository && c.RepositoryNames == nil && !c.EveryRepository {
		filled.EveryRepository, filled.every = true, name
	}
	return &filled
}
