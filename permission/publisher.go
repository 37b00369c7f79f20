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
	if p.S3 != nil {
		p.S3.validate(&faults, env)
	}
	if p.ECR != nil {
		p.ECR.validate(&faults)
	}
	if p.ECRPublic != nil {
		p.ECRPublic.validate(&faults, env)
	}
	if p.CodeArtifact != nil {
		p.CodeArtifact.validate(&faults)
	}
	dev := p.S3 != nil || p.ECR != nil || p.CodeArtifact != nil && len(p.CodeArtifact.DevRepositoryNames) > 0
	switch {
	case p.S3 == nil && p.ECR == nil && p.ECRPublic == nil && p.CodeArtifact == nil:
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
	if p.S3 != nil {
		all = append(all, p.S3.statements(env, p.Dev, p.AllowDelete)...)
	}
	if p.ECR != nil {
		all = append(all, p.ECR.statements(env, p.Dev, p.AllowDelete)...)
	}
	if p.ECRPublic != nil {
		all = append(all, p.ECRPublic.statements(env, p.Dev, p.AllowDelete)...)
	}
	if p.CodeArtifact != nil {
		all = append(all, p.CodeArtifact.statements(env, p.Dev)...)
	}
	return all
}

// Notices returns what a reviewer should know of legal options.
func (p Publisher) Notices(Environment) []fault.Notice {
	var all []fault.Notice
	if p.S3 != nil {
		all = append(all, p.S3.notices(p.Dev)...)
	}
	if p.ECR != nil {
		all = append(all, p.ECR.notices(p.Dev)...)
	}
	if p.ECRPublic != nil {
		all = append(all, p.ECRPublic.notices(p.Dev)...)
	}
	if p.CodeArtifact != nil {
		all = append(all, p.CodeArtifact.notices(p.Dev)...)
	}
	return all
}
