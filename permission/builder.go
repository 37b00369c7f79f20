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

var _ Noticer = Builder{}

// Validate reports every fault of the options.
func (b Builder) Validate(env Environment) error {
	faults := env.Faults("")
	stores := granted(b)
	stores.validate(&faults, env, false)
	if len(stores) == 0 {
		faults.Add("{CodeArtifact}, {Ecr} and {S3}", "", "are all unset, so there is nothing to read", "set at least one")
	}
	return faults.Err()
}

// Statements returns the statements, store by store.
func (b Builder) Statements(env Environment) []policy.Statement {
	return granted(b).statements(env, false, false)
}

// Notices returns what a reviewer should know of legal options.
func (b Builder) Notices(Environment) []fault.Notice { return granted(b).notices(false) }

// Reads reports whether a set is a builder, under limits or not, which can't
// write anything.
func Reads(set Set) bool {
	if limited, ok := set.(Limited); ok {
		return Reads(limited.Set)
	}
	_, ok := set.(Builder)
	return ok
}

// Why what is no publisher's is no option of the example app and of registries.
const (
	NoBuilderKey      = "the app makes publishers"
	NoBuilderRegistry = "rows are publishers"
)

// BuilderOptions returns the options of what a builder may do, unset. Those that
// a publisher has too bear the same names.
func BuilderOptions() *Options {
	var b Builder
	stores := offer(&b)
	t := optionsOf(stores).Complete()
	for _, o := range t {
		o.NoKey, o.NoRegistry = NoBuilderKey, NoBuilderRegistry
	}
	return &Options{t, func(*fault.List) Set {
		for _, store := range stores {
			store.grant()
		}
		return b
	}}
}
