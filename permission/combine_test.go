package permission_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// fixed is a set of a user's own.
type fixed struct {
	statements []policy.Statement
	err        error
	notices    []fault.Notice
}

func (f fixed) Validate(permission.Environment) error                   { return f.err }
func (f fixed) Statements(permission.Environment) []policy.Statement    { return f.statements }
func (f fixed) Notices(permission.Environment) (notices []fault.Notice) { return f.notices }

// bare is a set without notices.
type bare struct{ permission.Set }

func ExampleCombine() {
	env := permission.Environment{}
	for _, s := range permission.Combine(env,
		permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}},
		permission.Publisher{S3: &permission.S3{BucketName: "acme-docs"}},
	) {
		fmt.Println(s.Sid, s.Resources[0])
	}
	// Output:
	// S3List arn:aws:s3:::acme-dist
	// S3Publish arn:aws:s3:::acme-dist/*
	// S3List2 arn:aws:s3:::acme-docs
	// S3Publish2 arn:aws:s3:::acme-docs/*
}

func TestCombine(t *testing.T) {
	statement := func(sid, resource string) policy.Statement {
		return policy.Statement{Sid: sid, Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{resource}}
	}
	one := func(sid, resource string) permission.Set {
		return fixed{statements: []policy.Statement{statement(sid, resource)}}
	}
	tests := []struct {
		name string
		sets []permission.Set
		want []policy.Statement
	}{
		{"no set", nil, nil},
		{"one set", []permission.Set{one("A", "a")}, []policy.Statement{statement("A", "a")}},
		{"in the order of the sets", []permission.Set{one("B", "b"), one("A", "a")}, []policy.Statement{statement("B", "b"), statement("A", "a")}},
		{"the same twice stands once", []permission.Set{one("A", "a"), one("A", "a")}, []policy.Statement{statement("A", "a")}},
		{"one Sid for two things", []permission.Set{one("A", "a"), one("A", "b"), one("A", "c")},
			[]policy.Statement{statement("A", "a"), statement("A2", "b"), statement("A3", "c")}},
		{"what got a number is known again", []permission.Set{one("A", "a"), one("A", "b"), one("A", "b")},
			[]policy.Statement{statement("A", "a"), statement("A2", "b")}},
		{"a number that is taken", []permission.Set{one("A", "a"), one("A2", "c"), one("A", "b")},
			[]policy.Statement{statement("A", "a"), statement("A2", "c"), statement("A3", "b")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, permission.Combine(permission.Environment{}, tt.sets...))
		})
	}
}

func TestValidateAll(t *testing.T) {
	bad := func(bucket string) permission.Set {
		return permission.Publisher{S3: &permission.S3{BucketName: bucket}}
	}
	tests := []struct {
		name string
		env  permission.Environment
		sets []permission.Set
		want string
	}{
		{"one set is not numbered", permission.Environment{}, []permission.Set{bad("a_b")},
			`cipublisher: S3.BucketName "a_b" holds "_"; use lower-case letters, digits, dots and hyphens`},
		{"of several, each is", permission.Environment{}, []permission.Set{bad("acme-dist"), bad("s3://acme")},
			`cipublisher: Sets[1].S3.BucketName "s3://acme" is an address; write the bucket's name alone, and the path in Sets[1].S3.Prefix`},
		{"the environment is common to all", permission.Environment{AccountID: "1"}, []permission.Set{bad("acme-dist"), bad("acme-docs")},
			`cipublisher: AccountId "1" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`},
		{"an error of another kind", permission.Environment{}, []permission.Set{bad("acme-dist"), fixed{err: errors.New("no such team")}},
			`cipublisher: Sets[1] is not valid: no such team`},
		{"an error of another kind, of one set", permission.Environment{}, []permission.Set{fixed{err: errors.New("no such team")}},
			`cipublisher: the input is not valid: no such team`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.EqualError(t, permission.ValidateAll(tt.env, tt.sets...), tt.want)
		})
	}
	assert.NoError(t, permission.ValidateAll(permission.Environment{}, bad("acme-dist"), bad("acme-docs")))
}

func TestNoticesOfAll(t *testing.T) {
	notice := fault.Notice{ID: "team", Text: "{Region} and {Team} are odd"}
	common := fault.Notice{ID: "region", Text: "{Region} is odd"}
	set := fixed{notices: []fault.Notice{notice, common}}
	assert.Equal(t, []fault.Notice{notice, common}, permission.NoticesOfAll(permission.Environment{}, set), "one set is not numbered")
	assert.Equal(t, []fault.Notice{
		{ID: "team", Text: "{Region} and {Sets[1].Team} are odd"},
		common,
		{ID: "team", Text: "{Region} and {Sets[2].Team} are odd"},
	}, permission.NoticesOfAll(permission.Environment{}, bare{set}, set, set))
}
