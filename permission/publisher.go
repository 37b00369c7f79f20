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
	CodeArtifact *CodeArtifact
	// AllowDelete lets the publisher delete images and objects, to replace
	// what floats (latest, 1, 1.2). Ignored in dev mode. False unless set;
	// front ends default to true.
	AllowDelete bool
	// Dev limits the publisher to dev releases: temporary versions from
	// feature branches. No deletes, no CodeArtifact, and in S3 only objects
	// tagged Release=false below DevPrefix.
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
	if p.ECR != nil || p.CodeArtifact != nil {
		env.needAccountAndRegion(&faults)
	}
	if p.S3 != nil {
		p.S3.validate(&faults)
	}
	if p.CodeArtifact != nil {
		p.CodeArtifact.validate(&faults)
	}
	switch {
	case p.S3 == nil && p.ECR == nil && p.CodeArtifact == nil:
		faults.Add("{S3}, {Ecr} and {CodeArtifact}", "", "are all unset, so there is nothing to publish to", "set at least one")
	case p.S3 == nil && p.ECR == nil && p.Dev:
		faults.Add("Dev", "true", "leaves nothing to publish to: dev publishers have no access to CodeArtifact", "set {S3} or {Ecr}, or unset {Dev}")
	}
	return faults.Err()
}

// Statements returns the statements of the mode, store by store.
func (p Publisher) Statements(env Environment) []policy.Statement {
	var all []policy.Statement
	if p.S3 != nil {
		all = append(all, p.S3.statements(env, p.mode(), p.AllowDelete)...)
	}
	if p.ECR != nil {
		all = append(all, p.ECR.statements(env, p.mode(), p.AllowDelete)...)
	}
	if p.CodeArtifact != nil {
		all = append(all, p.CodeArtifact.statements(env, p.mode())...)
	}
	return all
}

// Notices returns what a reviewer should know of legal options.
func (p Publisher) Notices(Environment) []fault.Notice {
	var all []fault.Notice
	if p.S3 != nil {
		all = append(all, p.S3.notices(p.mode())...)
	}
	if p.ECR != nil {
		all = append(all, p.ECR.notices(p.mode())...)
	}
	return all
}

func (p Publisher) mode() mode {
	if p.Dev {
		return dev
	}
	return normal
}
