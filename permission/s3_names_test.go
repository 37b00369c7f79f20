package permission

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
)

func TestPrefixesOfReleases(t *testing.T) {
	for _, test := range []struct{ prefix, release, dev string }{
		{"release/", "", ""},
		{"", "", ""},
		{"${Token[P.1]}", "", ""},
		{"*/feature/", `holds "*", which IAM reads as a wildcard, where a literal prefix is meant`, ""},
		{"rel?ase/", `holds "?", which IAM reads as a wildcard, where a literal prefix is meant`, `holds "?", which IAM reads as any one character`},
		{"/release/", `begins with "/", so it matches no object key`, `begins with "/", so it matches no object key`},
	} {
		for want, check := range map[*string]func(*fault.List, string, string){&test.release: validatePrefix, &test.dev: validateDevPrefix} {
			var faults fault.List
			check(&faults, "S3.Prefix", test.prefix)
			if *want == "" {
				assert.Empty(t, faults, test.prefix)
			} else if assert.Len(t, faults, 1, test.prefix) {
				assert.Equal(t, *want, faults[0].Problem)
			}
		}
	}
}

func TestBucketNames(t *testing.T) {
	for name, problem := range map[string]string{"acme-dist": "", "": "is missing", "s3://acme-dist": "is an address"} {
		var faults fault.List
		validateBucketName(&faults, "S3.BucketName", name)
		if problem == "" {
			assert.Empty(t, faults, name)
		} else if assert.Len(t, faults, 1, name) {
			assert.Equal(t, problem, faults[0].Problem, name)
		}
	}
}
