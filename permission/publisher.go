package permission

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/policy"
)

// Publisher is what a CI job needs to publish artifacts. A store that is nil
// is not granted, unless Preset does.
type Publisher struct {
	S3           *S3
	ECR          *ECR
	ECRPublic    *ECRPublic
	CodeArtifact *CodeArtifact
	// Preset is the name of what fills the options that are unset; see Presets.
	// Empty is none.
	Preset string
	// AllowDelete lets the publisher delete images and objects, to replace
	// what floats (latest, 1, 1.2). A store may say otherwise. Ignored in dev
	// mode. Nil is the Preset's, else false.
	AllowDelete *bool
	// Dev limits the publisher to dev releases: temporary versions from
	// feature branches. No ECR Public; no deletes, no ECR and no CodeArtifact
	// unless options of the stores ask for them; and in S3 only objects tagged
	// Release=false below DevPrefix.
	Dev bool
}

var _ Noticer = Publisher{}

// Validate reports every fault of the options, those of stores and values
// that the mode ignores included: one set of options serves both publishers.
func (p Publisher) Validate(env Environment) error {
	faults := env.Faults("")
	p.validatePreset(&faults)
	p = p.filled()
	stores := granted(p)
	stores.validate(&faults, env, p.Dev)
	if p.ECRPublic != nil && !p.ECRPublic.LimitToken && p.CodeArtifact != nil && p.CodeArtifact.TokenDuration != 0 {
		faults.Add("CodeArtifact.TokenDuration", strconv.Itoa(p.CodeArtifact.TokenDuration), "limits nothing, because {EcrPublic} allows sts:GetServiceBearerToken for every service and duration",
			"set {EcrPublic.LimitToken}, or use a publisher for each of the two")
	}
	dev := p.S3 != nil || p.ECR != nil && p.ECR.DevRepositoryNames != nil || p.CodeArtifact != nil && p.CodeArtifact.DevRepositoryNames != nil
	switch {
	case len(stores) == 0:
		faults.Add("{S3}, {Ecr} and {CodeArtifact}", "", "are all unset, so there is nothing to publish to", "set at least one")
	case p.Dev && !dev:
		faults.Add("Dev", "true", "leaves nothing to publish to: dev publishers have no access to ECR Public, and to ECR and CodeArtifact only where repositories are named for them",
			"set {S3}, {Ecr.DevRepositoryNames} or {CodeArtifact.DevRepositoryNames}, or unset {Dev}")
	}
	return faults.Err()
}

// Statements returns the statements of the mode, store by store.
func (p Publisher) Statements(env Environment) []policy.Statement {
	p = p.filled()
	return granted(p).statements(env, p.Dev, *p.AllowDelete)
}

// Notices returns what a reviewer should know of legal options.
func (p Publisher) Notices(Environment) []fault.Notice { return granted(p.filled()).notices(p.Dev) }

// PublisherOptions returns the options of what a publisher may do, unset.
func PublisherOptions() *Options {
	var p Publisher
	stores := offer(&p)
	t := slices.Concat(option.Table{
		{Path: "Preset", Value: "NAME", Choices: PresetNames(), Example: "agilecustoms-release", Unset: "the defaults below", NoParameter: "what it fills in the template has as parameters, or it is about dev releases", Field: &p.Preset,
			About: "what fills the options that are not given: " + strings.Join(PresetNames(), " or ")},
	}, optionsOf(stores), option.Table{
		{Path: "AllowDelete", Example: "true", Unset: "that of {Preset}, else false", Field: &p.AllowDelete,
			About: "let the publisher delete images and objects, to replace floating versions such as latest; ignored with {Dev}"},
		{Path: "Dev", NoParameter: ofDev, Field: &p.Dev,
			NoKey: "mode chooses between the publisher, the dev publisher and both", NoRegistry: "dev makes a second role for dev releases",
			About: "limit the publisher to dev releases: no deletes, no ECR, no CodeArtifact, and in S3 only objects tagged Release=false " +
				"below the dev prefix, unless other options ask for more"},
	}).Complete()
	return &Options{t, func(faults *fault.List) Set {
		for _, store := range stores {
			store.grant()
			store.refuseNone(faults, p.Preset)
		}
		return p
	}}
}

// refuseNone reports a store whose repositories are neither named nor every
// one, in so many words, beside a preset that would fill in every one.
func (o offered) refuseNone(faults *fault.List, preset string) {
	path := option.StoreOf(o.table).Path
	for _, every := range o.table {
		if every.Path != path+".EveryRepository" || !every.Given() || every.Refused() || every.Get() != false || preset == "" {
			continue
		}
		if names := o.table.At(path + ".RepositoryNames"); len(names.Get().([]string)) == 0 {
			faults.Add(every.Path, "false", "leaves no repository, and {"+names.Path+"} names none", "name the repositories there, or leave {"+every.Path+"} out")
		}
	}
}
