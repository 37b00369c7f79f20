package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/role"
)

func TestSet(t *testing.T) {
	table := publisher()
	for _, test := range []struct {
		path  string
		value any
		want  any
	}{
		{"S3.WriteOnce", true, true},
		{"S3.WriteOnce", "true", true},
		{"S3.BucketName", "acme", "acme"},
		{"S3.TagKeys", "Release", []string{"Release"}},
		{"S3.TagKeys", []string{"a", "b"}, []string{"a", "b"}},
		{"S3.TagKeys", []any{"a", "b"}, []string{"a", "b"}},
		{"CodeArtifact.TokenDuration", "3600", 3600},
		{"CodeArtifact.TokenDuration", 3600.0, 3600},
	} {
		require.NoError(t, table.At(test.path).Set(test.value))
		assert.Equal(t, test.want, table.At(test.path).Get(), "%s %v", test.path, test.value)
	}
}

// What is set to nothing is refused, whatever it is: in the command line, the
// context and a registry, which all set options so.
func TestNothingIsRefused(t *testing.T) {
	tables := map[string]option.Table{"": publisher()}
	for _, set := range role.Sets {
		tables[set.Name] = set.New().Table
	}
	for name, table := range tables {
		for _, o := range table {
			nothings := []any{""}
			if o.Kind() == option.List {
				nothings = append(nothings, []any{}, []string{}, []string{""}, []any{"a", ""})
			}
			for _, nothing := range nothings {
				assert.EqualError(t, o.Set(nothing), "cipublisher: "+o.Path+" is empty; write "+o.Example+", or leave it out; perhaps a variable is not set", "%s %#v", name, nothing)
			}
		}
	}
}

func TestSetRefuses(t *testing.T) {
	for _, test := range []struct {
		path  string
		value any
		want  string
	}{
		{"S3.WriteOnce", "yes", `S3.WriteOnce "yes" is not true or false; write true`},
		{"S3.WriteOnce", 1.0, `S3.WriteOnce "1" is not true or false; write true`},
		{"S3.AllowDelete", "no", `S3.AllowDelete "no" is not true or false; write false`},
		{"AccountId", 12345678901.0, `AccountId "1.2345678901e+10" is not text; write 123456789012`},
		{"S3.TagKeys", true, `S3.TagKeys "true" is not a list of texts; write Release,Commit`},
		{"S3.TagKeys", []any{"a", 2.0}, `S3.TagKeys "[a 2]" is not a list of texts; write Release,Commit`},
		{"CodeArtifact.TokenDuration", "1h", `CodeArtifact.TokenDuration "1h" is not a whole number above zero; write digits alone, such as 3600`},
		{"CodeArtifact.TokenDuration", 900.5, `CodeArtifact.TokenDuration "900.5" is not a whole number above zero; write digits alone, such as 3600`},
		{"CodeArtifact.TokenDuration", "-1", `CodeArtifact.TokenDuration "-1" is not a whole number above zero; write digits alone, such as 3600`},
		{"CodeArtifact.Domains", "tools", `CodeArtifact.Domains "tools" is not the ARN of a CodeArtifact domain; write it whole, such as "arn:aws:codeartifact:eu-west-1:111122223333:domain/my-company"`},
		{"Subjects.Claims", "actor", `Subjects.Claims "actor" has no value; write Subjects.Claims KEY=VALUE`},
		{"Issuer", "jenkins", `Issuer "jenkins" is not an issuer this library knows`},
	} {
		err := publisher().At(test.path).Set(test.value)
		assert.ErrorContains(t, err, "cipublisher: "+test.want, "%s %v", test.path, test.value)
		assert.IsType(t, fault.List{}, err)
	}
}
