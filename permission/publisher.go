package permission

import (
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
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

var _ Set = Publisher{}
var _ Noticer = Publisher{}

// Validate reports every fault of the options, those of stores and values
// that the mode ignores included: one set of options serves both publishers.
func (p Publisher) Validate(env Environment) error {
	var faults fault.List
	faults.Append("", env.Validate())
	env.needPartition(&faults)
	p.validatePreset(&faults)
	p = p.filled()
	if p.ECR != nil || p.CodeArtifact != nil && p.CodeArtifact.needsEnvironment() {
		env.NeedAccount(&faults, "ECR and CodeArtifact")
		env.needRegion(&faults, "ECR and CodeArtifact")
	} else if p.ECRPublic != nil {
		env.NeedAccount(&faults, "ECR Public")
	}
	for _, store := range p.stores() {
		store.validate(&faults, env, p.Dev)
	}
	if p.ECRPublic != nil && !p.ECRPublic.LimitToken && p.CodeArtifact != nil && p.CodeArtifact.TokenDuration != 0 {
		faults.Add("CodeArtifact.TokenDuration", strconv.Itoa(p.CodeArtifact.TokenDuration), "limits nothing, because {EcrPublic} allows sts:GetServiceBearerToken for every service and duration",
			"set {EcrPublic.LimitToken}, or use a publisher for each of the two")
	}
	dev := p.S3 != nil || p.ECR != nil && p.ECR.DevRepositoryNames != nil || p.CodeArtifact != nil && p.CodeArtifact.DevRepositoryNames != nil
	switch {
	case len(p.stores()) == 0:
		faults.Add("{S3}, {Ecr} and {CodeArtifact}", "", "are all unset, so there is nothing to publish to", "set at least one")
	case p.Dev && !dev:
		faults.Add("Dev", "true", "leaves nothing to publish to: dev publishers have no access to ECR Public, and to ECR and CodeArtifact only where repositories are named for them",
			"set {S3}, {Ecr.DevRepositoryNames} or {CodeArtifact.DevRepositoryNames}, or unset {Dev}")
	}
	return faults.Err()
}

// Statements returns the statements of the mode, store by store.
func (p Publisher) Statements(env Environment) []policy.Statement {
	var all []policy.Statement
	p = p.filled()
	for _, store := range p.stores() {
		all = append(all, store.statements(env, p.Dev, *p.AllowDelete)...)
	}
	return all
}

// Notices returns what a reviewer should know of legal options.
func (p Publisher) Notices(Environment) []fault.Notice {
	var all []fault.Notice
	for _, store := range p.filled().stores() {
		all = append(all, store.notices(p.Dev)...)
	}
	return all
}

// store is one store of a publisher.
type store interface {
	validate(faults *fault.List, env Environment, dev bool)
	statements(env Environment, dev, deletes bool) []policy.Statement
	notices(dev bool) []fault.Notice
}

// stores returns those that are granted, in the order of their statements.
func (p Publisher) stores() []store {
	var all []store
	if p.S3 != nil {
		all = append(all, p.S3)
	}
	if p.ECR != nil {
		all = append(all, p.ECR)
	}
	if p.ECRPublic != nil {
		all = append(all, p.ECRPublic)
	}
	if p.CodeArtifact != nil {
		all = append(all, p.CodeArtifact)
	}
	return all
}
