package option_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

var mention = regexp.MustCompile(`\{([A-Z][A-Za-z0-9.]*)\}`)

// A declaration is whole: it says what the option is for and shows a value that
// is accepted; what it mentions and needs is there.
func TestDeclarations(t *testing.T) {
	tables := map[string]option.Table{"": publisher()}
	for _, set := range role.Sets {
		tables[set.Name] = set.New().Table
	}
	for name, table := range tables {
		known := append(append(option.Table{}, table...), publisher()...)
		for _, o := range table {
			t.Run(name+"/"+o.Path, func(t *testing.T) {
				require.NotEmpty(t, o.About)
				require.NotRegexp(t, `\.$`, o.About, "a clause, not a sentence")
				require.Equal(t, o.Kind() == option.Switch, o.Value == "", "a switch takes no value, anything else does")
				for _, m := range mention.FindAllStringSubmatch(o.About+o.Unset, -1) {
					known.At(m[1])
				}
				if o.Needs != "" {
					table.At(o.Needs)
				}
				var value any = o.Example
				if o.Kind() == option.List {
					value = strings.Split(o.Example, ",")
				}
				require.NoError(t, o.Set(value))
				require.True(t, o.Given())
				require.True(t, o.Means() || o.Kind() == option.Text && o.Example == o.Default, "the example says what the default says")
				for _, reason := range []string{o.NoProp, o.NoFlag, o.NoKey, o.NoRegistry} {
					require.NotContains(t, reason, "TODO")
				}
				require.False(t, o.NoFlag != "" && o.NoProp != "" && o.NoKey != "" && o.NoRegistry != "", "nobody can set it")
			})
		}
	}
}

// A front end may offer every choice: the core takes it, alone or continued.
func TestChoicesAreAccepted(t *testing.T) {
	checked := 0
	for _, o := range role.NewWhole(permission.PublisherOptions()).Table {
		for _, choice := range o.Choices {
			whole := role.NewWhole(permission.PublisherOptions())
			value := choice
			if strings.HasSuffix(choice, ":") {
				value += map[bool]string{true: "a,b", false: "https://a.example"}[strings.HasPrefix(choice, "bitbucket")]
			}
			var faults fault.List
			faults.Append("", whole.At(o.Path).Set(value))
			for _, f := range faults {
				assert.True(t, strings.HasSuffix(choice, ":"), "%s %s: %s", o.Path, choice, f.Error())
			}
			if o.Path == "CodeArtifact.Formats" {
				require.NoError(t, whole.At("CodeArtifact.DomainName").Set("acme"))
				require.NoError(t, whole.At("CodeArtifact.RepositoryNames").Set("acme"))
				require.NoError(t, whole.Set.Make(&faults).Validate(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}), choice)
			}
			if o.Path == "Preset" {
				require.NoError(t, whole.At("S3.BucketName").Set("acme"))
				require.NoError(t, whole.Set.Make(&faults).Validate(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}), choice)
			}
			assert.NotContains(t, o.Choices[1:], o.Choices[0], "each once")
			checked++
		}
	}
	assert.Greater(t, checked, 30)
}
