package permission

import (
	"slices"

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
	ECR          *ECRPull
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

// readTables lists the tables of a Builder with the options that they stand
// with.
var readTables = []struct {
	store   string
	options []string
	table   []grant
}{
	{"CodeArtifact", nil, codeArtifactReadGrants},
	{"CodeArtifact", []string{"CodeArtifact.Describe"}, codeArtifactDescribeGrants},
	{"ECR", nil, ecrPullGrants},
	{"S3", nil, s3ReadGrants},
	{"S3", []string{"S3.List"}, s3ListGrants},
	{"S3", []string{"S3.KmsKeyArn"}, s3DecryptGrants},
}

// BuilderRows returns every row of every table of a Builder. They are the
// tables that Builder makes its statements of.
func BuilderRows() []Row {
	var all []Row
	for _, t := range readTables {
		for _, g := range t.table {
			for _, action := range g.actions {
				all = append(all, Row{
					Store: t.store, Options: slices.Clone(t.options), Normal: true, Sid: g.sid, Effect: g.effect(),
					Action: action, Resource: g.resource, Conditions: cloneConditions(g.conditions),
				})
			}
		}
	}
	return all
}

// readStatements returns the statements of a table of a Builder. fills put the
// values of the options into its resources and conditions, one fill for each
// value of an option that has several.
func readStatements(table []grant, fills ...fill) []policy.Statement {
	all := make([]policy.Statement, len(table))
	for i, g := range table {
		conditions := cloneConditions(g.conditions)
		for _, keys := range conditions {
			for key, values := range keys {
				keys[key] = fillAll(values, fills)
			}
		}
		all[i] = policy.Statement{
			Sid:        g.sid,
			Effect:     g.effect(),
			Actions:    names(g.actions),
			Resources:  fillAll([]string{g.resource}, fills),
			Conditions: conditions,
		}
	}
	return all
}

// fillAll returns texts of a table with the values of the options in them,
// each that differs once.
func fillAll(texts []string, fills []fill) []string {
	var all []string
	for _, fill := range fills {
		for _, text := range texts {
			if filled := fill.Replace(text); !slices.Contains(all, filled) {
				all = append(all, filled)
			}
		}
	}
	return all
}
