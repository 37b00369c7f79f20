package permission

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Builder is what a CI job needs to read what publishers have published:
// packages, and on request images and files. It can't write anything. A store
// that is nil is not granted.
//
// With nothing but CodeArtifact.DomainName set it grants what the Terraform
// module terraform-aws-ci-builder does.
type Builder struct {
	CodeArtifact *CodeArtifactRead
	ECR          *ECRRead
	S3           *S3Read
}

var _ Set = Builder{}
var _ Noticer = Builder{}

// Validate reports every fault of the options.
func (b Builder) Validate(env Environment) error {
	var faults fault.List
	faults.Append("", env.Validate())
	env.needPartition(&faults)
	if b.ECR != nil || b.CodeArtifact != nil {
		env.needAccountAndRegion(&faults)
	}
	if b.CodeArtifact != nil {
		b.CodeArtifact.validate(&faults)
	}
	if b.ECR != nil {
		b.ECR.validate(&faults)
	}
	if b.S3 != nil {
		b.S3.validate(&faults, env)
	}
	if b.CodeArtifact == nil && b.ECR == nil && b.S3 == nil {
		faults.Add("{CodeArtifact}, {Ecr} and {S3}", "", "are all unset, so there is nothing to read", "set at least one")
	}
	return faults.Err()
}

// Statements returns the statements, store by store.
func (b Builder) Statements(env Environment) []policy.Statement {
	var all []policy.Statement
	if b.CodeArtifact != nil {
		all = append(all, b.CodeArtifact.statements(env)...)
	}
	if b.ECR != nil {
		all = append(all, b.ECR.statements(env)...)
	}
	if b.S3 != nil {
		all = append(all, b.S3.statements(env)...)
	}
	return all
}

// Notices returns what a reviewer should know of legal options.
func (b Builder) Notices(Environment) []fault.Notice {
	var all []fault.Notice
	if b.CodeArtifact != nil {
		all = append(all, b.CodeArtifact.notices()...)
	}
	if b.ECR != nil {
		all = append(all, b.ECR.notices()...)
	}
	if b.S3 != nil {
		all = append(all, b.S3.notices()...)
	}
	return all
}
