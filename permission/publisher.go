package permission

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Publisher is what a CI job needs to publish artifacts. A store that is nil
// is not granted.
type Publisher struct {
	S3           *S3
	ECR          *ECR
	ECRPublic    *ECRPublic
	CodeArtifact *CodeArtifact
	// AllowDelete lets the publisher delete images and objects, to replace
	// what floats (latest, 1, 1.2). A store may say otherwise. Ignored in dev
	// mode. False unless set; front ends default to true.
	AllowDelete bool
	// Dev limits the publisher to dev releases: temporary versions from
	// feature branches. No ECR Public, no deletes and no CodeArtifact unless
	// options of the stores ask for them, and in S3 only objects tagged
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
	if p.ECR != nil || p.CodeArtifact != nil && p.CodeArtifact.needsEnvironment() {
		env.needAccountAndRegion(&faults)
	} else if p.ECRPublic != nil {
		env.needAccount(&faults)
	}
	for _, store := range p.stores() {
		store.validate(&faults, env)
	}
	dev := p.S3 != nil || p.ECR != nil || p.CodeArtifact != nil && len(p.CodeArtifact.DevRepositoryNames) > 0
	switch {
	case len(p.stores()) == 0:
		faults.Add("{S3}, {Ecr} and {CodeArtifact}", "", "are all unset, so there is nothing to publish to", "set at least one")
	case p.Dev && !dev && p.ECRPublic != nil:
		faults.Add("Dev", "true", "leaves nothing to publish to: dev publishers have no access to ECR Public, and to CodeArtifact only with {CodeArtifact.DevRepositoryNames}", "set {S3} or {Ecr}, or unset {Dev}")
	case p.Dev && !dev:
		faults.Add("Dev", "true", "leaves nothing to publish to: dev publishers have no access to CodeArtifact", "set {S3} or {Ecr}, or unset {Dev}")
	}
	return faults.Err()
}

// Statements returns the statements of the mode, store by store.
func (p Publisher) Statements(env Environment) []policy.Statement {
	var all []policy.Statement
	for _, store := range p.stores() {
		all = append(all, store.statements(env, p.Dev, p.AllowDelete)...)
	}
	return all
}

// Notices returns what a reviewer should know of legal options.
func (p Publisher) Notices(Environment) []fault.Notice {
	var all []fault.Notice
	for _, store := range p.stores() {
		all = append(all, store.notices(p.Dev)...)
	}
	return all
}

// store is one store of a publisher.
type store interface {
	validate(*fault.List, Environment)
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
